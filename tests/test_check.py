"""`kbgen check` as its users and their machines meet it: exit codes, formats, baseline, git, the schema for editors."""

from __future__ import annotations

import json
import random
import subprocess
from functools import partial
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import kbgen.audit
from kbgen.audit import audit, commits
from kbgen.check.formats import FORMATS, as_github, as_json, as_sarif
from kbgen.check.judge import codes_of
from kbgen.check.noticing import TEXTS
from kbgen.check.rules import DATED, LASTING, RULES
from kbgen.check.schema import ENTRIES, json_schema
from kbgen.config import load_config
from kbgen.diagnostics import CODES, finding
from kbgen.fields import decode
from kbgen.files.disk import replace_file
from kbgen.model import Diagnostic, KbgenError
from kit import PAGES, ROOT, absent, in_kb, output_of, write
from kit import kbgen as run_kbgen
from test_blocks import calls
from test_fuzz import mutated

SARIF_SCHEMA = ROOT / ".cache/sarif/sarif-2.1.0.json"
WARNS = {"kb/a.md": "See [[nobody]].\n", "kb/b.md": "See [[a]].\n"}
FAILS = {"kb/a.md": "[x](javascript:alert)\n"}
EVIL = "a, b: 100%\r\n::error::x \x1b[31m"
ONLY_CHECK = {code for code in CODES if "KB116" <= code <= "KB118" or "KB216" <= code < "KB500"}
ODD = [
    finding("KB101", f"no page is called “{EVIL}”", 3, 2, 4, "one\ntwo", "kb/ä b%,x.md"),
    finding("KB501", "whole file", path="kb/a.md"),
    finding("KB204", "no place", 0, 0, path="kb/a.md"),
    finding("KB408", "no path at all"),
]


def found_in(project: Path, **more: Any) -> list[Diagnostic]:
    config = load_config(project, output=project / "site", cwd=project, writes=False)
    return list(audit(config, lambda stage, done, total: None, **more).findings)


def test_sources_of_one_title_are_not_all_compared(tmp_path: Path) -> None:
    """Else a thousand episodes of one title took ten seconds. Calls of functions, not seconds."""
    work = []
    for number in (150, 300):
        sources = {f"kb/sources/{n}.md": f"---\ntitle: A show\nurl: https://a.b/{n}\n---\n" for n in range(number)}
        project = write(tmp_path / str(number), sources)
        work.append(calls(partial(found_in, project)))
    assert work[1] < 2.5 * work[0]


def test_pages_with_one_title_and_alias_are_told_once(tmp_path: Path) -> None:
    """Not each with each."""
    pages = {f"entities/{n}.md": "---\ntitle: A thing\naliases: [A thing, a-thing]\n---\n" for n in range(30)}
    assert len([one for one in found_in(write(tmp_path, in_kb(pages))) if one.code == "KB305"]) == 29


def test_pages_of_one_title_are_told_with_the_first_that_they_may_be(tmp_path: Path) -> None:
    """Two sources with different addresses are two works; one without an address may be either, and letters may be
    written in two forms of Unicode."""
    titles = {"a": "Zoë", "b": "Zoe\u0308", "c": "zoë"}
    urls = {"p": "url: https://a.b/1\n", "q": "url: https://a.b/2\n", "r": "", "s": "url: https://a.b/2\n"}
    pages = {f"entities/{name}.md": f"---\ntitle: {title}\n---\n" for name, title in titles.items()}
    pages |= {f"sources/{name}.md": f"---\ntitle: A show\n{url}---\n" for name, url in urls.items()}
    pages |= {"archive/sources/t.md": "---\ntitle: A show\n---\n"}
    found = [one for one in found_in(write(tmp_path, in_kb(pages))) if one.code == "KB305"]
    told = [(one.path, one.message.partition(" (kb/")[2].partition(".md): ")) for one in found]
    assert [(path, other, why) for path, (other, _, why) in told] == [
        ("kb/entities/b.md", "entities/a", "they have the same title"),
        ("kb/entities/c.md", "entities/a", "their titles differ only in case"),
        ("kb/sources/r.md", "sources/p", "they have the same title"),
        ("kb/sources/s.md", "sources/q", "they have the same title"),
    ]


