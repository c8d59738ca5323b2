"""Templates as Python that asks less than what Jinja writes, for the same result. Knows Jinja and nothing of kbgen.

Jinja asks of whatever stands before a dot whether it has an attribute or an item of that name, of whatever is called
whether it wants the context too, and makes marked text of everything that is shown. Here an attribute is one, or
AttributeError is raised: whoever renders must then render again with Jinja's own code, which knows what is meant.
"""

from __future__ import annotations

import keyword
from collections.abc import Iterable, MutableMapping
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Macro
from markupsafe import Markup, escape

_KEPT = 5_000  # escaped texts at hand: titles, dates and phrases are shown again and again


class Escaped(dict[Any, str]):
    """What is shown, escaped."""

    def __call__(self, value: Any) -> str:
        """Any value as a template shows it."""
        kind = type(value)
        return self[value] if kind is str or kind is int else escape(value)

    def __missing__(self, value: str | int) -> str:
        if len(self) >= _KEPT:
            self.clear()
        made = self[value] = str.__str__(escape(value))
        return made


class ShortMacro(Macro):
    """A macro that is mostly called with all it wants, in order."""

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        """What it writes."""
        if not kwargs and len(args) == self._argument_count and not self._takes_more and self._default_autoescape:
            return str.__new__(Markup, self._func(*args))
        return super().__call__(*args, **kwargs)

    @property
    def _takes_more(self) -> bool:
        return self.catch_kwargs or self.catch_varargs or self.caller


class Shorthand(CodeGenerator):
    """Writes templates as Python."""

    def write_commons(self) -> None:
        """What every function of a template begins with."""
        super().write_commons()
        self.writeline("escaped = environment.escaped")
        self.writeline("Macro = environment.macro")

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """The body of a function, which hands over what it writes in one piece, and any body within it."""
        outermost = frame.buffer is None
        if outermost:
            self.buffer(frame)
        super().blockvisit(nodes, frame)
        if outermost:
            self.writeline(f"yield concat({frame.buffer})")
            frame.buffer = None

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        if node.with_context:
            super()._import_common(node, frame)
            return
        self.write("environment.module(")
        self.visit(node.template, frame)
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """`view.title`."""
        if keyword.iskeyword(node.attr):
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """`link(ref)`."""
        if forward_caller or node.dyn_args or node.dyn_kwargs or any(keyword.iskeyword(k.key) for k in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(")(")
        for arg in (*node.args, *node.kwargs):
            self.visit(arg, frame)
            self.write(", ")
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if self._is_plain(frame, finalize):
            self.write("(shown if (kind := type(shown := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if self._is_plain(frame, finalize):
            self.write(")) is Markup else escaped[shown] if kind is str else escaped(shown))")
        else:
            super()._output_child_post(node, frame, finalize)

    def _is_plain(self, frame: Frame, finalize: Any) -> bool:
        return frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None


class ShortEnvironment(jinja2.Environment):
    """An environment of such templates."""

    code_generator_class = Shorthand
    macro = ShortMacro

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.escaped = Escaped()
        self._found: dict[str, jinja2.Template] = {}

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> jinja2.Template:
        """A template, each looked for once: what they are loaded from stays as it is."""
        if globals is not None or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        if name not in self._found:
            found = self._found[name] = super().get_template(name, parent)
            found.globals = self.globals  # one mapping, not the chain of two that each page would go through
        return self._found[name]

    def module(self, name: str) -> Any:
        """What a template exports: it is the same for all that import it without their context."""
        return self.get_template(name).module
