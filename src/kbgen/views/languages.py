"""Which languages documents are in, and with them a site. Knows no links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kbgen.fields import labelled
from kbgen.model import Facts
from kbgen.text.language import guessed, language_of

_HEADINGS = 20  # that are asked


def language_said(facts: Facts) -> str:
    """The language that a document names (BCP 47), '' for none."""
    value = next((field.value for field in facts.fields if field.name == "lang"), "")
    return language_of(next((text for _, text in labelled(value) if text), ""))


def language_told(facts: Facts) -> str:
    """The same, or else the language that the script of the document tells; '' for none."""
    if said := language_said(facts):
        return said
    headings = (heading.written for heading in facts.headings[:_HEADINGS])
    return guessed(" ".join((facts.title or facts.heading, facts.lead, *headings)))


def language_of_most(told: Sequence[str]) -> str:
    """The language that more than half of all documents tell, else English: what a site is made with is in that."""
    return next((tag for tag, count in Counter(told).items() if tag and 2 * count > len(told)), "en")
