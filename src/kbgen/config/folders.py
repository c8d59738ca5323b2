"""Where the folders of a project lie (product.md, "Folders"), and which of them are refused."""

from __future__ import annotations

import os
import re
from pathlib import Path

from kbgen.config.keys import DEFAULT_TEMPLATES
from kbgen.config.settings import SettingError, refuse
from kbgen.model import KbgenError
from kbgen.text.names import fold, nfc
from kbgen.text.pagenames import FRAMES, INDEXES
from kbgen.text.paths import is_markdown, is_raw_folder


def is_inside(path: Path, folder: Path) -> bool:
    """Whether `path` is `folder` or lies below it; both absolute and free of symbolic links.

    Folders that exist are compared as the file system does, which may not care for case.
    """
    if path == folder or folder in path.parents:
        return True
    return any(_same(p, folder) for p in (path, *path.parents))


def _same(one: Path, other: Path) -> bool:
    try:
        return one.name.casefold() == other.name.casefold() and os.path.samefile(one, other)
    except OSError:
        return False


def spelled(folder: Path, written: str) -> Path:
    """The place that a path counted from a folder means, with names as the disk spells them: it may ignore case, or
    have accents in another Unicode form than the author's editor. Names that are not there stay as they are."""
    place = folder
    for name in Path(written).parts:
        place = place / _spelled(place, name)
    return place


def _spelled(folder: Path, name: str) -> str:
    try:
        names = os.listdir(folder)
    except OSError:
        return name
    if name in names:
        return name
    alike = (other for other in sorted(names) if fold(other) == fold(name))
    return next((other for other in alike if nfc(other) == nfc(name) or _same(folder / other, folder / name)), name)


def find_project(path: Path, written: Path) -> Path:
    """`path`, if it is a folder; `written` is what the user called it. Raises KbgenError."""
    if path.is_dir():
        return _open(path, written)
    if path.exists():
        raise KbgenError(f"{written} is a file, not a folder", f"name the folder that contains it: {written.parent}")
    raise KbgenError(f"there is no folder {written}", _neighbour(path))


def _open(folder: Path, written: Path | str) -> Path:
    """The folder, if it may be read; `written` is what it is called. Raises KbgenError."""
    if not os.access(folder, os.R_OK | os.X_OK):
        raise KbgenError(f"the folder {written} may not be read", "check its permissions")
    return folder


def neighbour(path: Path) -> str:
    """The folder beside a missing one that has nearly its name; '' if there is none."""
    from rapidfuzz import fuzz, process  # seldom needed, and slow to load

    try:
        names = tuple(sorted(entry.name for entry in os.scandir(path.parent) if entry.is_dir()))
    except OSError:
        return ""
    best = process.extractOne(path.name, names, scorer=fuzz.ratio, score_cutoff=60)
    return best[0] if best else ""


def _neighbour(path: Path) -> str:
    """The same as a hint."""
    near = neighbour(path)
    return f"did you mean {near}?" if near else "check the spelling"


# Where the pages of a site lie, by a file that each project of its program has.
_SITES = {
    **dict.fromkeys(("quartz.config.ts", "quartz.config.js", "quartz.config.yaml", "nuxt.config.ts"), "content"),
    **dict.fromkeys(("hugo.toml", "hugo.yaml", "hugo.json", "archetypes/default.md"), "content"),
    **dict.fromkeys(
        (f"config/_default/{one}" for one in ("hugo.toml", "hugo.yaml", "config.toml", "config.yaml")), "content"
    ),
    **dict.fromkeys(
        ("mkdocs.yml", "mkdocs.yaml", "zensical.toml", "docs/.vitepress/config.ts", "docs/.vitepress/config.mts"),
        "docs",
    ),
    **dict.fromkeys(("docs/.vitepress/config.js", "docs/.vitepress/config.mjs"), "docs"),
    **dict.fromkeys(("astro.config.mjs", "astro.config.ts", "astro.config.js"), "src/content/docs"),
    "book.toml": "src",
}


