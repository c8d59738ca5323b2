"""The texts that new files are made of: templates of the project, before those that are shipped."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, StrictUndefined, TemplateError

from kbgen.author.yamltext import yaml_value
from kbgen.model import KbgenError
from kbgen.theme.theme import shipped_folder, unreadable


def template(name: str, user: Path | None) -> str | None:
    """The text of a template by its name (`new/source.md.jinja`): the user's, else the shipped one; None without.

    Raises KbgenError if it is there and cannot be read.
    """
    for folder in (user, shipped_folder()):
        file = folder / name if folder is not None else None
        if file is not None and file.is_file():
            try:
                return file.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise unreadable(f"the template {name}", error) from None
    return None


def filled(text: str, name: str, values: dict[str, object]) -> str:
    """A template filled in. Nothing is escaped, but what passes the filter `yaml`, which writes
    what stands behind a key: `title:{{ title | yaml }}`.

    Raises KbgenError for a template with a mistake in it.
    """
    try:
        return _environment().from_string(text).render(values)
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        raise KbgenError(f"the template {name}{f':{line}' if line else ''} has a mistake: {error}") from None


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        autoescape=False,  # noqa: S701  it makes markdown, no HTML; what is shown passes kbgen's gate
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["yaml"] = yaml_value
    return environment
