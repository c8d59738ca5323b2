"""Templates written by `shorthand` say what they say in Jinja's own code."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

import jinja2
import pytest
from markupsafe import Markup

from kbgen.memory.kept import Kept
from kbgen.model import Ref
from kbgen.theme.compiled import environment
from kbgen.theme.shorthand import Escaped
from kit import built, write

REF = Ref("page", "a.html", "", 'A & "B" <c>', "missing")
VALUES: dict[str, Any] = {
    "ref": REF,
    "refs": (REF, Ref("page", "b.html", "", "B")),
    "text": "<i>it's</i>",
    "safe": Markup("<b>&amp;</b>"),
    "link": lambda ref, label="": Markup("<a>{}</a>").format(label or ref.title),
    "table": {"title": "T", "items": "no method", "class": "<css>"},
    "none": None,
}
TEMPLATES = (
    "{{ ref.title }} {{ text }} {{ safe }} {{ 3 }} {{ none }} {{ (1, '<') }} {{ 1.5 }} {{ true }} {{ '&' }}",
    "{{ link(ref) }}, {{ link(ref, '<x>') }}, {{ link(ref, label=text) }}, {{ link(*refs[:1]) }}, {{ link(**{'ref': ref}) }}",
    "{% for one in refs %}{{ loop.index }}/{{ loop.length }} {{ one.title }}{% if not loop.last %}, {% endif %}{% endfor %}",
    "{% for one in [[1, [2]], ['<']] recursive %}{{ loop(one) if one is iterable and one is not string else one }}{% endfor %}",
    "{{ safe ~ text ~ 1 }} {{ text|upper }} {{ text|safe }} {{ text|length }} {{ text.startswith('<') }} {{ ref.title.upper() }}",
    "{% set said %}<p>{{ text }}</p>{% endset %}{{ said }}{% filter upper %}{{ text }}{% endfilter %}",
    "{% autoescape false %}{{ text }}{% endautoescape %}{{ text }}",
    "{% set found = namespace(last='<') %}{{ found.last }}{% set found.last = text %}{{ found.last }}",
    "{% macro one(a, b='<') %}{{ a }}|{{ b }}{% endmacro %}{{ one(text) }} {{ one(text, 2) }} {{ one(b=1, a=2) }}",
    "{% macro more(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ more(1) }} {{ more(1, 2, b=text) }}",
    "{% macro around(a) %}<{{ a }}>{{ caller(a) }}{% endmacro %}{% call(x) around(text) %}{{ x }}{% endcall %}",
    "{{ cycler('a', 'b').next() }} {{ range(3)|list }} {{ dict(a=1) }} {{ [ref]|map(attribute='title')|join(text) }}",
    "{{ 'x' if ref.url == 'a.html' else text }} {{ text if false }}",
    "{% macro one(a) %}{{ a }}{% endmacro %}{{ one(1, 2) }}",
    "{{ missing }}",
    "{{ ref['title'] }}",
)
CAREFUL = (
    "{{ table.title }} {{ table.class }}",
    "{{ ref.nothing|default('<none>') }} {{ ref.nothing is defined }}",
    "{{ ref.nothing }}",
)


def said(template: str, kind: type[jinja2.Environment]) -> str:
    """What a template writes, or what is wrong with it."""
    try:
        return environment(kind=kind).from_string(template).render(VALUES)
    except (jinja2.TemplateError, TypeError) as error:
        return f"{type(error).__name__}: {error}"


@pytest.mark.parametrize("template", TEMPLATES)
def test_short_code_says_the_same(template: str) -> None:
    assert said(template, type(environment())) == said(template, jinja2.Environment)


@pytest.mark.parametrize("template", CAREFUL)
def test_what_may_be_no_attribute_is_left_to_jinja(template: str) -> None:
    with pytest.raises(AttributeError):
        said(template, type(environment()))


def test_a_template_that_asks_what_there_may_not_be(tmp_path: Path) -> None:
    page = "{% extends 'kbgen/node.html.jinja' %}{% block status %}[{{ view.colour|default('none & so on') }}]{% endblock %}"
    project = write(tmp_path / "p", {"kb/a.md": "# A\n", "kb/b.md": "# B\n", "templates/node.html.jinja": page})
    built(project, tmp_path / "out")
    assert all("[none &amp; so on]" in (tmp_path / f"out/{name}.html").read_text("utf-8") for name in "ab")


def test_escaped_texts_do_not_pile_up() -> None:
    escaped = Escaped()
    assert [escaped(str(number) + "<") for number in range(30_000)][-1] == "29999&lt;"
    assert len(escaped) <= 5_000


def test_what_is_written_once_is_written_for_each_value(tmp_path: Path) -> None:
    parts = "{% macro sign(word, folder) %}<i>{{ word }} & {{ folder }}</i>{% endmacro %}"
    page = "{% extends 'kbgen/node.html.jinja' %}{% import 'signs.html.jinja' as signs %}"
    page += "{% block status %}{{ once(signs.sign, view.kind, root) }}{% endblock %}"
    files = {"kb/entities/a.md": "# A\n", "kb/entities/b.md": "# B\n", "kb/sources/c.md": "# C\n"}
    project = write(tmp_path / "p", files | {"templates/signs.html.jinja": parts, "templates/node.html.jinja": page,
                                             "templates/source.html.jinja": page})  # fmt: skip
    built(project, tmp_path / "out")
    found = {n: (tmp_path / f"out/{n}.html").read_text("utf-8") for n in ("entities/a", "entities/b", "sources/c")}
    assert "<i>entity & ../</i>" in found["entities/a"]
    assert "<i>entity & ../</i>" in found["entities/b"]
    assert "<i>source & ../</i>" in found["sources/c"]


def test_what_is_kept_is_made_once_and_does_not_pile_up() -> None:
    asked: list[int] = []
    kept = Kept[int, int](lambda key: asked.append(key) or -key, 3)
    assert [kept[key] for key in (1, 2, 1, 3, 2)] == [-1, -2, -1, -3, -2]
    assert asked == [1, 2, 3]
    assert kept[4] == -4
    assert len(kept) == 1


def test_pages_leave_nothing_to_the_collector(tmp_path: Path) -> None:
    """What is set in a template outside of blocks, beside a macro, stays with the macro: the text of every page did."""

    def left(pages: int) -> int:
        files: dict[str, str | bytes] = {
            f"kb/{n}.md": f"# T{n}\n\nText, [[{(n + 1) % pages}]].\n" for n in range(pages)
        }
        project = write(tmp_path / f"p{pages}", files)
        gc.collect()
        gc.disable()
        try:
            built(project, tmp_path / f"o{pages}")
            return gc.collect()
        finally:
            gc.enable()

    left(5)  # what is loaded and made once
    few, many = (min(left(pages) for _ in range(3)) for pages in (10, 40))  # a build may let go what others have left
    assert many - few < 10 * (40 - 10)  # it was 48 for each page
