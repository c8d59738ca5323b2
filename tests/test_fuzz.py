"""Whatever a file holds, the build ends, and every other file has its page (product.md, rule 3; faults.md M01)."""

from __future__ import annotations

import random
import resource
import subprocess
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawl import crawl
from kbgen.fields.spellings import ParseSettings
from kbgen.markdown import make_parser
from kbgen.model import Facts
from kbgen.parse import parse
from kit import DOT, KB, PAGES, built, command, write

SEEDS = [file.read_bytes() for file in sorted(KB.rglob("*.md"))] + [text.encode() for text in PAGES.values()]
SYNTAX = (
    *("[[", "]]", "![[", "|", "#", "^", "[", "](", ")", "![", "[^1]", "[^1]: ", "^[", "`", "```", "~~~", "$", "$$", "*", "**"),
    *("_", "~~", "> ", "> [!note]- ", "- ", "- [ ] ", "1. ", "\n", "\n\n", "    ", "\t", "---\n", "===\n", "\\", "&amp;", "&#0;"),
    *("<", ">", "</", "<!--", "-->", "<div>", "<a href='", "<img src=x>", "<![CDATA[", "<script>", "<details>", "://", "@"),
    *("https://a.b/", "www.a.b", "\0", "\r", "\r\n", "\ufeff", "\u2028", "\u202e", "\ud800", "é", "漢", "😀", "%%", "==", "{{x}}"),
    *("|---|\n", "| a | b |\n", "word ", "[[a]]", "![[b#c]]", "[x]: y\n", "# h\n", " ^id\n", "#tag", "title: ", "tags: [", "!!x "),
    *(":::note ", ":::\n", "::: {.a}\n", "```{tip}\n", "#+BEGIN_QUOTE\n", "#+END_QUOTE\n", ":a: b\n", "\t- ", "a:: ", "{{embed "),
    *("((12345678-1234-1234-1234-123456789abc))", "id:: 12345678-1234-1234-1234-123456789abc\n", "]([[", "}}", "{{cloze ", "{{query "),
    *("{{video https://a.b}}", "^^", "{:height 5}", "{: .a}", "[@", "@a", "; -@", "[TOC]", "permalink: ", "citekey: ", "denote:"),
    *("&a ", "*a ", "<<: ", "? ", "'", '"', ":", "- - ", "{", "}", "%YAML 1.1\n", "aliases:\n", "...\n", "kbgen-hole", "kbgen-slot n=0"),
    *("{% x %}\n", "{% raw %}", "{% endraw %}", "{% comment %}\n", "{% endcomment %}\n", "{% highlight a %}\n", "{{< a b=\"c\" >}}\n"),
    *("<Tabs a=\"b\">\n", "</Tabs>\n", "<Card src={a} />", "import A from './a'\n", "export const a = {", "{/*", "*/}", "<aside>\n"),
    *("=== \"a\"\n", "{.a width=3}", "^[inferred]", "[a-b-c-d, ", "[Source: a]", "]({% link a.md %})", "]({{ site.url }}/a)", "**a**:: "),
    *("{{[[embed]]: [[a]]}}", "{{[[TODO]]}} ", "{{[[query]]: ", "{{[[iframe]]: https://a.b}}", "((", ":PROPERTIES:\n", ":END:\n"),
    *("{{#include a.rs}}", "{{#ref}}\n", "{{#endref}}\n", "![](a.png =3x", " =300x200)", "](@site/", "{:toc}\n", "{: .a}\n"),
    *("$\\pi_0$", "\\(a_b\\)", "|---||---|\n", "| P(a|b) | c |\n", "H~2~O", "m^2^", "`= this.title`", "\n\nid: " + "0af1" * 8 + "\n", "type_: 1"),
    *("<h1>", "</h1>", "<video src=a.mp4>", "<source src=a.mp3>", "</audio>", "<iframe src='https://a.b' title=x>", "<embed src=a.pdf>"),
    *("{% for a in b %}\n", "{% endfor %}\n", "- DOING a\n", "heading:: true\n", "{{renderer :a, https://a.b}}", "](.attachments/a.png)"),
    *("> [!note] t ^a\n", ": def ^x\n", "\x1b[0m", "\x9f", "\ufffe", "permalink: /\n", "authors: [[a|b]]\n", "a ## B", "::: mermaid\n"),
    *("::: {.callout-note collapse=true}\n## a\n", ": cap {#tbl-x}\n", "$$ x $$ {#eq-x}\n", "---\ntitle: a\ntext\n", "<h1 align=center>"),
    *("<!-- a -->\n", "date: {created: ", "published: true\n", "](folder/)", "](../)", "](/static/a.png)", "{% comment %}a{% endcomment %}"),
)  # fmt: skip

