"""The manual of the rules about evidence."""

from __future__ import annotations

from kbgen.check.manual.entry import Entry

_TALK = "raw/talk.txt"
_SAID = "We shall see what comes of it.\n"
_HEAD = "---\ntype: source\npublished: 2026-01-31\nraw_file: raw/talk.txt\n"

PROVENANCE: dict[str, Entry] = {
    "KB401": Entry(
        "Without its raw file nobody can look up what a source really says.",
        "Mend the path, or put the file there.",
        {"kb/sources/a.md": f"{_HEAD}---\nText.\n", "raw/other.txt": _SAID},
    ),
    "KB402": Entry(
        "The file was put there to be read.",
        "Write its summary, with `raw_file:`, or take it out of the raw folder.",
        {"kb/a.md": "# A\n\nText.\n", _TALK: _SAID},
    ),
    "KB403": Entry(
        "The summary keeps the hash of what was read, and the file has another now: what the summary says may not be "
        "in it any more. With `--git`, files are told that were committed after their summary.",
        "Read the file again, mend the summary, write the new hash.",
        {"kb/sources/a.md": f"{_HEAD}sha256: {'0' * 64}\n---\nText.\n", _TALK: _SAID},
    ),
    "KB404": Entry(
        "The author of the page has set a date for looking at it again, and it is over.",
        "Review the page, and set a new date.",
        {"kb/a.md": "---\nreview_after: 2020-01-31\n---\nText.\n"},
    ),
    "KB405": Entry(
        "Sources have been read since the page was last brought up to date. Its dossier has them; its text may not.",
        "Read what they say, mend the text, set `updated:`.",
        {
            "kb/entities/acme.md": "---\nupdated: 2025-01-01\n---\nA laboratory.\n",
            "kb/sources/a.md": "---\npublished: 2026-01-31\n---\n[[acme]] has moved.\n",
        },
    ),
    "KB406": Entry(
        "What stands in quotation marks must be in the source, word for word. White space, punctuation, quotation "
        "marks, case and time stamps do not count; `…` stands for an omission, `[…]` for a word put in.",
        "Quote word for word, or say it in your own words without quoting.",
        {"kb/sources/a.md": f"{_HEAD}---\n> We shall never see what comes of it.\n", _TALK: _SAID},
    ),
    "KB407": Entry(
        "A citation that leads nowhere is no evidence.",
        "Mend the path or the lines; write the note that is missing.",
        {"kb/sources/a.md": f"{_HEAD}---\nSo they say [raw/talk.txt:5-9].\n", _TALK: _SAID},
    ),
    "KB408": Entry(
        "The raw folder may be kept elsewhere. Then nothing can be said of missing files, hashes and quotes.",
        "Nothing, or run check where the raw files are.",
        {"kb/sources/a.md": f"{_HEAD}---\nText.\n"},
    ),
}
