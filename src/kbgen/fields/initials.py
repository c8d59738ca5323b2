"""Authors in a list with their initials apart: YAML reads `[Dyer, N. I.]` as two names. Knows values only."""

from __future__ import annotations

from kbgen.model import FieldValue
from kbgen.text.regex import regex

_INITIALS = regex(r"(?:[^\W\d_]\.[ -]?){1,4}\Z")


def with_initials(names: tuple[FieldValue, ...]) -> tuple[FieldValue, ...]:
    """A list of people, the initials with the family name before them.

    >>> with_initials(("Dyer", "N. I.", "Ivo Moss")), with_initials(("N. I.", "Dyer"))
    (('Dyer, N. I.', 'Ivo Moss'), ('N. I.', 'Dyer'))
    """
    joined = list[FieldValue]()
    for name in names:
        before = joined[-1] if joined else None
        if isinstance(name, str) and isinstance(before, str) and _INITIALS.match(name) and _is_family(before):
            joined[-1] = f"{before}, {name}"
        else:
            joined.append(name)
    return tuple(joined)


def _is_family(name: str) -> bool:
    return bool(name) and "," not in name and _INITIALS.match(name) is None