def find_content(project: Path, written: str) -> tuple[Path, tuple[str, ...]]:
    """The kb folder, and the names in it that are the knowledge base (none: all); `written` is the setting, or ''.
    Raises KbgenError outside the project."""
    name = written or _usual_content(project)
    if not written and name in ("kb", "wiki") and (parts := _parts(project, name)):
        return project, parts
    return _find(project, name, written), ()


def places(content: Path, parts: tuple[str, ...]) -> tuple[Path, ...]:
    """The folders that belong to the knowledge base with everything in them."""
    return tuple(content / name for name in parts if (content / name).is_dir()) or (content,)


# Pages of a kb folder that lie beside it in many projects.
_BESIDE = ("index.md", "log.md")


def _parts(project: Path, name: str) -> tuple[str, ...]:
    """An index that lies in a project beside a kb folder of that name, and this folder, if it has neither an index nor
    raw files of its own; else nothing."""
    beside = [one for one in _names(project) if one.casefold() in _BESIDE and (project / one).is_file()]
    inside = {one.casefold() for one in _names(project / name)}
    indexed = any(one.casefold() == "index.md" for one in beside)
    if not indexed or (project / name).is_symlink() or any(f"{name}.md" in inside for name in INDEXES):
        return ()
    if any(map(is_raw_folder, inside)):
        return ()
    return (*sorted(beside), name)


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _find(project: Path, name: str, written: str) -> Path:
    """The folder of that name; `written` is the setting. Raises KbgenError outside the project."""
    place = spelled(project, name)
    if not os.path.isdir(place):
        told = f"content is “{written}”, but there is no such folder in the project"
        raise SettingError("content", told, _neighbour(place))
    real = Path(os.path.realpath(place))
    if real != project and project not in real.parents:
        hint = "name that folder itself: kbgen build FOLDER --output site"
        if written:
            raise SettingError("content", f"content is “{written}”, which leads out of the project", hint)
        raise KbgenError(f"the kb folder {name} leads out of the project", hint)
    return _open(real, name) if name else real


_KINDS = ("sources", "entities", "concepts")
_TELLING = frozenset(("kb", "wiki", *_KINDS))  # folders of a project that tell what its kb folder is


def _usual_content(project: Path) -> str:
    """The kb folder where none is named, as counted from the project ('' = the project itself). What lies in a folder
    that nobody may open tells nothing."""
    if (project / "kb").is_dir():
        return "kb"
    if any((project / kind).is_dir() for kind in _KINDS):
        return ""
    if (project / "wiki").is_dir():
        return "wiki"
    vaults = [name for name in _names(project) if _is_vault(project, name)]
    if len(vaults) == 1 and not os.path.isdir(project / ".obsidian"):
        return vaults[0]
    folders = {folder for folder in _SITES.values() if os.path.isdir(project / folder)}
    found = (folder for file, folder in _SITES.items() if folder in folders and os.path.isfile(project / file))
    return next(found, "")


def _is_vault(project: Path, name: str) -> bool:
    """Whether a folder is a vault of Obsidian that may be the knowledge base: many open their raw files there, too."""
    if name.startswith(".") or is_raw_folder(name) or name.casefold() == DEFAULT_TEMPLATES:
        return False
    return os.path.isdir(project / name / ".obsidian") and not os.path.islink(project / name)


# Files of programs in whose wikis `[[label|page]]` has the label first: Dendron, and the wikis of GitHub and Gollum.
_LABELS_FIRST = ("dendron.yml", "root.schema.yml", *(f"{name}.md" for name in FRAMES))


def has_labels_first(project: Path, content: Path, written: str) -> bool:
    """Whether wiki-links have their labels before the bar; `written` is the setting."""
    if written != "auto":
        return written == "first"
    return any((folder / name).is_file() for folder in dict.fromkeys((project, content)) for name in _LABELS_FIRST)


