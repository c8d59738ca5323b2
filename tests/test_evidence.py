"""What a site shows of its evidence: raw files, quotes, sources younger than a text, the page of its health."""

from __future__ import annotations

import hashlib
import re
import time
from pathlib import Path

import pytest

from kbgen.audit import audit
from kbgen.check.noticing import notice, notice_again
from kbgen.check.raw_text import MOST
from kbgen.check.rules import OF_A_DAY
from kbgen.config import load_config
from kbgen.diagnostics import finding
from kbgen.memory.noticed import recall, remember
from kbgen.memory.state import encode
from kbgen.memory.store import Store
from kbgen.model import Health, RuleFindings
from kbgen.outputs.health import health
from kbgen.pipeline import evidence
from kbgen.pipeline.build import build
from kbgen.pipeline.evidence import known_of
from kbgen.pipeline.project import site_of
from kbgen.render.renderer import Renderer
from kbgen.theme.theme import load_theme
from kbgen.views.navigation import frame_of
from kit import read_kb, write

TALK = "Host: <b>welcome</b>.\n\n[00:01] And then we said all of these words, believe it.\nEnd.\n"
HASH = hashlib.sha256(TALK.encode()).hexdigest()
FILES = {
    "kb/sources/a.md": f"---\ntitle: Talk A\npublished: 2026-02-01\nraw_file: raw/talk a.txt\nsha256: {HASH}\n---\n\n"
    "On [[b]].\n\n## Notable Quotes\n\n- “then we said all of these words”\n- “nobody has ever said this here”\n",
    "kb/sources/c.md": "---\npublished: 2025-02-01\nraw_file: raw/gone.txt\n---\nOn [[b]] and [[missing-one]].\n",
    "kb/entities/b.md": "---\ntitle: Bee\nupdated: 2025-03-01\n---\n\nText.\n",
    "raw/talk a.txt": TALK,
    "raw/unread.txt": "x\n",
}


def site(folder: Path, toml: str = "", remember: bool = False) -> Path:
    """The site of the project, built."""
    write(folder, {"kbgen.toml": toml})
    build(load_config(folder, output=None, cwd=folder), jobs=1, remember=remember)
    return folder / "site"


