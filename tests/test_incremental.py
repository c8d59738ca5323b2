"""Remembering changes nothing but the time: after any sequence of edits a build with `.kbgen/` gives, byte for byte,
what one without gives (architecture.md, "A page is a frozen value")."""

from __future__ import annotations

import contextlib
import os
import pickle
import random
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kbgen.config import load_config
from kbgen.files import scan
from kbgen.memory.store import Store
from kbgen.model import Asset, Page
from kbgen.outputs import OUTPUTS
from kbgen.pipeline.build import Report, build
from kbgen.pipeline.composed import compose
from kbgen.process.workers import silent
from kbgen.render.renderer import Renderer
from kbgen.text.paths import is_markdown
from kbgen.theme.theme import load_theme
from kbgen.views.site import Site
from kit import DOT, PAGES, in_kb, output_of, write

SEQUENCES = int(os.environ.get("KBGEN_SEQUENCES", "12"))
CONFIGS = (
    "",
    'urls = "directory"\n',
    '[site]\ntitle = "Other"\n',
    'relations = ["zeta"]\n',
    'exclude = ["concepts"]\n',
    'raw = "publish"\n',
    '[check.severity]\nKB101 = "note"\nKB102 = "off"\n[check.folders."concepts"]\nKB101 = "error"\n',
    "[site]\nhealth = false\n",
    '[fields]\nhost = ["zeta"]\n',
    '[sections]\nentities = ["People here"]\n',
    '[kinds.zeta]\nfolders = ["concepts"]\n',
)
TEMPLATES = ("", "{% extends 'kbgen/node.html.jinja' %}{% block status %}<p>Mine</p>{% endblock %}")
NAMES = (
    "openai",
    "OpenAI",
    "rlvr",
    "RLVR",
    "survey",
    "ada-lovelace",
    "Nobody",
    "new-page",
    "Other Title",
    "the lab",
    "x/y",
)
RAW_TEXTS = ("First line.\nWe said all of these words.\n", "First line.\nWe left all of these words.\n", "x\n")
START: dict[str, str | bytes] = {
    **in_kb(PAGES),
    "kb/img/dot.png": DOT,
    "kb/sources/second.md": "---\ntitle: Second\npublished: 2025\nzeta: OpenAI\n---\n\n# Second\n\n[[openai]] again, and [[Nobody]].\n",
    "kb/sources/third.md": "# Third\n\n- [[rlvr]] (method): as in [[second]]\n- [[openai]] — trains models\n\n![](../img/dot.png)\n",
    "kb/sources/quoting.md": "---\nraw_file: raw/talk.txt\n---\n\n[[openai]]\n\n> We said all of these words.\n",
    "kb/entities/old.md": "---\nupdated: 2020-01-01\n---\n\nOld.\n",
    "kb/sources/fourth.md": "---\npublished: 2024-05\nraw_file: raw/gone.txt\n---\n\n[[old]]\n",
    "kb/lone.md": "# Lone\n",
    "kb/entities/index.md": "- [[old]]\n- [[openai]]\n- [[ada-lovelace]]\n",
    "kb/entities/kin.md": "---\nrelated: '[[new-page]]'\n---\n\n## Part\n\n![[kin#Part]]\n\n## Other\n\nWords.\n",
    "kb/entities/new-page.md": "---\nrelated: '[[old]]'\n---\n\nA note[^1] of ^[raw/talk.txt:2-9].\n",
}


class Project:
    """A project on the disk, with an output that is kept from build to build."""

    def __init__(self, folder: Path, start: Mapping[str, str | bytes] = START) -> None:
        self.folder = write(folder / "project", start)
        self.clean = 0

    def build(self, jobs: int = 1) -> Report:
        return build(load_config(self.folder, output=None, cwd=self.folder), jobs=jobs, remember=True)

    def agrees(self, report: Report) -> None:
        """A build that remembers nothing, elsewhere, gives the same files and the same findings."""
        self.clean += 1
        output = self.folder.parent / f"clean-{self.clean}"
        other = build(load_config(self.folder, output=output, cwd=self.folder), jobs=1)
        one, two = output_of(self.folder / "site"), output_of(output)
        assert list(one) == list(two)
        assert [path for path in one if one[path] != two[path]] == []
        assert report.diagnostics == other.diagnostics
        assert report.told == other.told
        shutil.rmtree(output)

    def documents(self) -> list[Path]:
        return sorted(file for file in (self.folder / "kb").rglob("*.*") if file.is_file() and is_markdown(file.name))


# Each takes the project and a source of choices, and changes something on the disk.
def _edit_words(project: Project, pick: random.Random) -> None:
    file = pick.choice(project.documents())
    text = file.read_text("utf-8")
    at = text.rfind("\n\n") + 2 if pick.random() < 0.5 else len(text)
    file.write_text(f"{text[:at]}More words {pick.randrange(100)}.\n\n{text[at:]}", encoding="utf-8")


def _reword(project: Project, pick: random.Random) -> None:
    """Another word beside a link, often one that stands beside it elsewhere."""
    file = pick.choice(project.documents())
    lines = file.read_text("utf-8").split("\n")
    linked = [number for number, line in enumerate(lines) if "[[" in line and not line.startswith(("#", "|", " "))]
    if linked:
        number = pick.choice(linked)
        lines[number] = f"{lines[number].partition(' — ')[0]} — {pick.choice(['says much', 'says little', 'x'])}"
        file.write_text("\n".join(lines), encoding="utf-8")


def _edit_what_is_noticed(project: Project, pick: random.Random) -> None:
    """Words without a link that the page of health may tell of: names of pages, what a template left, uneven rows."""
    said = ["The OpenAI people.", "An Other Title.", "By Ada Lovelace herself.", "{{title}}", "Thus.[^9]", "Short."]
    rows = "| a | b |\n|---|---|\n| 1 | 2 | 3 |"
    file = pick.choice(project.documents())
    file.write_text(f"{file.read_text('utf-8')}\n{pick.choice([*said, rows])}\n", encoding="utf-8")


def _swap_blocks(project: Project, pick: random.Random) -> None:
    """All that is said stays, and stands elsewhere."""
    file = pick.choice(project.documents())
    head, *blocks = file.read_text("utf-8").split("\n\n")
    pick.shuffle(blocks)
    file.write_text("\n\n".join((head, *blocks)), encoding="utf-8")


def _edit_links(project: Project, pick: random.Random) -> None:
    file = pick.choice(project.documents())
    link = f"[[{pick.choice(NAMES)}{pick.choice(['', '|label', '#History'])}]]"
    forms = ["\n- {} — says much\n", "\nA line with {} in it.\n", "\n| a | b |\n|---|---|\n| {} | x |\n"]
    form = pick.choice([*forms, "\n{}\n: says much\n", "\nSays\n: [old](/was/1/), {}\n"])
    file.write_text(file.read_text("utf-8") + form.format(link), encoding="utf-8")


def _embed(project: Project, pick: random.Random) -> None:
    """A page or a part of one, shown on another, in any of its sections."""
    file = pick.choice(project.documents())
    head, *blocks = file.read_text("utf-8").split("\n\n")
    embed = f"![[{pick.choice(NAMES)}{pick.choice(['', '|label', '#History', '#Part', '#Second'])}]]"
    blocks.insert(pick.randint(0, len(blocks)), pick.choice([embed, embed, f"## Second\n\n{embed}"]))
    file.write_text("\n\n".join((head, *blocks)), encoding="utf-8")


