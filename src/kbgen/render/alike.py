"""Sources that say the same of a node in the same words, told together: the words once, with all who say them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from markupsafe import Markup

from kbgen.model import Fragment, Ref
from kbgen.text.names import fold
from kbgen.text.regex import regex
from kbgen.views.said import SaidView

_MARKS = regex(r"</?(?:b|em|strong)>")
_END = regex(r"[.。．]?(</[a-z]++>)?\s*+\Z")


class _Html(Protocol):
    """`Writer.html`."""

    def __call__(self, piece: Fragment, *, own: str) -> Markup: ...


class Told(NamedTuple):
    """What `sources` say. Where that is one passage, its `text`, and the `place` where all say it (None: each has its
    own); of a source that says several things, None."""

    sources: list[SaidView]
    text: Markup | None = None
    place: Ref | None = None

    @property
    def once(self) -> bool:
        """Whether it stands in one place, which names all these sources, and is not said by each of them."""
        return len({source.mentions[0].blocks[0] for source in self.sources}) == 1


def told_alike(html: _Html, said: Sequence[SaidView], own: str) -> list[Told]:
    """What sources say of the page at the address `own`, each where the first stands that says so. It is the same if it
    is shown alike but for case, emphasis and a full stop; a source that says more is told by itself."""
    found: list[Told] = []
    known: dict[str, Told] = {}
    for source in said:
        first = source.mentions[0]
        if len(source.mentions) > 1 or len(first.blocks) > 1:
            found.append(Told([source]))
            continue
        text = html(first.blocks[0], own=own)
        key = _END.sub(r"\1", fold(_MARKS.sub("", text)))
        if key in known:
            known[key].sources.append(source)
        else:
            known[key] = Told([source], text, first.section_ref)
            found.append(known[key])
    return [told if told.place is None or _is_there(told) else told._replace(place=None) for told in found]


def _is_there(told: Told) -> bool:
    """Whether all say it in one place: on the page that it is about."""
    return all(source.mentions[0].section_ref == told.place for source in told.sources)