def test_a_recording_is_hashed_and_never_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A raw folder may hold hours of video; a sparse file stands for one."""
    size = 3 * MOST
    hashed = hashlib.sha256(bytes(size)).hexdigest()
    said = "---\npublished: 2026-02-01\nraw_file: raw/{}.mp4\nsha256: {}\n---\n\n## Quotes\n\n- “words that are said”\n"
    write(tmp_path, {"kb/sources/a.md": said.format("talk", hashed), "kb/sources/b.md": said.format("talk", "0" * 64)})
    write(tmp_path, {"raw/talk.mp4": ""})
    with open(tmp_path / "raw/talk.mp4", "r+b") as file:
        file.truncate(size)
    monkeypatch.setattr(evidence, "_read", lambda config, path: pytest.fail(f"{path} was read whole"))
    page = site(tmp_path)
    assert "(on file, unchanged)" in (page / "sources/a.html").read_text("utf-8")
    assert "(on file, changed since)" in (page / "sources/b.html").read_text("utf-8")


def test_a_source_says_what_is_known_of_its_raw_file_and_quotes(tmp_path: Path) -> None:
    page = (site(write(tmp_path, FILES)) / "sources/a.html").read_text("utf-8")
    assert "raw/talk a.txt (on file, unchanged)" in page
    section = page.partition('id="kb-quotes"')[2].partition("</section>")[0]
    assert "2 quotes were looked up. 1 is not there." in section
    assert section.index("nobody has ever said this here") < section.index("then we said")
    assert "Not in the raw file" in section
    assert "line 3" in section
    assert "-/raw/" not in section  # the raw text is not on the site
    assert "(not on file)" in (tmp_path / "site/sources/c.html").read_text("utf-8")


def body_of(page: Path) -> str:
    return page.read_text("utf-8").partition('<div class="body">')[2].partition('<section class="compiled"')[0]


def test_each_quote_has_its_verdict_beside_it(tmp_path: Path) -> None:
    """In words, behind the line in which it ends; what is no quote, and what is too short, has none."""
    text = (
        "---\nraw_file: raw/talk.txt\n---\n\nOn [[b]], “these words are none of a quote”.\n\n"
        "> We said all of these words.\n> — Host\n\n"
        "> We said … these words.\n\n> Too short.\n\n"
        "> One line **of a block\n> and another** line of it.\n\n"
        "> We said all of these words.\n> Nobody has said that one.\n\n"
        "## Quotes\n\n- “We said all of these words” — [[b]], 00:01\n"
        "- First “we said all of these” and then “nobody said this to us”, or so.\n\n"
        "He said “we said all of these words”\nand more.\n\n| who | what |\n|---|---|\n| x | “we said all of these words” |\n"
    )
    raw = "Host: welcome.\nWe said all of these words.\nOne line of a block and another line of it.\n"
    built = site(write(tmp_path, {"kb/sources/a.md": text, "kb/b.md": "B.\n", "raw/talk.txt": raw}))
    body = body_of(built / "sources/a.html")
    marked = [
        (re.sub("<[^>]*>", "", before.rpartition("</small>")[2]).split("\n")[-1].strip(), re.sub("<[^>]*>", "", mark))
        for before, mark in re.findall(
            r'(.*?)<small class="verdict v-\w+" id="quote:\d+">(.*?)</small>', body, re.DOTALL
        )
    ]
    there, omitting, missing = "Word for word in the raw file", "In the raw file, with omissions", "Not in the raw file"
    assert marked == [
        ("We said all of these words.", f"{there}, line 2"),
        ("We said … these words.", f"{omitting}, line 2"),
        ("and another line of it.", f"{there}, line 3"),
        ("We said all of these words.", f"{there}, line 2"),
        ("Nobody has said that one.", missing),
        ("“We said all of these words” — B, 00:01", f"{there}, line 2"),
        (
            "First “we said all of these” and then “nobody said this to us”, or so.",
            f"we said all of these {there}, line 2",
        ),
        ("", f"nobody said this to us {missing}"),
        ("He said “we said all of these words”", f"{there}, line 2"),
        ("“we said all of these words”", f"{there}, line 2"),
    ]
    page = (built / "sources/a.html").read_text("utf-8")
    listed = re.findall(r'href="#(quote:\d+)"', page)
    assert sorted(listed) == sorted(re.findall(r'id="(quote:\d+)"', page))
    assert "health.css" not in page
    health = (built / "-/health.html").read_text("utf-8")
    assert "health.css" in health
    assert "article.css" not in health
    assert "verdict" not in (built / "b.html").read_text(
        "utf-8"
    )  # shows the quote that links here, not what became of it
    assert "We said all of these words" in (built / "b.html").read_text("utf-8")


def test_marks_stay_beside_their_quotes_when_other_words_change(tmp_path: Path) -> None:
    text = "---\nraw_file: raw/talk.txt\n---\n\nFirst.\n\nEnough words for a page of its own.\n\n> We said all of these words.\n\n[[b]]\n"
    files = {"kb/sources/a.md": text, "kb/b.md": "B.\n", "raw/talk.txt": "x\nWe said all of these words.\n"}
    project = write(tmp_path, files)
    time.sleep(2.1)  # younger files are not trusted
    site(project, remember=True)
    changed = text.replace("First.\n", "First.\n\nAnd more\nlines above it.\n")
    write(project, {"kb/sources/a.md": changed})
    report = build(load_config(project, output=None, cwd=project), jobs=1, remember=True)
    assert report.graph is None  # nothing was linked
    body = body_of(project / "site/sources/a.html")
    assert "We said all of these words. <small" in body
    assert "And more" in body


def test_a_raw_file_that_has_changed(tmp_path: Path) -> None:
    page = site(write(tmp_path, {**FILES, "raw/talk a.txt": TALK + "more\n"})) / "sources/a.html"
    assert "(on file, changed since)" in page.read_text("utf-8")


def test_an_entity_says_that_newer_sources_speak_of_it(tmp_path: Path) -> None:
    page = (site(write(tmp_path, FILES)) / "entities/b.html").read_text("utf-8")
    said = page.partition('class="empty newer"')[2].partition("</p>")[0]
    assert "1 source is newer than this text:" in said
    assert "Talk A" in said


def test_the_page_of_health(tmp_path: Path) -> None:
    page = (site(write(tmp_path, FILES)) / "-/health.html").read_text("utf-8")
    for said in ("KB101", "KB401", "KB405", "KB406", "raw/unread.txt", "What to write next", "missing-one"):
        assert said in page
    assert "-/health.html" in (tmp_path / "site/index.html").read_text("utf-8")
    assert "raw/talk a.txt" not in page.partition("nobody has summarised")[2]


def test_the_page_of_health_has_all_that_does_not_depend_on_the_day(tmp_path: Path) -> None:
    """All that check finds is on the page, or the page says that its rule is not."""
    more = {
        "kb/sources/d.md": "---\nraw_file: raw/talk a.txt\nrelated: ['[[sources/a]]']\n---\nOn [[b]][^1] ^[raw/gone.txt:3].\n",
        "kb/lone.md": "# Lone\n\nMistral Large is named here, and this {{title}} was left.\n",
        "kb/empty.md": "# Empty\n",
        "kb/entities/bees.md": "---\ntitle: Bees\naliases: [Bee]\nstale_after: 2020-01-01\n---\n",
        "kb/two.md": "---\npublished: 2100-01-01\n---\nOn [[wanted]].\n",
        "kb/entities/mistral-large.md": "---\ntitle: Mistral Large\n---\nOn [[b]].\n",
        "kb/three.md": "On [[wanted]].\n\n| a | b |\n|---|---|\n| 1 | 2 | 3 |\n",
    }
    project = write(tmp_path, {**FILES, **more})
    page = (site(project) / "-/health.html").read_text("utf-8")
    findings, _, elsewhere = page.partition('id="elsewhere"')
    config = load_config(project, output=None, cwd=project)
    found = {one.code for one in audit(config, lambda stage, done, total: None, today="2026-06-01").findings}
    told, not_told = (set(re.findall(r"KB\d{3}", text)) for text in (findings, elsewhere))
    if "raw/unread.txt" in findings:
        told.add("KB402")
    assert not_told == set(OF_A_DAY)
    assert not_told <= found
    assert found - not_told <= told <= found
    assert told & not_told == set()
    assert {"KB216", "KB218", "KB220", "KB221", "KB301", "KB302", "KB303", "KB304", "KB305", "KB405", "KB407"} <= told
    assert f"kbgen check --select {','.join(OF_A_DAY)}" in elsewhere


def test_texts_are_read_again_where_they_or_names_in_them_are_new(tmp_path: Path) -> None:
    """A build that remembers what was noticed notices the same as one that reads all."""
    pages = {
        "kb/entities/bee.md": "---\ntitle: Honey Bee\n---\nIt makes honey.\n",
        "kb/one.md": "# One\n\nThe Honey Bee makes it. [[two]]\n",
        "kb/two.md": "# Two\n\nThe Solitary Bee does not. [[one]]\n",
        "kb/three.md": "# Three\n\nSee [[bee]].\n",
        "kb/four.md": "# Four\n\nNothing of the kind.\n",
    }
    project = write(tmp_path, pages)
    store = Store(None)

    def read_again() -> list[str]:
        config = load_config(project, output=None, cwd=project)
        got, prose = read_kb(config)
        stored = {document.key: encode(one) for document, one in zip(got.documents, prose, strict=True)}
        known, asked = known_of(config, got, prose), list[int]()
        keys = [document.key for document in got.documents]
        found, memory = notice_again(known, keys, recall(store), lambda _: stored, asked.extend)
        assert found == notice(known)
        remember(store, memory)
        return [got.graph.documents[number].path for number in asked]

    everything = sorted(path.removeprefix("kb/") for path in pages)
    assert sorted(read_again()) == everything
    assert read_again() == []
    write(project, {"kb/four.md": "# Four\n\nBy the Honey Bee.\n"})
    assert read_again() == ["four.md"]
    write(project, {"kb/entities/bee.md": pages["kb/entities/bee.md"].replace("Honey", "Solitary")})
    assert sorted(read_again()) == ["entities/bee.md", "four.md", "one.md", "two.md"]
    write(project, {"kb/one.md": "# One\n\nThe Honey Bee makes it. [[two]] [[bee]]\n", "kb/five.md": "# Five\n"})
    assert sorted(read_again()) == ["five.md", "one.md"]


@pytest.mark.parametrize("title", ["Élan Vital", "维基百科", "Über die Bienen", "Degree Kelvin", "ЖУКОВ ПЁТР"])
def test_names_in_any_script_are_noticed_when_they_are_new(tmp_path: Path, title: str) -> None:
    """What is searched to find the texts to read again is bytes: in these a letter may have another form."""
    words = f"Of {title.upper()}, of {title} and of {title.lower().replace('k', chr(0x212A))}."
    project = write(tmp_path, {"kb/entities/a.md": "# Something else\n", "kb/b.md": f"# B\n\n{words}\n"})
    page = site(project, remember=True) / "-/health.html"
    assert "has a page, but this page does not link to it" not in page.read_text("utf-8")
    write(project, {"kb/entities/a.md": f"# {title}\n"})
    site(project, remember=True)
    assert "has a page, but this page does not link to it" in page.read_text("utf-8")


def test_the_page_of_health_stays_small(tmp_path: Path) -> None:
    """Whatever is found, a browser opens it at once."""
    config = load_config(write(tmp_path, FILES), output=None, cwd=tmp_path)
    project = site_of(config, read_kb(config)[0])
    found = tuple(
        finding("KB101", f"{n % 7} {'long words ' * 200}", path=f"kb/{n}-{'x' * 200}.md") for n in range(9_000)
    )
    rules = [RuleFindings(f"KB{n}", "name", "note", "What it is about.", found) for n in range(100, 160)]
    project.health = Health(tuple(rules), project.graph.wanted * 500, tuple(f"raw/{'y' * 200}/{n}" for n in range(500)))
    (page,) = health(project)
    theme = load_theme(None)
    rendered = Renderer(frame_of(project, theme), theme, lambda path: pytest.fail(path)).render(page)
    assert 50_000 < len(rendered) <= 100_000


def test_no_page_of_health(tmp_path: Path) -> None:
    built = site(write(tmp_path, FILES), "[site]\nhealth = false\n")
    assert not (built / "-/health.html").exists()
    assert not [page for page in built.rglob("*.html") if "health.html" in page.read_text("utf-8")]


def test_a_kb_in_good_health(tmp_path: Path) -> None:
    words = "Of all that could be said about this, what follows is enough for a page: see"
    page = site(write(tmp_path, {"kb/a.md": f"{words} [[b]].\n", "kb/b.md": f"{words} [[a]].\n"})) / "-/health.html"
    assert "Nothing is wrong" in page.read_text("utf-8")


def test_raw_texts_are_published_where_that_is_wished(tmp_path: Path) -> None:
    built = site(write(tmp_path, FILES), 'raw = "publish"\n')
    raw = (built / "-/raw/raw/talk-a.txt.html").read_text("utf-8")
    assert 'Named by: <a href="../../../sources/a.html">Talk A</a>' in raw
    assert '<li id="L1">Host: &lt;b&gt;welcome&lt;/b&gt;.</li>' in raw
    assert 'href="../-/raw/raw/talk-a.txt.html#L3"' in (built / "sources/a.html").read_text("utf-8")
    assert not list(built.rglob("*unread*"))  # no source names it


def test_a_long_raw_text_has_several_pages(tmp_path: Path) -> None:
    text = "".join(f"line number {n} of many words\n" for n in range(1, 4_500))
    quote = "- “line number 4321 of many words”\n"
    files = {"kb/sources/a.md": f"---\nraw_file: raw/long.txt\n---\n\n## Quotes\n\n{quote}", "raw/long.txt": text}
    built = site(write(tmp_path, files), 'raw = "publish"\n')
    assert 'id="L4321"' in (built / "-/raw/raw/long.txt-3.html").read_text("utf-8")
    assert "long.txt-3.html#L4321" in (built / "sources/a.html").read_text("utf-8")


def test_raw_texts_are_private_without(tmp_path: Path) -> None:
    built = site(write(tmp_path, FILES))
    assert not (built / "-/raw").exists()
    assert not [page for page in built.rglob("*") if page.is_file() and b"welcome" in page.read_bytes()]


def test_evidence_is_looked_up_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A raw file that nobody changed is not read again, whatever else is new; one that was is, whatever its size."""
    read: list[str] = []
    real = evidence._read
    monkeypatch.setattr(evidence, "_read", lambda config, path: read.append(path) or real(config, path))
    write(tmp_path, FILES)
    time.sleep(2.1)  # younger files are not trusted
    site(tmp_path, remember=True)
    assert "raw/talk a.txt" in read
    read.clear()
    write(tmp_path, {"kb/entities/b.md": "---\ntitle: Another\nupdated: 2025-03-01\n---\n\nText.\n"})
    site(tmp_path, remember=True)
    assert read == []
    write(tmp_path, {"raw/talk a.txt": TALK.replace("said", "left")})
    site(tmp_path, remember=True)
    assert "raw/talk a.txt" in read
    assert "2 are not there" in (tmp_path / "site/sources/a.html").read_text("utf-8")


