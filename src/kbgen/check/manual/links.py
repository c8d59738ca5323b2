"""The manual of the rules about links."""

from __future__ import annotations

from itertools import pairwise

from kbgen.check.manual.entry import Entry

_OPENAI = {"kb/entities/openai.md": "# OpenAI\n\n## History\n\nA laboratory.\n"}

LINKS: dict[str, Entry] = {
    "KB124": Entry(
        "One bracket too few, a space too many, or the wrong brackets first, and a link is text: nobody can follow it, "
        "and the page it names does not know of it.",
        r"Write `[[page]]` or `[text](address)`. If no link is meant, write a backslash before the bracket: `\[`.",
        {"kb/a.md": "See [[openai] and [its history] (openai.md#history).\n", **_OPENAI},
    ),
    "KB125": Entry(
        "`[text][label]` is a link if a line of the page says `[label]: address`. Without such a line readers see the "
        "brackets.",
        r"Add the line, or write `[text](address)`. If the brackets belong to the text, write `\[`.",
        {"kb/a.md": "As [the survey][survey-2026] says.\n"},
    ),
    "KB101": Entry(
        "A link to a page that does not exist is often a misspelled name. Otherwise it is a page that "
        "somebody wants: the site has a page for it, with what the sources say.",
        "Use one of the suggested names, or write the page.",
        {"kb/a.md": "See [[opanai]].\n", **_OPENAI},
    ),
    "KB102": Entry(
        "If two pages share the name, the link leads to a page that asks readers which one they mean.",
        "Write the path from the hint, or give the pages different titles.",
        {"kb/a.md": "See [[mercury]].\n", "kb/x/mercury.md": "# The planet\n", "kb/y/mercury.md": "# The metal\n"},
    ),
    "KB103": Entry(
        "The link leads to the top of the page instead, so readers have to search for the place.",
        "Write the heading exactly as it is on the page. A block needs its `^id` there.",
        {"kb/a.md": "See [[openai#Founding]].\n", **_OPENAI},
    ),
    "KB104": Entry(
        "Other tools compare names strictly and would not find this page.",
        "Paste the spelling from the hint.",
        {"kb/a.md": "See [[ada_lovelace]].\n", "kb/ada-lovelace.md": "# Ada\n"},
    ),
    "KB105": Entry(
        "Readers see text instead of a picture or file.",
        "Correct the path (upper and lower case matter), or remove the link.",
        {"kb/a.md": "![A chart](img/chart.png)\n"},
    ),
    "KB106": Entry(
        "Raw files are evidence and are not published, so there is nothing to link to but the source that sums the "
        "file up, and no source does. Links below a heading such as “Sources”, in notes, and to files that the page "
        "names among its sources are citations, and not reported.",
        "Write the page of its source, or cite the file, `[raw/x.md:12-15]`. For a picture, put a copy into the kb "
        "folder.",
        {"kb/a.md": "See [[raw/talk]].\n", "raw/talk.md": "Hello.\n"},
    ),
    "KB107": Entry(
        "The page is not on the site, and nothing about it is, except the text of this link. It may also "
        "be a file of the project outside the knowledge base.",
        "Publish the page, or remove the link. Move pictures and documents into the kb folder, or make "
        'the whole project the knowledge base (`content = "."` in `kbgen.toml`).',
        {"kb/a.md": "See [[plans]].\n", "kb/plans.md": "---\npublish: false\n---\n# Plans\n"},
    ),
    "KB108": Entry(
        "An empty pair of brackets is what remains of a link that has lost its name.",
        "Write the name, or remove the brackets.",
        {"kb/a.md": "See [[ ]].\n"},
    ),
    "KB109": Entry(
        "Somebody began to name a heading.",
        "Write the heading after the #, or remove the #.",
        {"kb/a.md": "See [[openai#]].\n", **_OPENAI},
    ),
    "KB110": Entry(
        "A link that is split over two lines is plain text in kbgen, as in other tools.",
        "Put it on one line.",
        {"kb/a.md": "See [[open\nai]].\n"},
    ),
    "KB111": Entry(
        "Double brackets are for pages of the knowledge base; web addresses have a syntax of their own.",
        "Write `<https://…>` or `[text](https://…)`.",
        {"kb/a.md": "See [[https://example.org]].\n"},
    ),
    "KB112": Entry(
        "Without quotes, YAML reads `[[X]]` as a list in a list, and other tools do not see a link there.",
        'Put it into quotes: `up: "[[X]]"`.',
        {"kb/a.md": "---\nup: [[openai]]\n---\n# A\n", **_OPENAI},
    ),
    "KB113": Entry(
        "The path works from the top folder, but markdown paths are relative to the folder of the file. "
        "Other tools, and GitHub, will not find the page.",
        "Write the path relative to the folder of this file.",
        {"kb/sources/a.md": "See [it](entities/openai.md).\n", **_OPENAI},
    ),
    "KB114": Entry(
        "Links to the id lead to the first of the two blocks.",
        "Rename one of them.",
        {"kb/a.md": "One. ^x\n\nTwo. ^x\n"},
    ),
    "KB115": Entry(
        "Only pictures, sound, video, PDF and CSV are published together with pages, so that nothing else "
        "is published by accident.",
        "You can ignore this, or offer the file in one of those formats.",
        {"kb/a.md": "See [it](data.json).\n", "kb/data.json": "{}\n"},
    ),
    "KB116": Entry(
        "Pages that embed each other would never end; the site shows the chain instead.",
        "Link to one of them instead of embedding it.",
        {"kb/a.md": "![[b]]\n", "kb/b.md": "![[a]]\n"},
    ),
    "KB117": Entry(
        "The link leads to the page that it is on. Often a page with a similar name was meant. "
        "Where another page has the same name, the link leads there.",
        "Name the page that you meant or a heading on this one, or remove the link.",
        {"kb/a.md": "# The page\n\nSee [[The page|the other page]].\n"},
    ),
    "KB118": Entry(
        "The link leads to the first of the headings, which may not be the one that was meant.",
        "Rename one heading, or name the heading above it as well: `[[page#Above#Heading]]`.",
        {"kb/a.md": "See [[b#Notes]].\n", "kb/b.md": "# One\n\n## Notes\n\n# Two\n\n## Notes\n"},
    ),
    "KB119": Entry(
        "A path means one particular place, so kbgen does not redirect such a link to a page of the same "
        "name elsewhere, which may be about something else. In most cases the page has moved, or its "
        "folder was guessed. A markdown link that finds its page only by name works here but not on "
        "GitHub, and is reported as a note.",
        "Write the path from the hint. If you meant a separate page, write it.",
        {"kb/a.md": "See [[topics/openai]].\n", **_OPENAI},
    ),
    "KB120": Entry(
        "A program that cuts off a title after an escaped quotation mark leaves a backslash before the "
        "brackets, so that the link becomes text.",
        r"Remove the backslash. To show brackets as text, put it before the first one: `\[[text]]`.",
        {"kb/a.md": 'See [[b|the "second\\]].\n', "kb/b.md": "Text.\n"},
    ),
    "KB121": Entry(
        "Embeds show one page on another. If embedded pages embed others in turn, the result is soon more "
        "than anybody can read or a computer can store. The remaining embeds are shown as links.",
        "Link to some of the pages instead of embedding them.",
        {f"kb/{a}.md": f"![[{b}]]\n\n" * 3 for a, b in pairwise("abcdef")} | {"kb/f.md": "Text.\n"},
    ),
    "KB122": Entry(
        "In CommonMark an address ends at the first space, so GitHub and others show such a link as text. "
        "kbgen reads it as it was meant if it ends like a page or a file.",
        "Write `%20` for each space, or put the address between `<` and `>`.",
        {"kb/a.md": "See [the plan](my plan.md).\n", "kb/my plan.md": "# The plan\n"},
    ),
    "KB123": Entry(
        "Brackets in the text of a link must be balanced. If there is one too many, the link begins at "
        "the last bracket, or is not a link at all and is shown as it is written.",
        r"Write `\[` or `\]` for a bracket that belongs to the text.",
        {"kb/a.md": "See [part a] of it](b.md).\n", "kb/b.md": "Text.\n"},
    ),
}
