"""The theme as a value: templates, static files and the words of the interface, the user's before the shipped ones."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec

from kbgen.memory.glance import CLOSED
from kbgen.model import KbgenError
from kbgen.process.ordinary import read_ordinary
from kbgen.theme.compiled import SUFFIX, shipped_names, shipped_words
from kbgen.theme.lean import lean
from kbgen.theme.words import Table, read_words, script, words_for

STATIC = "-/static"  # where the static files lie on the site
_WORDS = "words.toml"
_ICON = "icon.svg"
_EAST, _CODE = "east.css", "code.css"  # the first holds the second too, so that no page asks for both
_SMALL = 1_000  # bytes of an icon that is part of every page


class Theme(NamedTuple):
    """Template name -> its text (a shipped one is also `kbgen/<name>`), static path -> its bytes, language -> what
    the interface says in it; the names of all files of the user's, but for those in folders that no scan enters."""

    templates: dict[str, str]
    static: dict[str, bytes]
    words: dict[str, Table]
    own: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Changes with any byte of any file of the theme."""
        made = hashlib.blake2b(self.page_digest.encode(), digest_size=16)
        for name, data in sorted(self.static.items()):
            made.update(name.encode() + b"\0" + data)
        return made.hexdigest()

    def scripts(self, langs: Iterable[str], lang: str) -> dict[str, bytes]:
        """The words that scripts need on pages in some languages (tags; '' is `lang`, of the site), by static path:
        English ones are in the scripts themselves."""
        spoken = {words_for(self.words, one or lang, lang).lang for one in langs} - {"en"}
        return {f"words/{one}.js": script(one, self.words[one]) for one in sorted(spoken)}

    @property
    def icon(self) -> str:
        """The icon as a `data:` address, for a page that says its icon need not ask for it before it is painted; '' for
        an icon of more than 1,000 bytes, which is a file beside the pages."""
        data = self.static.get(_ICON, b"")
        return f"data:image/svg+xml;base64,{base64.b64encode(data).decode()}" if 0 < len(data) <= _SMALL else ""

    @property
    def page_digest(self) -> str:
        """Changes with what pages are made with: templates and words, not the files that pages only name."""
        made = hashlib.blake2b(digest_size=16)
        for name, text in sorted(self.templates.items()):
            made.update(f"{name}\0{text}\0".encode())
        made.update(msgspec.json.encode(self.words))
        return made.hexdigest()


def load_theme(user: Path | None = None) -> Theme:
    """Read the shipped theme, and over it the folder `user` where it exists. Raises KbgenError if a
    template cannot be read."""
    shipped = shipped_folder()
    templates = shipped_names(_templates(shipped))
    files = _static(shipped)
    static = {name: lean(name, data) for name, data in files.items()}
    words = _words(shipped)
    own: tuple[str, ...] = ()
    if user is not None and user.is_dir():
        paths = (file.relative_to(user) for file in sorted(user.rglob("*")) if file.is_file())
        own = tuple(path.as_posix() for path in paths if not CLOSED & set(path.parts))
        templates |= _templates(user)
        static |= {name: data for name, data in _static(user).items() if data != files.get(name)}
        for lang, table in _words(user).items():
            words[lang] = {**words.get(lang, {}), **table}
    static[_EAST] = static[_EAST] + static[_CODE]
    return Theme(templates, static, words, own)


def shipped_folder() -> Path:
    """The theme beside the package in a wheel, at the top of the repository in a checkout."""
    here = Path(__file__).resolve().parent.parent  # the folder of kbgen
    for place in (here / "templates", here.parent.parent / "templates"):
        if (place / f"base{SUFFIX}").is_file():
            return place
    raise KbgenError("kbgen's own templates are missing", "install kbgen again")


def _templates(folder: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for file in sorted(folder.rglob(f"*{SUFFIX}")):
        try:
            found[file.relative_to(folder).as_posix()] = read_ordinary(file).decode()
        except (OSError, UnicodeDecodeError) as error:
            raise unreadable(f"the template {file.relative_to(folder).as_posix()}", error) from error
    return found


def unreadable(what: str, error: OSError | UnicodeDecodeError) -> KbgenError:
    """What to say of a text of the theme that cannot be read."""
    if isinstance(error, OSError):
        return KbgenError(f"{what} cannot be read: {error.strerror or error}")
    return KbgenError(f"{what} cannot be read: it is not UTF-8", "save the file as UTF-8")


def _words(folder: Path) -> dict[str, Table]:
    try:
        text = read_ordinary(folder / _WORDS).decode()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(f"{_WORDS} of the theme", error) from error
    return shipped_words(text) or read_words(text, _WORDS)


def _static(folder: Path) -> dict[str, bytes]:
    top = folder / "static"
    if not top.is_dir():
        return {}
    return {
        file.relative_to(top).as_posix(): file.read_bytes()
        for file in sorted(top.rglob("*"))
        if file.is_file() and not file.name.startswith(".")
    }
