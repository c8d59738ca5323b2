"""What earlier builds found out, in `.kbgen/`: parsed documents and views of pages by digest, and the last state.

Knows bytes under keys, not what they mean. Everything in it can be made again: whatever is odd about it (damaged,
cut off, of another version, of another kbgen) is thrown away with a note, and the build is only slower. SQLite keeps
it whole when a build is killed, and lets two builds read and write at once; each record carries a checksum besides,
for disks that err and hands that meddle. It is data, never code.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sqlite3
import sys
import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from kbgen import __version__
from kbgen.memory.batches import batches
from kbgen.process.ordinary import read_ordinary

_FORMAT = 1
_FILE = "store.sqlite"
_STATE = "state"
OF_DOCUMENTS = ("body", "prose", "terms", "texts", "facts")  # tables of what is parsed, by the same keys
_TABLES = (*OF_DOCUMENTS, "meaning", "view", "found", "evidence", "noticed")
_AT_ONCE = 100  # keys of a query; fewer than SQLite allows
_MOST_AT_ONCE = 500  # records of a statement that adds
_PAGE = 32_768  # bytes of a page of the database: a body has some 13 kB, and each page is read and written by itself
_BUSY = 5.0  # seconds that a build waits for another one to finish writing
# A folder that says what it is: bford.info/cachedir
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# What kbgen remembers between builds. It can be deleted.\n"


def digest(*parts: bytes) -> bytes:
    """A digest of 16 bytes, of the parts one behind the other."""
    made = hashlib.blake2b(digest_size=16)
    for part in parts:
        made.update(part)
    return made.digest()


@cache
def fingerprint() -> bytes:
    """What tells this kbgen from every other: its source, Python, and the versions of the libraries beside it."""
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # the folder of kbgen
    made = hashlib.blake2b(f"{_FORMAT} {__version__} {sys.version}".encode(), digest_size=16)
    for root, folders, names in os.walk(here):
        folders[:] = sorted(f for f in folders if f not in ("__pycache__", "templates", "compiled_templates"))
        for name in sorted(names):
            if name.endswith(".py"):
                made.update(os.path.relpath(os.path.join(root, name), here).encode())
                with open(os.path.join(root, name), "rb") as file:
                    made.update(file.read())
    for folder in sorted({os.path.dirname(here), *(p for p in sys.path if p.endswith("-packages"))}):
        with contextlib.suppress(OSError):
            made.update("\n".join(sorted(n for n in os.listdir(folder) if n.endswith(".dist-info"))).encode())
    return made.digest()


_UNUSED = "what earlier builds remembered is not used"
_UNWRITTEN = "the next build can remember nothing, for .kbgen cannot be written"


class Store:
    """The store of one project. `folder` None: nothing is remembered. `notes` says what was thrown away."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.notes: list[str] = []
        self._database: sqlite3.Connection | None = None
        self._opened_by = 0  # a process; one that was forked from it must not share the connection
        self._kept: dict[tuple[str, bytes], bytes] = {}  # where there is no folder, for this build

    # ------------------------------------------------------------ the last state

    def state(self) -> bytes | None:
        """What `keep_state` was given last; None if there is nothing, or nothing to be trusted."""
        if self.folder is None:
            return None
        try:
            data = read_ordinary(self.folder / _STATE)
        except FileNotFoundError:
            return None
        except OSError as error:
            self._note(f"{_STATE} cannot be read: {error.strerror}")
            if isinstance(error, IsADirectoryError):
                self.clear()
            return None
        made, checked, content = data[:16], data[16:32], data[32:]
        if made != fingerprint():
            self._note("it is of another kbgen" if len(data) > 32 else "its state is cut off")
            self.clear()
            return None
        if checked != digest(content):
            self._note("its state is damaged")
            self.clear()
            return None
        return content

    def keep_state(self, content: bytes) -> None:
        """Replace the last state, at once."""
        if self.folder is None:
            return
        beside = self.folder / f".{_STATE}-{os.getpid()}"
        try:
            self._make_folder()
            beside.write_bytes(fingerprint() + digest(content) + content)
            os.replace(beside, self.folder / _STATE)
        except OSError as error:
            with contextlib.suppress(OSError):
                beside.unlink()
            self._note(f"{error.strerror}", _UNWRITTEN)

    # ------------------------------------------------------------ records

    def get(self, table: str, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The records of a table that are there and whole, by their keys."""
        wanted = list(keys)
        if self.folder is None:
            return {key: self._kept[(table, key)] for key in wanted if (table, key) in self._kept}
        found: dict[bytes, bytes] = {}
        with self._guarded():
            for some in batches(wanted, _AT_ONCE):
                query = f"SELECT * FROM {table} WHERE key IN ({', '.join('?' * len(some))})"  # noqa: S608
                for key, check, data in self._open().execute(query, some):
                    if check == zlib.crc32(data):
                        found[key] = data
        return found

    def one(self, table: str, key: bytes) -> bytes | None:
        """The record of a table under a key; None if it is not there or not whole."""
        return self.get(table, [key]).get(key)

    def is_empty(self, table: str) -> bool:
        """Whether a table has no record at all."""
        if self.folder is None:
            return True
        if self._database is None and not os.path.exists(self.folder / _FILE):
            return True
        with self._guarded():
            return self._open().execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is None  # noqa: S608
        return True

    def put(self, table: str, records: Iterable[tuple[bytes, bytes]]) -> None:
        """Add records, in the place of those that have the same keys."""
        if self.folder is None:
            self._kept.update(((table, key), data) for key, data in records)
            return
        for some in batches(((key, zlib.crc32(data), data) for key, data in records), _MOST_AT_ONCE):
            if self.folder is not None:
                with self._guarded():
                    self._open().executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?)", some)  # noqa: S608

    def prune(self, table: str, live: Iterable[bytes]) -> None:
        """Drop the records that no page needs any more, once they are more than those that one does."""
        if self.folder is None:
            return
        with self._guarded():
            needed = set(live)
            last = self._open().execute(f"SELECT max(rowid) FROM {table}").fetchone()[0] or 0  # noqa: S608
            if last <= len(needed) + max(100, len(needed)):  # there are no more records than that
                return
            there = [row[0] for row in self._open().execute(f"SELECT key FROM {table}")]  # noqa: S608
            stale = [(key,) for key in there if key not in needed]
            if len(stale) > max(100, len(needed)):
                self._open().executemany(f"DELETE FROM {table} WHERE key = ?", stale)  # noqa: S608

    # ------------------------------------------------------------ the folder

    def close(self) -> None:
        """Make everything lasting, and let go of the file until it is asked for again."""
        if self._database is not None:
            with self._guarded():
                self._database.execute("COMMIT")
            if self._database is not None:
                self._database.close()
                self._database = None

    def clear(self) -> None:
        """Forget everything; a folder that is not kbgen's is left alone."""
        if self._database is not None:
            self._database.close()
            self._database = None
        if self.folder is not None and os.path.exists(self.folder / "CACHEDIR.TAG"):
            names: list[str] = []
            with contextlib.suppress(OSError):
                names = os.listdir(self.folder)
            for place in (self.folder / name for name in names):
                with contextlib.suppress(OSError):
                    shutil.rmtree(place) if place.is_dir() and not place.is_symlink() else place.unlink()

    def _make_folder(self) -> None:
        assert self.folder is not None
        if not os.path.exists(self.folder / "CACHEDIR.TAG"):
            self.folder.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileExistsError), open(self.folder / ".gitignore", "x") as file:
                file.write("*\n")
            (self.folder / "CACHEDIR.TAG").write_text(_TAG)

    def _open(self) -> sqlite3.Connection:
        if self._database is None or self._opened_by != os.getpid():
            assert self.folder is not None
            self._make_folder()
            made = fingerprint().hex()
            database = sqlite3.connect(self.folder / _FILE, timeout=_BUSY, isolation_level=None)
            self._database, self._opened_by = database, os.getpid()
            database.execute(f"PRAGMA page_size={_PAGE}")
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("PRAGMA synchronous=OFF")  # a kill loses nothing; a power cut costs a cold build
            database.execute("BEGIN")
            database.execute("CREATE TABLE IF NOT EXISTS made (by TEXT)")
            for table in _TABLES:
                database.execute(f"CREATE TABLE IF NOT EXISTS {table} (key BLOB PRIMARY KEY, crc INT, data BLOB)")
            row = database.execute("SELECT by FROM made").fetchone()
            if row is None:
                database.execute("INSERT INTO made VALUES (?)", (made,))
            elif row[0] != made:
                raise sqlite3.DatabaseError("it is of another kbgen")
        return self._database

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[None]:
        """Whatever is wrong with the file costs time, not the build."""
        try:
            yield
        except sqlite3.OperationalError as error:  # another build writes for long, the disk is full or closed
            # a table is not there, or not as it was made; a row is no row (then the error has no number)
            odd = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) == sqlite3.SQLITE_ERROR
            if odd or (self.folder is not None and os.path.isdir(self.folder / _FILE)):
                self.clear()
            self._give_up(str(error))
        except (sqlite3.DatabaseError, OSError, ValueError, OverflowError, TypeError) as error:
            self.clear()
            if isinstance(error, PermissionError):
                self._give_up(f"{error.strerror}", _UNWRITTEN)
            else:
                self._give_up(str(error) if "another kbgen" in str(error) else f"it is damaged ({error})")

    def _give_up(self, reason: str, what: str = _UNUSED) -> None:
        """Go on without the folder."""
        self._note(reason, what)
        if self._database is not None:
            with contextlib.suppress(sqlite3.Error):
                self._database.close()
            self._database = None
        self.folder = None

    def _note(self, reason: str, what: str = _UNUSED) -> None:
        self.notes.append(f"{what}: {reason}")
