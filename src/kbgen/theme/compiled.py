"""The shipped templates and words as Python modules, made with the wheel, so that no build compiles or parses them.

Each module is named by a digest of what it was made of: the name and text of a template, and the version of Jinja; the
text of `words.toml`. A file of the user's, or another Jinja, finds none, and is compiled or parsed as ever. Knows Jinja
and nothing of kbgen: the wheel is made where nothing else is installed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, MutableMapping
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import jinja2

from kbgen.theme.shorthand import ShortEnvironment

PACKAGE = "compiled_templates"  # of kbgen, in a wheel alone
SUFFIX = ".html.jinja"


def environment(
    loader: jinja2.BaseLoader | None = None,
    cache: jinja2.BytecodeCache | None = None,
    kind: type[jinja2.Environment] = ShortEnvironment,
) -> jinja2.Environment:
    """What templates are compiled and rendered in."""
    return kind(
        loader=loader,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        bytecode_cache=cache,
    )


def shipped_names(names: Mapping[str, str]) -> dict[str, str]:
    """The shipped templates by all names that they are loaded by: their own, and `kbgen/` before it."""
    return {f"kbgen/{name}": text for name, text in names.items()} | dict(names)


def write(folder: Path, templates: Mapping[str, str], words: str) -> None:
    """Write a module for each template (name -> text), and one of the tables of `words` (TOML), into a folder, which
    becomes a package."""
    made = environment()
    (folder / "__init__.py").write_text("", "utf-8")
    for name, text in sorted(templates.items()):
        code = made.compile(text, name, name, raw=True, defer_init=True)
        (folder / f"{_module_name(name, text)}.py").write_text(code, "utf-8")
    import tomllib  # only a wheel that is made needs it

    (folder / f"{_words_name(words)}.py").write_text(f"TABLES = {tomllib.loads(words)!r}\n", "utf-8")


def shipped_words(text: str) -> dict[str, Any] | None:
    """The tables of a `words.toml` (its text), if it is the shipped one; None for any other."""
    module = _imported(_words_name(text))
    return dict(module.TABLES) if module is not None else None


class Loader(jinja2.DictLoader):
    """Templates by their names: those that were compiled before as they are, others from their texts."""

    def load(
        self, environment: jinja2.Environment, name: str, globals: MutableMapping[str, Any] | None = None
    ) -> jinja2.Template:
        """One template. Raises TemplateNotFound, and TemplateSyntaxError for what is no template."""
        module = _imported(_module_name(name, self.mapping[name])) if name in self.mapping else None
        if module is None:
            return super().load(environment, name, globals)
        return environment.template_class.from_module_dict(environment, vars(module), globals or {})


def _imported(module: str) -> ModuleType | None:
    try:
        return import_module(f"kbgen.{PACKAGE}.{module}")
    except ModuleNotFoundError:
        return None


def _module_name(name: str, text: str) -> str:
    made = hashlib.blake2b(f"{jinja2.__version__}\0{name}\0{text}".encode(), digest_size=12)
    return f"t_{made.hexdigest()}"


def _words_name(text: str) -> str:
    return f"w_{hashlib.blake2b(text.encode(), digest_size=12).hexdigest()}"
