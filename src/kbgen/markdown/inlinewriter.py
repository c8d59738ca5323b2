"""What the writer of pages makes of a single text, for mentions and descriptions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.utils import EnvType

from kbgen.markdown import direction
from kbgen.markdown.context import Context, context
from kbgen.markdown.writer import Writer

_OUTSIDE = Token("", "", 1)  # around a text by itself


class InlineWriter:
    """Writes single inline tokens of a document, each once for all that shows it."""

    def __init__(self, md: MarkdownIt, env: EnvType) -> None:
        writer = md.renderer
        assert isinstance(writer, Writer)
        self._writer, self._options, self._env = writer, md.options, env

    def text(self, token: Token) -> str:
        """As HTML."""
        return self._writer.render_text(token, self._options, self._env)

    def parts(self, token: Token) -> list[str]:
        """Its children as HTML, each by itself."""
        return self._writer.parts(token, self._options, self._env)

    def item(self, token: Token) -> str:
        """The opening tag of a list item that this text is or begins with."""
        return self._opening("li", direction.of_item, token)

    def cell(self, token: Token) -> str:
        """The opening tag of a cell of a table with this text."""
        return self._opening("td", direction.of_cell, token)

    def paragraph(self, token: Token) -> str:
        """The opening tag of a paragraph of this text."""
        return self._opening("p", direction.of_paragraph, token)

    def _opening(self, tag: str, attributes: Callable[[Sequence[Token], int, Context], str], token: Token) -> str:
        ctx = context(self._env)
        if not ctx.both_ways:
            return f"<{tag}>"
        found = attributes((_OUTSIDE, token), 0, ctx)
        return f"<{tag}{ctx.mark(found)}>" if found else f"<{tag}>"
