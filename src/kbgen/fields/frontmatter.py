"""One text in, its fields and its body out. Knows where fields stand, not what they mean to a page."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from kbgen.diagnostics import finding
from kbgen.fields.faults import in_words, is_item
from kbgen.fields.fences import Header, cut, find_header, find_second, find_wrapping, lines_of_thoughts
from kbgen.fields.initials import with_initials
from kbgen.fields.items import Item
from kbgen.fields.joplin import read_joplin
from kbgen.fields.lines import with_lines, without_header, without_lines, without_second
from kbgen.fields.lookup import is_filled, text_of
from kbgen.fields.metadata import read_metadata
from kbgen.fields.properties import read_properties
from kbgen.fields.recovery import Recovered, Slip, recover
from kbgen.fields.spellings import FieldSettings, fold_key
from kbgen.fields.toml_reader import read_toml
from kbgen.fields.values import Places, Reading, link_findings, parted, place_link, read_entries
from kbgen.fields.yaml_reader import Fault, Node, Repeat, Tree, read_yaml
from kbgen.model import Diagnostic, Field, Link, Value
from kbgen.text.names import loose

_DEFAULTS = FieldSettings()


class Front(Value, frozen=True):
    """The fields of one file, and the text without them.

    `fields` in the order of the file, those of a metadata block last; a title line that is no heading
    (`Source Summary: X` above such a block) is the field `title`. `links` are those in values; of a block
    that stays in the body they stand there as well. `body` has as many lines as the text: empty are those
    of the header, and of a metadata block that moves. `frontmatter` and `metadata` say whether there is
    such.
    """

    fields: tuple[Field, ...]
    links: tuple[Link, ...]
    body: str
    frontmatter: bool
    metadata: bool
    diagnostics: tuple[Diagnostic, ...]


def read_fields(text: str, settings: FieldSettings = _DEFAULTS) -> Front:
    """Read the frontmatter and the metadata block of a decoded text. Never raises.

    What is broken is recovered as far as possible and told in `diagnostics` (KB109, KB111, KB112,
    KB201 to KB206), whose lines and columns are those of the text.
    """
    header = find_header(text)
    reading, body = Reading([], [], []), text
    if header is not None:
        header, reading = _of_toml(text, header, settings) if header.toml else _of_yaml(text, header, settings)
        body = without_header(text, header)
        second = find_second(body, header.body) if not (header.toml or header.text) else None
        if second is not None:
            body = without_second(body, second)
            _add_second(reading, text, second, settings)
        header = None if header.text else header
    titles = [loose(text_of(field.value)) for field in reading.fields if field.name == "title"]
    if wrapping := find_wrapping(body, titles[0] if titles else ""):
        body = without_lines(body, list(wrapping))
        reading.diagnostics.append(_wrapping_finding(text, wrapping, "page"))
    thoughts = lines_of_thoughts(body)
    body, whole = without_lines(body, thoughts), body
    joplin = read_joplin(body, settings) if header is None else None
    if joplin is not None:
        _add_metadata(reading, joplin.items, False)
        body = without_lines(body, joplin.lines)
    properties = read_properties(body, settings, header.body - 1 if header else 0)
    if properties is not None:  # what a header says already stays where it is
        added = _add_metadata(reading, properties.items, header is not None)
        all_moved = len(added) == len(properties.items)
        rule = [properties.rule] if properties.rule and all_moved else []
        body = without_lines(body, [*(item.line for item in added), *rule])
    block = read_metadata(body, settings, header.body - 1 if header else 0, header is None and joplin is None)
    if block is not None:
        _add_metadata(reading, block.items, header is not None or joplin is not None or properties is not None)
        if header is None:
            body = without_lines(body, block.lines)
    return Front(
        fields=tuple(map(_parted, reading.fields)),
        links=tuple(reading.links),
        body=with_lines(body, whole, thoughts),
        frontmatter=header is not None,
        metadata=block is not None,
        diagnostics=tuple(reading.diagnostics),
    )


def _parted(field: Field) -> Field:
    """A field of sources or raw files with each of them by itself, and one of authors with their initials."""
    if field.name == "authors" and isinstance(field.value, tuple) and len(field.value) > 1:
        return msgspec.structs.replace(field, value=with_initials(field.value))
    if field.name not in ("cites", "raw_file") or (value := parted(field.value)) is field.value:
        return field
    return msgspec.structs.replace(field, value=value)


_MOST_LINES_NAMED = 8


class _Result(NamedTuple):
    """A header as read: as YAML (`fault` None), or key by key."""

    entries: dict[str, Node]
    repeats: list[Repeat]
    fault: Fault | None
    recovered: Recovered | None
    stray: int = -1  # where a list or text stands in place of fields


def _of_toml(text: str, header: Header, settings: FieldSettings) -> tuple[Header, Reading]:
    """What a header of TOML says; what is no TOML is told by KB201, once."""
    source = _source(text, header)
    toml, places = read_toml(source), Places(source, header.first)
    reading = read_entries(toml.entries, source, places, settings.spellings)
    reading.diagnostics[:0] = _above(text, header)
    if toml.slips:
        lost = sorted({places(slip.start)[0] for slip in toml.slips if not slip.read})
        told = f"; {_lines_named(lost)} could not be read" if lost else ""
        message = f"this frontmatter is not valid TOML: {toml.slips[0].problem}; its fields were read one by one{told}"
        hint = 'write “key = "value"”, one a line'
        reading.diagnostics.insert(0, finding("KB201", message, *places(toml.slips[0].start), 1, hint))
    return header, reading


def _of_yaml(text: str, header: Header, settings: FieldSettings) -> tuple[Header, Reading]:
    """What a header of YAML says, and where it ends."""
    header, source, result = _read(text, header)
    places = Places(source, header.first)
    reading = read_entries(result.entries, source, places, settings.spellings)
    if result.recovered is not None:
        _tell_bare_links(reading, result.recovered.slips, places)
    reading.diagnostics[:0] = _findings(text, header, source, result, places)
    return header._replace(text=result.stray >= 0), reading


def _read(text: str, header: Header) -> tuple[Header, str, _Result]:
    source = _source(text, header)
    result = read_yaml(source)
    if isinstance(result, Fault) and not result.refused and header.closed:
        shorter = cut(text, header)
        if shorter is not None:
            header, source = shorter, _source(text, shorter)
            result = read_yaml(source)
    return header, source, _as_fields(source, result)


def _source(text: str, header: Header) -> str:
    """The lines of the header between its fences."""
    return "\n".join(text.split("\n", header.last)[header.first - 1 : header.last])


def _as_fields(source: str, result: Tree | Fault) -> _Result:
    if isinstance(result, Tree):
        value = result.root.value
        if isinstance(value, dict):
            return _Result(value, result.repeats, None, None)
        if not value:
            return _Result({}, [], None, None)
        recovered = recover(source)
        if isinstance(value, list) or recovered.lost or not recovered.entries:
            return _Result({}, [], None, None, result.root.start)
        # one text for YAML: keys with the colon of another script, or no space behind it
        result = Fault(False, "no space after the colon", result.root.start)
    else:
        recovered = recover(source)
        if not recovered.entries and not result.refused:
            return _Result({}, [], None, None, len(source) - len(source.lstrip()))
    return _Result(recovered.entries, recovered.repeats, result, recovered)


def _findings(text: str, header: Header, source: str, result: _Result, place: Places) -> list[Diagnostic]:
    found = _above(text, header)
    if header.fences and result.stray < 0:
        found.append(_wrapping_finding(text, header.fences, "frontmatter"))
    if not header.closed:
        line, last = header.first - 1, header.last
        which = f"lines {header.first} to {last} were" if last > header.first else f"line {last} was"
        message = f"the frontmatter that begins here is never closed; {which} read as fields"
        found.append(finding("KB202", message, line, 1, 3, f"put a line --- after line {last}"))
    if result.stray >= 0:
        what = "a list" if source.lstrip().startswith(("- ", "[", "-\n")) else "a text"
        message = f"this frontmatter is {what}, not fields; it is shown as text of the page"
        hint = "write “key: value” lines between the two ---"
        found.append(finding("KB204", message, *place(result.stray), 0, hint))
    for key, start, before in result.repeats:
        message = f"“{key}” occurs twice; the first value, on line {place(before)[0]}, is kept"
        found.append(finding("KB205", message, *place(start), len(key), "remove one of them"))
    if result.fault is not None and result.recovered is not None:
        found.extend(_recovery_findings(result.fault, result.recovered, source, place))
    return found


def _wrapping_finding(text: str, fences: tuple[int, ...], what: str) -> Diagnostic:
    message = f"a code fence around the {what} ({_lines_named(list(fences))}) was ignored"
    length = len(text.split("\n", fences[0])[fences[0] - 1])
    return finding("KB203", message, fences[0], 1, length, "remove the lines of the fence")


def _above(text: str, header: Header) -> list[Diagnostic]:
    if header.odd:
        line = text.partition("\n")[0].rstrip()
        message = f"frontmatter stands between lines “---”; “{line.strip()}” was read as one"
        if line.strip() == "---":
            message = "the line --- above the frontmatter begins with a space"
        hint = "write --- at the beginning of the line above the fields, and of the line below them"
        return [finding("KB203", message, 1, 1, len(line), hint)]
    if not header.before:
        return []
    written = [line for line in text.split("\n", header.before)[: header.before] if line.strip()]
    what = "an empty line" if header.before == 1 else f"{header.before} empty lines"
    if written and any(line.lstrip().startswith("<think>") for line in written):
        message = "thoughts of a language model above the frontmatter were read past"
    elif written:
        message = "a comment above the frontmatter was read past"
    else:
        message = f"{what} above the frontmatter {'was' if header.before == 1 else 'were'} ignored"
    return [finding("KB203", message, header.before + 1, 1, 3, "start the file with the frontmatter")]


def _recovery_findings(fault: Fault, recovered: Recovered, source: str, place: Places) -> list[Diagnostic]:
    """KB206 for what was refused, else KB201 once; nothing if all that was wrong is links without quotes."""
    lost = recovered.lost
    worse = [slip for slip in recovered.slips if not slip.bare]
    told = _told(worse, lost, place)
    if fault.refused:
        message = f"this frontmatter was refused: {fault.problem}{told}"
        return [finding("KB206", message, *place(fault.start), 1, "write the values out as plain text")]
    if recovered.slips and not worse and not lost:
        return []  # each of them is told by KB112
    if worse:
        start, problem, hint = worse[0].start, worse[0].problem, f"write {worse[0].corrected}"
    else:
        start, problem = (lost[0], "a line that is no field") if lost else (fault.start, fault.problem)
        hint = "begin each field at the start of a line with “key: ”; indent lines that continue it"
        if is_item(source, start):
            problem, hint = "the items of a list are not indented alike", "indent all items of the list alike"
    message = f"this frontmatter is not valid YAML: {in_words(problem, source, start)}{told}"
    return [finding("KB201", message, *place(start), 1, hint)]


def _tell_bare_links(reading: Reading, slips: list[Slip], place: Places) -> None:
    """Of the links without quotes on a line that YAML does not take, tell one, with the line mended."""
    corrected = {place(slip.start)[0]: slip.corrected for slip in slips if slip.bare}
    told: list[Diagnostic] = []
    for found in reading.diagnostics:
        if found.code == "KB112" and (hint := corrected.get(found.line)):
            if any(other.code == "KB112" and other.line == found.line for other in told[-1:]):
                continue
            found = finding("KB112", found.message, found.line, found.column, found.length, f"write {hint}")
        told.append(found)
    reading.diagnostics[:] = told


def _told(slips: list[Slip], lost: list[int], place: Places) -> str:
    """What was recovered and what was not, as the end of a sentence."""
    read = sorted({place(slip.start)[0] for slip in slips})
    unread = sorted({place(index)[0] for index in lost})
    told = "; its fields were read one by one"
    if read:
        told += f", {_lines_named(read)} as plain text"
    if unread:
        told += f"; {_lines_named(unread)} could not be read"
    return told


def _lines_named(lines: list[int]) -> str:
    shown = [str(line) for line in lines[:_MOST_LINES_NAMED]]
    if len(lines) > _MOST_LINES_NAMED:
        shown.append(f"{len(lines) - _MOST_LINES_NAMED} more")
    return f"line {shown[0]}" if len(shown) == 1 else f"lines {', '.join(shown[:-1])} and {shown[-1]}"


def _add_second(reading: Reading, text: str, second: Header, settings: FieldSettings) -> None:
    """Add what a second header says that the first does not."""
    _, more = _of_yaml(text, second._replace(fences=()), settings)
    present = {name for field in reading.fields if is_filled(field) for name in (field.name, fold_key(field.key))}
    message = f"a second frontmatter ({_lines_named([second.first - 1, second.last + 1])}) was read as well"
    hint = "write all fields between the first two ---"
    reading.diagnostics.append(finding("KB203", message, second.first - 1, 1, 3, hint))
    if second.fences:
        reading.diagnostics.append(_wrapping_finding(text, second.fences, "page"))
    reading.diagnostics.extend(more.diagnostics)
    for field in more.fields:
        if field.name not in present and fold_key(field.key) not in present:
            first = len(reading.links)
            reading.links.extend(more.links[number] for number in field.links)
            own = tuple(range(first, first + len(field.links)))
            reading.fields.append(Field(field.name, field.key, field.value, field.line, field.column, own))


def _add_metadata(reading: Reading, items: list[Item], beside_frontmatter: bool) -> list[Item]:
    """Add what a metadata block says; beside frontmatter only what that does not say, and never a type. What was
    added."""
    added: list[Item] = []
    present: set[str] = set()
    if beside_frontmatter:
        said = (field for field in reading.fields if is_filled(field))
        present = {name for field in said for name in (field.name, fold_key(field.key))} | {"type"}
    for item in items:
        if (item.name or fold_key(item.key)) in present:
            continue
        first = len(reading.links)
        for line, link in item.links:
            column = link.start + 1
            reading.diagnostics.extend(link_findings(link, line, column))
            if not link.web:
                reading.links.append(place_link(link, "link", item.key, line, column))
        links = tuple(range(first, len(reading.links)))
        name = item.name or item.key
        reading.fields.append(Field(name, item.key, item.value, item.line, item.column, links))
        added.append(item)
    return added
