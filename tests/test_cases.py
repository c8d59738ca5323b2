"""The cases of `tests/cases/` hold; and what runs them can be relied on."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

import jinja2
import pytest

from case_files import FENCE, Block, Case, CaseError, Outcome, inner_html, normalised, read_cases, shown
from kbgen.markdown.mermaid import can_draw

CASES = [case for file in sorted((Path(__file__).parent / "cases").glob("*.md")) for case in read_cases(file)]


def _id(case: Case) -> str:
    return f"{case.file.stem}/" + re.sub(r"\W+", "-", case.name.lower()).strip("-")


@pytest.fixture(autouse=True, scope="module")
def _templates_compiled_once() -> Iterator[None]:
    """Nine tenths of the time of a small build go into compiling templates, which are the same for all cases."""
    compiled: dict[tuple[object, ...], CodeType] = {}
    compile_one = jinja2.Environment.compile

    def once(self: jinja2.Environment, source: str, name: str | None = None, filename: str | None = None) -> CodeType:
        key = (source, name, filename, type(self))
        if key not in compiled:
            compiled[key] = compile_one(self, source, name, filename)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2.Environment, "compile", once)
        yield


@pytest.mark.parametrize("case", CASES, ids=_id)
def test_case(case: Case, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if case.file.stem == "diagrams" and not can_draw():
        pytest.skip("merman is not installed (there is none for this system)")
    try:
        if request.config.getoption("--update"):
            (tmp_path / "update").mkdir()
            update(_fresh(case), tmp_path / "update")
            case = _fresh(case)
        found = failures(case, tmp_path)
    except CaseError as error:
        found = [str(error)]
    if found:
        pytest.fail("\n".join([case.name, *found]), pytrace=False)


def _fresh(case: Case) -> Case:
    """A case as its file has it now: updating the cases before it may have moved its lines."""
    return next(c for c in read_cases(case.file) if c.name == case.name)


# ---------------------------------------------------------------- judging and updating


def failures(case: Case, folder: Path) -> list[str]:
    """What is otherwise than a case says, each as a diff; empty if it holds."""
    outcome = Outcome(case, folder)
    found = []
    for block in case.expected:
        actual = outcome.text(block)
        if _comparable(block, actual) != _comparable(block, block.text):
            found.append(_diff(case.place(block), block.text, actual))
    if outcome.findings and not any(block.kind == "diagnostics" for block in case.expected):
        told = "".join(f"+{line}\n" for line in outcome.diagnostics())
        found.append(f"{case.file}:{case.line}: findings that the case does not tell of (no block diagnostics)\n{told}")
    return found


def update(case: Case, folder: Path) -> None:
    """Write what comes out into the expected blocks of a case. No block is added."""
    outcome = Outcome(case, folder)
    lines = case.file.read_text(encoding="utf-8").split("\n")
    for block in reversed(case.expected):
        actual = outcome.text(block)
        if _comparable(block, actual) == _comparable(block, block.text):
            continue
        fence = FENCE.match(lines[block.first])
        assert fence is not None
        longest = max((len(run) for run in re.findall(r"^`{3,}", actual, re.MULTILINE)), default=2)
        ticks = fence[1] if len(fence[1]) > longest else "`" * (longest + 1)
        lines[block.first : block.last + 1] = [ticks + fence[2], *actual.split("\n")[:-1], ticks]
    case.file.write_text("\n".join(lines), encoding="utf-8")


def _comparable(block: Block, text: str) -> str:
    if block.kind == "html":
        return normalised(text)
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n"))


def _diff(place: str, expected: str, actual: str) -> str:
    rows = difflib.ndiff(expected.splitlines(), actual.splitlines())
    return f"{place}\n" + "\n".join(row for row in rows if not row.startswith("? ")) + "\n"


# ---------------------------------------------------------------- the runner itself

GOOD = """# Links

Some words.

## A link shows a title

Nobody likes to read slugs.

```md path=sources/a.md
See [[b]].
```

```md path=entities/b.md
# The title
```

```html path=sources/a.html
<p>See <a class="wikilink" href="../entities/b.html">The title</a>.</p>
```

```edges
sources/a.md:1:5 [[b]] -> entities/b (name)
```

