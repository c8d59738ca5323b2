"""Settings: every key has a default and a meaning, and a mistake is told with its place and a way out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kbgen.check.judge import severities_of
from kbgen.config import FIELDS, SECTIONS, SETTINGS, CheckSettings, Config, KindSettings, SiteSettings, load_config
from kbgen.fields import read_fields
from kbgen.fields.spellings import SPELLINGS
from kbgen.markdown import sections
from kbgen.model import KbgenError
from kbgen.pipeline.documents import parse_settings
from kit import kbgen, write


def project(folder: Path, toml: str = "", *folders: str) -> Path:
    for name in ("", *folders):
        (folder / name).mkdir(parents=True, exist_ok=True)
    if toml:
        (folder / "kbgen.toml").write_text(toml, encoding="utf-8")
    return folder


def load(folder: Path, output: Path | None = None, cwd: Path | None = None, writes: bool = True) -> Config:
    return load_config(folder, output=output, cwd=cwd or folder.parent, writes=writes)


def refused(folder: Path, output: Path | None = None, cwd: Path | None = None) -> KbgenError:
    with pytest.raises(KbgenError) as error:
        load(folder, output, cwd)
    return error.value


# ---------------------------------------------------------------- values


def test_without_a_file_everything_has_a_default(tmp_path: Path) -> None:
    folder = project(tmp_path / "p", "", "kb")
    assert load(folder) == Config(
        project=folder,
        content=folder / "kb",
        prefix="kb/",
        output=folder / "site",
        store=folder / ".kbgen",
        raw=(),
        templates=folder / "templates",
    )


def test_every_setting_is_read(tmp_path: Path) -> None:
    text = """
        content = "notes"
        output = "../out"
        raw = "publish"
        raw_folders = ["archive/raw"]
        exclude = ["drafts", " *.tmp.md "]
        urls = "directory"
        remote_images = true
        labels = "first"
        templates = "theme"
        relations = ["reports_to"]
        [site]
        title = "Ünïcode"
        base_url = "https://example.org/x"
        lang = "pt-BR"
        health = false
        description = "About it."
        edit_base = "https://example.org/edit/main"
        [kinds.paper]
        types = ["paper", "preprint"]
        folders = ["papers"]
        plural = "Papers"
        required = ["published"]
        [kinds."case study"]
        [fields]
        published = ["datum"]
        [sections]
        assessment = ["Bewertung"]
        [check]
        baseline = "known.json"
        [check.severity]
        KB301 = "warning"
        [check.folders."sources/old"]
        missing-page = "off"
    """
    folder = project(tmp_path / "p", "\ufeff" + text, "notes", "archive/raw", "theme", "raw", "notes/.raw")
    config = load(folder)
    assert config.raw == (folder / "notes/.raw", folder / "raw", folder / "archive/raw")
    assert (config.prefix, config.output) == ("notes/", tmp_path / "out")
    assert (config.exclude, config.urls, config.remote_images) == (("drafts", "*.tmp.md"), "directory", True)
    assert config.publish_raw
    assert (config.templates, config.relations) == (folder / "theme", ("reports_to",))
    assert config.site == SiteSettings(
        "Ünïcode", "https://example.org/x/", "pt-BR", "About it.", "https://example.org/edit/main/", False
    )
    assert config.kinds == {
        "paper": KindSettings(("paper", "preprint"), ("papers",), "Papers", ("published",)),
        "case study": KindSettings(),
    }
    assert config.fields == {"published": ("datum",)}
    assert config.sections == {"assessment": ("Bewertung",)}
    assert config.check == CheckSettings("known.json", {"KB301": "warning"}, {"sources/old": {"missing-page": "off"}})
    for setting in SETTINGS:
        assert setting.key.split(".")[-1].replace("NAME", "[") in text, f"{setting.key} has no example here"
        assert setting.about.endswith(".")


@pytest.mark.parametrize(
    ("toml", "message", "hint"),
    [
        ("contnet = 'x'", "contnet is not a setting; allowed here: content, output, raw", "content"),
        ("title = 'x'", "title is not a setting", "site.title"),
        ("titel = 'x'", "titel is not a setting", "did you mean site.title?"),
        ("base-url = 'x'", "base-url is not a setting", "did you mean site.base_url?"),
        ("[sites]\ntitle = 'x'", "sites is not a setting", "site"),
        ("[site]\ntilte = 'x'", "site.tilte is not a setting; allowed here: title, base_url", "title"),
        ("[kinds.x]\ntype = []", "kinds.x.type is not a setting; allowed here: types", "types"),
        ("[fields]\npublish_date = []", "fields.publish_date is not a setting", "publish"),
        ("[fields]\ntitel = []", "fields.titel is not a setting", "title"),
        ("[sections]\nquote = []", "sections.quote is not a setting; allowed here: entities", "quotes"),
        ("urls = 'dir'", 'urls is “dir”; allowed: "file" or "directory"', "directory"),
        ("urls = 3", "urls is 3; allowed", ""),
        ("remote_images = 'yes'", "remote_images is “yes”; allowed: true or false", ""),
        ("remote_images = 1", "remote_images is 1; allowed: true or false", ""),
        ("exclude = 'x'", "exclude is “x”; allowed: a list of patterns", ""),
        ("exclude = ['!x']", "exclude is [“!x”]", ""),
        ("exclude = ['']", "exclude is [“”]", ""),
        ("exclude = ['../x']", "exclude is [“../x”]", ""),
        ("exclude = ['a\\b']", "exclude is [“a\\b”]", ""),
        ("relations = [1, true, {}, 2]", "relations is [1, true, a table, …]; allowed: a list of texts", ""),
        ("site = 3", "site is 3; allowed: a table, [site]", ""),
        ("kinds = []", "kinds is []; allowed: a table, [kinds]", ""),
        ("[[site]]\ntitle = 'x'", "site is [a table]; allowed: a table, [site]", "one pair of brackets"),
        ("[site]\ntitle: 'x'", "Expected '='", "have a = between them"),
        ('[site]\ntitle = "x\n', "Illegal character", "begins and ends with a quotation mark"),
        ("[kinds]\nx = 3", "kinds.x is 3; allowed: a table, [kinds.x]", ""),
        ("[kinds.wanted]", "kinds.wanted cannot be the name of a kind", ""),
        ("[kinds.'a/b']", "kinds.a/b cannot be the name of a kind", ""),
        ("[site]\ntitle = 2026-01-02", "site.title is the date 2026-01-02; allowed: a text", ""),
        ('[site]\ntitle = "a\\u0007"', "site.title is “a\ufffd”", ""),
        ("[site]\nlang = 'english'", "site.lang is “english”; allowed: a language tag, like", ""),
        ("[site]\nlang = 'english language'", "site.lang is “english language”; allowed: a language", ""),
        ("[site]\nbase_url = 'example.org'", "site.base_url is “example.org”; allowed: an address", ""),
        ("[site]\nbase_url = 'https://x.org/?q'", "site.base_url is “https://x.org/?q”", ""),
        ("[site]\nbase_url = 'javascript:1'", "site.base_url", ""),
        ("[fields]\ntitle = ['a']\nurl = ['A']", "“A” is in fields.title and fields.url", "fields.url"),
        ("[kinds.a]\ntypes = ['t']\n[kinds.b]\ntypes = ['t']", "“t” is in kinds.a and kinds.b", "kinds.b"),
        ("[check]\nstrict = true", "check.strict is not a setting; allowed here: baseline", ""),
        ("[check.severity]\nKB101 = 'none'", 'check.severity.KB101 is “none”; allowed: "error" or', "note"),
        ("[check.folders]\nx = 'off'", "check.folders.x is “off”; allowed: a table", ""),
        ("content = 'kbb'", "kbgen.toml:1: content is “kbb”, but there is no such folder", "kb"),
        ("content = '../other'", "leads out of the project", "--output"),
        ("content = ''", "content is “”; allowed: a folder", ""),
        ("templates = 'thme'", "templates is “thme”; allowed: a folder that exists", "theme"),
        ("raw_folders = ['../other']", "raw_folders is “../other”; allowed: folders inside the project", ""),
        ("raw_folders = ['.']", "raw_folders is “.”; allowed: folders inside the project that do not hold", ""),
        ("a = \n", "kbgen.toml:1:5: this is not valid TOML: Invalid value", "quotes"),
        ("[site]\ntitle = My notes", "kbgen.toml:2:9: this is not valid TOML", "quotes"),
        ("\n\nx = [1,", "kbgen.toml:3:8: this is not valid TOML", "quotes"),
        (
            "[site]\ntitle = 'x'\ntitle = 'y'",
            "kbgen.toml:3:12: this is not valid TOML: Cannot overwrite a value",
            "once",
        ),
        ("[site]\n[fields]\n[site]", "kbgen.toml:3:6: this is not valid TOML: Cannot declare [site] twice", "once"),
        ("[site\ntitle = 'x'", "kbgen.toml:1:6: this is not valid TOML: Expected ']'", "brackets: [site]"),
        ("[kinds.a]\n[kinds.a]", "this is not valid TOML: Cannot declare [kinds.a] twice", "once"),
        ("x = " + "[" * 100_000, "this is not valid TOML", ""),
        ("x = " + "1" * 10_000, "this is not valid TOML", ""),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, toml: str, message: str, hint: str) -> None:
    project(tmp_path / "other")
    error = refused(project(tmp_path / "p", toml, "kb", "theme"))
    assert error.message.startswith("kbgen.toml") or "kb folder" in error.message
    assert message in error.message
    assert "\n" not in error.message
    assert hint in error.hint


@pytest.mark.parametrize(
    ("toml", "line"),
    [
        ("urls = 'dir'", 1),
        ("# a title\n\n[site]\nlang = 'en'\ntilte = 'x'", 5),
        ("site.lang = 'en'\nsite.tilte = 'x'", 2),
        ("site = {lang = 'en', tilte = 'x'}", 1),
        ("# one\nexclude = [\n  'a',\n  # two\n  '!b',\n]\n[site]", 2),
        ("[site]\ntitle = '''\nurls = 3\n'''", 2),
        ("[check.folders.'a.b']\nKB101 = 'off'\n[check.folders.'a']\nKB101 = 'none'", 4),
        ("[kinds.a]\ntypes = ['t']\n\n[kinds.b]\ntypes = ['t']", 4),
        ("[kinds]\n\n[kinds.wanted]", 3),
        ("\ncontent = 'kbb'", 2),
        ("\ntemplates = 'thme'", 2),
        ("\nraw_folders = ['../other']", 2),
        ("\noutput = '~/site'", 2),
        ("\noutput = 'kb/site'", 2),
        ("\ncontent = '../other'", 2),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, toml: str, line: int) -> None:
    project(tmp_path / "other")
    error = refused(project(tmp_path / "p", toml, "kb"))
    assert error.message.startswith(f"kbgen.toml:{line}: "), error.message


def test_a_rule_that_there_is_not_is_told_with_its_line(tmp_path: Path) -> None:
    config = load(project(tmp_path / "p", "[check.severity]\nKB101 = 'off'\nmissing-pag = 'off'", "kb"))
    with pytest.raises(KbgenError) as error:
        severities_of(config)
    assert error.value.message == "kbgen.toml:3: check.severity: no rule is called “missing-pag”"
    assert error.value.hint == "did you mean missing-page?"


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    folder = project(tmp_path / "p", "", "kb", "kbgen.toml")
    assert "kbgen.toml cannot be read" in refused(folder).message
    (folder / "kbgen.toml").rmdir()
    (folder / "kbgen.toml").write_bytes(b"a = 1\n[site]\ntitle = '\xff'")
    assert refused(folder).message == "kbgen.toml:3: a byte that is not UTF-8"
    (folder / "kbgen.toml").unlink()
    (folder / "kbgen.toml").symlink_to("/dev/zero")
    assert refused(folder).message == "kbgen.toml cannot be read: it is no ordinary file"
    (folder / "kbgen.toml").unlink()
    (folder / "kbgen.toml").symlink_to("nowhere")
    assert refused(folder).message == "kbgen.toml is a symbolic link to a file that is not there"


@pytest.mark.parametrize("key", ["content", "templates", "output", "raw_folders"])
@pytest.mark.parametrize("length", [300, 5000])
def test_a_folder_with_a_name_that_no_disk_takes(tmp_path: Path, key: str, length: int) -> None:
    name = f'"{"a" * length}"'
    folder = project(tmp_path / "p", f"{key} = {f'[{name}]' if key == 'raw_folders' else name}", "kb")
    run = kbgen("build", str(folder))
    assert "Traceback" not in run.stderr
    assert run.returncode == (0 if key == "raw_folders" else 2)


@pytest.mark.parametrize(
    "address", ["https://[::1", "https://a.b:99999", "https://a.b:x/", "https://a.b/../c", "https://:80/"]
)
def test_an_address_that_is_none(tmp_path: Path, address: str) -> None:
    folder = project(tmp_path / "p", f'[site]\nbase_url = "{address}"', "kb")
    assert refused(folder).message.startswith(f"kbgen.toml:2: site.base_url is “{address}”")


def test_a_store_that_is_a_link_is_not_used(tmp_path: Path) -> None:
    """Whoever gave the folder away does not say where this machine is written to."""
    folder = project(tmp_path / "p", "", "kb", "elsewhere")
    (folder / ".kbgen").symlink_to("elsewhere")
    assert load(folder).store is None


def test_names_that_settings_extend_are_those_that_are_read() -> None:
    """`lang` and `publish` have no spellings but those that settings give them."""
    assert sorted(FIELDS) == sorted({*SPELLINGS.values(), "lang", "publish"})
    assert sorted(SECTIONS) == sorted(sections.SECTIONS)


def test_what_a_source_is_judged_by_may_have_names_of_ones_own(tmp_path: Path) -> None:
    config = load(project(tmp_path / "p", '[fields]\nbias = ["slant"]\n', "kb"))
    [field] = read_fields("---\nslant: low\n---\n", parse_settings(config).fields).fields
    assert field.name == "bias"


# ---------------------------------------------------------------- folders


@pytest.mark.parametrize(
    ("folders", "content"),
    [
        (["kb"], "kb"),
        (["kb", "wiki", "sources"], "kb"),
        (["wiki"], "wiki"),
        (["wiki", "sources"], ""),
        (["wiki", "entities"], ""),
        (["wiki", "concepts"], ""),
        (["docs"], ""),
        ([], ""),
    ],
)
def test_where_the_kb_is(tmp_path: Path, folders: list[str], content: str) -> None:
    folder = project(tmp_path / "p", "", *folders)
    config = load(folder)
    assert (config.content, config.prefix) == (folder / content, f"{content}/" if content else "")


@pytest.mark.parametrize(
    ("file", "folder", "content"),
    [
        ("quartz.config.ts", "content", "content"),
        ("hugo.toml", "content", "content"),
        ("archetypes/default.md", "content", "content"),
        ("config/_default/config.yaml", "content", "content"),
        ("zensical.toml", "docs", "docs"),
        ("mkdocs.yml", "docs", "docs"),
        ("docs/.vitepress/config.mts", "docs", "docs"),
        ("astro.config.mjs", "src/content/docs", "src/content/docs"),
        ("book.toml", "src", "src"),
        ("mkdocs.yml", "src", ""),
        ("astro.config.mjs", "src/content", ""),
    ],
)
def test_where_the_pages_of_other_programs_are(tmp_path: Path, file: str, folder: str, content: str) -> None:
    place = write(tmp_path / "p", {file: "", f"{folder}/a.md": "", "README.md": "# Trees\n"})
    assert load(place).content == place / content
    assert load(write(tmp_path / "p", {"kbgen.toml": 'content = "."\n'})).content == place
    (place / "kbgen.toml").unlink()
    assert load(write(place, {"sources/a.md": ""})).content == place  # the project is a knowledge base itself


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is closed to root")
@pytest.mark.parametrize("closed", ["src", "docs", "docs/.vitepress"])
def test_a_closed_folder_does_not_tell_where_the_pages_are(tmp_path: Path, closed: str) -> None:
    place = write(tmp_path / "p", {"a.md": "", "docs/.vitepress/config.ts": "", "src/content/docs/a.md": ""})
    (place / closed).chmod(0)
    try:
        assert load(place).content == (place if closed.startswith("docs") else place / "docs")
    finally:
        (place / closed).chmod(0o755)


@pytest.mark.parametrize(
    ("files", "name"),
    [
        ({}, ""),
        ({"README.md": "Words.\n\n```\n# Code\n```\n\n## Usage\n\n# Trees #\n"}, "Trees"),
        ({"readme.md": "# ![](a.png) [The *trees*](https://example.org) of `us`\n"}, "The trees of us"),
        ({"README.md": "```x``` is code.\n\n# Trees\n"}, "Trees"),
        ({"README.md": "# ![](a.png)\n# <b>Trees</b>\n", "kb/README.md": "# Shrubs\n"}, "Trees"),
        ({"README.md": "# Trees\n", "kbgen.toml": '[site]\ntitle = "Shrubs"\n'}, ""),
        ({"README.md": "# Trees\n", "kbgen.toml": 'content = "okf/shrubs-of-ours"\n'}, "Shrubs of ours"),
        ({"README.md": "# Trees\n", "kbgen.toml": 'content = "okf/Bundle"\n'}, "Trees"),
        ({"README.md": "# Trees\n", "kbgen.toml": 'content = "."\n'}, "Trees"),
        ({"README.md": "# Trees\x1b[31m\x00 of\tours\n"}, "Trees[31m of ours"),
        ({"README.md/a.md": "# Trees\n"}, ""),
    ],
)
def test_what_a_project_is_called_that_has_no_title(tmp_path: Path, files: dict[str, str], name: str) -> None:
    folder = write(tmp_path / "p", {"kb/a.md": "", "okf/Bundle/a.md": "", "okf/shrubs-of-ours/a.md": "", **files})
    assert load(folder).name == name


@pytest.mark.parametrize(
    ("paths", "parts"),
    [
        (["index.md", "wiki/a.md"], ("index.md", "wiki")),
        (["INDEX.md", "log.md", "README.md", "kb/a.md", "docs/a.md"], ("INDEX.md", "log.md", "kb")),
        (["log.md", "wiki/a.md"], ()),  # a log alone is no way in
        (["index.md", "wiki/index.md"], ()),
        (["index.md", "wiki/Index.md"], ()),
        (["index.md", "wiki/raw/a.md"], ()),  # a kb folder that has all that it needs
        (["index.md", "sources/a.md", "wiki/a.md"], ()),
        (["index.md/a.md", "wiki/a.md"], ()),
        (["kbgen.toml", "index.md", "wiki/a.md"], ()),
    ],
)
def test_an_index_may_lie_beside_the_kb(tmp_path: Path, paths: list[str], parts: tuple[str, ...]) -> None:
    folder = write(tmp_path / "p", {path: 'content = "wiki"' if path == "kbgen.toml" else "# A" for path in paths})
    config = load(folder)
    assert (config.parts, config.top) == (parts, parts[-1] if parts else "")
    assert (config.content == folder) == bool(parts or "sources/a.md" in paths)
    if parts:
        config = load(folder, cwd=folder)
        assert (config.output, config.store) == (folder / "site", folder / ".kbgen")
        assert "inside the kb folder" in refused(folder, folder / parts[-1] / "site").message


def test_a_project_with_a_kb_keeps_site_and_store_to_itself(tmp_path: Path) -> None:
    folder = project(tmp_path / "p", "", "kb")
    config = load(Path("p"), cwd=tmp_path)
    assert (config.project, config.output, config.store) == (folder, folder / "site", folder / ".kbgen")
    config = load(folder, Path("out"), cwd=tmp_path)
    assert (config.output, config.store) == (tmp_path / "out", folder / ".kbgen")


def test_a_project_that_is_the_kb_writes_where_one_works(tmp_path: Path) -> None:
    vault, work = project(tmp_path / "some/vault"), project(tmp_path / "work")
    config = load(vault, cwd=work)
    assert (config.content, config.prefix) == (vault, "")
    assert (config.output, config.store) == (work / "site", work / ".kbgen")


def test_in_the_kb_itself_one_is_asked_for_an_output(tmp_path: Path) -> None:
    vault = project(tmp_path / "vault", "", "notes")
    (vault / "notes/a.md").touch()
    for cwd in (vault, vault / "notes"):
        error = refused(vault, cwd=cwd)
        assert "working directory is the kb folder" in error.message
        assert "--output" in error.hint
        config = load(vault, Path(tmp_path / "out"), cwd=cwd)
        assert (config.output, config.store) == (tmp_path / "out", tmp_path / ".kbgen")
        assert load(vault, cwd=cwd, writes=False).store is None


def test_the_store_does_not_lie_in_the_site(tmp_path: Path) -> None:
    vault, work = project(tmp_path / "vault"), project(tmp_path / "work")
    config = load(vault, Path("."), cwd=work)
    assert (config.output, config.store) == (work, tmp_path / ".kbgen")


def test_outputs_that_would_harm_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = project(tmp_path / "home")
    monkeypatch.setenv("HOME", str(home))
    folder = project(tmp_path / "p", "", "kb", "raw")
    (tmp_path / "link").symlink_to(folder / "kb")
    for output, why in {
        "/": "root of the disk",
        str(home): "your home folder",
        "kb": "is inside the kb",
        "kb/site": "is inside the kb",
        ".": "contains the kb",
        "..": "contains the kb",
        "raw": "raw folder",
        "raw/site": "raw folder",
        "../link/x": "is inside the kb",
    }.items():
        error = refused(folder, Path(output), cwd=folder)
        assert why in error.message
        assert "--output" in error.hint
        load(folder, Path(output), cwd=folder, writes=False)
    for output in ("site", "kb2", "../kb"):
        load(folder, Path(output), cwd=folder)


@pytest.mark.parametrize("name", ["kb", "sources", "concepts", "raw", ".raw", "Raw"])
def test_an_output_that_the_next_build_would_read_is_refused(tmp_path: Path, name: str) -> None:
    folder = project(tmp_path / "p", "", "wiki")
    assert "by which the next build would take it for" in refused(folder, Path(name), cwd=folder).message
    named = project(tmp_path / "q", 'content = "wiki"', "wiki")
    if "raw" not in name.casefold():
        assert load(named, Path(name), cwd=named).output == named / name


def test_a_folder_without_markdown_is_no_knowledge_base_to_build(tmp_path: Path) -> None:
    """Where the site should go is not what somebody asks who has an empty folder."""
    error = refused(tmp_path, cwd=tmp_path)
    assert error.message == "there is no markdown in this folder"
    assert error.hint.startswith("kbgen init")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/a.md").touch()
    assert "the working directory is the kb folder itself" in refused(tmp_path, cwd=tmp_path).message


def test_no_such_folder(tmp_path: Path) -> None:
    project(tmp_path / "vault")
    error = refused(Path("vualt"), cwd=tmp_path)
    assert (error.message, error.hint) == ("there is no folder vualt", "did you mean vault?")
    (tmp_path / "a.md").touch()
    error = refused(Path("a.md"), cwd=tmp_path)
    assert (error.message, error.hint) == ("a.md is a file, not a folder", "name the folder that contains it: .")


def test_a_kb_behind_a_symbolic_link(tmp_path: Path) -> None:
    folder, elsewhere = project(tmp_path / "p", "", "docs/notes"), project(tmp_path / "elsewhere")
    (folder / "kb").symlink_to("docs/notes")
    assert load(folder).prefix == "docs/notes/"
    (folder / "kb").unlink()
    (folder / "kb").symlink_to(elsewhere)
    assert "leads out of the project" in refused(folder).message
    (tmp_path / "q").symlink_to(folder)
    (folder / "kb").unlink()
    assert load(tmp_path / "q").project == folder


def test_a_raw_folder_that_holds_the_kb_is_none(tmp_path: Path) -> None:
    folder = project(tmp_path / "p", 'content = "raw/kb"', "raw/kb/raw")
    assert load(folder).raw == (folder / "raw/kb/raw",)


def test_a_project_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may read everything, so the system is asked in its place."""
    folder = project(tmp_path / "p", "")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(KbgenError, match="may not be read"):
        load(folder)


def test_a_kb_folder_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project(tmp_path / "p", "", "kb")
    monkeypatch.setattr(os, "access", lambda place, _: Path(place).name != "kb")
    with pytest.raises(KbgenError, match="the folder kb may not be read"):
        load(folder)