def _retitle(project: Project, pick: random.Random) -> None:
    file = pick.choice(project.documents())
    lines = [
        f"title: {pick.choice(NAMES)} {pick.randrange(3)}",
        f"aliases: [{pick.choice([pick.choice(NAMES), f'/was/{pick.randrange(2)}/'])}]",
        "published: 2024-05",
    ]
    fields = "\n".join(pick.sample(lines, pick.randint(1, 3)))
    body = file.read_text("utf-8").partition("\n---\n")[2] or "Some text with [[openai]].\n"
    file.write_text(f"---\n{fields}\n---\n{body}", encoding="utf-8")


def _add(project: Project, pick: random.Random) -> None:
    folder = pick.choice(["sources", "entities", "concepts", "."])
    write(
        project.folder / "kb" / folder,
        {
            f"{pick.choice(['new-page', 'nobody', 'openai', 'Zed', '_index'])}.md": f"# New\n\n[[{pick.choice(NAMES)}]]\n"
        },
    )


def _remove(project: Project, pick: random.Random) -> None:
    documents = project.documents()
    if len(documents) > 2:
        pick.choice(documents).unlink()


def _rename(project: Project, pick: random.Random) -> None:
    file = pick.choice(project.documents())
    target = file.with_name(f"renamed-{pick.randrange(3)}.md")
    if not target.exists():
        file.rename(target)


def _edit_raw(project: Project, pick: random.Random) -> None:
    """The evidence changes, to a text of the same length even; or comes and goes."""
    file = project.folder / pick.choice(["raw/talk.txt", "raw/gone.txt"])
    if pick.random() < 0.3:
        file.unlink(missing_ok=True)
    else:
        write(project.folder, {str(file): pick.choice(RAW_TEXTS)})


def _quote(project: Project, pick: random.Random) -> None:
    file = pick.choice(project.documents())
    words = pick.choice(["We said all of these words.", "Nobody has ever said this.", "All of this is a long quote."])
    file.write_text(f"{file.read_text('utf-8')}\n> {words}\n", encoding="utf-8")


def _undo(project: Project, pick: random.Random) -> None:
    """An edit and back again: what is remembered of both must not be mixed up."""
    path = pick.choice(sorted(path for path in START if path.endswith(".md")))
    write(project.folder, {path: START[path]})


def _configure(project: Project, pick: random.Random) -> None:
    write(project.folder, {"kbgen.toml": pick.choice(CONFIGS)})


def _retheme(project: Project, pick: random.Random) -> None:
    write(
        project.folder,
        {"templates/source.html.jinja": TEMPLATES[1], "templates/static/extra.css": str(pick.randrange(3))},
    )


def _spoil_output(project: Project, pick: random.Random) -> None:
    files = sorted(file for file in (project.folder / "site").rglob("*.html"))
    if files:
        pick.choice(files).unlink()


def _touch(project: Project, pick: random.Random) -> None:
    os.utime(pick.choice(project.documents()), (1, pick.randrange(1 << 30)))


def _picture(project: Project, pick: random.Random) -> None:
    """Another end, or another width."""
    end, width = bytes([pick.randrange(3)]), bytes([pick.randrange(1, 4)])
    write(project.folder / "kb/img", {"dot.png": DOT[:19] + width + DOT[20:] + end})


EDITS: tuple[Callable[[Project, random.Random], None], ...] = (
    _edit_words, _reword, _reword, _edit_what_is_noticed, _edit_what_is_noticed, _swap_blocks, _edit_links, _embed, _embed, _retitle, _add, _remove, _rename, _undo, _configure, _retheme, _edit_raw, _quote,
    _spoil_output, _touch, _picture,
)  # fmt: skip