make_parser()  # sets Python's limit of recursion, which hypothesis would like to see unchanged in a test


def mutated(rng: random.Random) -> bytes:
    """One of the real pages, spoilt in one to eight ways."""
    data = bytearray(rng.choice(SEEDS))
    for _ in range(rng.randint(1, 8)):
        rng.choice(_WAYS)(rng, data)
    return bytes(data)


def _at(rng: random.Random, data: bytearray) -> int:
    # The first lines are frontmatter, where most can go wrong.
    return rng.randrange(min(len(data), 200) + 1) if rng.random() < 0.4 else rng.randrange(len(data) + 1)


def _flip(rng: random.Random, data: bytearray) -> None:
    for _ in range(rng.randint(1, 20)):
        if data:
            data[rng.randrange(len(data))] = rng.randrange(256)


def _cut(rng: random.Random, data: bytearray) -> None:
    start = _at(rng, data)
    del data[start : start + rng.randrange(1, 400)]


def _shorten(rng: random.Random, data: bytearray) -> None:
    del data[_at(rng, data) :]


def _repeat(rng: random.Random, data: bytearray) -> None:
    start = _at(rng, data)
    data[start:start] = data[start : start + rng.randrange(1, 60)] * rng.randrange(1, 40)


def _insert(rng: random.Random, data: bytearray) -> None:
    start = _at(rng, data)
    data[start:start] = "".join(rng.choices(SYNTAX, k=rng.randrange(1, 12))).encode("utf-8", "surrogatepass")


def _pile(rng: random.Random, data: bytearray) -> None:
    start = _at(rng, data)
    data[start:start] = rng.choice(SYNTAX).encode("utf-8", "surrogatepass") * rng.randrange(2, 400)


def _splice(rng: random.Random, data: bytearray) -> None:
    other = rng.choice(SEEDS)
    start, there = _at(rng, data), rng.randrange(len(other))
    data[start:start] = other[there : there + rng.randrange(1, 500)]


def _indent(rng: random.Random, data: bytearray) -> None:
    start = rng.choice([b" ", b"\t", b"    ", b"> ", b"- "]) * rng.randrange(1, 5)
    data[:] = b"\n".join(start + line if rng.random() < 0.3 else line for line in bytes(data).split(b"\n"))


def _encode(rng: random.Random, data: bytearray) -> None:
    text = bytes(data).decode("utf-8", "replace")
    data[:] = text.encode(rng.choice(["utf-16", "utf-16-le", "latin-1", "utf-8-sig", "utf-32"]), "replace")


def _line_ends(rng: random.Random, data: bytearray) -> None:
    data[:] = bytes(data).replace(b"\n", rng.choice([b"\r", b"\r\n", b"\n\n", b"\n\r", b"\x0b", b"\xe2\x80\xa8"]))


_WAYS: tuple[Callable[[random.Random, bytearray], None], ...] = (
    *(_flip, _cut, _shorten, _repeat, _insert, _insert, _pile, _splice, _indent, _encode, _line_ends),
)


