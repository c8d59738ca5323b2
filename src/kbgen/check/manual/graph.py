"""The manual of the rules about pages in the graph."""

from __future__ import annotations

from kbgen.check.manual.entry import Entry

_LAB = "# Acme Research\n\nA laboratory in [[berlin]].\n"
_BERLIN = "# Berlin\n\nThe seat of [[acme-research]].\n"

GRAPH: dict[str, Entry] = {
    "KB301": Entry(
        "Nobody finds a page to which nothing leads. Listings do not count: they hold everything. A source that names "
        "anything is found from there.",
        "Link it where it is spoken of; the hint tells a page that names it without a link.",
        {"kb/a.md": "# Alone\n\nSee [[b]].\n", "kb/b.md": "# B\n\nText.\n"},
    ),
    "KB302": Entry(
        "Whoever comes here can only go back.",
        "Link what the page speaks of.",
        {"kb/a.md": "See [[b]].\n", "kb/b.md": "# B\n\nA text of some length without a link.\n"},
    ),
    "KB303": Entry(
        "What several pages link to is worth writing next.",
        "Create the file that the hint names.",
        {"kb/a.md": "See [[turing-test]].\n", "kb/b.md": "See [[turing-test]].\n"},
    ),
    "KB304": Entry(
        "A name without a link is missing in the dossier of its page. Only names that can hardly be anything else are "
        "reported: several words, or a word that is spelled as only a name would be.",
        "Paste the link from the hint.",
        {"kb/a.md": "Work at Acme Research goes on.\n", "kb/acme-research.md": _LAB, "kb/berlin.md": _BERLIN},
    ),
    "KB305": Entry(
        "Two pages about one thing share its mentions between them, and links find the wrong one.",
        "Make one page of both, with the other's name as alias; or tell their titles apart.",
        {"kb/scaling-law.md": "# Scaling law\n\nText.\n", "kb/scaling-laws.md": "# Scaling laws\n\nText.\n"},
    ),
    "KB306": Entry(
        "Links by that name are ambiguous, or lead to the other page, whose file is called so.",
        "Leave the alias to one page.",
        {"kb/a.md": "---\naliases: [the lab]\n---\nOne.\n", "kb/b.md": "---\naliases: [the lab]\n---\nTwo.\n"},
    ),
    "KB307": Entry(
        "The other page has a field for related pages too, and does not name this one: one of the two was forgotten.",
        "Add it there, or leave it.",
        {
            "kb/a.md": '---\nrelated: ["[[b]]"]\n---\nOne.\n',
            "kb/b.md": '---\nrelated: ["[[c]]"]\n---\nTwo.\n',
            "kb/c.md": '---\nrelated: ["[[b]]"]\n---\nThree.\n',
        },
    ),
    "KB308": Entry(
        "An index that lists nearly everything is taken to list everything.",
        "Add what the hint names.",
        {
            "kb/index.md": "[[a]], [[b]], [[c]]\n",
            **{f"kb/{name}.md": f"# {name.upper()}\n\nText.\n" for name in "abcd"},
        },
    ),
}
