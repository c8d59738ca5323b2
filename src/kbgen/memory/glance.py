"""Whether a build has anything to do at all, seen from names, sizes and times alone.

A build that has done its work notes here how everything lay that it read and wrote, and what it would say if it were
asked again. The next one with the same words compares, and where nothing differs it says that, before a single library
is loaded. The note is only ever a reason to do nothing: where anything is odd about it, the build goes its usual way.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # `typing` itself takes longer to load than 1,000 files to look at
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NAME = "glance"
CLOSED = frozenset((".git", ".hg", ".svn", ".jj", "node_modules", ".kbgen"))  # folders that no scan enters
TIME = "\1"  # stands in a note where the seconds are said
_FORMAT = "kbgen.glance/1"
_COMPILED = frozenset(("__pycache__",))  # Python's own memory, in the package
YOUNG = 2_000_000_000  # nanoseconds; what was changed so shortly ago may be changed again unseen


def listing(
    places: Iterable[str],
    without: str = "",
    closed: frozenset[str] = CLOSED,
    settled: Mapping[str, tuple[int, int]] | None = None,
    seen: set[str] | None = None,
    noted: str | None = None,
) -> tuple[str, int]:
    """How everything lies below some folders: names, sizes, times of change; and the latest of those times, in
    nanoseconds, without those of files that are `settled` (path -> mtime, ctime) and lie as they did then. The folder
    `without` and those with the names `closed` are not looked into. `seen` gets the paths of all files. Where it
    begins otherwise than what was `noted`, there is no more to be seen, and it ends. Raises OSError for what cannot be
    seen."""
    parts: list[str] = []
    latest = length = 0
    todo = list(places)
    named = frozenset(todo)
    while todo:
        place = todo.pop()
        lines = [place]
        with os.scandir(place) as entries:
            found = list(entries)
        if place not in named and any(entry.name == "pyvenv.cfg" for entry in found):
            found = []  # nobody's pages lie in a virtual environment
        if seen is not None:
            seen.update([entry.path for entry in found])
        for entry in found:
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in closed and entry.path != without and entry.path not in named:
                    todo.append(entry.path)
                continue
            status = entry.stat(follow_symlinks=False)
            times = status.st_mtime_ns, status.st_ctime_ns
            if max(times) > latest and (settled is None or settled.get(entry.path) != times):
                latest = max(times)
            lines.append(f"{entry.name} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}")
            if entry.is_symlink():
                lines.append(os.path.realpath(entry.path) + _target(entry.path))
        parts.append("\n".join(lines))
        if noted is not None and not noted.startswith(parts[-1], length):
            break
        length += len(parts[-1]) + 1
    return "\n".join(parts), latest


def _target(link: str) -> str:
    try:
        status = os.stat(link)
    except OSError:
        return ""
    return f" {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"


def own() -> str:
    """How kbgen itself lies: its files, its theme, Python, and the libraries beside it. Raises OSError."""
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # the folder of kbgen
    places = [here]
    for theme in (os.path.join(here, "templates"), os.path.join(os.path.dirname(os.path.dirname(here)), "templates")):
        if os.path.isdir(theme) and not theme.startswith(here):
            places.append(theme)
    beside = [name for folder in sys.path if folder.endswith("-packages") for name in sorted(os.listdir(folder))]
    return "\n".join(
        (sys.version, *places, listing(places, closed=_COMPILED)[0], *(n for n in beside if n.endswith(".dist-info")))
    )


def words(arguments: Sequence[str]) -> str:
    """The words of a command line and the folders they mean, as they are compared."""
    return "\n".join((os.getcwd(), *arguments, *map(os.path.realpath, arguments)))


def keep(
    store: str,
    arguments: Sequence[str],
    places: Sequence[str],
    output: str,
    started: int,
    said: Said,
    settled: Mapping[str, tuple[int, int]],
    read: Iterable[str],
) -> None:
    """Note in the folder `store` how everything lies after a build that began at `started` (nanoseconds).

    Nothing is noted where some of what was read is so young that it may have changed since it was read, but for what
    is `settled` (path -> mtime, ctime): the build has read that again; nor where one of the files that were `read` is
    gone. Nothing is lost where it cannot be noted.
    """
    code, out, err = said
    beside = os.path.join(store, f".{NAME}-{os.getpid()}")
    try:
        seen: set[str] = set()
        before, latest = listing(places, output, settled=settled, seen=seen)
        if latest > started - YOUNG or not seen.issuperset(read):
            return
        parts = (
            *(_FORMAT, words(arguments), own(), "\n".join(places), output, before, listing([output])[0]),
            *(str(code), out, err),
        )
        if any("\0" in part for part in parts):
            return
        with open(beside, "w", encoding="utf-8", errors="surrogateescape", newline="\n") as file:
            file.write("\0".join(parts))
        os.replace(beside, os.path.join(store, NAME))
    except (OSError, UnicodeError):
        try:  # noqa: SIM105 - contextlib would have to be loaded by every build that has nothing to do
            os.unlink(beside)
        except OSError:
            pass


def unchanged(arguments: Sequence[str]) -> Said | None:
    """What a build with these words would say (its exit code, and both streams) if it has nothing to do; None if it
    has, or if that is not certain."""
    try:
        asked = words(arguments)
        for store in _stores(arguments):
            with open(os.path.join(store, NAME), encoding="utf-8", errors="surrogateescape", newline="\n") as file:
                parts = file.read().split("\0")
            if len(parts) != 10 or parts[0] != _FORMAT or parts[1] != asked:
                continue
            _, _, mine, places, output, before, after, code, out, err = parts
            if (
                mine == own()
                and before == listing(places.split("\n"), output, noted=before)[0]
                and after == listing([output], noted=after)[0]
            ):
                return int(code), _harmless(out), _harmless(err)
    except (OSError, ValueError):
        pass
    return None


def _stores(arguments: Iterable[str]) -> list[str]:
    """Where the folder may lie in which a build with these words remembers things: see `config.load_config`."""
    places = [os.getcwd()]
    for word in arguments:
        real = os.path.realpath(word)
        places += [real, os.path.dirname(real)]
    made = (os.path.join(place, ".kbgen") for place in dict.fromkeys(places))
    return [store for store in made if os.path.isfile(os.path.join(store, NAME))]


def _harmless(text: str) -> str:
    """A note may come with a cloned folder: nothing in it may steer the terminal."""
    if text.replace("\n", "").replace(TIME, "").isprintable():
        return text
    return "".join(ch if ch.isprintable() or ch in ("\n", TIME) else "\ufffd" for ch in text)


if TYPE_CHECKING:
    Said = tuple[int, str, str]