@pytest.mark.parametrize("seed", range(20))
def test_spoilt_files_lose_no_page(tmp_path: Path, seed: int) -> None:
    """50 spoilt files in each of 20 knowledge bases; each builds, and the good pages say what they say."""
    rng = random.Random(seed)
    folders = ("", "sources/", "entities/", "deep/er/")
    spoilt = {f"{rng.choice(folders)}spoilt-{n}.md": mutated(rng) for n in range(50)}
    good = {path: text + f"\nThis is page {n} of the good.\n" for n, (path, text) in enumerate(PAGES.items())}
    project = write(tmp_path / "p", {**spoilt, **good, "img/dot.png": DOT})
    report = built(project, tmp_path / "out")
    failed = [d.path for d in report.diagnostics if d.code == "KB214"]
    assert [(path, spoilt[path]) for path in failed] == []
    nodes = {node.path: node for node in report.graph.nodes if node.path}
    left_out = {one.path for one in report.graph.left_out}
    assert {*nodes, *left_out} == {*spoilt, *good}
    assert not {*nodes} & left_out
    for n, path in enumerate(good):
        assert f"This is page {n} of the good." in (tmp_path / "out" / nodes[path].url).read_text("utf-8")
    assert all((tmp_path / "out" / node.url).is_file() for node in report.graph.nodes)
    assert list(crawl(tmp_path / "out")) == []


@given(st.lists(st.one_of(st.sampled_from(SYNTAX), st.text(max_size=8)), max_size=60))
@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_read(parts: list[str]) -> None:
    _whole("".join(parts).encode("utf-8", "surrogatepass"))


@given(st.lists(st.one_of(st.sampled_from(SYNTAX), st.text(max_size=8)), max_size=40))
@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
def test_any_frontmatter_is_read(parts: list[str]) -> None:
    _whole(f"---\ntitle: x\n{''.join(parts)}\n---\nBody.\n".encode("utf-8", "surrogatepass"))


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_any_bytes_are_read(data: bytes) -> None:
    _whole(data)


def _whole(data: bytes) -> None:
    """The file is read the same twice, can be kept as data, and its places are places in the file."""
    parsed = parse(data, ParseSettings())
    assert parse(data, ParseSettings()) == parsed
    assert msgspec.msgpack.encode(parsed)
    lines = data.count(b"\n") + data.count(b"\r") + 1
    facts: Facts = parsed.facts
    quoted = sum(len(quote.lines) for quote in parsed.prose.quotes)
    for found in (*parsed.diagnostics, *facts.links, *facts.fields, *parsed.prose.lines):
        assert 1 <= found.line <= lines, found
        assert found.column >= 1
    for html in (parsed.body.html, *parsed.body.blocks, *parsed.body.descriptions):
        assert len(html.pieces) == len(html.holes) + 1
        assert "<kbgen-" not in "".join(html.pieces)
        for hole in html.holes:
            assert 0 <= hole.link < (quoted if hole.form == "quote" else len(facts.links))


MANY = 10_000
SPACES = 100_000


