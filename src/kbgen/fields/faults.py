"""What is wrong with YAML, in the words of an author."""

from __future__ import annotations


def in_words(problem: str, source: str, start: int) -> str:
    """A problem of the YAML parser in the words of an author."""
    at = source[start : start + 1]
    if "mapping values" in problem:
        return "a value with “: ” in it needs quotes"
    if at == "\t":
        return "there is a tab where YAML needs spaces"
    if "cannot start any token" in problem or "alphabetic" in problem:
        return f"a value that begins with “{at}” needs quotes"
    if "Unicode character escape" in problem:
        return "an escape that is half a character; write the character itself"
    if "unexpected end of stream" in problem or "unexpected document" in problem:
        return "a quotation mark is never closed"
    if "expected node content" in problem:
        return "a bracket is never closed, or there is a comment in it"
    if "',' or ']'" in problem or "',' or '}'" in problem:
        return "a bracket is never closed, or a comma is missing in it"
    if "expected <block end>" in problem or "expected key" in problem:
        return "text after a closing quote or bracket, or a line indented unlike the others"
    if problem.startswith(("could not find expected ':'", "did not find expected ':'")):
        return "a line without “key: ”"
    return problem


def is_item(source: str, start: int) -> bool:
    """Whether the line at a place of the YAML is an item of a list."""
    begin = source.rfind("\n", 0, start) + 1
    return source[begin:].lstrip(" ").startswith("- ")