@pytest.mark.parametrize("place", ["raw/paper.pdf", "kb/papers/paper.pdf", "kb/papers/notes.txt", "kb/link.pdf"])
def test_any_file_may_be_evidence_and_change(tmp_path: Path, place: str) -> None:
    """Also one of those that are copied beside pages, one in no raw folder, one behind a link, and at the same size: what
    is remembered of it is no longer right."""
    digest = hashlib.sha256(b"%PDF old").hexdigest()
    written = place.removeprefix("kb/")
    files = {"kb/a.md": f"---\ntype: source\nraw_file: {written}\nsha256: {digest}\n---\nText.\n", place: b"%PDF old"}
    if place == "kb/link.pdf":
        files["kb/papers/real.pdf"] = files.pop(place)
        write(tmp_path, files)
        (tmp_path / place).symlink_to("papers/real.pdf")
        place = "kb/papers/real.pdf"
    config = load_config(write(tmp_path, files), output=None, cwd=tmp_path)

    def codes() -> set[str]:
        return {one.code for one in audit(config, lambda stage, done, total: None, jobs=1, remember=True).findings}

    time.sleep(2.1)  # younger files are not trusted
    page = site(tmp_path, remember=True) / "a.html"
    assert "(on file, unchanged)" in page.read_text("utf-8")
    assert "KB403" not in codes()
    write(tmp_path, {place: b"%PDF new"})
    assert "KB403" in codes()
    site(tmp_path, remember=True)
    assert "(on file, unchanged)" not in page.read_text("utf-8")
    time.sleep(2.1)
    write(tmp_path, {place: b"%PDF old"})
    time.sleep(2.1)
    site(tmp_path, remember=True)
    assert "(on file, unchanged)" in page.read_text("utf-8")
    assert "KB403" not in codes()