@settings(max_examples=SEQUENCES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, len(EDITS) - 1), st.integers(0, 1 << 20)), min_size=1, max_size=6))
def test_after_any_edits_as_if_built_anew(edits: list[tuple[int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder))
        project.build()
        for number, seed in edits:
            EDITS[number](project, random.Random(seed))
            project.agrees(project.build())


# ---------------------------------------------------------------- the same with what other programs write

BLOCK = "12345678-1234-1234-1234-123456789ab{}"
ROTE = ("Main source", "Best source", "A remark that is longer than what anybody would ever say by rote of a source")
OTHERS = {
    **START,
    **{f"kb/entities/e{n}.md": f"# E{n}\n\nText.\n\n- [[survey]] — {ROTE[0]}\n" for n in range(9)},
    "kb/entities/e9.md": "# E9\n\nText of it[^1].\n\n[^1]: [[survey]] — Best source\n",
    "kb/pages/about.md": f"---\npermalink: /about/us/\nciteKey: kent2020\n---\n\nAbout.\n\n- A block\n  id:: {BLOCK.format(0)}\n",
    "kb/archive/openai.md": "# OpenAI\n\nAs it was: [[rlvr]].\n",
    "kb/archive/about.md": "# About\n\nOld.\n",
    "kb/journal/2025-03-05.md": f"A day: [us](/about/us/), (({BLOCK.format(0)})), [@kent2020], [[tags/models]], #models.\n",
    "kb/journal/2025_03_06.md": f"{{{{embed (({BLOCK.format(0)}))}}}}\n\n- [[2025-03-05]] — {ROTE[0]}\n",
    "kb/notes/20240131T123000--oak-trees__wood.md": "# Oaks\n\nSee [it](denote:20240201T000000) and [[about]].\n",
    "kb/notes/20240201T000000--elms.md": ":::note On [[oak-trees]]\n[[openai]] is here.\n:::\n",
    "kb/sources/boxed.md": "---\npublished: 2025-01-02\n---\n\n| Of [[e1]] | [[about]] |\n|--|--|\n| [[openai]] | says |\n",
}
PASSAGES = (
    "[us](/about/us/)", "[us](/about/us.html)", "[@kent2020; @jones2021]", "[[tags/models]]", "[[tags/wood]]", "#models",
    f"(({BLOCK.format(0)}))", f"[the block]((({BLOCK.format(1)})))", f"{{{{embed (({BLOCK.format(0)}))}}}}",
    "{{embed [[about]]}}", "[oaks](denote:20240131T123000)", "[[oak-trees]]", "[[2025-03-05]]", "[[openai]]", "[[e3]]",
    "[Source: openai, p. 3]", "[Source: E3]", "^[raw/talk.txt:2]", "[source: raw/talk.txt §1; raw/gone.txt]",
    "(source: `raw/talk.txt`)", "[2025-01-02-a-talk]", "[a-talk-of-2025; e3-is-so]", "^[inferred]", "![[map.png]]",
    "![](../../assets/map.png)", "[[./map.png]]", "[x]({% link about.md %})", "[x]({{ site.baseurl }}/about/us/)", "OpenAI{.a}",
    "![](../img/dot.png){width=9}", "{% raw %}{{title}}{% endraw %}", "{{title}}",
)  # fmt: skip
FRAMES = (
    "- {} — Main source", "- {} — Best source", "Words before {} and behind.", ":::tip {}\n{}\n:::", "{}",
    "| {} | [[openai]] |\n|--|--|\n| [[survey]] | x |", "## On {}\n\n[[openai]] said so.", "A[^z]\n\n[^z]: {} — says much",
    "<Card title=\"OpenAI\" src=\"map.png\" />\n{}", "<Note a=\"b\">\n{}\n</Note>", "</Note>", "{% include x title=\"OpenAI\" %}\n{}",
    "=== \"{}\"\n\n    Words of OpenAI.", "<aside>\n{}\n</aside>", "{% highlight a %}\n{}\n{% endhighlight %}", "# {}", "# Notes\n\n{}",
    "**due**:: {}", "{% comment %}\n{}\n{% endcomment %}", "{{< figure src=\"map.png\" >}}\n\n{}",
    "## Sources\n\n- raw/talk.txt — {}",
)  # fmt: skip


def _say_by_rote(project: Project, pick: random.Random) -> None:
    """One page more, or one less, says of a source what many say."""
    file = project.folder / f"kb/entities/e{pick.randrange(10)}.md"
    source, said = pick.choice(["survey", "survey", "second", "boxed"]), pick.choice(ROTE)
    remark = pick.choice([f"- [[{source}]] — {said}", f"It is so[^1].\n\n[^1]: [[{source}]] — {said}", "Nothing."])
    write(project.folder, {str(file): f"# E{pick.randrange(10)}\n\nText.\n\n{remark}\n"})


def _write_passage(project: Project, pick: random.Random) -> None:
    file = pick.choice(project.documents())
    passage = pick.choice(FRAMES).replace("{}", pick.choice(PASSAGES))
    file.write_text(f"{file.read_text('utf-8')}\n\n{passage}\n", encoding="utf-8")


def _address(project: Project, pick: random.Random) -> None:
    """A page gets, loses or takes an address, a key, a number, a tag."""
    file = pick.choice(project.documents())
    lines = [
        f"permalink: {pick.choice(['/about/us/', '/about/', 'about/us.html', '[1, {a: b}]'])}",
        "citekey: kent2020",
        f"tags: [{pick.choice(['models', 'wood'])}]",
        "published: 2024-05",
        f"title: {pick.choice(['About', 'Oak Trees', '2025-03-05', 'E3'])}",
    ]
    fields = "\n".join(pick.sample(lines, pick.randint(1, 3)))
    body = file.read_text("utf-8").partition("\n---\n")[2] or "Some text with [[openai]].\n"
    block = f"\n- Here\n  id:: {BLOCK.format(pick.randrange(2))}\n" if pick.random() < 0.4 else ""
    file.write_text(f"---\n{fields}\n---\n{body}{block}", encoding="utf-8")


def _move(project: Project, pick: random.Random) -> None:
    """Into an archive and out of it; to the name of a day, of a note of Denote."""
    file = pick.choice(project.documents())
    target = pick.choice(
        [
            project.folder / "kb/archive" / file.name,
            project.folder / "kb" / file.name,
            file.with_name("2025-03-07.md"),
            file.with_name("20240202T000000--oak-trees__wood.md"),
            project.folder / "kb/_posts/2025-03-05-about.md",
        ]
    )
    if not target.exists():
        target.parent.mkdir(exist_ok=True)
        file.rename(target)


def _begin(project: Project, pick: random.Random) -> None:
    """A text begins with what is no text, with fields as other programs write them, or with a heading that is no title."""
    file = pick.choice(project.documents())
    text = file.read_text("utf-8")
    head, fence, body = text.rpartition("\n---\n") if text.startswith("---\n") else ("", "", text)
    first = pick.choice(
        [
            "import A from './a'\n\n",
            "export const a = {b: 1}\n\n",
            "# Summary\n\n",
            "---\n\n",
            "![](../img/dot.png)\n\n",
            f"# 🧭 {pick.choice(NAMES)}\n\n",
            "## Episode metadata\n\n- **Owner / Host:** Ada Lovelace\n- Released: 2025-02-03\n- Category: #books\n\n",
        ]
    )
    file.write_text(f"{head}{fence}{first}{body}", encoding="utf-8")


def _lie_beside(project: Project, pick: random.Random) -> None:
    """A picture beside the kb folder, or in it, comes or goes."""
    file = project.folder / pick.choice(["assets/map.png", "other/map.png", "kb/map.png", "kb/img/map.png"])
    if file.exists():
        file.unlink()
    else:
        write(project.folder, {str(file): DOT})


def _tag(project: Project, pick: random.Random) -> None:
    """Tags as TiddlyWiki writes them, of which a page may be called so; people as maps."""
    file = pick.choice(project.documents())
    tags = pick.choice(["[[two words]] models", "[[openai]] [[two words]]", "[[two words]]", "[[new-page]]"])
    people = pick.choice(
        ["author: {name: Ada Lovelace, role: x}", "source: https://example.org/x", "host: [{name: OpenAI}]"]
    )
    body = file.read_text("utf-8").partition("\n---\n")[2] or "Some text with [[openai]].\n"
    file.write_text(f'---\ntags: "{tags}"\n{people}\npublished: 2025-01-02\n---\n{body}', encoding="utf-8")


def _say_whence(project: Project, pick: random.Random) -> None:
    """Where a page comes from and who has confirmed it, as OKF has it, with notes that are keyed to it; a bundle or none."""
    file = pick.choice(project.documents())
    place = pick.choice(["https://example.org/x", "/entities/e3.md", "e3.md", "gone.md", "all of May", "second.md"])
    lines = [
        f"sources:\n  - {{id: s, resource: '{place}', title: {pick.choice(['OpenAI', 'A study', 'Second'])}}}",
        f"verified: {{by: '{pick.choice(['human:ann', 'process:x'])}', at: 2026-01-0{pick.randint(1, 9)}}}",
        f"generated: {{by: a/1, at: '2026-02-0{pick.randint(1, 9)}T10:00:00Z'}}",
        f"status: {pick.choice(['deprecated', 'draft'])}",
        f"executor: {{resource: {pick.choice(['entities/e3.md', '../lone.md'])}, receipt: [a, b]}}",
    ]
    body = file.read_text("utf-8").partition("\n---\n")[2] or "Some text with [[openai]].\n"
    note = pick.choice(["", "Thus.[^s]\n", "- [[openai]] — it is so[^s]\n\n[^s]: Page 3\n"])
    header = "\n".join(pick.sample(lines, pick.randint(1, 4)))
    file.write_text(f"---\n{header}\n---\n{body}\n{note}", encoding="utf-8")
    if pick.random() < 0.3:
        version = "---\nokf_version: '0.2'\n---\n" if pick.random() < 0.5 else ""
        write(project.folder, {"kb/index.md": f"{version}# One\n\n- [[openai]]\n\n# Two\n\n- [[second]]\n"})


def _call_a_page_so(project: Project, pick: random.Random) -> None:
    """A page that is cited in brackets, or called like a tag, comes or goes."""
    name = pick.choice(["2025-01-02-a-talk", "a-talk-of-2025", "two words", "e3-is-so"])
    file = project.folder / f"kb/sources/{name}.md"
    if file.exists():
        file.unlink()
    else:
        write(
            project.folder, {str(file): "---\nsources: [2025-01-02-a-talk.md]\n---\n\n> We said all of these words.\n"}
        )


def _label_first(project: Project, pick: random.Random) -> None:
    write(project.folder, {"kbgen.toml": pick.choice(['labels = "first"\n', '[site]\nlang = "de"\n', ""])})


def _speak(project: Project, pick: random.Random) -> None:
    """About half of all pages are in another language, or the home page is: the site may be so then."""
    lang = pick.choice(["de", "ar", "zh"])
    for file in project.documents() if pick.random() < 0.6 else ():
        if pick.random() < 0.6:
            body = file.read_text("utf-8").partition("\n---\n")[2] or "Some text with [[openai]].\n"
            file.write_text(f"---\nlang: {lang}\n---\n{body}", encoding="utf-8")
    if pick.random() < 0.3:
        write(project.folder, {"kb/index.md": pick.choice([f"---\nlang: {lang}\n---\n", "# Home\n"])})


def _write_as_elsewhere(project: Project, pick: random.Random) -> None:
    """Fields as programs leave them: escapes of JSON, works, old addresses, titles that are looked up otherwise."""
    file = pick.choice(project.documents())
    lines = [
        f"title: {pick.choice(['Don' + chr(92) + 'u2019t', '大模型', '達摩', 'ガク', 'FP8/FP4', '𠮷', '__proto__'])}",
        f"type: {pick.choice(['book', '[podcast, x]', 'youtube-video', 'entity'])}",
        f"url: {pick.choice(['https://example.org/x', ''])}",
        f"author: {pick.choice(['Ada Lovelace', '[OpenAI, Ada (host)]', ''])}",
        f"redirect_from: [{pick.choice(['/was/1/', 'was/1.html', '../was/2'])}]",
        f"source: {pick.choice(['sources/bare.md', 'raw/talk.txt', '[[raw/talk.txt]]'])}",
    ]
    fields = "\n".join(pick.sample(lines, pick.randint(1, 4)))
    body = file.read_text("utf-8").partition("\n---\n")[2] or "Some text with [[openai]].\n"
    file.write_text(f"---\n{fields}\n---\n{body}", encoding="utf-8")


def _say_as_elsewhere(project: Project, pick: random.Random) -> None:
    """Text that stands for more than itself: ids of quotes, boxes, columns, titles that are asked for, old addresses."""
    file = pick.choice(project.documents())
    passage = pick.choice([
        "> [[openai]] said so.\n^q1", "![[second#^q1]]", "[[survey#^q1]]", "::note{title=\"A\"}\n[[openai]]\n::",
        "```ad-note\ntitle: A\n[[rlvr]]\n```", "--- start-multi-column: a\n[[e1]]\n--- end-multi-column",
        "[was](../was/1)", "[was](was/2.html)", "[[FP8/FP4]]", "[[FP8/FP4]] and [[FP4]]", "[[raw/talk.txt]]", "[[.NET]]",
        "[it](a%20b.md)", "[[a b]]", "大模型的文字這個測試來說們對時" * 4, "[[10-concepts/new]]", "[[#= this.title]]",
    ])  # fmt: skip
    text = file.read_text("utf-8")
    if pick.random() < 0.2:
        text = f"# `= this.title`\n\n{text.rpartition(chr(10) + '---' + chr(10))[2]}"
    file.write_text(f"{text}\n\n{passage}\n", encoding="utf-8")


def _name_as_elsewhere(project: Project, pick: random.Random) -> None:
    """Files and folders as people and programs call them come and go, or take the place of another."""
    place = pick.choice([
        "kb/.NET.md", "kb/a b.md", "kb/a%20b.md", "kb/10-sources/a.md", "kb/02 - Entities/FP4.md", "kb/sources/bare.md",
        "kb/Trees 0123456789abcdef0123456789abcdef/b.md", "kb/logseq/bak/c.md", "kb/01_raw/talk.md", "kb/a/.md.md", "kb/a/ .md",
        "vault/.obsidian/app.json", ".obsidian/app.json", "kb/大模型.md", "kb/concepts/FP8/FP4.md",
    ])  # fmt: skip
    file = project.folder / place
    if file.exists():
        file.unlink()
    elif pick.random() < 0.5 or not place.endswith(".md"):
        write(project.folder, {place: "Some text.\n"})
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        pick.choice(project.documents()).rename(file)


def _end_otherwise(project: Project, pick: random.Random) -> None:
    """A document gets another ending, or a namesake beside it has one."""
    file = pick.choice(project.documents())
    target = file.with_suffix(pick.choice([".md", ".mdx", ".qmd", ".Rmd", ".markdown"]))
    if target.exists():
        target.unlink()
    elif pick.random() < 0.5:
        file.rename(target)
    else:
        shutil.copy(file, target)


def _write_anew(project: Project, pick: random.Random) -> None:
    """A text begins or ends as texts of other programs do, or has what only some of them read."""
    file = pick.choice(project.documents())
    text = file.read_text("utf-8")
    first = [
        "# On $\\pi_0$ and H~2~O\n\n",
        "<h1>An Other Title</h1>\n\n",
        "<!-- <h1>Old</h1> -->\n\n",
        "---\ntitle: E3\nWords.\n\n",
    ]
    last = [
        f"id: {'0af1' * 8}\ntype_: {pick.choice('12')}", "| a | [[e1]] |\n|---||---|\n| b | [[openai]] ^c1 |", "See H~2~O and x^2^ of [[openai]].",
        "`= this.title`, `= this.host`", "Says\n: of [[openai]] ^d1", "![[second#^d1]] [[survey#^c1]]", "![](.attachments/map.png)",
        "<iframe src='https://example.org'></iframe> <video><source src='map.mp4'></video>", "- [[openai]] — $x_1$ and [[e2]]", "a ## Lost",
        "```\ncode", "| a | b |\n| c | d |", "- [[survey]] (host)： says much", "\x1b[0m", "<p>\n{% for a in b %}\n{{ a }}\n{% endfor %}\n</p>",
        "> [!check] A title ^t1\n> [[rlvr]]", "[x](e3.mdx)", "[[openai.qmd]]", f"[x](:/{'0af1' * 8})", "- DOING [[openai]]", "{{renderer :a, https://a.b}}",
        f"- [[openai]] — sells\n  - to [[e2]] {pick.choice('ab')}\n    - and [[Nobody]]", f"As [[e1]] {pick.choice('ab')}:\n\n- met [[openai]]\n- [[e2]]",
    ]  # fmt: skip
    if pick.random() < 0.3:
        text = pick.choice(first) + text.rpartition("\n---\n")[2]
    file.write_text(f"{text}\n\n{pick.choice(last)}{pick.choice(['', chr(10)])}", encoding="utf-8")


STANDING = (
    "- Deals: {a}\n  - [[openai]] and [[e1]]\n    - since {b}\n      - with [[Nobody]]", "What is {a}?\n\n[[openai]] is {b}.",
    "> It is {a}.\n>\n> — [[ada-lovelace]], {b}", "> Of {a}.\n\n— [[openai]] and {b}", "> [!note] On {a}\n> [[rlvr]] is {b}.",
    "> [!quote] [[openai]]\n> It is {a}.\n> - {b}", "**Of {a}**\n\n- [[openai]] {b}\n- [[e2]]", "**[[openai]]**\n\nIs {a}.\n\nAnd {b}.",
    "### [[openai]]\n\n#### In {a}\n\n- sells {b}", "- [[openai]] ({k}): sells {a}", "- **[[e1]]** *({k})* — {a}", "- [[rlvr]] ([[e2]]) — {a}",
    "| Who | What |\n|--|--|\n| [[openai]] ({k}) | {a} |", "[[openai]] ({k})\n: sells {a}\n: and {b}", "- [[openai]]:\n  - {a}\n\n  {b} of [[e1]]",
    "- [[openai]]\n  - [[OpenAI|They]] sell {a}.\n  - [[entities/openai]] {b}",
    "Two of us {a}:\n- [[openai]]\n- [[e1]]", "1. Key people:\n   - [[openai]]\n   - [[lone]]", "[[openai]] said {a}: [oaicite:1]\n\n> {b}",
    "```cardlink\nurl: https://example.org/{a}\ntitle: \"{b}\"\ndescription: [[openai]]\n```", "- > {a} of [[openai]]\n  > - [[e1]]\n  >   - {b}",
    "A{a}[^k]\n\n[^k]: As {b}:\n\n    - [[openai]]", "[[openai]] ({k}):\n\n- {a}\n- {b}", "Said {a}:\n\n> [[openai]] {b}", "[[old]]\n: {a}",
)  # fmt: skip
SAID = ("money", "trees", "2024", "`code`", "the second thing", "$x_1$", "[[e3]]", "**all**", "")
KINDS_TOLD = ("person", "company", "Model", "a thing", "CEO", "tool", "")


def _stand_below(project: Project, pick: random.Random) -> None:
    """Passages that are shown with what stands above and below them; what somebody is called."""
    file = pick.choice(project.documents())
    shown = {"{a}": pick.choice(SAID), "{b}": pick.choice(SAID), "{k}": pick.choice(KINDS_TOLD)}
    passage = pick.choice(STANDING)
    for hole, words in shown.items():
        passage = passage.replace(hole, words)
    section = pick.choice(["", "", "## Entities\n\n", "## Quotes\n\n", "## [[e2]]\n\n"])
    file.write_text(f"{file.read_text('utf-8')}\n\n{section}{passage}\n", encoding="utf-8")


def _change_a_word(project: Project, pick: random.Random) -> None:
    """Anywhere in a text but in links: in a point, a question, a title, a credit, a parenthesis."""
    file = pick.choice(project.documents())
    head, fence, body = file.read_text("utf-8").rpartition("\n---\n")
    words = list(re.finditer(r"(?<![\[\w|#/.])[a-zA-Z]{2,}(?![\]\w|#/.])", body))
    if words:
        found = pick.choice(words)
        body = body[: found.start()] + pick.choice(["money", "trees", "person", "company", "so"]) + body[found.end() :]
        file.write_text(f"{head}{fence}{body}", encoding="utf-8")


def _say_of_works(project: Project, pick: random.Random) -> None:
    """Fields of notes on works, those that say what a page stands below, and assessments in other languages."""
    file = pick.choice(project.documents())
    lines = [
        f"parent: {pick.choice(['openai', 'Nobody', '[[e1]]', 'x/y', '[openai, e2]', 'up'])}",
        f"up: {pick.choice(['survey', '[[lone]]', 'gone'])}",
        f"doi: {pick.choice(['10.1000/182', 'https://doi.org/10.1000/182', 'none', ''])}",
        f"arxiv: {pick.choice(['2101.00001', 'x'])}",
        f"citekey: {pick.choice(['kent2020', ''])}",
        f"type: {pick.choice(['paper-summary', 'Book notes', 'journalArticle', 'person', 'entity', 'company'])}",
        f"category: {pick.choice(['person', 'tool', 'book-summary'])}",
        f"authors: {pick.choice(['Ada Lovelace', '[openai, Nobody]'])}",
        f"Glaubwürdigkeit: {pick.choice(['hoch', 'Niedrig, weil [[openai]]'])}",
        "published: 2024-05",
        "journal: '[[e3]]'",
    ]
    fields = "\n".join(pick.sample(lines, pick.randint(1, 5)))
    body = file.read_text("utf-8").partition("\n---\n")[2] or "Some text with [[openai]].\n"
    file.write_text(f"---\n{fields}\n---\n{body}", encoding="utf-8")


WORKS = (
    "## References\n\n[1] {a}\n[2] [[openai]] — {b}", "## Sources\n\n1. [[e1]], *{a}*\n2. {b}\n3. [[survey]]", "**Sources:**\n\n- [1] {a}\n- [2] {b}",
    "## References\n\n| 1 | [[openai]] |\n|---|---|\n| 1 | {a} |\n| 2 | [[e1]] {b} |", "> [1] {a}\n> [2] We said all of these words.", "[1] {a}\n\n[2] {b}",
)  # fmt: skip
CITING = (
    "[[openai]] sells {a} [1].", "- [[openai]] — sells {a}[2][1]", "- [[e1]] — trees 【1†x】 of {a}[1, 2]", "| Name | No |\n|--|--|\n| [[openai]] | {a}[2] |",
    "Costs fell by half.1 So says [[rlvr]],2 and {a}.", "As [[openai]] said<sup>1</sup> of {a} [cite: 1].", "![[second]] [1]", "![[survey]]", "Of {a}[3]:\n\n- [[openai]]",
)  # fmt: skip
TALKS = (
    "- Q: What is [[openai]]?\n- A: It is {a} of [[e1]].", "- What is {a}?\n- A: [[openai]] is.", "Q: Is it {a}?\n\nA: [[openai]] says so.", "**Ada** 00:12\n\n[[openai]] has {a}.",
    "[[ada-lovelace]] (00:12:40)\n\nOf [[e1]]: {a}.", "**{a}** 00:12\n[[openai]] has it.", "What of [[openai]] :: {a} of [[e1]]", "## Evidence\n\n- [[survey]] — {a}\n- [[second]]",
    "### Evidence for {a}\n\n[[survey]] has it.", "| Name | When | What |\n|--|--|--|\n| [[openai]] | 2024 | {c} |\n| [[e1]] | {c} | 3 |", "| Name | Cost |\n|--|--|\n| [[openai]] | {c} |",
    "- [[openai]] — {c}", "---\ntype: person\nhost: {a}\nzeta: [[openai]]\n---", "---\na: {a}\n---", "<b>[[openai]] {a}</b> <i title='{a}'>x</i>", "<!-- {a} --> [[e1]] --> {a}",
    "[[kb/concepts/{d}]] and [x](/kb/entities/{d}.md)", "`kb/entities/{d}.md` [[docs/{d}]]", "[[_{d}]] [[{d}_]]", "[{d}, {a}] [[[openai]]]", "Host: [[e1]] {a}\nGuest: [[openai]]",
)  # fmt: skip


def _cite_works(project: Project, pick: random.Random) -> None:
    """Numbers that cite works, and lists of works, come; or one of them goes; talks, cards, figures and words."""
    file = pick.choice(project.documents())
    text = file.read_text("utf-8")
    for _ in range(pick.randint(1, 3)):
        passage = pick.choice(pick.choice([WORKS, CITING, CITING, TALKS, TALKS]))
        shown = {
            "{a}": pick.choice(SAID),
            "{b}": pick.choice(SAID),
            "{c}": pick.choice(["12", "4 cm", "—", "sells 12 trees"]),
        }
        shown["{d}"] = pick.choice(["openai", "Numbers", "new-page", "zed"])
        for hole, words in shown.items():
            passage = passage.replace(hole, words)
        text = f"{text}\n\n{passage}\n" if pick.random() < 0.7 else text.replace("\n\n", f"\n\n{passage}\n\n", 1)
    file.write_text(text, encoding="utf-8")


def _renumber(project: Project, pick: random.Random) -> None:
    """Another number in brackets, another sign or none; a label, a figure, a sign of question that goes."""
    file = pick.choice(project.documents())
    head, fence, body = file.read_text("utf-8").rpartition("\n---\n")
    marks = list(
        re.finditer(r"\[\d\]|(?m:^)\d\. |\| \d+ |Q: |A: |\?|00:12|<sup>|References|Evidence|## |4 cm|: |\*\*", body)
    )
    if marks:
        found = pick.choice(marks)
        others = [
            "[1]",
            "[2]",
            "[3]",
            "[1, 2]",
            "",
            "| 12 ",
            "| many of them ",
            "Q: ",
            "A: ",
            "?",
            "[^1]",
            "00:13",
            "## Sources",
        ]
        file.write_text(
            f"{head}{fence}{body[: found.start()]}{pick.choice(others)}{body[found.end() :]}", encoding="utf-8"
        )


def _begin_twice(project: Project, pick: random.Random) -> None:
    """A second header right below the first, or further below."""
    file = pick.choice(project.documents())
    text = file.read_text("utf-8")
    second = f"---\n{pick.choice(['host: openai', 'published: 2024-05', 'type: person', 'tags: [models]'])}\nsource: '[[e1]]'\n---\n"
    head, fence, body = text.rpartition("\n---\n") if text.startswith("---\n") else ("---\ntitle: Zed", "\n---\n", text)
    file.write_text(f"{head}{fence}{pick.choice(['', chr(10), 'Text.' + chr(10) * 2])}{second}{body}", encoding="utf-8")


def _be_home(project: Project, pick: random.Random) -> None:
    """A page says that it is the home page, or fields name pages by their slugs."""
    file = pick.choice(project.documents())
    body = file.read_text("utf-8").partition("\n---\n")[2] or "Some text with [[openai]].\n"
    line = pick.choice(
        ["permalink: /", f"host: {file.stem}", "guests: [ada-lovelace, '[[openai|they]]']", "authors: e3"]
    )
    file.write_text(f"---\n{line}\n---\n{body}", encoding="utf-8")
    if pick.random() < 0.4:
        write(project.folder, {"kb/.attachments/map.png": DOT})


FROM = (
    "Snow fell ({}).", "Snow fell (source: {}, p. 3; [[e1]]).", "Snow fell. Source: {}", "**Source:** {}\n\nIt fell.", "## Snow\n\nSource: {}\n\nIt fell on [[e2]].",
    "## Snow ({})\n\nIt fell.", "Snow fell.[^w] It lay.[^w]\n\n[^w]: {}, p. 3", "It was snow. It fell ^[{}] on [[openai]].", "| Who | {} | [[e1]] |\n|--|--|--|\n| snow | {} fell | lay |",
    "| {} | What |\n|--|--|\n| [[e3]] | fell |", "1. Snow\n  - of {}\n2. Rain", "• Snow\n• of {}\n  ◦ and [[e1]]", "● {}\n○ [[e2]]", "**On** {}:It fell", "##Snow of {}\n\nIt fell.",
    "✅ {}\n✅ [[e1]]", "> “It fell.”\n> “So says {}.”\n> — Ada", "<think>\n{}\n</think>\nSnow.", "Snow:\n\n- fell\n- lay\n\n(Source: {})", "caf\\u00e9 of {}", "雪\n{}\n雨",
)  # fmt: skip
WHENCE = (
    "[[second]]", "[[survey]]", "[[quoting]]", "[[talk]]", "[t](../../raw/talk.txt)", "[[raw/talk.txt]]", "raw/talk.txt", "`raw/gone.txt`", "talk.txt", "gone.txt", "second",
    "[[Second]] and [[talk|the talk]]", "raw/trip/one.txt", "[t](../../raw/trip/one.txt#p3)", "[[e3]]", "![](../img/dott.png)", "[[Other%20Title]]", "[[tags/machine learning]]",
    "#machine-learning", "#Machine_Learning",
)  # fmt: skip


def _say_where_from(project: Project, pick: random.Random) -> None:
    """Texts that say which source, or which raw file, they are from; links to what has another spelling."""
    file = pick.choice(project.documents())
    passage = pick.choice(FROM).replace("{}", pick.choice(WHENCE))
    file.write_text(f"{file.read_text('utf-8')}\n\n{passage}\n", encoding="utf-8")


def _tell_of_sources(project: Project, pick: random.Random) -> None:
    """Fields: maps of evidence, raw files that a page was made from, dates with a venue, spellings of tags, a list."""
    file = pick.choice(project.documents())
    source = pick.choice(["second", "survey", "'[[third]]'", "talk", "raw/talk.txt", "gone"])
    lines = [
        f"evidence:\n  - source: {source}\n    detail: {pick.choice(['It fell on [[e1]].', 'It lay.', 'n/a'])}\n    type: supports",
        f"sources:\n  - {{source: {source}, quote: It fell., strength: weak}}\n  - second",
        f"source: {pick.choice(['raw/talk.txt', 'raw/trip/', 'raw/gone.txt', '[raw/talk.txt, raw/gone.txt]'])}",
        f"published: {pick.choice(['Icecon 2021', 'arXiv, May 2023', 'Q3 2025', '2019–2021', '2025-W21', '31/01/2026'])}",
        f"tags: [{pick.choice(['machine learning', 'machine-learning', 'Machine_Learning', 'models'])}]",
        f"title: {pick.choice(['Q&amp;A', 'O’Hara', chr(34) + 'O' + chr(39) + 'Hara' + chr(34)])}",
        "related:\n  - e1\n    - e2",
        f"lang: {pick.choice(['zh', 'de'])}",
    ]
    fields = "\n".join(pick.sample(lines, pick.randint(1, 4)))
    head = pick.choice([f"---\n{fields}\n---\n"] * 4 + ["---\n- [[openai]]\n- [[second]]\n---\n"])
    body = file.read_text("utf-8").partition("\n---\n")[2] or "Some text with [[openai]].\n"
    file.write_text(f"{head}{body}", encoding="utf-8")


def _name_as_raw(project: Project, pick: random.Random) -> None:
    """A page has the name of a raw file, or has it no more; raw files and files of settings come and go."""
    place = pick.choice(
        ["kb/talk.md", "kb/gone.md", "kb/trip.md", "raw/trip/one.txt", "raw/gone.md", "kbgen.yaml", "kb/img/dott.png"]
    )
    file = project.folder / place
    if file.exists():
        file.unlink()
    elif place.startswith("kb/") and place.endswith(".md"):
        pick.choice(project.documents()).rename(file)
    else:
        write(project.folder, {place: "x\n"})


MORE_EDITS = (
    _say_where_from, _say_where_from, _say_where_from, _say_where_from, _say_where_from, _tell_of_sources, _tell_of_sources,
    _tell_of_sources, _tell_of_sources, _name_as_raw, _name_as_raw, _name_as_raw,
    _end_otherwise, _end_otherwise, _end_otherwise, _write_anew, _write_anew, _write_anew, _write_anew, _be_home, _be_home,
    _write_as_elsewhere, _write_as_elsewhere, _say_as_elsewhere, _say_as_elsewhere, _name_as_elsewhere, _name_as_elsewhere,
    _say_by_rote, _say_by_rote, _say_by_rote, _write_passage, _write_passage, _write_passage, _address, _address, _move,
    _label_first, _retitle, _edit_links, _remove, _undo, _edit_words, _reword, _embed, _begin, _begin, _lie_beside, _tag,
    _call_a_page_so, _call_a_page_so, _say_whence, _say_whence, _say_whence, _speak, _stand_below, _stand_below, _stand_below,
    _stand_below, _change_a_word, _change_a_word, _change_a_word, _change_a_word, _say_of_works, _say_of_works,
    _cite_works, _cite_works, _cite_works, _cite_works, _cite_works, _renumber, _renumber, _renumber, _renumber, _begin_twice,
)  # fmt: skip


@settings(max_examples=SEQUENCES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, len(MORE_EDITS) - 1), st.integers(0, 1 << 20)), min_size=1, max_size=6))
def test_after_edits_of_what_other_programs_write_as_if_built_anew(edits: list[tuple[int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder), OTHERS)
        project.build()
        for number, seed in edits:
            MORE_EDITS[number](project, random.Random(seed))
            project.agrees(project.build())


def test_nothing_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second build reads no document, links nothing and writes no file."""
    monkeypatch.setattr("kbgen.pipeline.ages.YOUNG", -(1 << 62))  # the files of this test are seconds old
    project = Project(tmp_path)
    first = project.build()
    old = _age(project)
    second = project.build()
    assert second.graph is None
    assert second.told == first.told
    assert second.changes.written == ()
    assert second.changes.unchanged == len(first.changes.files)
    assert _age(project) == old


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Made by Ada Lovelace.", "“Ada Lovelace” has a page"),
        ("So says {{title}}.", "{{title}} was never filled in"),
        ("So it is.[^9]", "there is no note [^9]"),
        ("| a |\n|---|\n| 1 | 2 |", "this row has 2 cells"),
        ("| a | b |\n| 1 | 2 |", "these rows are text, not a table"),
        ("```\nfrom here on", "this code block is never closed"),
        ("| a | b |\n|---||---|\n| 1 | 2 |", "this row of dashes has 3 cells"),
        ("Thus ends it. ## Next", "## is not at the beginning of its line"),
    ],
)
def test_words_that_are_wrong_are_told_on_the_page_of_health(tmp_path: Path, words: str, told: str) -> None:
    project = Project(tmp_path)
    project.build()
    file, page = project.folder / "kb/sources/second.md", project.folder / "site/-/health.html"
    before = file.read_text("utf-8")
    assert told not in page.read_text("utf-8")
    for text in (f"{before}\n{words}\n", before):
        file.write_text(text, encoding="utf-8")
        project.agrees(project.build())
        assert (told in page.read_text("utf-8")) is (text != before)


def _age(project: Project) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in (project.folder / "site").rglob("*") if path.is_file()}


def test_new_words_need_no_graph(tmp_path: Path) -> None:
    """A sentence more, without a link: the page itself and those that show it are made anew, and nothing is linked."""
    project = Project(tmp_path)
    project.build()
    file = project.folder / "kb/sources/second.md"
    file.write_text(file.read_text("utf-8") + "\nOne sentence more.\n", encoding="utf-8")
    report = project.build()
    assert report.graph is None
    assert "sources/second.html" in report.changes.written
    assert "sources/third.html" not in report.changes.written
    project.agrees(report)


def test_pages_that_show_nothing_of_the_new_words_are_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Others show the paragraphs that link to them, and no other one of the page."""
    project = Project(tmp_path)
    text = "# Spoken\n\nFirst words.\n\nSpoken of: [[openai]].\n\nAnd of [[rlvr]].\n"
    write(project.folder, {"kb/sources/spoken.md": text})
    project.build()
    made: list[str] = []
    render = Renderer.render
    monkeypatch.setattr(Renderer, "render", lambda self, page: made.append(page.url) or render(self, page))
    write(project.folder, {"kb/sources/spoken.md": text.replace("Spoken of", "It is said")})
    report = project.build()
    assert report.graph is None
    assert sorted(made) == ["entities/openai.html", "sources/spoken.html"]
    project.agrees(report)


def test_code_that_stays_is_not_coloured_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "```python\nif a < b:\n    print('[[no link]]')\n```\n\n- ```js\n  let a = `b`;\n  ```\n"
    project = Project(tmp_path)
    write(project.folder, {"kb/sources/spoken.md": f"# Spoken\n\nFirst words.\n\n{code}"})
    project.build()
    monkeypatch.setattr("kbgen.markdown.code._tokens", lambda *code: pytest.fail(f"coloured again: {code}"))
    write(project.folder, {"kb/sources/spoken.md": f"# Spoken\n\nFirst words.\n\nMore of them.\n\n{code}"})
    report = project.build()
    assert report.graph is None
    monkeypatch.undo()
    project.agrees(report)


AROUND_LINKS = {
    "a paragraph": ("Spoken of: [[openai]].", "It is said: [[openai]].", True),
    "a description": ("- [[openai]] — trains models", "- [[openai]] — sells models", True),
    "a description that another item has": ("- [[openai]] — trains models", "- [[openai]] — said twice", False),
    "of what nobody has written": ("And [[Nobody]] too.", "And [[Nobody]] as well.", False),
    "above a point": ("- In short\n", "- To be brief\n", True),
    "below a point": ("  - and so on", "  - and so forth", True),
    "of a page without words": ("As [[lone]] has it.", "As [[lone]] had it.", False),
}


@pytest.mark.parametrize("name", AROUND_LINKS)
def test_new_words_around_a_link(tmp_path: Path, name: str) -> None:
    """They need no graph either, unless a dossier compares them or a preview shows them."""
    before, after, without = AROUND_LINKS[name]
    project = Project(tmp_path)
    text = "# Spoken\n\nFirst words.\n\nSpoken of: [[openai]].\n\nAnd [[Nobody]] too.\n\nAs [[lone]] has it.\n\n"
    items = "- [[openai]] — trains models\n- [[rlvr]] — said twice\n- In short\n  - of [[openai]]\n    - and so on\n"
    write(project.folder, {"kb/sources/spoken.md": text + items})
    project.build()
    write(project.folder, {"kb/sources/spoken.md": (text + items).replace(before, after)})
    report = project.build()
    assert (report.graph is None) is without
    project.agrees(report)


def test_a_page_without_words_is_previewed_by_what_it_says_of_a_source(tmp_path: Path) -> None:
    project = Project(tmp_path)
    page = "# Elms\n\nTrees[^1].\n\n[^1]: [[survey]] has them as the second of three kinds of trees that fall\n"
    write(project.folder, {"kb/entities/elms.md": page})
    project.build()
    write(project.folder, {"kb/entities/elms.md": page.replace("fall", "rise")})
    report = project.build()
    assert "-/cards/0.js" in report.changes.written
    project.agrees(report)


def test_what_many_pages_say_by_rote(tmp_path: Path) -> None:
    """A dossier leaves it out; where one page less says it, all have it again."""
    project = Project(tmp_path)
    pages = {f"kb/entities/e{n}.md": f"# E{n}\n\nText.\n\n- [[s{n}]] — Main source\n" for n in range(10)}
    write(project.folder, {**pages, **{f"kb/sources/s{n}.md": f"# S{n}\n\nText.\n" for n in range(10)}})

    def said(page: str) -> bool:
        return "Main source" in (project.folder / "site" / page).read_text("utf-8").partition('id="dossier"')[2]

    project.build()
    assert not said("entities/e3.html")
    assert "What this source says" not in (project.folder / "site/sources/s3.html").read_text("utf-8")
    write(project.folder, {"kb/entities/e7.md": pages["kb/entities/e7.md"].replace("Main", "Best")})
    project.agrees(project.build())
    assert said("entities/e3.html")
    write(project.folder, {"kb/entities/e7.md": pages["kb/entities/e7.md"]})
    project.agrees(project.build())
    assert not said("entities/e3.html")


@pytest.mark.parametrize("jobs", [2, 4])
def test_any_number_of_workers(tmp_path: Path, jobs: int) -> None:
    files = {
        f"kb/sources/s{n}.md": f"---\npublished: 20{n % 30:02}\n---\n# S{n}\n\n[[e{n % 7}]] and [[e{n % 5}|L]].\n"
        for n in range(150)
    }
    write(tmp_path, {**files, **{f"kb/entities/e{n}.md": f"# E{n}\n" for n in range(6)}})
    config = load_config(tmp_path, output=tmp_path / "one", cwd=tmp_path)
    one = build(config, jobs=1)
    two = build(load_config(tmp_path, output=tmp_path / "two", cwd=tmp_path), jobs=jobs, remember=True)
    assert output_of(tmp_path / "one") == output_of(tmp_path / "two")
    assert one.told == two.told


def test_what_workers_need_can_be_sent(tmp_path: Path) -> None:
    """Where processes are not forked it is, and it may have been used before."""
    project = Project(tmp_path)
    project.build()
    config = load_config(project.folder, output=None, cwd=project.folder)
    with contextlib.closing(Store(project.folder / ".kbgen")) as store:
        here = compose(config, scan(config), store, load_theme(config.templates), {}, {}, 1, silent).press
    nodes = next(output for output in OUTPUTS if output.name == "nodes")
    made = [here.make(nodes, item).made for item in nodes.items(here.site)]
    here.bodies.store.close()
    there = pickle.loads(pickle.dumps(here))
    assert made == [there.make(nodes, item).made for item in nodes.items(there.site)]


TABLE = "| Name | [[%s]] |\n|---|---|\n| [[openai]] | makes it |\n"


@pytest.mark.parametrize(
    ("passage", "shows"),
    [
        ("[[openai]] said so.", False),
        ("[[openai]] and [[topic]] said so.", True),
        (TABLE % "topic", True),
        (TABLE % "survey", False),
        ("## On [[topic]]\n\n[[openai]] said so.", True),
    ],
    ids=["a passage without", "a passage with", "a header with", "a header without", "a heading with"],
)
def test_a_new_title_makes_the_pages_again_that_show_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, passage: str, shows: bool
) -> None:
    """`openai` is named where `topic` is: its page is made again only if the passage that it shows names both."""
    project, text = Project(tmp_path), f"---\npublished: 2026\n---\n\nAs [[topic]] has it.\n\n{passage}"
    write(project.folder, {"kb/sources/talk.md": text, "kb/sources/topic.md": "---\ntitle: One\n---\n\nText.\n"})
    project.build()
    nodes, made = next(output for output in OUTPUTS if output.name == "nodes"), list[str]()

    def noted(site: Site, number: int) -> Iterable[Page | Asset]:
        made.append(site.nodes[number].id)
        return nodes.make(site, number)

    outputs = tuple(one._replace(make=noted) if one is nodes else one for one in OUTPUTS)
    monkeypatch.setattr("kbgen.pipeline.press.OUTPUTS", outputs)
    write(project.folder, {"kb/sources/topic.md": "---\ntitle: Two\n---\n\nText.\n"})
    report = project.build()
    assert {"sources/talk", "sources/topic"} <= set(made)
    assert ("entities/openai" in made) == shows
    project.agrees(report)


