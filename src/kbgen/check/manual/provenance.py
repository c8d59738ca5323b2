"""The manual of the rules about evidence."""

from __future__ import annotations

from kbgen.check.manual.entry import Entry

_TALK = "raw/talk.txt"
_SAID = "We shall see what comes of it.\n"
_HEAD = "---\ntype: source\npublished: 2026-01-31\nraw_file: raw/talk.txt\n"

PROVENANCE: dict[str, Entry] = {
    "KB409": Entry(
        "A page cannot have been changed before it was written, nor before its work was read. One of the two dates is "
        "wrong, and tables and timelines are sorted by it. A difference of one day is not reported, as clocks differ.",
        "Correct the date that is wrong.",
        {"kb/a.md": "---\ncreated: 2026-03-01\nupdated: 2025-03-02\n---\nA page about the sea.\n"},
    ),
    "KB410": Entry(
        "A date of what has happened cannot be later than today. Such a source would be the newest one everywhere for "
        "as long as it takes. Which pages these are depends on today's date, so only `kbgen check` reports them.",
        "Correct the date; most often the year is wrong. If something is announced for that day, silence the rule.",
        {"kb/sources/a.md": "---\ndate: 2062-03-01\n---\nA talk about the sea and its depth.\n"},
    ),
    "KB401": Entry(
        "Without the raw file, nobody can look up what the source really says.",
        "Correct the path, or add the file.",
        {"kb/sources/a.md": f"{_HEAD}---\nText.\n", "raw/other.txt": _SAID},
    ),
    "KB402": Entry(
        "A file in a raw folder is there to be read.",
        "Write a summary of it, with `raw_file:`, or remove it from the raw folder.",
        {"kb/a.md": "# A\n\nText.\n", _TALK: _SAID},
    ),
    "KB403": Entry(
        "The summary has the hash of the file that was read, and the file now has a different hash: it "
        "may no longer contain what the summary says. With `--git`, files that were committed after their "
        "summary are reported, too.",
        "Read the file again, correct the summary and write the new hash.",
        {"kb/sources/a.md": f"{_HEAD}sha256: {'0' * 64}\n---\nText.\n", _TALK: _SAID},
    ),
    "KB404": Entry(
        "The author of the page has set a date for reviewing it, and that date has passed.",
        "Review the page, and set a new date.",
        {"kb/a.md": "---\nreview_after: 2020-01-31\n---\nText.\n"},
    ),
    "KB405": Entry(
        "New sources have been read since the page was last updated. They are in its dossier, but maybe "
        "not in its text.",
        "Read what they say, revise the text and set `updated:`.",
        {
            "kb/entities/acme.md": "---\nupdated: 2025-01-01\n---\nA laboratory.\n",
            "kb/sources/a.md": "---\npublished: 2026-01-31\n---\n[[acme]] has moved.\n",
        },
    ),
    "KB406": Entry(
        "What is in quotation marks must be in the source, word for word. White space, punctuation, "
        "quotation marks, case and time stamps do not matter; `…` stands for an omission, `[…]` for an "
        "inserted word.",
        "Quote word for word, or use your own words without quotation marks.",
        {"kb/sources/a.md": f"{_HEAD}---\n> We shall never see what comes of it.\n", _TALK: _SAID},
    ),
    "KB407": Entry(
        "A citation, or a link to a raw file, that leads nowhere is not evidence.",
        "Correct the path or the lines, or write the missing note: at the end of the page, or as a page that is "
        "called so.",
        {"kb/sources/a.md": f"{_HEAD}---\nSo they say [raw/talk.txt:5-9].\n", _TALK: _SAID},
    ),
    "KB408": Entry(
        "The raw folder may be stored elsewhere. Then kbgen cannot check for missing files, hashes and quotes.",
        "You can ignore this, or run `kbgen check` where the raw files are.",
        {"kb/sources/a.md": f"{_HEAD}---\nText.\n"},
    ),
}
