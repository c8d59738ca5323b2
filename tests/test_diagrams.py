"""Diagrams: whatever is written, what comes out is a drawing of ours or code, and soon."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hostile import diagram, vectors
from kbgen.markdown import insets, mermaid
from kbgen.markdown.drawing import redrawn
from kbgen.markdown.mermaid import Budget, can_draw, drawn
from kbgen.markdown.svgtree import RefusedError
from kit import ROOT, absent, built, kbgen, write
from test_incremental import Project

SHEET = (ROOT / "templates/static/diagram.css").read_text("utf-8")
TAGS = {
    "svg",
    "title",
    "desc",
    "g",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
}
COLOUR = r"none|color-mix\(in srgb, [#a-z0-9(),.% ]+ \d\d%, var\(--(?:ground|text)\)\)"
NUMBER = r"-?\d+(?:\.\d+)?"
VALUES = {
    "class": r"[a-zA-Z0-9 -]+", "role": "img", "aria-label": "Diagram", "viewbox": rf"{NUMBER}(?: {NUMBER}){{3}}",
    **dict.fromkeys(("fill", "stroke"), COLOUR),
    **dict.fromkeys(("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "dx", "dy", "width", "height"), rf"{NUMBER}(?:em|px)?"),
    "d": r"[a-zA-Z0-9eE,. +-]*", "points": r"[0-9eE,. -]*", "transform": r"(?:(?:translate|rotate|scale|matrix)\([0-9eE,. +-]*\) ?)+",
    "text-anchor": "start|middle|end", "dominant-baseline": "[a-z-]+", "font-weight": "bold|bolder|[6-9]00", "font-style": "italic|oblique",
    "font-size": r"[\d.]+", "stroke-width": r"[\d.]+", "stroke-dasharray": r"[\d., ]+",
}  # fmt: skip
KINDS = {
    "flowchart": "flowchart TD\n  A[One] -->|then| B(Two)\n  subgraph s [Part]\n  B\n  end\n",
    "sequence": "sequenceDiagram\n  A->>B: asks\n  B-->>A: answers\n  Note over A: thinks\n",
    "class": "classDiagram\n  class A {\n    +int size\n  }\n  A <|-- B\n",
    "state": "stateDiagram-v2\n  [*] --> A\n  A --> B: go\n",
    "er": "erDiagram\n  A ||--o{ B : has\n",
    "gantt": "gantt\n  title Plan\n  section One\n  Read :a, 2024-01-01, 9d\n",
    "pie": 'pie title Parts\n  "One" : 3\n  "Two" : 1\n',
    "mindmap": "mindmap\n  root((Idea))\n    One\n    Two\n",
    "timeline": "timeline\n  title Days\n  2024 : One : Two\n",
    "quadrant": "quadrantChart\n  title Reach\n  x-axis Low --> High\n  One: [0.3, 0.6]\n",
    "git": "gitGraph\n  commit\n  branch b\n  commit\n",
    "journey": "journey\n  title Day\n  section Home\n    Tea: 5: Me\n",
}
WORDS = {
    "flowchart": ("One", "then", "Two", "Part"), "sequence": ("A", "B", "asks", "answers", "thinks"), "class": ("A", "+int size", "B"),
    "state": ("A", "B", "go"), "er": ("A", "B", "has"), "gantt": ("Plan", "One", "Read"), "pie": ("Parts", "One", "Two", "75%"),
    "mindmap": ("Idea", "One", "Two"), "timeline": ("Days", "2024", "One", "Two"), "quadrant": ("Reach", "Low", "High", "One"),
    "git": ("main", "b"), "journey": ("Day", "Home", "Tea", "Me"),
}  # fmt: skip
PIECES = [
    *KINDS.values(), "flowchart TD\n", "sequenceDiagram\n", "A", "B", "-->", "->>", "[", "]", "(", ")", "{", "}", "|", '"', "'", "`", ":", ";",
    "\n", " ", "<br/>", "<b>", "</g></svg>", "<script>alert(1)</script>", "&lt;", "&#0;", "#quot;", "%%{init: {", "}}%%", "---\n", "title: x\n",
    "classDef a fill:", "style A ", "url(#x)", "javascript:alert(1)", "click A href ", "subgraph ", "end\n", "@{ shape: ", "$$x$$", "fa:fa-car ", "深", "\u202e",
]  # fmt: skip

needs_library = pytest.mark.skipif(not can_draw(), reason="merman is not installed (there is none for this system)")


class Seen(HTMLParser):
    """Elements that are open, and the classes of all that were."""

    def __init__(self, svg: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.classes: set[str] = set()
        self.feed(svg)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        assert len({name for name, _ in attrs}) == len(attrs)
        for name, value in attrs:
            assert re.fullmatch(VALUES[name], value or ""), (name, value)
            if name == "class":
                self.classes |= set((value or "").split())
        assert tag not in ("title", "desc") or self.open == ["svg"]
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


@needs_library
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_drawn(kind: str) -> None:
    made = drawn(KINDS[kind])
    assert made.problem == ""
    seen = Seen(made.svg)
    assert f"d-{kind}" in seen.classes
    shown = " ".join(re.sub("<[^>]*>", " ", made.svg).split())
    assert [word for word in WORDS[kind] if word not in shown] == []


def test_every_class_that_is_kept_has_a_style() -> None:
    """The others are left out of drawings."""
    styled = set(re.findall(r"\.d-([a-zA-Z0-9-]+)", SHEET))
    assert mermaid._LOOK.classes - styled == set()
    assert {into for _, into in mermaid._LOOK.patterns} - styled == {"tone-0"}  # the tone of all that has none
    assert {*mermaid._KINDS.values(), "fits", "head", "centred"} - styled == set()


@needs_library
@given(st.lists(st.sampled_from(PIECES), max_size=12))
@settings(max_examples=400, deadline=None)
def test_only_a_drawing_of_ours_comes_out(pieces: list[str]) -> None:
    made = drawn("".join(pieces))
    assert bool(made.svg) != bool(made.problem)
    assert made.problem == made.problem.strip()
    assert "\n" not in made.problem
    if made.svg:
        Seen(made.svg)


@needs_library
def test_hostile_diagrams_are_drawings_of_ours() -> None:
    """Our own strings in all places of all kinds; `test_hostile.py` has those of the suite."""
    count = 0
    for vector in vectors(False):
        for number in range(17):
            made = drawn(diagram(vector, number))
            if made.svg:
                Seen(made.svg)
                count += 1
    assert count > 300  # most are drawn: it is the drawing that is looked at


@pytest.mark.parametrize(
    ("svg", "reason"),
    [
        ("<svg viewBox='0 0 9 9'><image/></svg>", "no drawing"),
        ("<svg viewBox='0 0 9 9'><use href='#a'/></svg>", "no drawing"),
        ("<svg viewBox='0 0 9 9'><script>x</script></svg>", "no drawing"),
        ("<svg viewBox='0 0 9 9'><animate/></svg>", "no drawing"),
        ("<svg viewBox='0 0 9 9'><foreignObject><img/></foreignObject></svg>", "no drawing"),
        ("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg viewBox='0 0 9 9'>&a;</svg>", "not well formed"),
        ("<?x?><svg viewBox='0 0 9 9'/>", "not well formed"),
        ("<svg viewBox='0 0 9 9'><g></svg>", "not well formed"),
        ("<svg viewBox='0 0 0 9'/>", "no size"),
        ("<svg viewBox='0 0 99999 9'/>", "too large"),
        ("<svg viewBox='0 0 9 9'>" + "<g>" * 100 + "</g>" * 100 + "</svg>", "too large"),
        ("<svg viewBox='0 0 9 9'>" + "<g/>" * 30_000 + "</svg>", "too large"),
        ("<svg viewBox='0 0 9 9'>" + "<text>" + "x" * 500_000 + "</text></svg>", "too large"),
    ],
)
def test_what_is_no_drawing_is_refused(svg: str, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        redrawn(svg, "d-x", mermaid._LOOK)


def test_attributes_that_draw_nothing_are_left_out() -> None:
    svg = (
        "<svg viewBox='0 0 9 9' onload='x' style='background:url(//evil.test)'><a href='javascript:x'>"
        "<rect width='3' height='2' id='a' class='node evil' onclick='x' fill='url(#a)' style='fill:url(#x) !important;stroke:red !important'/>"
        "</a><path d='M0 0L3 3' marker-end='url(#gone)' filter='url(#f)'/><path d='M0 0&quot;&lt;'/></svg>"
    )
    made = redrawn(svg, "d-x", mermaid._LOOK)
    Seen(made)
    assert 'class="d-node" stroke="color-mix(in srgb, red 65%, var(--text))" width="3" height="2"' in made
    assert "evil" not in made
    assert "url" not in made
    assert 'd="M0 0L3 3"' in made


def test_heads_of_lines_are_put_at_their_ends() -> None:
    """They are no references: a drawing has no ids, and can stand on a page twice."""
    svg = (
        "<svg viewBox='0 0 9 9'><defs><marker id='h' viewBox='0 0 10 10' refX='5' refY='5' markerWidth='5' orient='auto'>"
        "<path d='M0 0L10 5L0 10z'/></marker></defs><path d='M1 1C1 2 4 5 4 8' marker-end='url(#h)' marker-start='url(#h)'/></svg>"
    )
    made = redrawn(svg, "d-x", mermaid._LOOK)
    assert 'class="d-head" transform="translate(1 1) rotate(90) scale(0.5) translate(-5 -5)"' in made
    assert 'class="d-head" transform="translate(4 8) rotate(90) scale(0.5) translate(-5 -5)"' in made
    assert " id=" not in made


@needs_library
def test_settings_of_a_diagram_cannot_change_how_it_is_drawn() -> None:
    plain = "flowchart TD\n  A[One] --> B[Two]\n"
    loose = '{"theme": "dark", "look": "handDrawn", "htmlLabels": true, "securityLevel": "loose", "themeCSS": "* { fill: red }", "fontSize": 40}'
    assert drawn(f"%%{{init: {loose}}}%%\n{plain}").svg == drawn(plain).svg
    assert drawn(f"%%{{init: {loose}\n{plain}").svg == drawn(f"%% x\n{plain}").svg
    assert drawn(f"---\nconfig: {loose}\n---\n{plain}").svg == drawn(plain).svg
    trunk = "gitGraph\n  commit\n  branch b\n  checkout trunk\n  commit\n"
    assert drawn(trunk).svg == ""
    assert drawn('%%{init: {"gitGraph": {"mainBranchName": "trunk"}}}%%\n' + trunk).svg
    assert drawn(f"---\nconfig:\n  gitGraph:\n    mainBranchName: trunk\n---\n{trunk}").svg


@needs_library
def test_names_of_drawings() -> None:
    assert 'role="img" aria-label="Diagram"' in drawn(KINDS["flowchart"]).svg
    named = drawn("flowchart TD\n  accTitle: How & why\n  accDescr: One, then two\n  A --> B\n").svg
    assert "<title>How &amp; why</title><desc>One, then two</desc>" in named
    assert "aria-label" not in named
    assert "<title>Parts</title>" in drawn(KINDS["pie"]).svg
    assert "<title>It &amp; us</title>" in drawn(f'---\ntitle: "It & us"\n---\n{KINDS["class"]}').svg
    assert "<title>" not in drawn("flowchart TD\n  title --> B\n").svg


@needs_library
@pytest.mark.parametrize(
    "source",
    [
        "flowchart TD\n" + " & ".join(f"a{n}" for n in range(60)) + " --> " + " & ".join(f"b{n}" for n in range(60)),
        "flowchart TD\n" + "\n".join(f"a{n}-->a{n + 1}" for n in range(1_400)),
        "flowchart TD\n" + "subgraph s\n" * 900 + "end\n" * 900,
        "flowchart TD\nA" + "-->A" * 4_500,
        'flowchart TD\nA["`' + "**" * 9_000 + '`"]',
        "mindmap\n r\n" + "".join(f"  n{n}\n" for n in range(1_500)),
        "stateDiagram-v2\n" + "state s {\n" * 900 + "}\n" * 900,
        "sequenceDiagram\n" + "loop x\n" * 1_000 + "end\n" * 1_000,
        "gitGraph\n" + "commit\n" * 2_500,
        "%%{" * 6_000,
        "%%{init: " + '{"a":' * 3_000 + "}%%\nflowchart TD\nA-->B",
        "---\n" + "a: &a [*a, *a]\n" * 900 + "---\nflowchart TD\nA-->B",
        "flowchart TD\n" + "x" * 100_000,
    ],
)  # fmt: skip
def test_no_diagram_takes_long(source: str) -> None:
    started = time.process_time()
    drawn(source)
    assert time.process_time() - started < 5


@needs_library
def test_a_page_has_a_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond it diagrams are code; what took too long may be drawn next time, so that page is not remembered."""
    monkeypatch.setattr(mermaid, "ROOM", 3 * len(drawn(KINDS["pie"]).svg))
    budget = Budget()
    assert [bool(budget.drawn(KINDS["pie"]).svg) for _ in range(5)] == [True, True, True, False, False]
    assert not budget.drawn(KINDS["pie"]).late
    monkeypatch.setattr(mermaid, "SECONDS", -1.0)
    assert Budget().drawn(KINDS["pie"]).late