def letters(number: int) -> str:
    """A number in letters."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


DEEP = {
    "brackets": "[" * MANY,
    "closed brackets": "[" * MANY + "a" + "]" * MANY,
    "links": "[" * MANY + "a" + "](b)" * MANY,
    "half links": "[a](" * MANY,
    "pictures": "![" * MANY + "a" + "](b)" * MANY,
    "wiki-links": "[[" * MANY + "a" + "]]" * MANY,
    "wiki-link labels": "[[a|" * MANY + "]]" * MANY,
    "embeds": "![[a|" * MANY,
    "brackets of three": "[[[a" * MANY,
    "parentheses": "[a](" + "(" * MANY + ")" * MANY + ")",
    "stars": "*" * MANY + "a",
    "stars and words": "*a **b " * MANY,
    "stars and underlines": "*_" * MANY + "a" + "_*" * MANY,
    "strikes": "~~a" * MANY,
    "quotes": "> " * MANY + "word",
    "quotes without spaces": ">" * MANY + "word",
    "callouts": "".join("> " * n + "[!note] x\n" for n in range(1, 250)),
    "lists": "- " * MANY + "word",
    "numbered lists": "1. " * MANY + "word",
    "lists in lists": "".join("  " * n + "- word\n" for n in range(1000)),
    "lists and quotes": "- > " * MANY + "word",
    "backticks": "`" * MANY,
    "backticks of many lengths": "".join("`" * n + " " for n in range(500)),
    "money": "$" * MANY,
    "embeds of sections": "\n\n".join(f"## h{n}\n\n![[#h{n + 1}]]" for n in range(400)),
    "marks": "==a " * MANY,
    "marks in marks": "==" * MANY + "a ==b==" * MANY,
    "math": "$a " * MANY,
    "math in pairs": "$$a$ " * MANY,
    "divisions": "<div>" * MANY + "word",
    "bold HTML": "<b>" * MANY + "word" + "</b>" * MANY,
    "links of HTML": "<a href=b>" * MANY,
    "pointed brackets": "<" * MANY,
    "comments": "<!--" * MANY,
    "removed tags": "<!-- a --" * 16 * MANY,
    "comments of Obsidian": "%% a " * MANY + "1%%" * MANY,
    "comments in lines": "%% a %%\n" * MANY + "a\n\n%% b\n" * MANY,
    "comments that never close": "%%%" * MANY + "\n%% a\n\nb",
    "declarations": "<!A" * MANY,
    "pipes": "|" * MANY + "\n" + "|-" * 100 + "|\n",
    "a wide table": "|a" * 2000 + "|\n" + "|-" * 2000 + "|\n" + "|\n" * 200,
    "a table of links": "|[[a|b" * MANY + "\n|-|\n",
    "ampersands": "&" * MANY + "&a" * MANY,
    "backslashes": "\\" * MANY + "[[a]]",
    "notes": "[^a" * MANY,
    "notes in lists of notes": "[^1]: \t* [^1]: \t- [^2]: a\n" * 1000 + "a[^1]\n",
    "inline notes": "^[a" * MANY,
    "definitions": "[a]: b\n" * MANY + "[a] " * MANY,
    "headings": "# a\n" * MANY,
    "tags": "#a" * MANY + " #a" * MANY,
    "addresses": "https://a.b/(" * MANY,
    "addresses of mail": "a@b." * MANY,
    "names of mail": "a." * MANY + "@",
    "block ids": " ^a" * MANY,
    "keys": "++a+a" * MANY + "++a++ " * MANY,
    "places": "[](){ #a }" * MANY,
    "boxes of Wiki.js": "> a\n{.is-info}\n" * MANY,
    "lines of tags": "###### tags: `" + "a`, `" * MANY,
    "rules": "---\n" * MANY,
    "boxes": ":::note\n" * MANY,
    "boxes in boxes": "::::::note\n" * MANY + ":::\n" * MANY,
    "boxes around code that is none": ":::note\n```a`b\n\n" * MANY,
    "boxes around comments": ":::note\n\n<!--\n~~~a\n-->\n\n" * MANY,
    "a box with a long title": ":::note a" + " " * SPACES + "b" + ":" * SPACES + "c\n:::\n",
    "directives": "> ```{note} a" + " " * SPACES + "b\n" + "> ```{note}\n\n" * MANY,
    "boxes of Org": "#+BEGIN_NOTE a" + " " * SPACES + "b\n" + "#+BEGIN_TIP\n\n#+BEGIN_NOTE\n\n" * MANY,
    "boxes of Org of any kind": "a\n" + "".join(f"#+BEGIN_{letters(n)}\n" for n in range(MANY)),
    "lists set in by tabs": "a\n\t- b\n" * MANY,
    "lists set in by tabs, and text": "a\n\t* b\nc\n" * MANY,
    "lists set in ever deeper": "a\n" + "".join("\t" * (n % 150) + "- b\n" for n in range(1000)),
    "macros": "{{query a" * MANY + "\n}}",
    "embeds of Logseq": "{{embed [[a\n" * MANY + "]]}}",
    "gaps": "{{cloze" + " " * SPACES + "{}}" + "{{cloze a" * MANY,
    "references to blocks": "((" * MANY + "((12345678-1234-1234-1234-123456789abc)" * MANY,
    "labels of blocks": "[a](((" * MANY + "[" * MANY + "]([[a]])",
    "ids of blocks": "".join(f"> id:: {n:08}-1234-1234-1234-123456789abc\n>\n" for n in range(2000)),
    "marks of Logseq": "^^a" * MANY + "^^a ^^" * MANY,
    "attributes": "*{:.a " * MANY + "![](a.png){:" + "height 5, " * MANY,
    "drawers of properties": ":PROPERTIES:\n" * 40_000,
    "attributes for contents": "* a\n{: " + "toc " * 40_000 + "x}",
    "comments of Liquid": "{% comment %}" * 2 * MANY + "\n" + "a {% comment %}" * 2 * MANY,
    "queries of Roam": "{{[[query]]" * 2 * MANY,
    "links in quotes": "> [a](b)\n" * 2 * MANY,
    "a wiki-link with code": "[[" + "`a` " * 20 * MANY + "]]",
    "keys of citations": "[@" * MANY + "[@a" + "." * MANY,
    "inline fields": "a:: " * MANY + "(a:: " * MANY,
    "other schemes": "[[dendron://" * MANY,
    "items without letters": "- 1\n" * MANY + "א\n",
    "fields": "---\n" + "a: b\n" * MANY + "---\n",
    "fields in fields": "---\n" + "".join(" " * n + "a:\n" for n in range(1000)) + "---\n",
    "lists in fields": "---\na: " + "[" * MANY + "\n---\n",
    "maps in fields": "---\na: " + "{a: " * MANY + "\n---\n",
    "dashes in fields": "---\na:\n " + "- " * MANY + "\n---\n",
    "quotes in fields": "---\na: " + "'" * (MANY + 1) + "\n---\n",
}  # fmt: skip
SIZE = 1_000_000
LONG = {
    "words": "word " * (SIZE // 5),
    "letters": "a" * SIZE,
    "links": "[[a]] " * (SIZE // 6),
    "links without words": "[](){ #" * 20_000,
    "emphasis": "*a* " * (SIZE // 4),
    "an address": "https://example.org/" + "a" * SIZE,
    "a title": "---\ntitle: " + "a b " * (SIZE // 4) + "\n---\n",
    "a heading": "# " + "a b " * (SIZE // 4),
    "a row": "| " + "a | " * (SIZE // 4) + "\n|---|\n",
    "code": "```python\n" + "a = 1; " * (SIZE // 7) + "\n```\n",
    "HTML": "<p>" + "a <b>b</b> " * (SIZE // 11),
    "scripts without end": "<div>" + "<script>x</style>" * 80_000,
    "dates": "---\ndate: " + "2026-01-01 " * 40_000 + "\n---\n",
    "formulas without end": "\\[\n a\n" * 40_000,
    "a title with a gap": "---\ntitle: a" + " " * SPACES + "b\n---\n# a\n",
    "signs in names": "---\naliases: ['a"
    + "!" * SPACES
    + "b']\n---\n# a"
    + "→" * SPACES
    + "b\n\n[[a"
    + "—" * SPACES
    + "b]]\n",
    "gaps in names of people": "---\ntype: source\nhost: a"
    + " " * SPACES
    + "b\nauthors: c"
    + " " * SPACES
    + "d\n---\n",
    "links to raw files": "---\nsources:\n"
    + "".join(f"- raw/a{n}.txt\n" for n in range(3000))
    + "---\n"
    + "See [[raw/b]].\n\n" * 3000,
    "boxes without end": "<Note>\n{% hint %}\n" * 20_000,
    "links in a field": "---\ndescription: '" + " ".join(f"[[a{n}.png]]" for n in range(20_000)) + "'\n---\n",
    "titles in HTML without end": "<h1>" * 40_000,
    "titles in HTML with half an end": "<h1>a</h1\n" * 40_000,
    "a gap behind a link": "- [[a]]" + " " * SPACES + "b\n",
    "a gap in a caption": "|a|\n|-|\n\n: a" + " " * 2 * SPACES + "b\n",
    "a card with a long title": "```cardlink\nurl: https://example.org/\ntitle: " + "a\n" * (SIZE // 2) + "```\n",
    "a gap in a format": "---\ntype: source\nformat: a" + " " * SPACES + "b\n---\nOf [[a]].\n",
    "marks of notes": "x[^1]" * 80_000 + "\n\n[^1]: [[b]]\n",
    "letters as JSON may have them": "\\u0041" * 100_000,
    "bullets that tell states": "○ a\n" * 40_000 + "● a\n",
    "a gap in a date": "---\npublished: 2026" + " " * SPACES + "b\n---\n",
    "maps of evidence": "---\nsources:\n" + "".join(f"- {{source: a{n}, note: b}}\n" for n in range(40_000)) + "---\n",
    "tables with a name for a title": "| Who | [[a]] |\n|---|---|\n| b | c |\n\n" * 12_000,
    "thoughts in one line": "<think>a</think>" * 200_000 + "\n",
    "a gap in a row of dashes": "| a | b |\n|-" + " " * SPACES + "x\n",
    "gaps in what is imported": "import" + " " * SPACES + "!\n\nimport './a.js'" + " " * SPACES + "b\n",
    "a gap in what is exported": "export default function" + " " * SPACES + "!\n",
    "works of a list": "Said of it.1 And.\n\n## References\n\n" + "".join(f"{n}. Of it.2 \n" for n in range(1, 36_000)),
    "marks of notes without end": "[^1]: a\n\n" + "[^a" * (SIZE // 4) + "\n",
    "a title of backticks": "# a" + "`" * 4 * SPACES + "\n",
    "half a name of a caption": "|a|\n|-|\n\n: a {#" + "b" * 2 * SPACES + "\n",
}
SECONDS = 20  # of the processor: twice the ten that a page may take (quality.md), for slow machines


@pytest.mark.parametrize("text", [*DEEP.values(), *LONG.values()], ids=[*DEEP, *LONG])
def test_deep_nesting_and_long_lines_end(tmp_path: Path, text: str) -> None:
    """The page is built in time, and so is its neighbour."""
    project = write(tmp_path / "p", {"hard.md": text, "a.md": "# Easy\n\nThe neighbour.\n"})
    run = subprocess.run(
        command("build", str(project), "--output", str(tmp_path / "out"), "--quiet"),
        capture_output=True, text=True, timeout=15 * SECONDS, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS)),
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-2000:]
    assert "KB214" not in run.stderr
    assert (tmp_path / "out/hard.html").is_file()
    assert "The neighbour." in (tmp_path / "out/a.html").read_text("utf-8")


def _links(number: int, form: str) -> str:
    return form.join(f"[[p{n}]]" for n in range(number))


MANY_LINKS: dict[str, Callable[[int], str]] = {
    "sentences": lambda number: f"A {_links(number, ' is here. A ')} is here.",
    "a sentence": lambda number: "word " * number + _links(number, ", then "),
    "nothing between": lambda number: "words " + _links(number, ""),
    "bold": lambda number: f"words **{_links(number, ' ')}**",
    "a cell": lambda number: f"| a | b |\n|---|---|\n| x | {_links(number, ' y ')} |",
    "cells": lambda number: f"|{'a|' * number}\n|{'-|' * number}\n| x{_links(number, '|')} |",
    "an entry": lambda number: f"- [[first]] — words {_links(number, ' y ')}",
    "under a heading": lambda number: f"## {_links(20, ' ')}\n\n{'word ' * 50 * number}",
}


@pytest.mark.parametrize("kind", ["source", "note"])
@pytest.mark.parametrize("text", MANY_LINKS.values(), ids=MANY_LINKS)
def test_the_site_grows_with_the_text(tmp_path: Path, text: Callable[[int], str], kind: str) -> None:
    """What is shown of a text on the pages that it links to has an end: twice the links are no more than twice the
    bytes, and each target still has its page, which names the text."""
    sizes = []
    for number in (400, 800):
        project, out = tmp_path / f"p{number}", tmp_path / f"out{number}"
        write(project, {"a.md": f"---\ntype: {kind}\n---\n\n{text(number)}\n"})
        report = built(project, out)
        wanted = [node.url for node in report.graph.nodes if node.kind == "wanted"]
        assert len(wanted) >= 20
        assert all('href="a.html' in (out / url).read_text("utf-8") for url in wanted)
        sizes.append(sum(file.stat().st_size for file in out.rglob("*.html")))
    assert sizes[1] < 2.6 * sizes[0]


@pytest.mark.parametrize("below", ["[^1]", "%% a comment %%", "<!-- a comment -->"])
def test_a_passage_has_no_empty_points(below: str) -> None:
    """A mark of a footnote and a comment are not shown there."""
    parsed = parse(f"- Of [[a]]\n  - {below}\n\n[^1]: b\n".encode(), ParseSettings())
    assert [html.pieces for html in parsed.body.blocks] == [("<p>Of ", "</p>")]