def find_raw(project: Path, content: Path, extra: tuple[str, ...]) -> tuple[Path, ...]:
    """The raw folders there are, those in the kb first; never one that holds the kb itself."""
    places = [place for base in (content, project) for place in _named_raw(base)]
    for name in extra:
        place = Path(os.path.realpath(spelled(project, name)))
        if not is_inside(place, project) or is_inside(content, place):
            refuse("raw_folders", name, "folders inside the project that do not hold the kb folder")
        places.append(place)
    found = (p for p in places if os.path.isdir(p) and not os.path.islink(p) and not is_inside(content, p))
    return tuple(dict.fromkeys(found))


def _named_raw(folder: Path) -> list[Path]:
    """What is called like a raw folder in a folder, in whatever case."""
    return sorted(folder / name for name in _names(folder) if is_raw_folder(name))


def find_templates(project: Path, written: str) -> Path:
    """The folder of the project's own templates. Raises KbgenError if it was named and is not there."""
    place = Path(os.path.realpath(spelled(project, written)))
    if written != DEFAULT_TEMPLATES and not os.path.isdir(place):
        refuse("templates", written, "a folder that exists", _neighbour(place))
    return place


def find_output(project: Path, kb: tuple[Path, ...], given: Path | None, written: str, cwd: Path, writes: bool) -> Path:
    """Where the site goes: `given` (from `cwd`), else `written` (from the project), else a folder `site`. `kb` are the
    folders of the knowledge base.

    Raises KbgenError when that would be in the kb for want of a better place, and `writes` is True.
    """
    if given is not None:
        return Path(os.path.realpath(cwd / given))
    if written:
        if written.startswith("~") or (os.name != "nt" and re.match(r"[A-Za-z]:[\\/]", written)):
            refuse("output", written, "a path that counts from the project, or from the top of the disk")
        return Path(os.path.realpath(project / written))
    if project not in kb:
        return Path(os.path.realpath(project / "site"))
    if writes and is_inside(cwd, project):
        if not _has_markdown(project):
            raise KbgenError("there is no markdown in this folder", _BEGIN)
        raise KbgenError(
            "the working directory is the kb folder itself, and the site may not be in it",
            "say where the site should go: --output ../site",
        )
    return Path(os.path.realpath(cwd / "site"))


_BEGIN = "kbgen init makes a knowledge base here; for another folder, name it: kbgen build FOLDER"


def _has_markdown(folder: Path) -> bool:
    """Whether a file of markdown lies anywhere in a folder."""
    return any(is_markdown(name) for _, _, names in os.walk(folder) for name in names)


def check_output(output: Path, project: Path, kb: tuple[Path, ...], raw: tuple[Path, ...], content: str) -> None:
    """Raise KbgenError for an output folder that would harm what lies there (faults.md, P20), or that the next run
    would read; `content` is the setting, or ''."""
    hint = "choose a folder of its own for the site, like --output ../site"
    if output == output.parent:
        raise KbgenError(f"the site may not be written to {output}, the root of the disk", hint)
    if output == Path(os.path.realpath(os.path.expanduser("~"))):
        raise KbgenError(f"the site may not be written to {output}, your home folder", hint)
    for folder in kb:
        if is_inside(output, folder):
            raise KbgenError(f"the output {output} is inside the kb folder {folder}", hint)
        if is_inside(folder, output):
            raise KbgenError(f"the output {output} contains the kb folder {folder}", hint)
    if is_inside(project, output):
        raise KbgenError(f"the output {output} contains the project {project}", hint)
    for folder in raw:
        if is_inside(output, folder) or is_inside(folder, output):
            raise KbgenError(f"the output {output} and the raw folder {folder} overlap: one is inside the other", hint)
    name = output.name.casefold()
    if output.parent == project and (is_raw_folder(name) or (name in _TELLING and not content)):
        told = "the raw files" if is_raw_folder(name) else "the knowledge base"
        raise KbgenError(f"the output {output} has a name by which the next build would take it for {told}", hint)