def test_check_reads_no_raw_file_that_a_build_or_check_has_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    for name in ("_read", "_hash"):
        real = getattr(evidence, name)
        monkeypatch.setattr(
            evidence, name, lambda config, path, *rest, real=real: read.append(path) or real(config, path, *rest)
        )
    config = load_config(write(tmp_path, FILES), output=None, cwd=tmp_path)

    def found() -> list[tuple[str, int]]:
        findings = audit(config, lambda stage, done, total: None, jobs=1, remember=True).findings
        return [(one.path, one.line) for one in findings if one.code == "KB406"]

    time.sleep(2.1)  # younger files are not trusted
    first = found()
    assert (first, read) == ([("kb/sources/a.md", 13)], ["raw/talk a.txt"] * 2)  # for its hash, and for its words
    write(tmp_path, {"kb/entities/b.md": "---\ntitle: Another\nupdated: 2025-03-01\n---\n\nText.\n"})
    assert (found(), len(read)) == (first, 2)
    write(tmp_path, {"raw/talk a.txt": TALK.replace("said", "left")})
    assert (len(found()), len(read)) == (2, 5)  # also for its hash in other forms


def test_what_was_remembered_and_is_damaged(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    time.sleep(2.1)
    site(tmp_path, remember=True)
    before = (tmp_path / "site/sources/a.html").read_text("utf-8").partition('id="kb-quotes"')[2]
    store = Store(tmp_path / ".kbgen")
    database = store._open()
    keys = [row[0] for row in database.execute("SELECT key FROM evidence")]
    assert keys
    store.put("evidence", [(key, b"\xc1odd") for key in keys])
    store.close()
    write(tmp_path, {"kb/new.md": "New.\n"})
    site(tmp_path, remember=True)
    assert (tmp_path / "site/sources/a.html").read_text("utf-8").partition('id="kb-quotes"')[2] == before