Done.
"""


def _cases(folder: Path, text: str) -> list[Case]:
    file = folder / "case.md"
    file.write_text(text, encoding="utf-8")
    return read_cases(file)


def test_a_case_that_holds(tmp_path: Path) -> None:
    (case,) = _cases(tmp_path, GOOD)
    assert (case.name, case.why) == ("A link shows a title", "Nobody likes to read slugs. Done.")
    assert failures(case, tmp_path) == []


def test_a_case_that_does_not_hold_says_where_and_what(tmp_path: Path) -> None:
    (case,) = _cases(tmp_path, GOOD.replace("(name)", "(title)").replace("<p>See", "<p>Look at"))
    html, edges = failures(case, tmp_path)
    assert html.startswith(f"{tmp_path}/case.md:17: html path=sources/a.html\n- <p>Look at")
    assert edges.splitlines()[1:] == [
        "- sources/a.md:1:5 [[b]] -> entities/b (title)",
        "+ sources/a.md:1:5 [[b]] -> entities/b (name)",
    ]


def test_update_rewrites_what_is_expected_and_nothing_else(tmp_path: Path) -> None:
    wrong = GOOD.replace("(name)", "(title)\nnonsense").replace("<p>See <a", "<p><a")
    (case,) = _cases(tmp_path, wrong)
    update(case, tmp_path)
    assert (tmp_path / "case.md").read_text(encoding="utf-8") == GOOD


def test_update_adds_no_block(tmp_path: Path) -> None:
    text = GOOD.replace("See [[b]]", "See [[c]]")
    (case,) = _cases(tmp_path, text)
    update(case, tmp_path)
    (case,) = read_cases(tmp_path / "case.md")
    assert [block.kind for block in case.blocks] == ["md", "md", "html", "edges"]
    (tmp_path / "again").mkdir()
    (told,) = failures(case, tmp_path / "again")
    assert "findings that the case does not tell of" in told
    assert "+warning KB101 sources/a.md:1:5 " in told


def test_update_lengthens_a_fence_that_is_too_short(tmp_path: Path) -> None:
    text = "## Code\n\nWhy.\n\n```bytes path=a.md\n# T\\n\\n<pre>\\n1\\n````\\n</pre>\\n\n```\n\n```html path=a.html\n```\n"
    (case,) = _cases(tmp_path, text)
    update(case, tmp_path)
    (case,) = read_cases(tmp_path / "case.md")
    assert "`````html path=a.html\n<pre>1\n````\n</pre>\n`````\n" in case.file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("```edges", "```egdes"), "no block is called “egdes”"),
        (("```html path=sources/a.html", "```html"), "needs path"),
        (("```md path=sources/a.md", "```md pth=sources/a.md"), "has no “pth”"),
        (("Nobody likes to read slugs.", ""), "does not say why"),
        (("(name)\n```", "(name)\n``"), "never closed"),
    ],
)
def test_a_case_file_that_is_written_wrong(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    with pytest.raises(CaseError, match=message):
        _cases(tmp_path, GOOD.replace(*change).replace("\nDone.\n", ""))


def test_a_case_that_expects_nothing(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="says nothing of what comes out"):
        _cases(tmp_path, GOOD[: GOOD.index("```html")])


def test_two_cases_of_one_name(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="two cases have the name"):
        _cases(tmp_path, GOOD + GOOD)


@pytest.mark.parametrize("change", [("path=sources/a.html", "path=sources/z.html"), ("a.html", "a.html select=#no")])
def test_a_page_that_is_not_there_is_an_error_even_when_updating(tmp_path: Path, change: tuple[str, str]) -> None:
    (case,) = _cases(tmp_path, GOOD.replace(*change))
    with pytest.raises(CaseError, match=r"case.md:17"):
        update(case, tmp_path)


def test_selecting_a_piece_of_a_page() -> None:
    page = '<main><div class="a b"><p>1<br><img src="x"></p></div><div id="d">2</div><div class="b">3</div></main>'
    assert inner_html(page, ".b") == '<p>1<br><img src="x"></p>\n3'
    assert inner_html(page, "div#d") == "2"
    assert inner_html(page, "p.b") is None


def test_html_and_text_in_one_form() -> None:
    html = (
        "<ul>\n  <li>a <a href='x'>b</a></li>\n\n</ul><pre>\n  c\n\nd</pre><table><tr><th>e</th><td>f</td></tr></table>"
    )
    assert normalised(html).startswith("<ul>\n<li>a <a href='x'>b</a></li>\n</ul>\n<pre>\n  c\n\nd</pre>\n<table>")
    assert shown(html) == ["- a [b](x)", "c d", "| e | f"]
