"""The manual of the rules about links."""

from __future__ import annotations

from itertools import pairwise

from kbgen.check.manual.entry import Entry

_OPENAI = {"kb/entities/openai.md": "# OpenAI\n\n## History\n\nA laboratory.\n"}

LINKS: dict[str, Entry] = {
    "KB101": Entry(
        "A link to a page that does not exist is often a misspelled name. Where it is not, it is a wish: the site has "
        "a page for it, with what the sources say.",
        "Take one of the names suggested, or write the page.",
        {"kb/a.md": "See [[opanai]].\n", **_OPENAI},
    ),
    "KB102": Entry(
        "A name that two pages share leads readers to a page that asks which one they meant.",
        "Write the path that the hint gives, or tell the titles of the pages apart.",
        {"kb/a.md": "See [[mercury]].\n", "kb/x/mercury.md": "# The planet\n", "kb/y/mercury.md": "# The metal\n"},
    ),
    "KB103": Entry(
        "The link leads to the page all the same, but to its top: whoever follows it has to search.",
        "Write the heading as it stands on the page; a block needs its `^id` there.",
        {"kb/a.md": "See [[openai#Founding]].\n", **_OPENAI},
    ),
    "KB104": Entry(
        "Other tools read names strictly, and would not find this page.",
        "Paste the spelling from the hint.",
        {"kb/a.md": "See [[ada_lovelace]].\n", "kb/ada-lovelace.md": "# Ada\n"},
    ),
    "KB105": Entry(
        "The reader sees a text where a picture or a file was meant.",
        "Mend the path (upper and lower case count), or take the link out.",
        {"kb/a.md": "![A chart](img/chart.png)\n"},
    ),
    "KB106": Entry(
        "Raw files are evidence and are not published, so there is nothing to link to.",
        "Cite the file, `[raw/x.md:12-15]`, or link the page of its source. Pictures: put a copy into the kb folder.",
        {"kb/a.md": "See [[raw/talk]].\n", "raw/talk.md": "Hello.\n"},
    ),
    "KB107": Entry(
        "The page is kept off the site, and so is everything about it but the text of this link. It may also be a "
        "file of the project that lies beside the knowledge base.",
        "Publish the page, or leave the link out. Pictures and documents: move them into the kb folder, or say that "
        'the whole project is the knowledge base (`content = "."` in `kbgen.toml`).',
        {"kb/a.md": "See [[plans]].\n", "kb/plans.md": "---\npublish: false\n---\n# Plans\n"},
    ),
    "KB108": Entry(
        "An empty pair of brackets is what remains of a link whose name was lost.",
        "Write the name, or take the brackets out.",
        {"kb/a.md": "See [[ ]].\n"},
    ),
    "KB109": Entry(
        "Somebody began to name a heading.",
        "Write the heading after the #, or take the # out.",
        {"kb/a.md": "See [[openai#]].\n", **_OPENAI},
    ),
    "KB110": Entry(
        "A link that is broken over two lines is text for kbgen, as it is for other tools.",
        "Put it on one line.",
        {"kb/a.md": "See [[open\nai]].\n"},
    ),
    "KB111": Entry(
        "Double brackets are for pages of the knowledge base; an address of the web has a syntax of its own.",
        "Write `<https://…>` or `[text](https://…)`.",
        {"kb/a.md": "See [[https://example.org]].\n"},
    ),
    "KB112": Entry(
        "YAML reads `[[X]]` without quotes as a list in a list; other tools will see no link there.",
        'Put quotes around: `up: "[[X]]"`.',
        {"kb/a.md": "---\nup: [[openai]]\n---\n# A\n", **_OPENAI},
    ),
    "KB113": Entry(
        "The path works from the top folder, not from the folder of this file, as markdown has it. Other tools, and "
        "GitHub, will not find the page.",
        "Write the path from this file's folder.",
        {"kb/sources/a.md": "See [it](entities/openai.md).\n", **_OPENAI},
    ),
    "KB114": Entry(
        "Links to the id lead to the first of the two blocks.",
        "Rename one of them.",
        {"kb/a.md": "One. ^x\n\nTwo. ^x\n"},
    ),
    "KB115": Entry(
        "Only pictures, sound, video, PDF and CSV are copied beside pages, so that nothing else is published by "
        "accident.",
        "Leave it, or offer the file in one of those forms.",
        {"kb/a.md": "See [it](data.json).\n", "kb/data.json": "{}\n"},
    ),
    "KB116": Entry(
        "Pages that embed each other have no end; the site shows the chain instead.",
        "Link one of them instead of embedding it.",
        {"kb/a.md": "![[b]]\n", "kb/b.md": "![[a]]\n"},
    ),
    "KB117": Entry(
        "Whoever follows the link comes out where they are. Often another page of nearly that name was meant.",
        "Name the page that was meant, a heading on this one, or take the link out.",
        {"kb/a.md": "# The page\n\nSee [[The page|the other page]].\n"},
    ),
    "KB118": Entry(
        "The link leads to the first of the headings; whether it was meant, nobody can tell.",
        "Rename one heading, or name the heading above it as well: `[[page#Above#Heading]]`.",
        {"kb/a.md": "See [[b#Notes]].\n", "kb/b.md": "# One\n\n## Notes\n\n# Two\n\n## Notes\n"},
    ),
    "KB119": Entry(
        "A path means one place, so such a link is never bent to a page of the same name elsewhere: that may be "
        "another thing. In most cases the page has moved, or its folder was guessed. A markdown link that finds its "
        "page only by the name works here, and on GitHub leads nowhere; this is told as a note.",
        "Write the path from the hint. If a page of its own was meant, write it.",
        {"kb/a.md": "See [[topics/openai]].\n", **_OPENAI},
    ),
    "KB120": Entry(
        "A program that cuts a title behind an escaped quotation mark leaves a backslash before the brackets, and what "
        "was meant as a link is text.",
        "Take out the backslash. Brackets that are meant as text have it before the first: `\\[[text]]`.",
        {"kb/a.md": 'See [[b|the "second\\]].\n', "kb/b.md": "Text.\n"},
    ),
    "KB121": Entry(
        "Embeds show a page on another; a page of embeds of pages of embeds has soon more on it than anybody can "
        "read, or a computer can hold. What is left over is a link.",
        "Link some of the pages instead of embedding them.",
        {f"kb/{a}.md": f"![[{b}]]\n\n" * 3 for a, b in pairwise("abcdef")} | {"kb/f.md": "Text.\n"},
    ),
    "KB122": Entry(
        "For CommonMark an address ends at the first space, so GitHub and others show such a link as text. Here it is "
        "read as it was meant where it ends like a page or a file.",
        "Write `%20` for each space, or the address between `<` and `>`.",
        {"kb/a.md": "See [the plan](my plan.md).\n", "kb/my plan.md": "# The plan\n"},
    ),
    "KB123": Entry(
        "Brackets in the text of a link must come in pairs. With one too many, the link begins at the last bracket, or "
        "is none at all and stands on the page as it is written.",
        "Write `\\[` or `\\]` for a bracket that belongs to the text.",
        {"kb/a.md": "See [part a] of it](b.md).\n", "kb/b.md": "Text.\n"},
    ),
}
