"""A project to begin with: folders, settings, an example, the workflow that publishes it, and how to work on it.

In a folder that has content already only what is missing is made, and no example. Nothing is ever overwritten.
"""

from __future__ import annotations

import hashlib
import os
import shlex
from pathlib import Path
from typing import NamedTuple

from kbgen.author.files import create, exists
from kbgen.author.kb import read_kb
from kbgen.author.shipped import filled, template
from kbgen.check.schema import ENTRIES, REQUIRED
from kbgen.config import FILE, Config, load_config
from kbgen.config.reference import commented
from kbgen.config.settings import read_settings
from kbgen.files.scan import scan
from kbgen.link.kinds import KINDS, SUBKINDS
from kbgen.model import KbgenError
from kbgen.text.paths import stem

_CONTENT = "kb"  # the kb folder of a project that has none yet
_RAW = "raw"
_IGNORED = ("site/", ".kbgen/")
_WORKFLOW = ".github/workflows/site.yml"
_EXAMPLE = "lovelace-1843-notes"
_KEEP = ".gitkeep"  # git keeps no empty folders
# What lies at the top of a repository, and is no page of a knowledge base.
_OF_A_REPOSITORY = frozenset(
    ("readme", "agents", "claude", "gemini", "license", "changelog", "contributing", "security", "code_of_conduct")
)
# Fields of a source, in the order of the manual; the others are in `kbgen schema source`.
_FIELDS = (
    *("title", "type", "published", "url", "host", "guests", "authors", "channel", "format", "raw_file", "raw_hash"),
    *("tags", "description"),
)
_ABOUT = {
    "source": "one summary for each source",
    "entity": "a page for each person, organization, model, product that sources speak of",
    "concept": "a page for each idea and method",
}


class Initialised(NamedTuple):
    """What `init` did: paths (counted from the project) that are new, and those left alone, each with a remark ('' =
    none). `output` is what `kbgen build` needs beside it (' --output …'). `repository` is the folder above whose git
    repository the project belongs to, where a workflow has been made that only counts at the top of one."""

    new: tuple[str, ...]
    left: tuple[tuple[str, str], ...]
    output: str
    repository: Path | None = None