def test_a_new_name_of_who_says_it_makes_a_page_again(tmp_path: Path) -> None:
    project, text = Project(tmp_path), "---\npublished: 2026\nhost: the-host\n---\n\n[[openai]] said so."
    write(project.folder, {"kb/sources/talk.md": text, "kb/people/the-host.md": "---\ntitle: One\n---\n"})
    project.build()
    assert "<bdi>One</bdi>" in (project.folder / "site/entities/openai.html").read_text("utf-8")
    write(project.folder, {"kb/people/the-host.md": "---\ntitle: Two\n---\n"})
    project.agrees(project.build())
    assert "<bdi>Two</bdi>" in (project.folder / "site/entities/openai.html").read_text("utf-8")


def test_new_words_need_no_graph_where_severities_are_chosen(tmp_path: Path) -> None:
    """Findings of other severities move with the words as all do; those that are off stay away."""
    project = Project(tmp_path)
    write(project.folder, {"kbgen.toml": '[check.severity]\nKB101 = "note"\nKB217 = "off"\n'})
    project.build()
    file = project.folder / "kb/sources/second.md"
    file.write_text(file.read_text("utf-8").replace("# Second\n\n", "# Second\n\nWords before.\n\n"), encoding="utf-8")
    report = project.build()
    assert report.graph is None
    assert [one.severity for one in report.diagnostics if one.code == "KB101"] == ["note"] * 2
    project.agrees(report)


