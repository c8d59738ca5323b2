"""What the tests of kbgen as a whole share: small knowledge bases, the command line, output as a value."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from kbgen.config import Config, load_config
from kbgen.files.scan import scan
from kbgen.memory.store import Store
from kbgen.model import Prose
from kbgen.pipeline.build import Report, build
from kbgen.pipeline.documents import parse_settings, prose_of
from kbgen.pipeline.project import Read, read_project
from kbgen.process.workers import silent

ROOT = Path(__file__).resolve().parent.parent
KB = ROOT / "kb"
SHARED = ROOT.parent / "shared"
IN_CI = os.environ.get("CI") == "true"

# One of most things, and small: every mutation and every hostile string starts from something real.
PAGES: dict[str, str] = {
    "index.md": "---\ntitle: Home\n---\n\nRead [[survey]] and [[openai|the lab]].\n",
    "sources/survey.md": (
        "---\ntitle: A survey\ntype: source\npublished: 2026-01-31\nhost: '[[ada-lovelace]]'\n"
        "guests: [OpenAI, Nobody Known]\ntags: [survey, models]\n---\n\n# A survey\n\n"
        "[[openai]]’s models, `[[code]]`, **[[rlvr|checked *answers*]]** and $x^2$ for $1.5B.\n\n"
        "## Entities Mentioned\n\n- [[openai]] — trains models\n- [[rlvr]] — the method\n- [[unwritten-idea]] — not there\n\n"
        "| Name | What |\n|:--|--:|\n| [[openai|O]] | a lab |\n| [[rlvr\\|R]] | a method |\n\n"
        "> [!note] Mind\n> A callout with [[openai#History]].\n\n```python\nprint('[[no]]')\n```\n\n"
        "A note[^1] and ![a picture](../img/dot.png).\n\n[^1]: It says [[rlvr]].\n\n"
        "## Assessment\n\n- **Credibility**: high\n- **Bias**: low\n"
    ),
    "entities/openai.md": (
        "---\ntitle: OpenAI\ntype: entity\nentity_type: organisation\naliases: [Open AI, the lab]\n"
        "tags: [models]\n---\n\nA laboratory. See [the survey](../sources/survey.md \"it\").\n\n## History\n\nLong. ^h1\n"
    ),
    "entities/ada-lovelace.md": "---\ntitle: Ada Lovelace\ntype: person\n---\n\nShe hosts.\n",
    "concepts/rlvr.md": "---\ntitle: RLVR\n---\n\n![[openai#History]]\n\n- [ ] one\n- [x] two\n",
}  # fmt: skip

# A PNG of one pixel.
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000000000500"
    "01a5f645400000000049454e44ae426082"
)


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder, which is made and returned; text as UTF-8 with the line ends it has."""
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
    return folder


def make(folder: Path, *paths: str, text: str = "x") -> None:
    """Write files below a folder that all have the same text."""
    write(folder, dict.fromkeys(paths, text))


def in_kb(files: Mapping[str, str]) -> dict[str, str]:
    """Files of a knowledge base by their paths in a project that has it in `kb`."""
    return {f"kb/{path}": text for path, text in files.items()}


def built(project: Path, output: Path) -> Report:
    """Build a project in this process."""
    return build(load_config(project, output=output, cwd=project.parent))


def command(*words: str) -> list[str]:
    """The command line of kbgen as this Python has it."""
    return [sys.executable, "-P", "-c", "from kbgen.__main__ import main; main()", *words]


def kbgen(
    *words: str, cwd: Path | None = None, env: Mapping[str, str] | None = None, timeout: float = 120
) -> subprocess.CompletedProcess[str]:
    """Run kbgen as its users do; a run that takes longer than `timeout` seconds fails the test."""
    environment = {**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1", "COLUMNS": "100", **(env or {})}
    return subprocess.run(
        command(*words), cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8",
        errors="replace", timeout=timeout, check=False,
    )  # fmt: skip


def output_of(site: Path) -> dict[str, tuple[int, bytes]]:
    """Every file of a site: its path, its mode and its bytes; folders with their modes."""
    return {
        path.relative_to(site).as_posix(): (
            stat.S_IMODE(path.lstat().st_mode),
            path.read_bytes() if path.is_file() else b"",
        )
        for path in sorted(site.rglob("*"))
    }


class Element:
    """An element: its name and attributes, in order."""

    def __init__(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tag = tag
        self.attrs = [(name.lower(), value or "") for name, value in attrs]

    def get(self, name: str) -> str | None:
        """The value of the first attribute of that name."""
        return next((value for key, value in self.attrs if key == name), None)

    @property
    def classes(self) -> frozenset[str]:
        return frozenset((self.get("class") or "").split())

    def __repr__(self) -> str:
        return f"<{self.tag}{''.join(f' {k}={v!r}' for k, v in self.attrs)}>"


def elements(html: str) -> list[Element]:
    """The elements of a page, in order, as a browser makes them of it. Comments and processing instructions count as
    elements `!`."""
    found: list[Element] = []
    document = LexborHTMLParser(html).root.parent
    for node in document.traverse(include_text=True):
        if node.is_element_node:
            found.append(Element(node.tag, list(node.attributes.items())))
        elif node.is_comment_node or not (node.is_text_node or node.is_document_node or node.tag == "-doctype"):
            found.append(Element("!", [("text", node.html)]))
    return found


def read_kb(config: Config) -> tuple[Read, tuple[Prose, ...]]:
    """A knowledge base as a build reads it, and its prose; nothing is remembered."""
    scanned, store = scan(config), Store(None)
    got = read_project(config, scanned, store, {}, 1, silent)
    return got, prose_of(scanned.inputs, got.documents, parse_settings(config), store)


def pages_of(site: Path) -> Iterator[tuple[str, str]]:
    """Path and text of every page of a site, in path order."""
    for file in sorted(site.rglob("*.html")):
        yield file.relative_to(site).as_posix(), file.read_text("utf-8")


def chromium() -> str:
    """The installed browser, best the one without a surface: it opens a window in a third of the time.

    Without any the test skips and says so; in CI it fails.
    """
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = os.environ.get("CHROME_PATH") or next(filter(None, map(shutil.which, names)), None)
    if found is None:
        absent("no Chromium is installed (or named by CHROME_PATH)", must_run_in_ci=True)
    return str(found)


def absent(what: str, must_run_in_ci: bool = False) -> None:
    """Skip, saying what is missing; fail where the test may not be skipped."""
    if must_run_in_ci and IN_CI:
        pytest.fail(f"{what}, and in CI this test must run")
    pytest.skip(what)
