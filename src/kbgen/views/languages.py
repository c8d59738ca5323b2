"""Which languages documents are in, and with them a site. Knows no links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from kbgen.fields import labelled
from kbgen.model import Facts
from kbgen.text.functionwords import written_in
from kbgen.text.language import guessed, language_of, may_guess

_HEADINGS = 20  # that are asked
_PAGES = 300  # whose first words are


def language_said(facts: Facts) -> str:
    """The language that a document names (BCP 47), '' for none. Where its script is that of another, the named one is
    that of the work that it sums up."""
    value = next((field.value for field in facts.fields if field.name == "lang"), "")
    said = language_of(next((text for _, text in labelled(value) if text), ""))
    return (guessed(_beginning(facts)) or said) if said and may_guess(said) else said


def language_told(facts: Facts) -> str:
    """The same, or else the language that the script of the document tells; '' for none."""
    return language_said(facts) or guessed(_beginning(facts))


def _beginning(facts: Facts) -> str:
    headings = (heading.written for heading in facts.headings[:_HEADINGS])
    return " ".join((facts.title or facts.heading, facts.lead, *headings))


def language_of_most(told: Sequence[str], pages: Iterable[Facts]) -> str:
    """The language that more than half of all documents tell (`told`), else that in which `pages` begin, some of those
    that tell none (each may be too short), else English: what a site is made with is in that."""
    if most := next((tag for tag, count in Counter(told).items() if tag and 2 * count > len(told)), ""):
        return most
    some = tuple(islice(pages, _PAGES))
    return guessed(" ".join(map(_beginning, some))) or written_in(" ".join(facts.lead for facts in some)) or "en"
