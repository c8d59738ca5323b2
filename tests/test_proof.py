"""Proofs: an open page shows what its document says before the site is built again, as the build will make it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kbgen.config import Config, load_config
from kbgen.files import scan
from kbgen.link.dossier import Dossiers
from kbgen.memory.store import Store
from kbgen.pipeline.build import build
from kbgen.pipeline.composed import Composed, compose
from kbgen.pipeline.project import silent
from kbgen.serve.live import Ahead
from kbgen.serve.proof import prove
from kbgen.theme.theme import load_theme
from kit import PAGES, in_kb, output_of, write

SURVEY, OPENAI = "sources/survey.md", "entities/openai.md"
# What is done to a text of PAGES: kb path, pattern, what it becomes.
EDITS = {
    "words": (OPENAI, r"Long\.", "Very long."),
    "title": (OPENAI, "title: OpenAI", "title: The laboratory"),
    "a link to a page": (OPENAI, r"Long\.", "Long, says [[ada-lovelace|Ada]]."),
    "a link to itself": (OPENAI, r"Long\.", "Long, see [[openai#History]]."),
    "a link that is wanted already": (OPENAI, r"Long\.", "Long, as is the [[unwritten-idea]]."),
    "a link to what nobody has wanted": (OPENAI, r"Long\.", "Long, as is the [[very new idea]]."),
    "no link": (SURVEY, r"- \[\[rlvr\]\] — the method\n", ""),
    "a host": (SURVEY, r"\[\[ada-lovelace\]\]", "[[openai]]"),
    "a heading": (OPENAI, "## History", "## Past"),
    "nothing left": (OPENAI, r"(?s).*", ""),
    "a date": (SURVEY, "2026-01-31", "2025-12-01"),
    "header that is broken": (OPENAI, "title: OpenAI", "title: [Open"),
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = write(tmp_path / "p", in_kb(PAGES))
    build(_config(folder), remember=True)
    return folder


def _config(folder: Path) -> Config:
    return load_config(folder, output=None, cwd=folder)


def _composed(folder: Path) -> Composed:
    config, store = _config(folder), Store(_config(folder).store)
    return compose(config, scan(config), store, load_theme(config.templates), {}, {}, 1, silent)


def _edit(folder: Path, path: str, pattern: str, new: str) -> None:
    file = folder / "kb" / path
    text = re.sub(pattern, lambda _: new, file.read_text("utf-8"), count=1)
    assert text != file.read_text("utf-8")
    file.write_text(text, "utf-8")


def _text(page: bytes) -> str:
    """A page but for its menu, in which the build may find more or less to name."""
    return re.sub(r"(?s)<nav id=.nav..*?</nav>", "", page.decode())


@pytest.mark.parametrize("edit", EDITS)
def test_the_page_of_a_text_is_as_it_will_be(project: Path, edit: str) -> None:
    composed, (path, pattern, new) = _composed(project), EDITS[edit]
    before = output_of(project / "site")
    url = path.replace(".md", ".html")
    _edit(project, path, pattern, new)
    proof = prove(composed, _config(project), {path}, [url])
    assert list(proof.pages) == [url]
    assert output_of(project / "site") == before  # nothing is written
    assert proof.whole is (edit == "words")
    build(_config(project), remember=True)
    assert _text(proof.pages[url]) == _text((project / "site" / url).read_bytes())


@pytest.mark.parametrize("edit", EDITS)
def test_what_is_said_of_whom_is_as_if_read_anew(project: Path, edit: str) -> None:
    composed, (path, pattern, new) = _composed(project), EDITS[edit]
    _edit(project, path, pattern, new)
    proof = prove(composed, _config(project), {path}, [])
    assert proof.composed is not None
    site = proof.composed.press.site
    anew = Dossiers(site.graph)
    assert {node: edges for node, edges in site.dossiers.incoming.items() if edges} == dict(anew.incoming)
    assert {node: edges for node, edges in site.dossiers.outgoing.items() if edges} == dict(anew.outgoing)
    assert site.dossiers.said == anew.said
    assert {n: list(said) for n, said in site.dossiers.said.items()} == {n: list(said) for n, said in anew.said.items()}
    assert site.dossiers.named_in == anew.named_in


def test_pages_that_cite_a_source_know_its_new_date(tmp_path: Path) -> None:
    """Also where the source does not speak of them, and they of it."""
    files = {
        "kb/sources/a.md": "---\npublished: 2024-01-01\n---\nWords.\n",
        "kb/sources/b.md": "---\npublished: 2023-01-01\n---\nWords.\n",
        "kb/entities/x.md": "- it is cold, says [[a]]\n- it is old, says [[b]]\n",
    }
    project = write(tmp_path / "p", files)
    build(_config(project), remember=True)
    composed = _composed(project)
    _edit(project, "sources/a.md", "2024", "2022")
    proof = prove(composed, _config(project), {"sources/a.md"}, [])
    assert proof.composed is not None
    dossiers = proof.composed.press.site.dossiers
    said = Dossiers(dossiers.graph).said
    assert {node: list(sources) for node, sources in dossiers.said.items()} == {n: list(s) for n, s in said.items()}


def test_a_page_that_shows_the_text_has_it_too(project: Path) -> None:
    composed = _composed(project)
    _edit(project, SURVEY, "trains models", "trains very large models")
    proof = prove(composed, _config(project), {SURVEY}, ["entities/openai.html"])
    assert b"very large models" in proof.pages["entities/openai.html"]
    build(_config(project), remember=True)
    assert proof.pages["entities/openai.html"] == (project / "site/entities/openai.html").read_bytes()


def test_no_verdict_stands_beside_another_quote(tmp_path: Path) -> None:
    """What is quoted is looked up by the build; until then a quote has the verdict it had, or none."""
    text = "---\nraw_file: raw/x.txt\n---\n\nWords.\n\n> We said all of these words.\n\n> Nobody has said this here.\n"
    files = {"kb/sources/q.md": text, "raw/x.txt": "We said all of these words.\n"}
    project = write(tmp_path / "p", files)
    build(_config(project), remember=True)
    composed, url = _composed(project), "sources/q.html"
    told = r"<p>([^<]*) <small class=\"verdict v-(\w+)\""
    _edit(project, "sources/q.md", "Words", "Other words")
    proof = prove(composed, _config(project), {"sources/q.md"}, [url])
    both = [("We said all of these words.", "verified"), ("Nobody has said this here.", "missing")]
    assert (re.findall(told, proof.pages[url].decode()), proof.whole) == (both, False)
    _edit(project, "sources/q.md", "> We said", "> A new quote of some words.\n\n> We said")
    page = prove(composed, _config(project), {"sources/q.md"}, [url]).pages[url].decode()
    assert set(re.findall(told, page)) <= set(both)
    assert "A new quote of some words.</p>" in page
    build(_config(project), remember=True)
    built = (project / "site" / url).read_text("utf-8")
    assert re.findall(told, built) == [("A new quote of some words.", "missing"), *both]


def test_one_edit_after_the_other(project: Path) -> None:
    composed, url = _composed(project), "entities/openai.html"
    for number, edit in enumerate(("title", "a link to what nobody has wanted", "a heading")):
        _edit(project, *EDITS[edit])
        proof = prove(composed, _config(project), {OPENAI}, [url])
        assert proof.composed is not None, number
        composed = proof.composed
    build(_config(project), remember=True)
    assert _text(proof.pages[url]) == _text((project / "site" / url).read_bytes())


def test_templates_style_sheets_and_settings_are_seen(project: Path) -> None:
    composed, url = _composed(project), "entities/openai.html"
    mine = "{% extends 'kbgen/node.html.jinja' %}{% block status %}<p>Mine</p>{% endblock %}"
    write(project, {
        "templates/node.html.jinja": mine, "templates/static/site.css": "p{}", "kbgen.toml": '[site]\ntitle = "Other"\n',
    })  # fmt: skip
    proof = prove(composed, _config(project), set(), [url, "search.html", "no/page.html"])
    assert set(proof.pages) == {url, "-/static/site.css"}
    assert proof.pages["-/static/site.css"] == b"p{}"
    assert b"<p>Mine</p>" in proof.pages[url]
    assert not proof.whole
    build(_config(project), remember=True)
    assert _text(proof.pages[url]) == _text((project / "site" / url).read_bytes())


def test_the_menu_is_that_of_last_time(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To find out what the whole site has takes the longer, the more pages there are."""
    composed, url = _composed(project), "entities/openai.html"
    monkeypatch.setattr(
        "kbgen.views.navigation._navigation", lambda site: pytest.fail("the whole site was looked through")
    )
    write(project, {"kbgen.toml": '[site]\ntitle = "Other"\nlang = "de"\n'})
    page = prove(composed, _config(project), set(), [url]).pages[url].decode()
    assert "<title>OpenAI · Other</title>" in page
    assert '<html lang="de"' in page


