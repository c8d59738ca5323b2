"""`kbgen new`: a page where its kind lies, whatever its title, and never over another one."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbgen.audit import audit
from kbgen.author.kb import Kb, read_kb
from kbgen.author.pages import Asked, KindOfPage, fields_of, kind_named, new_page, wanted_page
from kbgen.author.wanted import wants
from kbgen.author.yamltext import yaml_fields
from kbgen.config import load_config
from kbgen.fields import aliases_of, read_fields, text_of
from kbgen.model import Diagnostic, KbgenError
from kbgen.process.workers import silent
from kbgen.text.controls import without_controls
from kit import PAGES, in_kb, kbgen, write

SOURCE = KindOfPage("source", "")


@pytest.fixture
def kb(tmp_path: Path) -> Kb:
    files = in_kb(PAGES)
    files["raw/talks/a talk, with commas.txt"] = "It was said.\n"
    files["elsewhere.txt"] = "no evidence"
    return read(write(tmp_path / "project", files))


def read(project: Path) -> Kb:
    return read_kb(load_config(project, output=None, cwd=project, writes=False))


def findings(project: Path) -> tuple[Diagnostic, ...]:
    return audit(load_config(project, output=None, cwd=project), silent).findings


def fields(text: str) -> dict[str, str]:
    front = read_fields(text)
    assert front.diagnostics == ()
    return {field.key: text_of(field.value) for field in front.fields}


def refused(kb: Kb, asked: Asked, what: KindOfPage = SOURCE) -> KbgenError:
    with pytest.raises(KbgenError) as error:
        new_page(kb, what, asked, kb.config.project)
    return error.value


# ---------------------------------------------------------------- a page of a kind


def test_a_source_with_everything(kb: Kb) -> None:
    asked = Asked(
        'Source Summary: "Machines": a talk #12 [sic]', "2026-01-31", "https://example.org/talk?x=1",
        ("ada-lovelace",), ("OpenAI (the lab, itself)", "Grace Hopper & RLVR"), (), ("raw/talks/a talk, with commas.txt",),
        ("talks", "c#"), ("The talk: on machines",), fields_of(["format=Transcript: ~4 hours", "Show=Yes"], kb),
    )  # fmt: skip
    page = new_page(kb, SOURCE, asked, kb.config.project)
    assert page.path == "sources/machines-a-talk-sharp-12-sic.md"
    assert fields(page.text) == {
        "title": asked.title,
        "type": "source",
        "published": "2026-01-31",
        "url": "https://example.org/talk?x=1",
        "host": "[[ada-lovelace]]",
        "guests": "[[openai]] (the lab, itself), Grace Hopper, [[rlvr]]",
        "raw_file": "raw/talks/a talk, with commas.txt",
        "raw_hash": hashlib.sha256(b"It was said.\n").hexdigest(),
        "tags": "talks, c#",
        "aliases": "The talk: on machines",
        "format": "Transcript: ~4 hours",
        "show": "Yes",
    }
    for section in ("Overview", "Key Claims", "Entities Mentioned", "Assessment"):
        assert f"\n## {section}\n" in page.text


def test_the_raw_hash_is_the_one_that_check_reads(kb: Kb) -> None:
    page = new_page(kb, SOURCE, Asked("T", "2026", raw=("a talk, with commas.txt",)), kb.config.project / "raw/talks")
    project = kb.config.project
    write(project / "kb", {page.path: page.text})
    found = {one.code for one in findings(project) if one.path == "kb/sources/t.md"}
    assert not found & {"KB401", "KB402", "KB403", "KB216"}
    write(project, {"raw/talks/a talk, with commas.txt": "It was not said.\n"})
    assert "KB403" in {one.code for one in findings(project)}


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (Asked("  "), "a page needs a title"),
        (Asked("{{title}}"), "placeholder"),
        (Asked("T", published="2026-13-01"), "cannot be understood as a date"),
        (Asked("T", url="javascript:alert(1)"), "not a web address"),
        (Asked("T", raw=("raw/none.txt",)), "there is no file"),
        (Asked("T", raw=("elsewhere.txt",)), "is not in a raw folder"),
        (Asked("T", raw=("/etc/hosts",)), "is not in a raw folder"),
        (Asked("Survey"), "kb/sources/survey.md already exists"),
        (Asked("T", name="SURVEY"), "kb/sources/survey.md already exists"),
    ],
)
def test_what_cannot_be(kb: Kb, asked: Asked, message: str) -> None:
    assert message in refused(kb, asked).message


def test_no_option_is_lost(kb: Kb) -> None:
    """A template need not have a field that an option gives: an entity with an address keeps it."""
    every = Asked(
        "Acme", "2026-01", "https://example.org/", ("A B",), ("C D",), ("E F",),
        ("raw/talks/a talk, with commas.txt",), ("x",), ("Acme Ltd",),
    )  # fmt: skip
    for kind in ("source", "entity", "concept", "question"):
        made = fields(new_page(kb, KindOfPage(kind, ""), every, kb.config.project).text)
        assert made["published"] == "2026-01", kind
        assert made["url"] == "https://example.org/", kind
        assert {"host", "guests", "authors", "raw_file", "raw_hash", "tags", "aliases"} <= made.keys(), kind
    twice = every._replace(fields=(("url", "https://example.org/2"),))
    assert "given twice" in refused(kb, twice, KindOfPage("entity", "")).message


def test_kinds_are_data(tmp_path: Path) -> None:
    toml = '[kinds.recipe]\nfolders = ["recipes"]\nrequired = ["serves"]\n'
    own = "---\ntitle:{{ title | yaml }}\ntype: recipe\n---\n\n## Ingredients\n"
    files = {"kb/entities/people/ada.md": "---\ntype: person\n---\n", "kbgen.toml": toml}
    kb = read(write(tmp_path / "p", files))
    recipe, person = kind_named("recipe", kb), kind_named("person", kb)
    assert recipe == ("recipe", "")
    assert person == ("entity", "person")
    assert kind_named("listing", kb) is kind_named("nonsense", kb) is None
    page = new_page(kb, recipe, Asked("Soup"), tmp_path)
    assert page.path == "recipes/soup.md"
    assert fields(page.text) == {"title": "Soup", "type": "recipe", "serves": ""}
    assert new_page(kb, person, Asked("Bob"), tmp_path).path == "entities/people/bob.md"
    assert "entity_type: person" in new_page(kb, person, Asked("Bob"), tmp_path).text
    kb = read(write(tmp_path / "p", {"templates/new/recipe.md.jinja": own}))
    assert new_page(kb, recipe, Asked("Soup"), tmp_path).text == (
        "---\ntitle: Soup\ntype: recipe\nserves:\n---\n\n## Ingredients\n"
    )
    write(tmp_path / "p", {"templates/new/recipe.md.jinja": "{{ nothing }}"})
    with pytest.raises(KbgenError, match=r"new/recipe.md.jinja.* has a mistake: 'nothing' is undefined"):
        new_page(kb, recipe, Asked("Soup"), tmp_path)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.text())
def test_fields_are_read_as_they_were_given(value: str, key: str) -> None:
    one = " ".join(value.split())
    text = f"---\n{yaml_fields([('title', value), ('tags', (value, 'b: c'))])}---\n"
    front = read_fields(text)
    told = {field.key: field.value for field in front.fields}
    if one and "\0" not in one:
        assert front.diagnostics == () or "[[" in one
        one = without_controls(one)
        assert (told["title"], told["tags"]) == (one, (one, "b: c"))
    assert read_fields(f"---\n{yaml_fields([(key, 'v')])}---\n").fields or not key.strip() or "\0" in key


@settings(deadline=None)
@given(st.text(st.characters(exclude_characters="\0{", exclude_categories=["Cs"])))
def test_any_title_makes_a_page(title: str) -> None:
    if any(char.isalnum() for char in title):
        page = new_page(EMPTY, SOURCE, Asked(title), Path("/"))
        assert fields(page.text)["title"] == without_controls(" ".join(title.split()))
        assert page.path.startswith("sources/")
        assert page.path.count("/") == 1


@pytest.fixture(autouse=True, scope="module")
def _empty(tmp_path_factory: pytest.TempPathFactory) -> None:
    global EMPTY
    EMPTY = read(write(tmp_path_factory.mktemp("empty"), {"kb/sources/there-is-one-already.md": ""}))


EMPTY: Kb

# ---------------------------------------------------------------- wanted pages


def test_wanted_pages_are_told_most_wanted_first(tmp_path: Path) -> None:
    files = {
        "kb/sources/a.md": "[[one]] and [[two]]\n",
        "kb/sources/b.md": "[[Two]]\n",
        "kb/concepts/c.md": "",
    }
    found = wants(read(write(tmp_path / "p", files)))
    assert [(want.node.create, want.pages, want.links) for want in found] == [("kb/Two.md", 2, 2), ("kb/one.md", 1, 1)]


def test_a_wanted_page_lies_where_the_site_says_and_brings_what_is_known(kb: Kb) -> None:
    node = kb.wanted_page("unwritten-idea")
    assert node is not None
    for spelling in ("Unwritten Idea", "unwritten_idea", node.title, node.create):
        assert kb.wanted_page(spelling) == node
    page = wanted_page(kb, node, kb.config.project)
    assert f"kb/{page.path}" == node.create
    assert "<!-- What the sources say so far:\n[[survey]] (A survey, 2026-01-31)\n- not there" in page.text
    write(kb.config.project / "kb", {page.path: page.text})
    after = read(kb.config.project)
    assert after.wanted_page("unwritten-idea") is None
    assert "missing" not in {edge.resolution for edge in after.graph.edges}


def test_a_comment_holds_whatever_is_said(tmp_path: Path) -> None:
    nasty = "- [[x]] — ends --> here <!-- and %% there <script>alert(1)</script>\n"
    kb = read(write(tmp_path / "p", {"kb/sources/a.md": nasty, "kb/entities/e.md": "E"}))
    node = kb.wanted_page("x")
    assert node is not None
    text = wanted_page(kb, node, tmp_path).text
    assert text.count("-->") == text.count("<!--")
    assert "alert" in text
    project = write(tmp_path / "p", {"kb/" + wanted_page(kb, node, tmp_path).path: text})
    assert "KB503" not in {one.code for one in findings(project) if one.path != "kb/sources/a.md"}


@pytest.mark.parametrize(
    "name",
    ["con", "AUX", "nul.x", "a: b?", "x" * 300, "a*b", "e.v.", "日" * 90, "$L^2$ norm"],
    ids=lambda name: name[:8],
)
def test_a_wanted_page_can_be_on_every_system_and_is_found(tmp_path: Path, name: str) -> None:
    files = {"kb/sources/a.md": f"[[{name}]]\n"}
    kb = read(write(tmp_path / "p", files))
    node = kb.wanted_page(name)
    assert node is not None
    page = wanted_page(kb, node, tmp_path)
    again = write(tmp_path / "p", {**files, f"kb/{page.path}": page.text})
    assert not {"KB101", "KB222"} & {one.code for one in findings(again)}


# ---------------------------------------------------------------- the command


def test_the_command_prints_the_path_and_overwrites_nothing(kb: Kb) -> None:
    project = kb.config.project
    done = kbgen("new", "source", "A talk", "--published", "2026-01-31", cwd=project)
    assert (done.returncode, done.stdout, done.stderr) == (0, "kb/sources/a-talk.md\n", "")
    (project / "kb/sources/a-talk.md").write_text("mine")
    again = kbgen("new", "source", "A talk", cwd=project)
    assert again.returncode == 2
    assert again.stderr.startswith("error: kb/sources/a-talk.md already exists")
    assert (project / "kb/sources/a-talk.md").read_text() == "mine"
    listed = kbgen("new", "--wanted", cwd=project)
    assert listed.stdout.split() == ["1", "page", "kb/entities/unwritten-idea.md", "Unwritten", "idea"]
    made = kbgen("new", "unwritten-idea", cwd=project)
    assert made.stdout == "kb/entities/unwritten-idea.md\n"
    assert kbgen("new", "--wanted", cwd=project).stdout.startswith("nothing is wanted")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "which page?"),
        ([" "], "which page?"),
        (["source"], "needs a title"),
        (["unwriten-idea"], "did you mean unwritten-idea?"),
        (["openai"], "kb/entities/openai.md already exists"),
        (["sauce", "A talk"], "no page links to “sauce A talk”"),
        (["sources", "A talk"], 'did you mean kbgen new source "A talk"?'),
        (["Persn", "Ada"], 'did you mean kbgen new person "Ada"?'),
        (["source", "T", "--field", "nothing"], "is not a field"),
        (["source", "T", "--field", "title=U"], "the field “title” is given twice"),
        (["source", "T", "--tag", "a b", "--field", "tags=c"], "several tags are several --tag"),
        (["--wanted", "x"], "--wanted lists pages"),
        (["source", "T", "--field", "a=1", "--field", "a=2"], "the field “a” is given twice"),
        (["source", "T", "--field", "author=A", "--field", "Authors=B"], "the field “Authors” is given twice"),
        (["unwritten-idea", "--name", "x"], "leave out --name"),
        (["source", "T", "--name", "CON"], "the name “CON.md” is reserved for a device on Windows"),
        (["source", "T", "--name", "a/b: c"], "the name “b: c.md” contains ':'"),
        (["source", "T", "--name", ".#x"], "sources/.#x.md would be hidden"),
        (["source", "T", "--name", " "], "sources/.md would be hidden"),
        (["source", "T", "--name", ".."], "sources/...md would be hidden"),
        (["source", "T", "--name", "a/.b/c"], "sources/a/.b/c.md would be hidden"),
        (["entity", "Index"], "kb/entities/index.md would be a listing, not a page of the kind entity"),
        (["source", "A log", "--name", "log"], "kb/sources/log.md would be a listing, not a page of the kind source"),
        (["source", "caf\udce9"], "“caf\ufffd” is not UTF-8"),
        (["source", "T", "--tag", "\udcff"], "is not UTF-8"),
    ],
)
def test_mistakes_are_told_in_one_line(kb: Kb, words: list[str], message: str) -> None:
    done = kbgen("new", *words, cwd=kb.config.project)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_title_that_another_page_has_as_a_name_is_told(kb: Kb) -> None:
    """The page is made: there may be two of that name. But most often one of them is too many."""
    project = kb.config.project
    write(project, {"kb/entities/ada.md": "---\naliases: [Countess of Lovelace]\n---\n# Ada\n"})
    done = kbgen("new", "person", "Countess of Lovelace", cwd=project)
    assert (done.returncode, done.stdout) == (0, "kb/entities/countess-of-lovelace.md\n")
    assert done.stderr.startswith("note: “Countess of Lovelace” is a name of kb/entities/ada.md already\n  hint: ")


def test_what_is_given_is_what_is_read(kb: Kb) -> None:
    """One alias with a comma is one, a field that the template has empty is filled in, and a note is a kind."""
    project = kb.config.project
    asked = ("--alias", "OpenAI, Inc.", "--field", "published=2026")
    assert kbgen("new", "source", "Sora", *asked, cwd=project).stdout == "kb/sources/sora.md\n"
    front = read_fields((project / "kb/sources/sora.md").read_text("utf-8"))
    found = {field.name: field.value for field in front.fields}
    assert (aliases_of(front.fields), found["published"]) == (("OpenAI, Inc.",), "2026")
    assert kbgen("new", "note", "My note", cwd=project).stdout == "kb/my-note.md\n"


@pytest.mark.parametrize(
    ("link", "path"),
    [
        ("[w](../tools/w.md)", "tools/w.md"),
        ("[z](/nope/z.md)", "nope/z.md"),
        ("[[companies/]]", "companies/index.md"),
        ("[[ideas/w]]", "entities/w.md"),  # a folder that is not there: the links find the page by an alias
        ("[[ideas/w]] [[ideas/w|W]]", "entities/w.md"),
        ("[[FP8/FP4]]", "entities/FP8-FP4.md"),  # a name, by which they find it as a title
        ("[[who: me?|Somebody]]", "entities/who- me-.md"),  # the title is another, so they find it by an alias
    ],
)
def test_a_wanted_page_lies_where_its_links_find_it(tmp_path: Path, link: str, path: str) -> None:
    project = write(tmp_path / "p", {"kb/sources/a.md": f"{link} [[openai]]\n", "kb/entities/openai.md": "# O\n"})
    kb = read(project)
    [node] = kb.wanted.values()
    page = wanted_page(kb, node, tmp_path)
    assert page.path == path
    write(project, {f"kb/{path}": page.text})
    assert not read(project).wanted


def test_pages_go_to_the_kb_beside_which_the_index_lies(tmp_path: Path) -> None:
    project = write(tmp_path / "p", {"index.md": "# Home\n\n[[a]]", "wiki/a.md": "[[ada]]\n"})
    assert kbgen("new", "source", "A talk", cwd=project).stdout == "wiki/sources/a-talk.md\n"
    assert kbgen("new", "ada", cwd=project).stdout == "wiki/ada.md\n"
    assert not read(project).wanted


def test_the_raw_folder_is_told_as_seen_from_here(kb: Kb) -> None:
    project = kb.config.project
    write(project.parent, {"a talk.txt": "words", f"{project.name}/raw/here.txt": "words"})
    for raw, hint in (
        ("a talk.txt", f"copy it there first: cp 'a talk.txt' {project.name}/raw/"),
        ("none.txt", f"put the original into {project.name}/raw/ first"),
    ):
        run = kbgen("new", "source", "T", "--project", project.name, "--raw", raw, cwd=project.parent)
        assert f"\n  hint: {hint}" in run.stderr


def test_a_file_in_the_place_of_a_folder_is_told(tmp_path: Path) -> None:
    project = write(tmp_path / "p", {"kb/index.md": "# Home\n", "kb/sources": "a file"})
    done = kbgen("new", "source", "T", cwd=project)
    assert done.stderr == (
        "error: kb/sources is a file, not a folder\n  hint: rename it, or remove it: sources/t.md has to go there\n"
    )


def test_a_folder_that_leads_out_is_not_written_to(tmp_path: Path) -> None:
    project = write(tmp_path / "p", {"kb/index.md": "# Home\n"})
    (tmp_path / "outside").mkdir()
    (project / "kb/sources").symlink_to(tmp_path / "outside")
    done = kbgen("new", "source", "T", cwd=project)
    assert done.returncode == 2
    assert "leads out of" in done.stderr
    assert list((tmp_path / "outside").iterdir()) == []


def test_only_the_names_of_listings_are_refused(tmp_path: Path) -> None:
    """A company may be called ReadMe, and a folder may have an index that somebody wants to write."""
    project = write(tmp_path / "p", {"kb/sources/a.md": "A", "kb/entities/a.md": "A"})
    for words, path in (
        (("entity", "ReadMe"), "kb/entities/readme.md"),
        (("note", "Index"), "kb/index.md"),
        (("source", "A talk", "--name", "a-talk/index"), "kb/sources/a-talk/index.md"),
    ):
        assert kbgen("new", *words, cwd=project).stdout == f"{path}\n"
    assert {node.id for node in read(project).graph.nodes if node.listing} == {"index"}