def test_of_many_pages_that_may_be_meant_some_are_named(tmp_path: Path) -> None:
    """Else many links to many pages of one name would be told of in a square of both."""
    pages = {f"kb/{letter}/talk.md": f"# {letter}\n" for letter in "abcdefghij"}
    found = found_in(write(tmp_path, {**pages, "kb/index.md": "[[talk]]\n"}))
    hints = [one.hint for one in found if one.code == "KB102"]
    assert hints == ["write one of " + ", ".join(f"[[{letter}/talk]]" for letter in "abcdefgh") + " and 2 more"]


# ---------------------------------------------------------------- exit codes


@pytest.mark.parametrize("form", ["text", *FORMATS])
@pytest.mark.parametrize(
    ("files", "plain", "strict"),
    [({"kb/a.md": "Fine.\n"}, 0, 0), (WARNS, 0, 1), (FAILS, 1, 1)],
    ids=["ok", "warn", "err"],
)
def test_exit_codes_in_every_format(tmp_path: Path, form: str, files: dict[str, str], plain: int, strict: int) -> None:
    project = write(tmp_path / "p", files)
    before = output_of(project)
    assert run_kbgen("check", "--format", form, cwd=project).returncode == plain
    assert run_kbgen("check", "--format", form, "--strict", cwd=project).returncode == strict
    after = {path: what for path, what in output_of(project).items() if path.split("/")[0] != ".kbgen"}
    assert after == before  # report, never rewrite


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--select", "KB999"), "no rule is called “KB999”"),
        (("--ignore", "mising-page"), "did you mean missing-page?"),
        (("--git",), "git has no history of this project"),
        (("nowhere",), "there is no folder nowhere"),
    ],
)
def test_what_check_cannot_go_on_with(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    run = run_kbgen("check", *words, cwd=write(tmp_path / "p", WARNS), env={"GIT_CEILING_DIRECTORIES": str(tmp_path)})
    assert run.returncode == 2
    assert told in run.stderr


def test_rules_in_the_settings_that_there_are_not(tmp_path: Path) -> None:
    project = write(tmp_path / "p", {**WARNS, "kbgen.toml": '[check.severity]\nmissing-pag = "off"\n'})
    run = run_kbgen("check", cwd=project)
    assert (run.returncode, "did you mean missing-page?" in run.stderr) == (2, True)


def test_select_and_ignore(tmp_path: Path) -> None:
    project = write(tmp_path / "p", WARNS)
    every = {one.code for one in found_in(project)}
    assert {"KB101", "KB301"} <= every
    assert {one.code for one in found_in(project, select=codes_of(["KB1"], ""))} == {"KB101"}
    assert {one.code for one in found_in(project, select=codes_of(["missing-page,kb301"], ""))} == {"KB101", "KB301"}
    assert {one.code for one in found_in(project, ignore=codes_of(["orphan-page", "KB101"], ""))} == every - {
        "KB101",
        "KB301",
    }


# ---------------------------------------------------------------- formats


def test_json_is_what_was_promised(tmp_path: Path) -> None:
    project = write(tmp_path / "p", in_kb(PAGES))
    told = json.loads(run_kbgen("check", "--format", "json", cwd=project).stdout)
    assert list(told) == ["schema", "findings"]
    assert told["schema"] == "kbgen.check/1"
    keys = ["code", "name", "severity", "message", "path", "line", "column", "length", "hint"]
    assert told["findings"]
    for one in told["findings"]:
        assert list(one) == keys
        assert one["name"] == CODES[one["code"]].name
        assert (project / one["path"]).is_file()
    places = [(one["path"], one["line"], one["column"]) for one in told["findings"]]
    assert places == sorted(places)


def test_nothing_found_is_told_in_every_format() -> None:
    assert json.loads(as_json([])) == {"schema": "kbgen.check/1", "findings": []}
    assert json.loads(as_sarif([]))["runs"][0]["results"] == []
    assert as_github([]) == ""


def test_sarif_is_valid() -> None:
    if not SARIF_SCHEMA.is_file():
        absent("the schema of SARIF is not there (make test fetches it by npm)")
    schema = json.loads(SARIF_SCHEMA.read_text("utf-8"))
    every = [finding(code, "x", 2, 3, 4, "do this", "kb/a.md") for code in CODES]
    for findings in ([], ODD, every):
        jsonschema.validate(json.loads(as_sarif(findings)), schema)
    with pytest.raises(jsonschema.ValidationError):  # the schema does refuse
        jsonschema.validate({"version": "2.1.0", "runs": [{"results": [{}]}]}, schema)


def test_sarif_says_where() -> None:
    run = json.loads(as_sarif(ODD))["runs"][0]
    by_rule = {result["ruleId"]: result for result in run["results"]}
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["KB101", "KB204", "KB408", "KB501"]
    assert all(run["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    place = by_rule["KB101"]["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 3, "startColumn": 2, "endColumn": 6}
    assert place["artifactLocation"]["uri"] == "kb/%C3%A4%20b%25%2Cx.md"
    assert "region" not in by_rule["KB204"]["locations"][0]["physicalLocation"]
    assert "locations" not in by_rule["KB408"]


@pytest.mark.parametrize("form", ["github", "sarif"])
@pytest.mark.parametrize("named", [False, True], ids=["here", "workspace"])
def test_places_count_from_the_repository(tmp_path: Path, form: str, named: bool) -> None:
    """Whoever shows findings beside the files of a repository knows these by their paths in it."""
    write(tmp_path / "repository/notes", {"kb/a.md": "[[nowhere]]\n"})
    here, words = (tmp_path, "repository/notes") if named else (tmp_path / "repository", "notes")
    workspace = {"GITHUB_WORKSPACE": str(tmp_path / "repository")} if named else {}
    run = run_kbgen("check", words, "--format", form, cwd=here, env=workspace)
    assert ("file=notes/kb/a.md" if form == "github" else '"uri": "notes/kb/a.md"') in run.stdout


def test_a_baseline_is_whole_and_of_all_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be written leaves the accepted findings as they were, and a choice of rules accepts nothing."""
    write(tmp_path, {"kb/a.md": "[[nowhere]]\n"})
    assert run_kbgen("check", "--write-baseline", cwd=tmp_path).returncode == 0
    (file,) = [one for one in tmp_path.iterdir() if one.suffix == ".json"]
    before = file.read_bytes()
    run = run_kbgen("check", "--write-baseline", "--select", "KB1", cwd=tmp_path)
    assert run.returncode == 2
    assert "--select" in run.stderr
    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(OSError, match="full"):
        replace_file(file, b"other")
    assert (file.read_bytes(), sorted(one.name for one in tmp_path.iterdir())) == (
        before,
        sorted([".kbgen", file.name, "kb"]),
    )


def fail(*_: object) -> None:
    raise OSError(28, "full")


def test_github_annotations_are_a_line_each_and_cannot_be_forged() -> None:
    lines = as_github(ODD).split("\n")
    assert len(lines) == len(ODD) + 1
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines[:-1])
    odd = next(line for line in lines if "KB101" in line)
    assert odd.startswith("::warning file=kb/ä b%25%2Cx.md,line=3,col=2,endColumn=6,title=KB101 missing-page::no page")
    assert "%0Aone%0Atwo" in odd
    assert "\x1b" not in odd
    assert "\r" not in odd


# ---------------------------------------------------------------- baseline


def test_a_baseline_accepts_what_is_there_and_nothing_new(tmp_path: Path) -> None:
    project = write(tmp_path / "p", {**WARNS, "kb/c.md": "[x](javascript:alert) and [[a]].\n"})
    write(project, {"kb/d.md": "[[gone]], [[gone]] and [[gone]] are accepted one by one.\n"})
    assert run_kbgen("check", cwd=project).returncode == 1
    run = run_kbgen("check", "--write-baseline", cwd=project)
    assert (run.returncode, "findings accepted" in run.stdout) == (0, True)
    assert run_kbgen("check", "--strict", cwd=project).returncode == 0
    # Lines may shift; a second finding of the same words in the same file is new, and so is one elsewhere.
    page = project / "kb/a.md"
    page.write_text("# A\n\nNew words above.\n\nSee [[nobody]].\n", "utf-8")
    assert run_kbgen("check", "--strict", cwd=project).returncode == 0
    page.write_text("See [[nobody]].\n\nSee [[nobody]].\n", "utf-8")
    assert [(one.code, one.line) for one in found_in(project) if one.severity == "warning"] == [("KB101", 3)]
    assert "accepted in kbgen-baseline.json" in run_kbgen("check", cwd=project).stdout


def test_a_baseline_knows_what_has_only_grown(tmp_path: Path) -> None:
    """A stub with a word more is the stub that was accepted; another missing page, or another index, is new."""
    listed = "- [[x/a1]]\n- [[x/a2]]\n- [[x/a3]]\n"
    files = {
        f"kb/x/a{n}.md": f"Words enough to be no stub, all of the many words of number {n}: [[gone]].\n"
        for n in range(1, 5)
    }
    project = write(
        tmp_path / "p", {**files, "kb/index.md": listed, "kb/stub.md": "Lonely 7.\n", "kb/b.md": "[[v1]]\n"}
    )
    found = {(one.code, one.message) for one in found_in(project)}
    assert {"KB219", "KB303", "KB308"} <= {code for code, _ in found}
    assert run_kbgen("check", "--write-baseline", cwd=project).returncode == 0
    write(project, {"kb/stub.md": "Lonely 8 and more.\n", "kb/x/a5.md": files["kb/x/a4.md"]})
    assert {(one.code, one.message) for one in found_in(project)} == {
        ("KB101", "no page is called “gone”"), ("KB301", "no page leads to “A5”"),
    }  # fmt: skip
    write(project, {"kb/b.md": "[[v2]]\n"})
    assert ("KB101", "no page is called “v2”") in {(one.code, one.message) for one in found_in(project)}


def test_accepted_findings_that_are_mended_are_told(tmp_path: Path) -> None:
    """A fault that comes back would be accepted without a word. Where there are others, writing a baseline would accept
    these; of a choice of rules, the rest is not asked about."""
    links = "[[one]] [[two]] [[two]]\n"
    project = write(tmp_path / "p", {"kb/a.md": f"# A\n\nWords enough to be no stub at all, and more: {links}"})
    assert run_kbgen("check", "--write-baseline", cwd=project).returncode == 0
    told = "accepted once, and mended since: "
    assert told not in run_kbgen("check", cwd=project).stdout
    page = (project / "kb/a.md").read_text("utf-8")
    write(project, {"kb/a.md": page.replace("[[one]] [[two]] ", "")})
    assert f"{told}2 findings (kbgen check --write-baseline forgets them)\n" in run_kbgen("check", cwd=project).stdout
    assert told not in run_kbgen("check", "--select", "KB1", cwd=project).stdout
    write(project, {"kb/a.md": page.replace("[[one]]", "[[three]]")})
    assert f"{told}1 finding\n" in run_kbgen("check", cwd=project).stdout
    run_kbgen("check", "--write-baseline", cwd=project)
    assert told not in run_kbgen("check", cwd=project).stdout


def test_writing_a_baseline_twice_writes_the_same(tmp_path: Path) -> None:
    project = write(tmp_path / "p", WARNS)
    file = project / "kbgen-baseline.json"
    run_kbgen("check", "--write-baseline", cwd=project)
    first = file.read_bytes()
    assert run_kbgen("check", "--write-baseline", cwd=project).returncode == 0
    assert file.read_bytes() == first
    assert json.loads(first)["schema"] == "kbgen.baseline/1"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "x", "findings": []}', '{"findings": [1]}', "\xff"])
def test_a_baseline_that_is_none(tmp_path: Path, text: str) -> None:
    project = write(tmp_path / "p", {**WARNS, "kbgen-baseline.json": text.encode("latin-1")})
    with pytest.raises(KbgenError, match=r"kbgen-baseline\.json") as error:
        found_in(project)
    assert "delete it" in error.value.hint  # the command that writes one does not write over it


def test_a_baseline_lies_in_the_project(tmp_path: Path) -> None:
    project = write(tmp_path / "p", {**WARNS, "kbgen.toml": '[check]\nbaseline = "../b.json"\n'})
    run = run_kbgen("check", "--write-baseline", cwd=project)
    assert (run.returncode, (tmp_path / "b.json").exists()) == (2, False)


# ---------------------------------------------------------------- git and the clock


def _git(project: Path, *words: str, date: str = "2026-01-01T00:00:00Z") -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    env = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date, "PATH": "/usr/bin:/bin", "HOME": str(project)}
    subprocess.run(["git", "-C", str(project), *identity, *words], check=True, capture_output=True, env=env)


def test_git_tells_which_raw_files_are_younger(tmp_path: Path) -> None:
    source = "---\npublished: 2026-01-31\nraw_file: raw/{0} talk.txt\n---\nText of [[a]].\n"
    files = {f"kb/sources/{name}.md": source.format(name) for name in ("old", "new", "älter")}
    raw = {f"raw/{name} talk.txt": "One.\n" for name in ("old", "new", "älter")}
    project = write(tmp_path / "up/p", {**files, **raw, "kb/a.md": "# A\n"})
    _git(project.parent, "init", "-q")
    _git(project.parent, "add", ".")
    _git(project.parent, "commit", "-qm", "one")
    for name in ("new", "älter"):
        (project / f"raw/{name} talk.txt").write_text("Two.\n", "utf-8")
    _git(project.parent, "commit", "-qam", "two", date="2026-02-03T00:00:00Z")
    found = [one for one in found_in(project, git=True) if one.code == "KB403"]
    assert [(one.path, one.line, one.column) for one in found] == [
        ("kb/sources/new.md", 3, 11),
        ("kb/sources/älter.md", 3, 11),
    ]
    assert "was committed on 2026-02-03, after this summary (2026-01-01)" in found[0].message
    assert [one for one in found_in(project) if one.code == "KB403"] == []
    assert set(commits(project).values()) == {"2026-01-01T00:00:00+00:00", "2026-02-03T00:00:00+00:00"}


def test_the_day_comes_from_outside(tmp_path: Path) -> None:
    project = write(tmp_path / "p", {"kb/a.md": "---\nreview_after: 2026-01-31\n---\nText.\n"})
    assert "KB404" not in run_kbgen("check", cwd=project, env={"SOURCE_DATE_EPOCH": "1767225600"}).stdout  # 2026-01-01
    assert "KB404" in run_kbgen("check", cwd=project, env={"SOURCE_DATE_EPOCH": "1772323200"}).stdout  # 2026-03-01
    for odd in ("99999999999999", "1e9", "²"):
        run = run_kbgen("check", cwd=project, env={"SOURCE_DATE_EPOCH": odd})
        assert (run.returncode, f"SOURCE_DATE_EPOCH is “{odd}”" in run.stderr) == (2, True), run.stderr
    assert "KB404" not in {one.code for one in found_in(project)}  # no day, no finding


def test_check_says_the_same_twice(tmp_path: Path) -> None:
    project = write(tmp_path / "p", in_kb(PAGES))
    runs = {run_kbgen("check", "--format", "json", cwd=project, env={"PYTHONHASHSEED": seed}).stdout for seed in "012"}
    assert len(runs) == 1


def test_findings_of_a_build_are_among_those_of_check(tmp_path: Path) -> None:
    from kbgen.pipeline.build import build

    project = write(tmp_path / "p", in_kb(PAGES))
    config = load_config(project, output=tmp_path / "site", cwd=project)
    assert set(build(config).diagnostics) <= set(found_in(project))


def test_what_was_found_is_remembered_and_forgotten_with_any_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second run reads nothing; whatever findings are made of is seen when it changes, even at the same size."""
    source = "---\npublished: 2026-01-31\nraw_file: raw/a.txt\n---\n> One two three four.\n"
    project = write(tmp_path / "p", {"kb/sources/a.md": source, "raw/a.txt": "One two three four.\n"})
    runs: list[int] = []
    real = kbgen.audit.read_project
    monkeypatch.setattr("kbgen.audit.YOUNG", 0)
    monkeypatch.setattr("kbgen.audit.read_project", lambda *a: (runs.append(1), real(*a))[1])

    def codes(**more: Any) -> set[str]:
        return {one.code for one in found_in(project, remember=True, **more)}

    first = codes()
    assert (codes(), len(runs)) == (first, 1)
    assert "KB406" not in first
    (project / "raw/a.txt").write_text("One two three FOUL.\n", "utf-8")
    assert "KB406" in codes()
    (project / "kb/sources/a.md").write_text(source.replace("four", "foul"), "utf-8")
    assert (codes(), len(runs)) == (first, 3)
    assert codes(select=codes_of(["KB301"], "")) == {"KB301"}
    (project / "kbgen.toml").write_text('[check.severity]\nKB301 = "off"\n', "utf-8")
    assert (codes(), len(runs)) == (first - {"KB301"}, 4)
    assert (codes(today="2026-02-01"), len(runs)) == (first - {"KB301"}, 5)
    monkeypatch.setattr("kbgen.audit.YOUNG", 10**12)
    assert (codes(), len(runs)) == (first - {"KB301"}, 6)  # files this young are read again


# ---------------------------------------------------------------- the schema for editors


def test_a_baseline_outside_the_project_is_refused_with_its_line(tmp_path: Path) -> None:
    project = write(tmp_path / "p", {**WARNS, "kbgen.toml": '[check]\nbaseline = "../known.json"\n'})
    run = run_kbgen("check", cwd=project)
    assert run.returncode == 2
    assert run.stderr.startswith("error: kbgen.toml:2: check.baseline is “../known.json”; allowed: a file inside")


def test_the_schema_is_one_and_takes_what_check_takes(tmp_path: Path) -> None:
    whole = json_schema((), {})
    jsonschema.Draft202012Validator.check_schema(whole)
    source = json.loads(run_kbgen("schema", "source", cwd=write(tmp_path / "p", WARNS)).stdout)
    assert source == json_schema((), {}, "source")
    validator = jsonschema.Draft202012Validator(source)
    good = {"title": "A", "date": "2026-01-31", "guests": ["Ada"], "tags": "a, b", "source_url": "https://example.org"}
    assert list(validator.iter_errors(good)) == []
    for bad in ({"title": "A"}, {**good, "sha256": "abc"}, {**good, "lang": "a language"}, {**good, "draft": ["x"]}):
        assert list(validator.iter_errors(bad))
    assert set(ENTRIES) <= set(source["properties"])


def test_the_schema_knows_the_project(tmp_path: Path) -> None:
    toml = '[kinds.recipe]\ntypes = ["dish"]\nrequired = ["serves"]\n'
    project = write(tmp_path / "p", {**WARNS, "kbgen.toml": toml})
    recipe = json.loads(run_kbgen("schema", "recipe", cwd=project).stdout)
    assert recipe["properties"]["type"]["examples"] == ["dish", "recipe"]
    assert recipe["allOf"] == [{"required": ["serves"]}]
    for word in ("Recipe", "dish"):  # as `kbgen new` takes it
        assert json.loads(run_kbgen("schema", word, cwd=project).stdout) == recipe
    run = run_kbgen("schema", "recip", cwd=project)
    assert (run.returncode, "there are comparison, concept" in run.stderr) == (2, True)


# ---------------------------------------------------------------- the rules themselves


def test_every_rule_says_what_it_is() -> None:
    for rule in (*RULES, *LASTING, *DATED, *TEXTS):
        assert (rule.__doc__ or "").strip().endswith("."), rule.__name__


def test_every_graph_and_provenance_code_has_cases_both_ways() -> None:
    """A code of the rules that only check has is expected somewhere in the cases, and somewhere not."""
    text = "".join(file.read_text("utf-8") for file in (ROOT / "tests/cases").glob("check-*.md"))
    for code in CODES:
        if code >= "KB301" and code < "KB500":
            assert f" {code} " in text, code


@pytest.mark.parametrize("seed", range(4))
def test_spoilt_files_are_judged_to_the_end(tmp_path: Path, seed: int) -> None:
    """Whatever files hold, every rule comes to an end, and every place is one in its file."""
    rng = random.Random(seed)
    pages = {f"kb/{rng.choice(('', 'sources/', 'entities/'))}s{n}.md": mutated(rng) for n in range(60)}
    head = b"---\nraw_file: raw/%d.%s\n---\n> A quote of some words here.\n\n"
    forms = ("md", "txt", "vtt", "srt", "html")
    sources = {f"kb/sources/q{n}.md": head % (n, forms[n % 5].encode()) + mutated(rng) for n in range(20)}
    raw = {f"raw/{n}.{forms[n % 5]}": mutated(rng) for n in range(20)}
    project = write(tmp_path / "p", {**pages, **sources, **raw, **{f"kb/{p}": text for p, text in PAGES.items()}})
    findings = found_in(project, today="2026-06-15")
    for one in findings:
        if one.code not in ONLY_CHECK:
            continue  # of what `parse` finds, test_positions speaks
        lines = _lines_of(project / one.path)
        assert 1 <= one.line <= len(lines), one
        assert one.column - 1 + one.length <= len(lines[one.line - 1]), one
    assert {"KB301", "KB406"} <= {one.code for one in findings}
    json.loads(as_json(findings))
    json.loads(as_sarif(findings))
    assert len(as_github(findings).split("\n")) == len(findings) + 1


def _lines_of(file: Path) -> list[str]:
    text, _ = decode(file.read_bytes())
    return text.split("\n")
