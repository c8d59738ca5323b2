"""The manual of the rules about pages in the graph."""

from __future__ import annotations

from kbgen.check.manual.entry import Entry

_LAB = "# Acme Research\n\nA laboratory in [[berlin]].\n"
_BERLIN = "# Berlin\n\nThe seat of [[acme-research]].\n"

GRAPH: dict[str, Entry] = {
    "KB309": Entry(
        "Names in fields such as `host`, `authors` or `related` lead to the pages that have them. A name that is "
        "nearly that of a page is probably misspelled, and so is a path into a folder of pages that has no such page: "
        "the page does not know of this one, and its dossier lacks it.",
        "Write the name from the hint. If it means something else, write a page for that, or silence the rule.",
        {
            "kb/sources/talk.md": "---\ndate: 2026-01-31\nhost: Ada Lovelac\n---\nA talk about engines.\n",
            "kb/entities/ada-lovelace.md": "---\ntitle: Ada Lovelace\n---\nA mathematician.\n",
        },
    ),
    "KB301": Entry(
        "Readers cannot find a page that nothing links to. Links from listings do not count, because "
        "listings list everything. Sources that name anything are never orphans: readers find them from "
        "the pages that they name.",
        "Link to it where it is mentioned. The hint names a page that mentions it without a link.",
        {"kb/a.md": "# Alone\n\nSee [[b]].\n", "kb/b.md": "# B\n\nText.\n"},
    ),
    "KB302": Entry(
        "From this page, readers can only go back.",
        "Add links to what the page speaks of.",
        {"kb/a.md": "See [[b]].\n", "kb/b.md": "# B\n\nA text of some length without a link.\n"},
    ),
    "KB303": Entry(
        "A page that several others link to is worth writing next.",
        "Create the file that the hint names.",
        {"kb/a.md": "See [[turing-test]].\n", "kb/b.md": "See [[turing-test]].\n"},
    ),
    "KB304": Entry(
        "A name without a link is missing from the dossier of its page. Only names that are hardly "
        "ambiguous are reported: several words, or a word that is spelled as only a name would be.",
        "Paste the link from the hint.",
        {"kb/a.md": "Work at Acme Research goes on.\n", "kb/acme-research.md": _LAB, "kb/berlin.md": _BERLIN},
    ),
    "KB305": Entry(
        "If two pages are about the same thing, its mentions are split between them, and links lead to the wrong one.",
        "Merge the two pages, with the other name as an alias, or give them titles that differ more clearly.",
        {"kb/scaling-law.md": "# Scaling law\n\nText.\n", "kb/scaling-laws.md": "# Scaling laws\n\nText.\n"},
    ),
    "KB306": Entry(
        "Links by that name are ambiguous, or lead to the other page, because its file has that name.",
        "Keep the alias on one page only.",
        {"kb/a.md": "---\naliases: [the lab]\n---\nOne.\n", "kb/b.md": "---\naliases: [the lab]\n---\nTwo.\n"},
    ),
    "KB307": Entry(
        "The other page has a field for related pages too, but does not name this one. Maybe one of the "
        "two was forgotten.",
        "Add it there, or ignore this.",
        {
            "kb/a.md": '---\nrelated: ["[[b]]"]\n---\nOne.\n',
            "kb/b.md": '---\nrelated: ["[[c]]"]\n---\nTwo.\n',
            "kb/c.md": '---\nrelated: ["[[b]]"]\n---\nThree.\n',
        },
    ),
    "KB308": Entry(
        "If an index lists nearly everything, readers assume that it lists everything.",
        "Add the pages from the hint.",
        {
            "kb/index.md": "[[a]], [[b]], [[c]]\n",
            **{f"kb/{name}.md": f"# {name.upper()}\n\nText.\n" for name in "abcd"},
        },
    ),
}
