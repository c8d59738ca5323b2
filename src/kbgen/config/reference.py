"""What `kbgen.toml` can say, as a page of the manual and as a file to begin with; both made from `SETTINGS`.

`python -m kbgen.config.reference docs/configuration.md` writes the page.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from kbgen.config.keys import ALLOWED, FIELDS, FILE, SECTIONS, SETTINGS, Setting

# What stands for NAME and FOLDER in an example.
_NAMES = {
    "kinds.NAME": "kinds.recipe",
    "fields.NAME": "fields.host",
    "sections.NAME": "sections.claims",
    "check.severity.NAME": "check.severity.orphan-page",
    "check.folders.FOLDER.NAME": 'check.folders."drafts".missing-page',
}
_TABLES = {
    "": "The project",
    "site": "The site",
    "kinds.NAME": "Kinds of pages",
    "fields": "Names of fields",
    "sections": "Headings with a meaning",
    "check": "What check finds",
    "check.severity": "Severities of rules",
    "check.folders.FOLDER": "Severities in a folder",
}
_ABOUT = {
    "kinds.NAME": "A table for each kind of page that you add, or for a known kind that you extend. NAME "
    "is the kind, as it appears in addresses and in `type:`.",
    "fields": f"NAME is one of {', '.join(f'`{name}`' for name in FIELDS)}. "
    "Fields with these spellings are read as that field.",
    "sections": f"NAME is one of {', '.join(f'`{name}`' for name in SECTIONS)}. "
    "Sections with these headings have that meaning.",
    "check.severity": "NAME is the code or name of a rule: `KB101` or `missing-page`. [All rules](rules/README.md).",
    "check.folders.FOLDER": "FOLDER is a path from the kb folder or the project; the deepest one that applies decides.",
}


def page() -> str:
    """The reference of all settings as markdown."""
    parts = [
        "---\ntitle: Configuration\ntype: reference\ndescription: Every key of kbgen.toml.\n---",
        f"kbgen needs no configuration. To change a default, put a file `{FILE}` into the project folder. "
        "Every key is optional. An unknown key or a wrong value is an error, and nothing is built: the message "
        "gives the line, the key, what was found, what is allowed, and the nearest existing key. If the settings "
        "name a folder or file that does not exist, this is reported as a note "
        "([KB225](rules/KB225-idle-setting.md)). A file of settings with another name or in "
        "the kb folder is not read, and reported ([KB232](rules/KB232-unread-settings.md)). `kbgen init` writes "
        "this file with every key commented out.",
    ]
    for table, settings in _tables():
        name = f" `[{table}]`" if table else ""
        parts.append(f"## {_TABLES[table]}{name}")
        if table in _ABOUT:
            parts.append(_ABOUT[table])
        rows = [f"| `{s.key}` | {_cell(s.about)} | {_type(s)} | {_default(s)} |" for s in settings]
        parts.append("\n".join(("| Key | Meaning | Value | Default |", "|---|---|---|---|", *rows)))
    parts.append(f"## The whole file\n\nEvery key, commented out:\n\n```toml\n{commented()}```")
    return "\n\n".join(parts) + "\n"


def commented() -> str:
    """A `kbgen.toml` in which every key is a comment that shows its default, below what it means."""
    lines = [
        f"# Settings of kbgen ({FILE}). Every key is optional. A key shows its default, or an example if the default",
        "# is empty. To use a key, remove the `#` before it, and the one before its [table].",
    ]
    for table, settings in _tables():
        if table:
            lines += ["", f"# [{_shown(table)}]"]
        for setting in settings:
            lines += ["", f"## {setting.about}", f"# {_name(setting)} = {_value(setting)}"]
    return "\n".join(lines) + "\n"


def _tables() -> Iterator[tuple[str, list[Setting]]]:
    """The settings by table, those outside any table first."""
    for table, settings in groupby(sorted(SETTINGS, key=_order), key=_table):
        yield table, list(settings)


def _order(setting: Setting) -> int:
    return list(_TABLES).index(_table(setting))


def _table(setting: Setting) -> str:
    return setting.key.rpartition(".")[0]


def _last(setting: Setting) -> str:
    return setting.key.rpartition(".")[2]


def _shown(table: str) -> str:
    """A table's name with examples for NAME and FOLDER."""
    example = next((shown for key, shown in _NAMES.items() if key.startswith(f"{table}.")), "")
    return example.rpartition(".")[0] if example and "FOLDER" in table else _NAMES.get(table, table)


def _name(setting: Setting) -> str:
    return _NAMES[setting.key].rpartition(".")[2] if setting.key in _NAMES else _last(setting)


def _value(setting: Setting) -> str:
    """The default, or where it is empty the example, as TOML writes it."""
    return _toml(setting.default or setting.example or setting.default)


def _toml(value: str | bool | Iterable[str]) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    return "[" + ", ".join(f'"{one}"' for one in value) + "]"


def _type(setting: Setting) -> str:
    if setting.choices:
        return " or ".join(f'`"{choice}"`' for choice in setting.choices)
    return ALLOWED[setting.kind]


def _default(setting: Setting) -> str:
    return f"`{_toml(setting.default)}`" if setting.default not in ("", ()) else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