def init(folder: Path) -> Initialised:
    """Make a project of a folder, which need not exist. Raises KbgenError where the disk or `kbgen.toml` refuses."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise KbgenError(f"{folder} is a file, not a folder", "choose another name") from None
    except OSError as error:
        raise KbgenError(f"{folder} cannot be made: {error.strerror}") from None
    top = Path(os.path.realpath(folder))
    config = load_config(top, output=None, cwd=top, writes=False)
    fresh = _is_fresh(config)
    files = _fresh_files() if fresh else _missing_files(config)
    new: list[str] = []
    left: list[tuple[str, str]] = []
    for path, data in files.items():
        if exists(top, path):
            left.append((path, _remark(top, path)))
        else:
            create(top, path, data, lambda place: os.path.join(folder, place.relative_to(top)))
            new.append(path)
    above = _repository(top) if _WORKFLOW in new else None
    return Initialised(tuple(new), tuple(left), "" if fresh else _output(config), above)


def _repository(top: Path) -> Path | None:
    """The top of the git repository in which a project lies, if that is not the project itself."""
    found = next((folder for folder in (top, *top.parents) if os.path.lexists(folder / ".git")), top)
    return found if found != top else None


def _is_fresh(config: Config) -> bool:
    """Whether nobody has written a page yet, nor said where pages should lie."""
    names = (stem(source.path.casefold()) for source in scan(config).inputs)
    if any(name not in _OF_A_REPOSITORY for name in names) or read_settings(config.project)["content"]:
        return False
    return config.content in (config.project, config.project / _CONTENT)


# ---------------------------------------------------------------- a new project


def _fresh_files() -> dict[str, bytes]:
    """Every file of a new project by its path, in the order in which they are told."""
    raw_hash = hashlib.sha256(_shipped(f"raw/{_EXAMPLE}.txt").encode()).hexdigest()
    folders = {kind.name: kind.folders[0] for kind in KINDS if kind.name in _ABOUT}
    pages = ("index.md", f"sources/{_EXAMPLE}.md", "entities/ada-lovelace.md")
    files = {f"{_CONTENT}/{page}": _shipped(f"kb/{page}", {"raw_hash": raw_hash}) for page in pages}
    files |= {f"{_CONTENT}/{folders['concept']}/{_KEEP}": "", f"{_RAW}/{_EXAMPLE}.txt": _shipped(f"raw/{_EXAMPLE}.txt")}
    files |= {"AGENTS.md": _agents(f"{_CONTENT}/", folders, _RAW, ""), FILE: commented()}
    files |= {".gitignore": "".join(f"{one}\n" for one in _IGNORED), _WORKFLOW: _workflow(inside=False)}
    return {path: text.encode() for path, text in files.items()}


# ---------------------------------------------------------------- what is missing


def _missing_files(config: Config) -> dict[str, bytes]:
    """The files that a project with content should have, but for pages; folders only for kinds that have no page."""
    kb = read_kb(config)
    have = {node.kind for node in kb.graph.nodes if node.document >= 0}
    folders = {kind: kb.folder(kind) for kind in _ABOUT}
    files = {
        f"{kb.prefix}{folder}/{_KEEP}": ""
        for kind, folder in folders.items()
        if kind not in have and folder and not (config.content / folder).is_dir()
    }
    if not config.raw:
        files[f"{config.raw_place}/{_KEEP}"] = ""
    files |= {"AGENTS.md": _agents(kb.prefix, folders, config.raw_place, _output(config)), FILE: commented()}
    files |= {
        ".gitignore": "".join(f"{one}\n" for one in _IGNORED),
        _WORKFLOW: _workflow(inside=_is_kb(config)),
    }
    return {path: text.encode() for path, text in files.items()}


def _output(config: Config) -> str:
    """What `kbgen build` needs where the project is itself the kb folder, in which no site may lie."""
    return f" --output {shlex.quote(f'../{config.project.name}-site')}" if _is_kb(config) else ""


def _is_kb(config: Config) -> bool:
    """Whether the project is itself the kb folder, with all that lies in it."""
    return config.content == config.project and not config.parts


def _remark(top: Path, path: str) -> str:
    """What an author should know of a file that is left alone."""
    if path != ".gitignore":
        return ""
    try:
        lines = {line.strip().strip("/") for line in (top / path).read_text("utf-8", "replace").splitlines()}
    except OSError:
        return ""
    absent = [one for one in _IGNORED if one.strip("/") not in lines]
    return f"add to it: {' '.join(absent)}" if absent else ""


# ---------------------------------------------------------------- the texts


def _workflow(inside: bool) -> str:
    """The workflow for GitHub; `inside`: the project is the kb folder, and the site lies elsewhere."""
    text = _shipped("site.yml")
    if not inside:
        return text
    text = text.replace("run: kbgen build", 'run: kbgen build --output "$RUNNER_TEMP/site"')
    text = text.replace("path: site", "path: ${{ runner.temp }}/site")
    return text.replace("path: .kbgen", "path: ${{ runner.temp }}/.kbgen")


def _agents(prefix: str, folders: dict[str, str], raw: str, output: str) -> str:
    """How to work on a project whose kb folder has this prefix ('' or `kb/`), and folders by kind."""
    fields = [{"name": name, "about": ENTRIES[name].about, "required": name in REQUIRED["source"]} for name in _FIELDS]
    values: dict[str, object] = {
        "prefix": prefix,
        "kinds": [{"folder": folders[kind] or ".", "about": about} for kind, about in _ABOUT.items()],
        "fields": fields,
        "subkinds": ", ".join(f"`{one}`" for one in sorted(SUBKINDS)),
        "raw": raw,
        "output": output,
    }
    return _shipped("AGENTS.md.jinja", values)


def _shipped(name: str, values: dict[str, object] | None = None) -> str:
    """A text of kbgen's own, filled in where there are values."""
    text = template(f"init/{name}", None)
    if text is None:
        raise KbgenError(f"kbgen's own template init/{name} is missing", "install kbgen again")
    return filled(text, name, values) if values else text