@pytest.mark.parametrize(
    ("pattern", "new"), [("title: RLVR\n", "title: RLVR\npublish: false\n"), (r"\Z", "\nA #never-seen tag.\n")]
)
def test_what_one_document_cannot_tell_is_left_to_the_build(project: Path, pattern: str, new: str) -> None:
    composed = _composed(project)
    _edit(project, "concepts/rlvr.md", pattern, new)
    proof = prove(composed, _config(project), {"concepts/rlvr.md"}, ["concepts/rlvr.html"])
    assert (proof.pages, proof.composed, proof.whole) == ({}, None, False)


def test_other_folders_and_kinds_are_left_to_the_build(project: Path) -> None:
    composed = _composed(project)
    write(project, {"kbgen.toml": 'relations = ["zeta"]\n[kinds.lab]\ntypes = ["lab"]\n'})
    assert prove(composed, _config(project), set(), ["entities/openai.html"]).composed is None
    shutil.move(project / "kb", project / "wiki")
    assert prove(composed, _config(project), set(), ["entities/openai.html"]).composed is None


def test_a_page_that_is_new_leaves_the_rest_as_it_is(project: Path) -> None:
    composed = _composed(project)
    write(project / "kb", {"entities/new.md": "# New\n"})
    proof = prove(composed, _config(project), {"entities/new.md"}, ["entities/openai.html", "entities/new.html"])
    assert list(proof.pages) == ["entities/openai.html"]
    assert proof.composed is not None
    assert not proof.whole