def test_an_index_beside_the_kb_is_read_when_it_comes_and_goes(tmp_path: Path) -> None:
    project = Project(tmp_path, {"wiki/a.md": "[[b]] [[c]]\n", "wiki/b.md": "Text.\n"})
    project.agrees(project.build())
    assert (project.folder / "site/a.html").exists()
    write(project.folder, {"index.md": "# Of trees\n\n[[b]]\n"})
    project.agrees(project.build())
    assert "Of trees" in (project.folder / "site/index.html").read_text("utf-8")
    assert (project.folder / "site/wiki/a.html").exists()
    write(project.folder, {"wiki/index.md": "# Of shrubs\n"})
    project.agrees(project.build())
    assert "Of shrubs" in (project.folder / "site/index.html").read_text("utf-8")


def test_the_title_of_a_readme_is_read_again(tmp_path: Path) -> None:
    project = Project(tmp_path, {"README.md": "# Trees\n", "kb/a.md": "Text.\n"})
    project.agrees(project.build())
    for text in ("# Shrubs\n", "# Shrubs\n\nMore.\n", "None.\n"):
        write(project.folder, {"README.md": text})
        project.agrees(project.build())
        title = "Shrubs" if "Shrubs" in text else "Knowledge base"
        assert f"<title>A · {title}</title>" in (project.folder / "site/a.html").read_text("utf-8")


def test_a_tag_more_moves_others_to_further_pages_of_the_index(tmp_path: Path) -> None:
    """Where a tag of one page stands, its page says; an index of one page becomes one of several, and back."""

    def tagged(name: str, count: int) -> dict[str, str | bytes]:
        return {f"kb/{name}.md": f"---\ntags: [{', '.join(f'{name}{n:03}' for n in range(count))}]\n---\n\nText.\n"}

    project = Project(tmp_path, {**tagged("a", 95), **tagged("b", 95), "kb/c.md": "Text.\n"})
    project.build()
    assert not (project.folder / "site/-/tags-2.html").exists()
    for more in ({**tagged("c", 20)}, {**tagged("a", 240)}, {**tagged("a", 95), "kb/c.md": "Text.\n"}):
        write(project.folder, more)
        project.agrees(project.build())
        page = (project.folder / "site/b.html").read_text("utf-8")
        assert ("-/tags-2.html#tag-b094" in page) is (more != {**tagged("a", 95), "kb/c.md": "Text.\n"})
