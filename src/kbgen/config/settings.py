"""Reading `kbgen.toml`, and refusing what it cannot say. Knows no folder but the one the file lies in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from kbgen.config.keys import ALLOWED, FIELDS, FILE, SECTIONS, SETTINGS, Setting
from kbgen.model import KbgenError
from kbgen.process.ordinary import read_ordinary
from kbgen.text.names import cut
from kbgen.text.regex import regex

_BY_KEY = {setting.key: setting for setting in SETTINGS}
_TABLES = ("site", "kinds", "fields", "sections", "check")


class SettingError(KbgenError):
    """A setting that cannot be, told without its place; `key` (`site.title`) says which."""

    def __init__(self, key: str, told: str, hint: str = "") -> None:
        super().__init__(f"{FILE}: {told}", hint)
        self.key = key
        self.told = told


def read_settings(folder: Path) -> dict[str, Any]:
    """Every setting of `kbgen.toml` in that folder by its key (`site.title`), defaults filled in, lists as
    tuples; `kinds`, `fields` and `sections` are dicts by NAME. No file: the defaults.

    Raises KbgenError for what is no TOML, an unknown key, or an impossible value, each with its line.
    """
    try:
        return _settings(_read(folder / FILE))
    except SettingError as error:
        from kbgen.config.places import placed

        raise placed(error, folder) from None


def refuse(key: str, value: object, allowed: str, hint: str = "") -> NoReturn:
    """Raise the error for a key whose value is not allowed."""
    raise SettingError(key, f"{_shown(key)} is {_found(value)}; allowed: {allowed}", hint)


def _read(path: Path) -> dict[str, Any]:
    try:
        data = read_ordinary(path)
    except FileNotFoundError:
        if path.is_symlink():
            raise KbgenError(f"{FILE} is a symbolic link to a file that is not there", "remove it") from None
        return {}
    except OSError as error:
        raise KbgenError(f"{FILE} cannot be read: {error.strerror}") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise KbgenError(f"{FILE}:{line}: a byte that is not UTF-8", "save the file as UTF-8") from None
    import tomllib  # most projects have no such file

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise no_toml(FILE, text, error) from None


def no_toml(name: str, text: str, error: Exception) -> KbgenError:
    """What to say of a file of settings, `name`, whose text tomllib refuses: what, where, and what to do about it."""
    what, place = _syntax(str(error), text)
    return KbgenError(f"{name}{place}: this is not valid TOML: {what}", _syntax_hint(what))


_NAMES = regex(r"'([^']*)'")  # as Python writes a tuple of them


def _syntax(message: str, text: str) -> tuple[str, str]:
    """What tomllib complains about, and where, as `:line:column`."""
    what, _, place = message.partition(" (at ")
    what = re.sub(r"\((['\"].*),?\) twice", lambda names: f"[{'.'.join(_NAMES.findall(names[1]))}] twice", what)
    numbers = re.findall(r"\d+", place)
    if len(numbers) == 2:
        return what, f":{numbers[0]}:{numbers[1]}"
    if place.startswith("end of document"):
        return what, f":{text.count(chr(10)) + 1}:{len(text) - text.rfind(chr(10))}"
    return what, ""


def _syntax_hint(what: str) -> str:
    """What to do about something that tomllib complains about."""
    if re.match(r"Cannot (?:overwrite|declare|mutate)", what):
        return "a key, and a [table], may stand in the file only once: put what belongs to one table under one heading"
    if what.startswith("Expected ']'"):
        return "a table begins with its name in brackets: [site]"
    if what.startswith("Expected '=' after a key"):
        return 'a key and its value have a = between them: title = "My notes"'
    if what == r"Illegal character '\n'":
        return 'a text begins and ends with a quotation mark, on one line: title = "My notes"'
    return 'texts are written in quotes: title = "My notes"'


def _settings(data: dict[str, Any]) -> dict[str, Any]:
    """Every setting by key, defaults filled in; `kinds`, `fields` and `sections` as dicts."""
    values: dict[str, Any] = {s.key: s.default for s in SETTINGS if "NAME" not in s.key}
    values |= {"kinds": {}, "fields": {}, "sections": {}, "check.severity": {}, "check.folders": {}}
    for key, value in data.items():
        if key not in _TABLES:
            values[key] = _value(key, key, value)
            continue
        for name, inner in _table(key, value).items():
            if key == "kinds":
                _kind_name(name)
                table = _table(f"kinds.{name}", inner)
                values[key][name] = {
                    part: _value(f"kinds.{name}.{part}", f"kinds.NAME.{part}", found) for part, found in table.items()
                }
            elif key == "check" and name in ("severity", "folders"):
                values[f"check.{name}"] = _severities(name, inner)
            elif key in ("site", "check"):
                values[f"{key}.{name}"] = _value(f"{key}.{name}", f"{key}.{name}", inner)
            else:
                _among(f"{key}.{name}", name, FIELDS if key == "fields" else SECTIONS)
                values[key][name] = _value(f"{key}.{name}", f"{key}.NAME", inner)
    for key in ("fields", "sections"):
        _no_repeats(key, values[key].items())
    for part in ("types", "folders"):
        _no_repeats("kinds", ((name, kind.get(part, ())) for name, kind in values["kinds"].items()))
    return values


def _table(key: str, value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        several = isinstance(value, list) and any(isinstance(one, dict) for one in value)
        refuse(key, value, f"a table, [{key}]", "write one pair of brackets, not two" if several else "")
    return value


def _severities(table: str, value: object) -> dict[str, Any]:
    """`[check.severity]` by rule, or `[check.folders]` by folder and rule."""
    found = _table(f"check.{table}", value)
    if table == "severity":
        return {rule: _value(f"check.severity.{rule}", "check.severity.NAME", word) for rule, word in found.items()}
    return {
        folder: {
            rule: _value(f"check.folders.{folder}.{rule}", "check.folders.FOLDER.NAME", word)
            for rule, word in _table(f"check.folders.{folder}", inner).items()
        }
        for folder, inner in found.items()
    }


def _kind_name(name: str) -> None:
    if name == "wanted" or not re.fullmatch(r"\w[\w -]*", name):
        allowed = "letters, digits, space, - and _; not “wanted”, which is kbgen's word for unwritten pages"
        raise SettingError(f"kinds.{name}", f"kinds.{_shown(name)} cannot be the name of a kind; allowed: {allowed}")


def _among(key: str, name: str, allowed: tuple[str, ...]) -> None:
    if name not in allowed:
        told = f"{_shown(key)} is not a setting; allowed here: {', '.join(allowed)}"
        raise SettingError(key, told, _nearest(name, allowed))


def _no_repeats(table: str, lists: Iterable[tuple[str, tuple[str, ...]]]) -> None:
    seen: dict[str, str] = {}
    for name, values in lists:
        for value in values:
            other = seen.setdefault(value.casefold(), name)
            if other != name:
                told = f"“{_shown(value)}” is in {table}.{other} and {table}.{name}; allowed: in one"
                raise SettingError(f"{table}.{name}", told, f"take it out of {table}.{name}")


# ---------------------------------------------------------------- one value

_TEXT = {"text", "file", "folder", "choice", "url", "lang"}
_URL = regex(r"https?://[^\s/?#\\\"<>]+(?:/[^\s?#\\\"<>]*)?", re.IGNORECASE)
_LANG = regex(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_CONTROL = regex(r"[\x00-\x1f\x7f-\x9f]")


def _value(key: str, known: str, value: object) -> Any:
    """The value of one key, lists as tuples; `known` is the key as `SETTINGS` has it."""
    setting = _BY_KEY.get(known)
    if setting is None:
        _unknown(key)
    fits: bool
    if setting.kind == "flag":
        fits = isinstance(value, bool)
    elif setting.kind in _TEXT:
        fits = isinstance(value, str) and not _CONTROL.search(value) and _possible(setting, value)
    else:
        fits = isinstance(value, list) and all(
            isinstance(v, str) and v.strip() and not _CONTROL.search(v) and _possible(setting, v) for v in value
        )
    if not fits:
        allowed = ALLOWED.get(setting.kind) or " or ".join(f'"{choice}"' for choice in setting.choices)
        near = _nearest(value, setting.choices) if isinstance(value, str) and setting.choices else ""
        refuse(key, value, allowed, near)
    if setting.kind == "url" and value:
        return str(value).rstrip("/") + "/"
    return tuple(v.strip() for v in value) if isinstance(value, list) else value


def _possible(setting: Setting, value: str) -> bool:
    match setting.kind:
        case "choice":
            return value in setting.choices
        case "url":
            return not value or (_URL.fullmatch(value) is not None and _has_parts(value))
        case "lang":
            return not value or _LANG.fullmatch(value) is not None
        case "file" | "folder" | "folders":
            return "\\" not in value and bool(value.strip())
        case "globs":
            return "\\" not in value and not value.startswith("!") and ".." not in value.split("/")
    return True


def _has_parts(address: str) -> bool:
    """Whether the host and port of a web address can be what they are written as, and its path climbs nowhere."""
    from urllib.parse import urlsplit  # slow to load

    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and parts.port != 0 and ".." not in parts.path.split("/")
    except ValueError:
        return False


def _unknown(key: str) -> NoReturn:
    table, _, name = key.rpartition(".")
    pattern = "kinds.NAME" if table.startswith("kinds.") else table
    here = [s.key.rpartition(".")[2] for s in SETTINGS if s.key.rpartition(".")[0] == pattern]
    allowed = ", ".join(here if table else [*here, *(f"[{t}]" for t in _TABLES)])
    elsewhere = {s.key.rpartition(".")[2]: s.key for s in SETTINGS if "." in s.key and "NAME" not in s.key}
    names = here if table else [*here, *_TABLES, *elsewhere]
    near = (
        f"did you mean {elsewhere[name]}?" if name in elsewhere else _nearest(name, names, {} if table else elsewhere)
    )
    raise SettingError(key, f"{_shown(key)} is not a setting; allowed here: {allowed}", near)


def _nearest(name: str, allowed: Sequence[str], whole: Mapping[str, str] | None = None) -> str:
    """A hint at the allowed name that is most like a name; `whole` are the keys that some of them stand for."""
    from rapidfuzz import fuzz, process  # seldom needed, and slow to load

    best = process.extractOne(name.casefold(), allowed, scorer=fuzz.ratio, score_cutoff=45)
    return f"did you mean {(whole or {}).get(best[0], best[0])}?" if best else ""


def _found(value: object) -> str:
    """A value as its author wrote it, shortened."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f"“{_shown(value)}”"
        case dict():
            return "a table"
        case list():
            return "[" + ", ".join(_found(v) for v in value[:3]) + (", …]" if len(value) > 3 else "]")
        case int() | float():
            return _shown(f"{value}")
    return f"the date {value}"


def _shown(text: str) -> str:
    return cut(_CONTROL.sub("\ufffd", text))
