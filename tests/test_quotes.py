"""Quotes are looked up in raw files of every form: verified, verified in parts, or not found, with the line."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import pytest

from kbgen.check.evidence import evidence, health
from kbgen.check.quotes import all_verdicts
from kbgen.check.raw_text import MOST, read_raw_text, words_of
from kbgen.config import load_config
from kbgen.diagnostics import finding
from kbgen.model import Evidence, RawState, Verdict
from kbgen.pipeline.evidence import known_of
from kit import read_kb, write

PROJECT = Path(__file__).parent / "quotes"
FORMS = ("txt", "md", "vtt", "srt", "html")


@pytest.fixture(scope="module")
def verdicts() -> dict[str, tuple[Verdict, ...]]:
    config = load_config(PROJECT, output=None, cwd=PROJECT, writes=False)
    got, prose = read_kb(config)
    known = known_of(config, got, prose)
    return {got.scan.inputs[n].path[8:-3]: found for n, found in all_verdicts(known).items()}


# What becomes of each passage, and the lines of the five raw files (txt, md, vtt, srt, html) where it begins.
EXPECTED = [
    ("A garden is never", "verified", (4, 7, 9, 3, 6)),
    ("What you plant in spring is what", "verified", (5, 8, 17, 8, 8)),
    ("We don’t water", "verified", (9, 11, 23, 16, 10)),
    ("What you plant in spring … nobody has ever won", "parts", (5, 8, 17, 8, 8)),
    ("A garden is [always]", "parts", (4, 7, 9, 3, 6)),
    ("A garden is … the good of it. I lost", "missing", None),
    ("the ones that stayed are toughminded", "verified", (14, 15, 32, 28, 13)),
    ("A garden is never done", "missing", None),
    ("What you plant in spring … nobody has ever lost", "missing", None),
    ("an invented sentence", "missing", None),
    ("nobody has ever won that argument … A garden", "missing", None),
    ("about every 25 days", "missing", None),
    ("I would plant the same", "verified", (13, 14, 29, 24, 12)),
    ("We don't water by the clock", "verified", (9, 11, 23, 16, 10)),
    ("we water only at night", "missing", None),
    ("which in July", "verified", (10, 12, 26, 20, 11)),
    ("the ones that stayed are tough-minded", "verified", (14, 15, 32, 28, 13)),
    ("nobody has ever won that argument", "verified", (6, 9, 20, 12, 9)),
    ("We don't water by the clock.", "verified", (9, 11, 23, 16, 10)),
    ("I lost forty", "verified", (13, 14, 29, 24, 12)),
    ("I lost ninety", "missing", None),
    ("We water when the second knuckle test says so.", "missing", None),
    ("We don't water by the clock.", "verified", (9, 11, 23, 16, 10)),
    ("and nobody has ever won", "verified", (6, 9, 20, 12, 9)),
]


@pytest.mark.parametrize("form", FORMS)
def test_each_quote_gets_its_verdict(form: str, verdicts: dict[str, tuple[Verdict, ...]]) -> None:
    wanted = [(state, lines[FORMS.index(form)] if lines else 0) for _, state, lines in EXPECTED]
    found = verdicts[form]
    assert [(v.state, v.raw_line) for v in found] == wanted
    for verdict, (text, _, _) in zip(found, EXPECTED, strict=True):
        assert verdict.text.startswith(text.split(" …")[0].split(" [")[0])
        assert verdict.raw == (f"raw/talk.{form}" if verdict.raw_line else "")


def test_what_is_lost_and_where_it_stands(verdicts: dict[str, tuple[Verdict, ...]]) -> None:
    """A verdict says which part is nowhere, and the place is that of the words, not of the line."""
    source = (PROJECT / "kb/sources/txt.md").read_text("utf-8").split("\n")
    by_text = {v.text: v for v in verdicts["txt"]}
    lost = next(v for text, v in by_text.items() if "nobody has ever lost" in text)
    assert lost.lost == "nobody has ever lost that argument."
    moon = by_text["we water only at night by the moon"]
    assert source[moon.line - 1][moon.column - 1 : moon.column - 1 + moon.length] == moon.text
    bold = next(v for text, v in by_text.items() if text.startswith("We don’t water"))
    assert source[bold.line - 1][bold.column - 1 : bold.column - 1 + bold.length].startswith("We **don’t** water")
    two = next(v for text, v in by_text.items() if text.startswith("What you plant in spring is what"))
    assert (two.line, two.last) == (12, 13)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Don’t  PANIC!", "dont panic", True),
        ("re-use", "reuse", False),  # two words; `RawText.find` sets them together
        ("about 2.5 days", "about 25 days", False),
        ("1,000 roses", "1000 roses", True),
        ("$5 and 5%", "5 and 5", False),
        ("at [00:01:02] noon", "at noon", True),
        ("ﬁne", "fine", True),
        ("東京に行く", "東京 に 行く", True),
    ],
)
def test_what_counts_in_a_quote(one: str, other: str, same: bool) -> None:
    assert (words_of(one) == words_of(other)) is same


@pytest.mark.parametrize(
    ("raw", "quote", "found"),
    [
        ("smart island", "art is land", False),  # only whole words
        ("smart island", "smart is land", True),  # white space does not count
        ("rein-\nforcement", "reinforcement", True),
        ("a b a b c", "a b c", True),  # the first place that begins so is not the one
        ("東京に行く", "京に", True),
        ("", "anything", False),
    ],
)
def test_where_words_are_found(raw: str, quote: str, found: bool) -> None:
    text = read_raw_text("raw/x.txt", raw.encode())
    assert text is not None
    assert (text.find(words_of(quote)) is not None) is found


def test_what_cannot_be_read_is_not_judged() -> None:
    assert read_raw_text("raw/x.pdf", b"%PDF") is None
    assert read_raw_text("raw/x.txt", b"word " * (MOST // 5) + b"!") is None
    utf16 = read_raw_text("raw/x.txt", "wide words here".encode("utf-16"))
    assert utf16 is not None
    assert utf16.find(words_of("wide words")) == (1, 9)


def test_rolling_captions_are_said_once() -> None:
    cues = "WEBVTT\n\n00:01.000 --> 00:02.000\none two\n\n00:02.000 --> 00:03.000\none two\nthree four\n\n"
    cues += "00:03.000 --> 00:04.000\nthree four\nfive six\n"
    text = read_raw_text("raw/x.vtt", cues.encode())
    assert text is not None
    assert text.text == "onetwothreefourfivesix"
    assert text.find(words_of("four five")) == (8, 19)


# ---------------------------------------------------------------- what pages may tell


def test_evidence_of_pages(tmp_path: Path) -> None:
    digest = "b1f51f2d4a9ce4cfb1e9f1f7d2ad7f6b6e6f4bdb3c5f7d6f8a3e7a0f2b1c4d5e"
    project = write(tmp_path / "p", {
        "kb/sources/a.md": "---\npublished: 2026-02-01\nraw_file: raw/a.txt\n---\n> One two three four.\n\nOn [[b]].\n",
        "kb/sources/c.md": f"---\npublished: 2026-02-01\nraw_file: raw/a.txt\nsha256: {digest}\n---\nOn [[b]].\n",
        "kb/sources/d.md": "---\npublished: 2025-02-01\nraw_file: raw/gone.txt\n---\nOn [[b]] and [[e]].\n",
        "kb/b.md": "---\nupdated: 2026-01-31\n---\nText.\n",
        "raw/a.txt": "One two three four.\n",
        "raw/unread.txt": "x\n",
    })  # fmt: skip
    config = load_config(project, output=None, cwd=project, writes=False)
    known = known_of(config, *read_kb(config))
    number = {node.id: n for n, node in enumerate(known.graph.nodes)}
    found = evidence(known)
    quote = Verdict("verified", 5, 3, 19, 5, "One two three four.", "raw/a.txt", 1, at=0)
    assert found[number["sources/a"]] == Evidence((RawState("raw/a.txt", "raw/a.txt", "there"),), (quote,))
    new = hashlib.sha256(b"One two three four.\n").hexdigest()
    assert found[number["sources/c"]].raw == (RawState("raw/a.txt", "raw/a.txt", "changed", new),)
    assert found[number["sources/d"]].raw == (RawState("raw/gone.txt", "", "missing"),)
    assert found[number["b"]] == Evidence(newer=(number["sources/a"], number["sources/c"]))
    told = [finding("KB101", "x", 3, path="kb/a.md"), finding("KB501", "y", path="kb/b.md"), finding("KB101", "z")]
    state = health(known.graph, told)
    assert [(rule.code, len(rule.findings)) for rule in state.rules] == [("KB501", 1), ("KB101", 2)]
    assert ([w.node for w in state.wanted], state.unread) == ([number["e"]], ())


@pytest.mark.parametrize("section", ["<![CDAT[x]]>", "<![if !x]>", "<![ >", "<![x>", "<![CDATA[x]]>"])
def test_marked_sections_of_a_page(section: str) -> None:
    """Whatever begins like a declaration ends with the next `>`."""
    read = read_raw_text("raw/a.html", f"<p>Before.</p>\n{section}\n<p>It is said here.</p>".encode())
    assert read is not None
    assert read.find(words_of("it is said")) == (3, len("before" + "itissaid"))
    assert read_raw_text("raw/a.html", f"<p>Before.</p>{section[:5]}".encode()) is not None


@pytest.mark.parametrize(
    "hidden",
    [
        "<!-- a\n > b -->",
        "<!-->",
        "<SCRIPT\n>if (a </b>) {\n</script >",
        "<script src=x/>",
        "<style>a\n</styles>b</style>",
        "<template><p>a\n</template>",
        "<noscript>a</noscript>",
        "<p title='a > b'>",
        '<p title="a\n> b>\n" class=a>',
        "<!doctype\nhtml>",
        "</ a>",
        "<?xml a?>",
    ],
)
def test_what_no_reader_of_a_page_sees(hidden: str) -> None:
    read = read_raw_text("raw/a.html", f"<p>x &lt; y\n{hidden}&#10;z</p>".encode())
    assert read is not None
    assert (read.text, read.lines) == ("xyz", [1, 1, 2 + hidden.count("\n")])


@pytest.mark.parametrize(
    "begun",
    [
        "<a ",
        "<!--",
        '<a x="',
        '<a x=">"',
        "<script>",
        "<style ",
        "<!",
        "</",
        "<?",
        "<script></scripts ",
        "<script></script ",
    ],
)
def test_a_page_of_beginnings_is_read_in_time(begun: str) -> None:
    """What never ends is gone through once."""
    started = time.process_time()
    read = read_raw_text("raw/a.html", f"x {begun * 100_000}".encode())
    assert read is not None
    assert read.text == "x"
    assert time.process_time() - started < 5


def test_notes_without_end_are_read_in_time() -> None:
    started = time.process_time()
    read = read_raw_text("raw/a.md", b"[^" * 200_000 + b" and [^1]words")
    assert read is not None
    assert read.text.endswith("andwords")
    assert time.process_time() - started < 5
