"""Lines and columns are exact: at the place of a link its source begins with the link as written (product.md)."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any

import pytest

from corpora import corpus, each_corpus
from kbgen.model import Graph
from kbgen.parse import ParseSettings, parse
from kit import PAGES, built, write

_LINE_END = re.compile(r"\r\n|\n|\r")


def lines_of(file: Path) -> list[str]:
    """The lines of a file as kbgen counts them; a byte order mark is no column."""
    return _LINE_END.split(file.read_bytes().decode("utf-8-sig", "replace"))


def wrong_places(project: Path, graph: Graph) -> list[str]:
    """Every edge at whose place there is something else than its link."""
    wrong, lines = [], dict[str, list[str]]()
    for edge in graph.edges:
        node = graph.nodes[edge.source]
        link = graph.documents[node.document].facts.links[edge.link] if edge.link >= 0 else None
        if node.path not in lines:
            lines[node.path] = lines_of(project / node.path)
        there = lines[node.path][edge.line - 1 :]
        rest = "\n".join([there[0][edge.column - 1 :], *there[1:4]]) if there else ""
        if not _fits(rest, link, edge.written):
            wrong.append(f"{node.path}:{edge.line}:{edge.column} {link or edge.written}: {rest[:60]!r}")
    return wrong


def _fits(rest: str, link: Any, written: str) -> bool:
    if link is None or link.syntax == "plain":  # a value may name several pages: `Ada Lovelace, Alan Turing`
        return _same(written)[:20] in _same(rest.split("\n\n")[0]) and not rest[0].isspace()
    if link.syntax == "wiki":
        opening = "![[" if link.type == "embed" else "[["
        inside = rest.removeprefix(opening).lstrip()
        return rest.startswith(opening) and _same(inside).startswith(_same(link.target)[:20])
    if link.syntax == "html":
        return rest.lower().startswith(("<a", "<img", "<video", "<audio", "<source"))
    return rest.startswith("![" if link.type in ("image", "embed") else ("[", "<"))


def _same(text: str) -> str:
    """What is left of a name when quotes, escapes and spaces are not looked at."""
    return re.sub(r"[\s\"'\\]", "", text)


@each_corpus
def test_in_real_knowledge_bases(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    found = corpus(name, tmp_path_factory)
    assert len(found.report.graph.edges) > 100
    assert wrong_places(found.project, found.report.graph)[:20] == []


def test_in_the_small_knowledge_base(tmp_path: Path) -> None:
    graph = built(write(tmp_path / "p", PAGES), tmp_path / "out").graph
    assert len(graph.edges) > 14
    assert wrong_places(tmp_path / "p", graph) == []


# Every way in which a line of text may lie deep in a document. `@` stands for a link.
CONTAINERS = {
    "a line": "@",
    "words around": "é ü 漢字 😀\u200d @ and @, @.",
    "spaces around": "   @   @  ",
    "the second line": "first\n  @ second\n\t@ third @\n@",
    "a heading": "## @ and @",
    "a closed heading": "###   @ and @   ###",
    "a heading underlined": "  @ and\n @\n----",
    "a quote": "> @\n>@\n>   > @\n@ lazily",
    "a list": "- @\n- a @\n  @\n\n  @\n    - @ @\n10. @\n11)  @",
    "a tab": "-\t@\n\n\t@\n1.\t@\n\n\t- @",
    "a list in a quote": "> - @\n>   @\n> - x\n>\n>   > @\n",
    "a task": "- [ ] @\n- [x] @ @",
    "a callout": "> [!note] @ and @\n> @\n> > [!tip]- @\n> > @",
    "a table": "| @ | b |\n|:--|---|\n| @ | a \\| b @ |\n@ | `x \\| y` @ |\n|   @   | @ @|",
    "a table in a list": "- x\n\n  | @ | b |\n  |---|---|\n  | @ | @ |",
    "a table in a quote": "> | @ | b |\n> |---|---|\n> | @ | @ |",
    "emphasis": "**@** _@_ ~~@~~ ***a* @**",
    "beside code": "`x` @ `` [[no]] `` @",
    "beside math": "$x_1$ @ costs $5 to $7 @ $$y$$ @",
    "beside marks": "==@== @ ==a @ b== and ==x @\n@== a==b @",
    "beside comments": "%% [[no]] %% @ and %% x\n[[no]] %% @\n@\n%%\n[[no]]\n\n%%\n@\n\n%%\nno\n%% @ %% x %% @\n@",
    "beside escapes": "\\[[no]] @ \\\\ @ &amp; @ &#33; @ \\* @",
    "beside addresses": "https://example.org/x @ <https://example.org> @ www.example.org @ a@b.org @",
    "beside HTML": "<b>@</b> <span title=\"x\">@</span> <!-- [[no]] --> @<br>@",
    "a footnote": "x[^n] @\n\n[^n]: @ and @\n    @\n\n    - @",
    "an inline footnote": "x^[a @ b] @",
    "a block id": "@ x ^b1\n\n- @ ^b2",
    "hard breaks": "a @  \n@\\\n @",
    "in tabs": "=== \"@ and @\"\n\n    @ x\n    - @\n\n===! \" @\"\n    > @",
    "in a box": "<aside>\n@ x\n\n- @\n  <aside>\n  @\n  </aside>\n  @\n\n</aside>\n@",
    "in components": "<Note a=\"b\">\n@ x @\n</Note> @\n\n<Card\n  a=\"b\"\n  title=\"Some\"\n/> @\n@\n\n- <Note a={[\n  {b},\n  ]}>@\n"
    "  </Note> @\n\n> <Card\n> a=\"c\" /> @\n> @",
    "beside comments in braces": "{/* x */} @\n\n<Card a=\"b\"/>\n\n@ {/* [[no]]\n[[no]] */} @\n@",
    "behind imports": "import A from 'b'\n\nimport {\n  B\n} from 'c'\n\n# @\n\n@",
    "behind tags of other programs": "{% hint x %}\n@ x\n{% endhint %}\n\n{% a %} {% b %}\n @\n\n> {{< a >}}\n> @\n\n- {% a %}\n  @\n\n    {% b %}\n    @",
    "beside a tag that is not run": "{% raw %}`{{ x }}`{% endraw %} @ and {% raw %}{{ x }} @{% endraw %} @",
    "behind code of Jekyll": "@\n{% highlight x %}\n[[no]]\n{% endhighlight %}\n@\n\n- {% comment %}\n  [[no]]\n  {% endcomment %}\n  @",
    "behind attributes": "![x](a.png){width=300} @ `x`{.py} @ **@**{.a} [@]{.a} @{.b} @",
    "behind citations": "[a-b-c-d] @ [Source: y, z] @ [a-b-c-d, e-f-g-h] @\n@ ^[inferred] @",
    "behind keys": "**due**:: @\n_x_:: @\nkey:: @ (k:: @) @",
    "behind made addresses": "![x]({% link a.png %}) @ ![y]({{ site.url }}/z.png) @\n{{< youtube abcdefghijk >}}\n@",
    "in brackets": "[@] (@) [[[no [@",
    "behind fences": "```\n[[no]]\n```\n@\n\n~~~ @\n~~~\n    [[no]]\n\n@",
}  # fmt: skip
FORMS = ("[[{}]]", "[[{}|a label]]", "[[ {} ]]", "![[{}]]", "[[{}#head]]", "[text]({}.md)", '[te*x*t](<{}.md> "t")')
UNREAD = re.compile(r"~~~ !?\[")  # the words behind a fence are no text


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("before", ["", "\ufeff", "---\ntitle: x\n---\n", "\ufeff---\na: b\n\n---\n\n\n"])
def test_in_every_container(tmp_path: Path, before: str, ends: str) -> None:
    """Each link has a name of its own, so that its place can be looked up in the source."""
    files = {}
    for (number, text), form in itertools.product(enumerate(CONTAINERS.values()), FORMS):
        if "|" in form and "table" in list(CONTAINERS)[number]:
            form = form.replace("|", "\\|") if number % 2 else form
        count = itertools.count()
        if "](" in form and ("^[a @" in text or "[@" in text):
            continue  # links in brackets, and links in links, are other questions
        filled = re.sub("(?<!a)@(?!b)", lambda m: form.format(f"t{next(count)}"), text)  # noqa: B023
        files[f"{number:02}-{FORMS.index(form) if form in FORMS else 1}.md"] = (before + filled).replace("\n", ends)
    graph = built(write(tmp_path / "p", files), tmp_path / "out").graph
    got: dict[str, set[tuple[int, int, str]]] = {path: set() for path in files}
    for edge in graph.edges:
        got[graph.nodes[edge.source].path].add((edge.line, edge.column, edge.written))
    wrong = []
    for path, text in files.items():
        expected = set(_places(text))
        if {place[:2] for place in got[path]} != {place[:2] for place in expected}:
            wrong.append((path, text, sorted(expected - got[path]), sorted(got[path] - expected)))
    assert wrong == []


def _places(text: str) -> list[tuple[int, int, str]]:
    link = re.compile(r"!?\[\[ ?(t\d+)[^\]]*\]\]|\[te\*?x\*?t\]\(<?(t\d+)\.md")
    return [
        (number, found.start() + 1, found[1] or found[2])
        for number, line in enumerate(_LINE_END.split(text.removeprefix("\ufeff")), 1)
        if not UNREAD.match(line)
        for found in link.finditer(line)
    ]


FRONT = (
    "---\ntitle: é 漢 😀\nup: '[[t0]]'\ndown: [\"[[t1]]\", '[[t2|two]]', x [[t3]] y]\n"
    "deep:\n  er:\n    - \"[[t4#h]]\"\n    - - '[[t5]]'\nfolded: >\n  words [[t6]]\n  and [[t7]] more\n"
    "literal: |\n  [[t8]]\n    [[t9]]\nplain: [[t10]]\nquoted: \"a \\\"b\\\" [[t11]] ''c'' \\u00e9 [[t12]]\"\n"
    "\"[[key]]\": [[t13]]\nhost: T14\nguests:\n  - T15\n  - \"T16\"\n---\n\nBody [[t17]].\n"
)  # fmt: skip


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_in_fields(tmp_path: Path, ends: str) -> None:
    """Links in strings, lists, nested maps, block texts, and plain values that name pages."""
    names = {f"t{n}.md": f"---\ntitle: T{n}\n---\n" for n in (14, 15, 16)}
    project = write(tmp_path / "p", {"a.md": FRONT.replace("\n", ends), **names})
    graph = built(project, tmp_path / "out").graph
    lines = lines_of(project / "a.md")
    got = {}
    for edge in graph.edges:
        if graph.nodes[edge.source].id == "a":
            name = edge.written.lower()
            got[name] = lines[edge.line - 1][edge.column - 1 :]
    assert sorted(got) == sorted(f"t{n}" for n in range(18))
    assert [(name, rest) for name, rest in got.items() if not rest.lower().lstrip("\"'[").startswith(name)] == []
    assert all(rest.startswith("[[") for name, rest in got.items() if int(name[1:]) not in (14, 15, 16))


def test_people_as_maps(tmp_path: Path) -> None:
    """Where their names stand; one that is put together stands behind the one before."""
    text = (
        "---\nauthors:\n  - name: T1\n    affiliation: '[[t2]]'\n  - {name: {given: T, family: 3}, role: x}\n  - T4 (y)\n"
        "host: {role: T 3, name: T5}\n---\n"
    )
    names = {
        f"t{n}.md": f"---\ntitle: {title}\n---\n"
        for n, title in zip("12345", ("T1", "T2", "T 3", "T4", "T5"), strict=True)
    }
    graph = built(write(tmp_path / "p", {"a.md": text, **names}), tmp_path / "out").graph
    places = {
        graph.nodes[edge.target].id: (edge.line, edge.column)
        for edge in graph.edges
        if graph.nodes[edge.source].id == "a"
    }
    assert places == {"t1": (3, 11), "t2": (4, 19), "t3": (3, 13), "t4": (6, 5), "t5": (7, 25)}


@pytest.mark.parametrize(
    "text",
    [
        "See ![{% a %}](b.png).",
        "See ![{% a %}]({{ site.url }}/b.png).",
        "See ![{% a %}](b c.png).",
        "![<x>](<b c.png>) ![{% a %}][b]\n\n[b]: c.png",
    ],
)
def test_findings_in_the_labels_of_pictures(text: str) -> None:
    (found,) = [one for one in parse(text.encode(), ParseSettings()).diagnostics if one.code == "KB224"]
    assert text[found.column - 1 :].startswith("{% a %}")