def test_a_proof_is_served_until_a_build_has_seen_its_change() -> None:
    ahead = Ahead()
    ahead.build_begins()
    ahead.build_ends()
    ahead.change_came()
    first = ahead.last
    ahead.build_begins()
    assert ahead.show({"a.html": b"1"}, first)
    ahead.change_came()
    assert ahead.show({"b.html": b"2"}, ahead.last)
    ahead.build_ends()  # it had begun before the second change
    assert ahead.files == {"b.html": b"2"}
    assert not ahead.show({"a.html": b"1"}, first)  # the build was faster
    ahead.build_begins()
    ahead.build_ends()
    assert ahead.files == {}


def test_what_sources_call_an_entity_stays(tmp_path: Path) -> None:
    """Its own text does not say that it is a person; they do."""
    files: dict[str, str | bytes] = {
        "kb/entities/ada.md": "# Ada\n\nLong.\n",
        "kb/sources/talk.md": "- [[ada]] (person): wrote\n",
    }
    folder = write(tmp_path / "p", files)
    build(_config(folder), remember=True)
    composed = _composed(folder)
    _edit(folder, "entities/ada.md", "Long", "Longer")
    proof = prove(composed, _config(folder), {"entities/ada.md"}, ["entities/ada.html"])
    build(_config(folder), remember=True)
    page = (folder / "site/entities/ada.html").read_bytes()
    assert b">Person<" in page
    assert _text(proof.pages["entities/ada.html"]) == _text(page)
