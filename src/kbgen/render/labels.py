"""What the parser itself puts into a text, said in the language of the page that shows it.

A text is written once, in English, before anybody knows which pages show it. Content has neither `aria-label` nor the
class of a callout's title (`markdown/sanitise`), so what has them is the parser's, and a phrase of the interface.
"""

from __future__ import annotations

import re
from html import escape

from kbgen.text.regex import regex
from kbgen.theme.words import Words

# A tag with a label, which some repeat as a title; the title of a callout, behind the tag that names its kind.
_LABEL = regex(r'(<[a-z][^<>]*? aria-label=")([^"<>]*)"(?: title="\2")?')
_CALLOUT = regex(r'(<[a-z]+ class="callout callout-([\w-]+)[ "][^<>]*>\s*<[a-z]+ class="callout-title">)([^<>]*)(?=</)')
_SOURCE = regex(r'(?<=<details>\n<summary>)Source of the diagram(?=</summary>\n<pre class="code" )')
_NUMBER = regex(r"\d+")


def translated(html: str, t: Words) -> str:
    """Sanitised HTML with the parser's own words in another language. A callout's title that only repeats its kind is
    such a word; one that the author gave stays."""
    if ' aria-label="' in html:
        html = _LABEL.sub(lambda found: _label(found, t), html)
    if "<svg " in html:
        html = _SOURCE.sub(escape(t("Source of the diagram")), html)
    if "callout-title" in html:
        html = _CALLOUT.sub(lambda found: found[1] + _title(found[2], found[3], t), html)
    return html


def _label(found: re.Match[str], t: Words) -> str:
    number = _NUMBER.search(found[2])
    said = t(found[2].replace(number[0], "{n}"), int(number[0])) if number else t(found[2])
    title = f' title="{escape(said)}"' if found[0].endswith(f' title="{found[2]}"') else ""
    return f'{found[1]}{escape(said)}"{title}'


def _title(kind: str, written: str, t: Words) -> str:
    key = f"[!{kind}]"
    alone = written.casefold() == kind.replace("-", " ").replace("_", " ")
    return escape(t(key)) if alone and key in t.table else written
