"""Rules about evidence: is the raw file there, unchanged, read by anybody; is a page younger than what it tells of."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

from kbgen.check.known import Known, at_field
from kbgen.check.quotes import raw_text
from kbgen.check.raw_index import RawFile
from kbgen.diagnostics import counted, finding
from kbgen.fields import parse_date
from kbgen.model import Diagnostic, Node
from kbgen.text.endings import EVIDENCE, ending
from kbgen.text.names import fold
from kbgen.text.regex import regex

_MOST = 3  # names that a finding tells


def raw_missing(known: Known) -> Iterator[Diagnostic]:
    """Raw files that a source names and that are not there; where there are no raw files at all, one note."""
    absent = [(node, file) for n, node in known.sources for file in known.raw_files.get(n, ()) if not file.path]
    if absent and not known.raw.files:
        node, file = absent[0]
        pages = len({node.path for node, _ in absent})
        message = f"there are no raw files here: those of {counted(pages, 'source')} cannot be looked up"
        yield finding("KB408", message, file.line, file.column, file.length, path=node.path)
        return
    for node, file in absent:
        message = f"there is no raw file “{file.written}”"
        yield finding("KB401", message, file.line, file.column, file.length, known.raw.hint(file.written), node.path)


_NO_EVIDENCE = regex(r"(?:readme|index|_index|log|manifest|license|changelog)\.\w+\Z|[._~]", re.IGNORECASE)


def raw_unread(known: Known) -> Iterator[Diagnostic]:
    """Raw files that no document names, neither they nor another form of them (`talk.vtt` beside `talk.txt`)."""
    used = {_stem(path) for path in _used(known)}
    named = {fold(text.text.strip()) for document in known.graph.documents for text in document.facts.texts}
    for path in known.raw.files:
        name = path.rpartition("/")[2]
        if ending(name) not in EVIDENCE or _NO_EVIDENCE.match(name):
            continue
        stem = _stem(path)
        if stem not in used and stem.rpartition("/")[2] not in named:  # `sources: [talk]` is `raw/talk.md`
            yield finding("KB402", "nobody has summarised this raw file", path=known.place_of_raw(path))


def _used(known: Known) -> Iterator[str]:
    """The raw files that any document names, in a field, a link or a citation; those of a folder once."""
    folders = set[str]()
    yield from (edge.note for edge in known.graph.edges if edge.resolution == "raw")
    for document in known.graph.documents:
        here, facts = f"{known.raw.prefix}{document.path}", document.facts
        written = [text.text for text in facts.texts]
        written += [link.target for link in facts.links if "raw" in link.target or "." in link.target]
        written += [citation.path for citation in facts.citations]
        written += [f.value for f in facts.fields if f.name == "raw_file" and isinstance(f.value, str)]
        for text in written:
            found = known.raw.find(text, here) if text else ""
            if found:
                yield found
            elif text and text not in folders:
                folders.add(text)
                yield from known.raw.within(text)


_ENDINGS = regex(r"(?:\.[a-z]{2}(?:-[a-z]+)?)?\.[a-z0-9]+\Z")


def _stem(path: str) -> str:
    """A path without its ending and the language behind it (`talk.en.vtt`)."""
    folder, _, name = fold(path).rpartition("/")
    return f"{folder}/{_ENDINGS.sub('', name)}"


_ALGORITHMS = {64: "sha256", 40: "sha1", 32: "md5"}
_FRONT = re.compile(rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n.*?\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)


def raw_changed(known: Known) -> Iterator[Diagnostic]:
    """Raw files whose hash is not the one that their summary keeps; with git, files committed after it."""
    for number, node in known.sources:
        files = [file for file in known.raw_files.get(number, ()) if file.path]
        other = _other_hash(known, number, node, files)
        if other is not None:
            if other:
                message = f"“{files[0].written}” has changed since it was summarised: its hash is different"
                field = known.field(node, "raw_hash")
                new = f": {other}" if len(files) == 1 else ""
                hint = f"read it again, then write the new hash{new}"
                yield at_field("KB403", message, node, field, hint)
            continue
        summary = known.commits.get(node.path, "")
        for file in files:
            raw = known.commits.get(known.place_of_raw(file.path), "")
            if summary and raw > summary:
                message = f"“{file.written}” was committed on {raw[:10]}, after this summary ({summary[:10]})"
                yield finding("KB403", message, file.line, file.column, file.length, path=node.path)


def _other_hash(known: Known, number: int, node: Node, files: Sequence[RawFile]) -> str | None:
    """`other_hash`, as far as it is not known already."""
    states = [one for one in known.remembered[number].raw if one.path] if number in known.remembered else []
    if len(states) == 1:
        return None if states[0].state == "there" else states[0].other_hash
    return other_hash(known, node, files)


def other_hash(known: Known, node: Node, files: Sequence[RawFile]) -> str | None:
    """The hash of the first of a source's raw files, where the one that the source keeps is that of none of them; ''
    where it is; None where that cannot be told."""
    field = known.field(node, "raw_hash")
    written = field.value.strip().lower().rpartition(":")[2] if field and isinstance(field.value, str) else ""
    algorithm = _ALGORITHMS.get(len(written)) if re.fullmatch("[0-9a-f]+", written) else None
    if not algorithm:
        return None
    found = [(file.path, made) for file in files if (made := known.raw.hash(file.path, algorithm)) is not None]
    if not found or any(made == written for _, made in found):
        return "" if found else None
    texts = (known.raw.read(path) for path, _ in found if not known.raw.is_large(path))
    is_known = any(_has_hash(text, algorithm, written) for text in texts if text is not None)
    return "" if is_known else found[0][1]


def _has_hash(data: bytes, algorithm: str, written: str) -> bool:
    """Whether a hash is that of a text in another form: with other line ends, of its body without frontmatter, with or
    without white space around."""
    return any(hashlib.new(algorithm, form, usedforsecurity=False).hexdigest() == written for form in _forms(data))


def _forms(data: bytes) -> Iterator[bytes]:
    for whole in (data, data.replace(b"\r\n", b"\n")):
        for form in (whole, _FRONT.sub(b"", whole, count=1)):
            yield from (form, form.strip(), form.lstrip(b"\n"), form.rstrip())


def past_review(known: Known) -> Iterator[Diagnostic]:
    """Pages whose `stale_after` is today or before (OKF 0.2, section 5.5), or whose `review_after` is before today."""
    today = known.settings.today
    for _, node in known.pages if today else ():
        for name in ("stale_after", "review_after"):
            field = known.field(node, name)
            date = parse_date(field.value) if field is not None and isinstance(field.value, str) else None
            if field is None or date is None or not date.iso:
                continue
            day = today[: len(date.iso[:10])]
            if date.iso[:10] < day or (name == "stale_after" and date.iso[:10] == today):
                is_today = "is" if date.iso[:10] == today else "was"
                yield at_field(
                    "KB404", f"{field.key} {is_today} {date.written}", node, field, "review it, and set a new date"
                )


def newer_sources(known: Known) -> Iterator[Diagnostic]:
    """Entities whose `updated` is older than sources that mention them."""
    for number, node in known.pages:
        newer = newer_than_text(known, number, node)
        if newer:
            field = known.field(node, "updated")
            told = (known.graph.nodes[n] for n in newer[:_MOST])
            shown = ", ".join(f"“{source.short}” ({source.published.iso[:10]})" for source in told)
            more = f" and {len(newer) - _MOST} more" if len(newer) > _MOST else ""
            many = "1 source is" if len(newer) == 1 else f"{len(newer)} sources are"
            message = f"{many} newer than this page: {shown}{more}"
            yield at_field("KB405", message, node, field, "read what they say, and set the new date")


def newer_than_text(known: Known, number: int, node: Node) -> tuple[int, ...]:
    """The sources that mention a page and were published after its `updated`, newest first. Dates are compared as
    far as both are precise; a page without `updated` is never old."""
    field = known.field(node, "updated") if known.dossiers.has_dossier(number) else None
    date = parse_date(field.value) if field is not None and isinstance(field.value, str) else None
    if date is None or not date.iso:
        return ()
    mine = date.iso[:10]
    linked = known.linked.get(number, frozenset())
    return tuple(
        speaker.source
        for speaker in known.dossiers.speakers.get(number, ())
        if speaker.source not in linked
        and (iso := known.graph.nodes[speaker.source].published.iso[: len(mine)])
        and iso > mine[: len(iso)]
    )


def citations(known: Known) -> Iterator[Diagnostic]:
    """Citations of raw files that are not there or have fewer lines."""
    for _, node in known.written:
        for citation in known.facts(node).citations:
            path = known.raw.find(citation.path, node.path)
            message = f"there is no raw file “{citation.path}” to cite" if known.raw.files and not path else ""
            text = raw_text(known, path) if path and citation.first else None
            if text is not None and citation.last < citation.first:
                message = f"lines {citation.first}-{citation.last} run backwards"
            elif text is not None and citation.last > text.last:
                one = citation.first == citation.last
                lines = f"line {citation.first} is" if one else f"lines {citation.first}-{citation.last} are"
                message = f"“{citation.path}” ends at line {text.last}; {lines} not there"
            if message:
                hint = "" if path else known.raw.hint(citation.path)
                yield finding("KB407", message, citation.line, citation.column, citation.length, hint, node.path)
        if known.raw.files:
            yield from _absent(known, node)


def _absent(known: Known, node: Node) -> Iterator[Diagnostic]:
    """Links of a text into a raw folder, to files that are not there."""
    for link, ref in zip(known.facts(node).links, known.graph.refs[node.document], strict=True):
        if link.field or ref.form != "text" or not ref.css.startswith("raw"):
            continue
        if not known.raw.find(ref.title, node.path) and not known.raw.within(ref.title):
            message = f"there is no raw file “{ref.title}” to cite"
            hint = known.raw.hint(ref.title)
            yield finding("KB407", message, link.line, link.column, link.length, hint, node.path)
