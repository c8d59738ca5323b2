"""The list of what kbgen wrote into an output folder. Knows paths and digests, no content.

`.kbgen-manifest.json` maps each file's path to the digest of its bytes. While a site is being
replaced it also says, under `pending`, which files are about to appear with which bytes. So after a
crash at any moment a file is known to be kbgen's if it stands under `files`, or if it stands under
`pending` and has exactly the bytes announced there.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping

import msgspec

from kbgen.files.paths import open_regular
from kbgen.model import KbgenError
from kbgen.text.paths import is_plain

NAME = ".kbgen-manifest.json"
RESERVED = ".kbgen-"  # no page or asset may begin so
_SCHEMA = "kbgen.manifest/1"
_CHUNK = 1 << 20


class _Manifest(msgspec.Struct, omit_defaults=True):
    schema: str
    files: dict[str, str]
    pending: dict[str, str] = {}


def read_manifest(output: str) -> dict[str, str] | None:
    """What kbgen wrote into the folder: path -> digest. None if it never wrote there.

    Announced files are looked at: one that came to be counts with its new digest, one that did not
    counts as before. Raises KbgenError for a list that is damaged or not kbgen's.
    """
    try:
        with open(open_regular(os.path.join(output, NAME)), "rb") as file:
            manifest = msgspec.json.decode(file.read(), type=_Manifest)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise _damaged(output) from None
    if manifest.schema != _SCHEMA or not all(map(is_ours, (*manifest.files, *manifest.pending))):
        raise _damaged(output)
    owned = dict(manifest.files)
    for path, digest in manifest.pending.items():
        if file_digest(os.path.join(output, path)) == digest:
            owned[path] = digest
    return owned


def encode_manifest(files: Mapping[str, str], pending: Mapping[str, str] | None = None) -> bytes:
    """The bytes of the list: JSON, sorted, one path a line."""
    manifest = _Manifest(_SCHEMA, dict(sorted(files.items())), dict(sorted((pending or {}).items())))
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"


def is_ours(path: str) -> bool:
    """Whether a path is one that kbgen may write: plain, below the output, and no name of kbgen's own.

    The list itself comes from disk and may have been made by anyone: it must not lead out of the folder.
    """
    return is_plain(path) and not path.startswith(RESERVED)


def digest(chunks: Iterable[bytes]) -> str:
    """The digest of bytes: the first 128 bits of SHA-256 (which processors know), in hexadecimal."""
    hashed = hashlib.sha256()
    for chunk in chunks:
        hashed.update(chunk)
    return hashed.hexdigest()[:32]


def file_digest(place: str) -> str:
    """The digest of a regular file on disk; '' if there is none, or it cannot be read."""
    try:
        with open(open_regular(place), "rb") as file:
            return digest(iter(lambda: file.read(_CHUNK), b""))
    except OSError:
        return ""


def _damaged(output: str) -> KbgenError:
    return KbgenError(
        f"{output}/{NAME} is damaged, so kbgen cannot tell its own files from yours",
        "move your files out of that folder, delete it and build again; or choose another with --output",
    )