@needs_library
def test_200_diagrams_on_a_page(tmp_path: Path) -> None:
    text = "\n".join(f"```mermaid\nflowchart TD\n  A{n}[Step {n}] -->|then| B{n}[End]\n```\n" for n in range(200))
    started = time.process_time()
    report = built(write(tmp_path / "p", {"a.md": text}), tmp_path / "out")
    assert time.process_time() - started < 20
    assert report.diagnostics == ()
    assert (tmp_path / "out/a.html").read_text("utf-8").count("<svg class=") == 200


def test_nothing_is_loaded_where_there_is_no_diagram(tmp_path: Path) -> None:
    """Nor where one is written in running text."""
    write(tmp_path / "p", {"a.md": "# A\n\n`mermaid` and\n\n```python\nmermaid = 1\n```\n"})
    code = (
        "import sys\nfrom pathlib import Path\nfrom kbgen.config import load_config\nfrom kbgen.pipeline.build import build\n"
        "project = Path(sys.argv[1])\nbuild(load_config(project / 'p', output=project / 'out', cwd=project), jobs=1)\n"
        "print('merman' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


PAGES = {
    "kb/a.md": "# A\n\nText of [[b]].\n\n## Part\n\n```mermaid\nflowchart TD\n  A[Kettle] --> B[Teapot]\n```\n",
    "kb/b.md": "# B\n\nText.\n\n![[a#Part]]\n",
    "kb/c.md": "# C\n\nSee [[a#Part]].\n",
}


def test_without_the_library_diagrams_are_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(insets, "can_draw", lambda: False)
    report = built(write(tmp_path / "p", PAGES), tmp_path / "out")
    page = (tmp_path / "out/a.html").read_text("utf-8")
    assert '<code class="language-mermaid">flowchart TD\n  A[Kettle]' in page
    assert "<svg" not in page
    assert "diagram.css" not in page
    assert report.diagnostics == ()
    assert "diagrams   1 shown as code: pip install 'kbgen[diagrams]' has them drawn" in report.told.described


@needs_library
def test_pages_with_diagrams_and_what_shows_them(tmp_path: Path) -> None:
    report = built(write(tmp_path / "p", PAGES), tmp_path / "out")
    assert not [line for line in report.told.described if line.startswith("diagrams")]
    pages = {name: (tmp_path / f"out/{name}.html").read_text("utf-8") for name in "abc"}
    for name in "ab":  # an embed shows what the page shows
        assert pages[name].count("<svg class=") == 1
        assert pages[name].count("diagram.css") == 1
        assert pages[name].count("Source of the diagram") == 1
    assert "<svg class=" not in pages["c"]
    assert "diagram.css" not in pages["c"]


@needs_library
def test_words_of_a_diagram_are_found_as_those_of_code_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is drawn repeats words of its source: they would count twice."""
    project = write(tmp_path / "p", PAGES)
    built(project, tmp_path / "drawn")
    monkeypatch.setattr(insets, "can_draw", lambda: False)
    built(project, tmp_path / "code")
    for folder in ("-/search", "-/cards"):
        one, two = (
            {f.name: f.read_bytes() for f in (tmp_path / site / folder).rglob("*") if f.is_file()}
            for site in ("drawn", "code")
        )
        assert one == two
    assert any((tmp_path / "drawn/-/search").rglob("*"))


@needs_library
def test_in_the_language_of_the_page(tmp_path: Path) -> None:
    files = {"kbgen.toml": '[site]\nlang = "de"\n', "kb/a.md": PAGES["kb/a.md"]}
    built(write(tmp_path / "p", files), tmp_path / "out")
    page = (tmp_path / "out/a.html").read_text("utf-8")
    assert 'role="img" aria-label="Diagramm"' in page
    assert "<summary>Quelltext des Diagramms</summary>" in page


@needs_library
def test_builds_after_changes_of_diagrams_are_as_clean_ones(tmp_path: Path) -> None:
    project = Project(tmp_path, PAGES)
    project.agrees(project.build())
    changes: tuple[Callable[[str], str], ...] = (
        lambda text: text.replace("Kettle", "Pot"),
        lambda text: text.replace("Text of", "Words of"),
        lambda text: text.replace("A[Pot]", "A[Pot"),
        lambda text: text.replace("A[Pot", "A[Pot]"),
        lambda text: text.replace("```mermaid", "```text"),
        lambda text: text.replace("```text", "```mermaid"),
    )
    file = project.folder / "kb/a.md"
    for number, change in enumerate(changes):
        file.write_text(change(file.read_text("utf-8")), "utf-8")
        project.agrees(project.build(jobs=1 + number % 2))


def test_other_libraries_make_another_kbgen(tmp_path: Path) -> None:
    """What is remembered is of one set of libraries: diagrams are drawn at the next build once merman is there, and are
    code again when it is gone."""
    write(tmp_path / "p", PAGES)
    libraries = tmp_path / "x-packages"
    (libraries / "merman-99.dist-info").mkdir(parents=True)
    env = {"PYTHONPATH": str(libraries)}
    told = [kbgen("build", str(tmp_path / "p"), env=env).stderr]
    told.append(kbgen("build", str(tmp_path / "p"), env=env).stderr)
    shutil.rmtree(libraries / "merman-99.dist-info")
    told.append(kbgen("build", str(tmp_path / "p"), env=env).stderr)
    assert ["another kbgen" in one for one in told] == [False, False, True]


def test_the_library_can_be_asked_for() -> None:
    """In CI these tests run."""
    if not can_draw():
        absent("merman is not installed", must_run_in_ci=sys.platform == "linux")


@needs_library
def test_texts_are_as_they_were_written() -> None:
    """Signs are not escaped twice; titles of what has parts stay whole, labels of states are in as many lines as fit."""
    made = drawn(
        'stateDiagram-v2\n  state Active {\n    a --> b: if n < 0\n  }\n  state "A rather long name of it" as c\n'
    ).svg
    assert ">Active</tspan>" in made
    assert ">if n &lt; 0</tspan>" in made
    assert re.search(r">A rather long</tspan><tspan [^>]*>name of it</tspan>", made)
    mind = drawn("mindmap\n  root\n    A name of many words that takes more than a line of its own\n").svg
    assert mind.count("<tspan") > 2
