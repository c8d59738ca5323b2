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


def language_guessed(facts: Facts) -> str:
    """The language that the script of a document tells, '' for none."""
    headings = (heading.written for heading in facts.headings[:_HEADINGS])
    return guessed(" ".join((facts.title or facts.heading, facts.lead, *headings)))


def language_of_most(home: Facts | None, pages: Sequence[Facts]) -> str:
    """The language of a site: what its home page says, else that of more than half of its pages, else English, for that
    is what it is made with."""
    if home is not None and (said := language_said(home)):
        return said
    counts = Counter(language_said(facts) or language_guessed(facts) for facts in pages)
    most = (tag for tag, count in counts.items() if tag and 2 * count > len(pages))
    return next(most, "en")
