"""The manual of the rules about documents."""

from __future__ import annotations

from kbgen.check.manual.entry import Entry

DOCUMENTS: dict[str, Entry] = {
    "KB201": Entry(
        "Other tools lose every field of a header that is not valid YAML. kbgen reads such a header line "
        "by line, and shows the corrected line.",
        "Paste the line from the hint. Usually a value that contains “: ” needs quotes.",
        {"kb/a.md": "---\ntitle: Bob: a talk\n---\nText.\n"},
    ),
    "KB202": Entry(
        "Without its closing line, a header may swallow the text.",
        "Write `---` after the last field.",
        {"kb/a.md": "---\ntitle: A\n\nText.\n"},
    ),
    "KB203": Entry(
        "Language models tend to put a code fence around what they write, or an empty line above it; programs, a "
        "comment. Other tools then do not see a header at all. Some write a header above a text that has one.",
        "Remove what is above the header, and the fence.",
        {"kb/a.md": "```yaml\n---\ntitle: A\n---\n```\n\nText.\n"},
    ),
    "KB204": Entry(
        "A list or a text between two lines `---` at the top has no fields. It is shown as text of the page, but other "
        "programs take it for a header, and do not show it.",
        "Write fields, one per line: `name: value`. If it is text, put an empty line below the first `---`.",
        {"kb/a.md": "---\n- one\n- two\n---\nText.\n"},
    ),
    "KB205": Entry(
        "If a field occurs twice, only one of the two can count, and tools disagree about which.",
        "Merge them into one field.",
        {"kb/a.md": "---\ntags: [a]\ntags: [b]\n---\nText.\n"},
    ),
    "KB206": Entry(
        "In careless tools, such YAML runs code or fills the memory. kbgen does not read it.",
        "Write plain values.",
        {"kb/a.md": '---\na: !!python/object/apply:os.system ["x"]\n---\nText.\n'},
    ),
    "KB207": Entry(
        "A page without a date cannot be sorted by date, so it comes last.",
        "Write year-month-day; a year, or a year and a month, is enough.",
        {"kb/sources/a.md": "---\npublished: 2026-13-01\n---\nText.\n"},
    ),
    "KB208": Entry(
        "Both would be the same file on the site. The second page gets another address, which may change when "
        "files are added or removed. A picture or other file gets none and is not on the site, which is an error.",
        "Rename one of the two.",
        {"kb/a b.md": "One.\n", "kb/a-b.md": "Two.\n"},
    ),
    "KB209": Entry(
        "The file is not UTF-8, or has control characters, which no web page may have, for example from a terminal. "
        "What could not be read is shown as �, a control character by its picture, such as ␛.",
        "Save the file as UTF-8, and remove the control characters.",
    ),
    "KB210": Entry("Nesting deeper than any reader can follow is nearly always an accident.", "Nest less deeply."),
    "KB211": Entry(
        "The page replaces one that kbgen would make.",
        "Rename the file, unless this is what you want.",
        {"kb/search.md": "# Search\n"},
    ),
    "KB212": Entry(
        "Highlighting this block, or drawing this diagram, would take too long, so it is shown as plain code.",
        "You can ignore this, or shorten the block.",
    ),
    "KB213": Entry(
        "A file that cannot be read cannot be published.", "Correct the permissions or the name of the file."
    ),
    "KB214": Entry("This file triggers a bug in kbgen. Its text is shown as it is written.", "Please report the file."),
    "KB215": Entry("Pages with so much markup are usually data dumps.", "Split the page into several."),
    "KB216": Entry(
        "Without the field, tables and dossiers have a gap: a source without a date, for example, comes last.",
        "Add the field. To change which fields a kind should have, set `kinds.NAME.required` in `kbgen.toml`.",
        {"kb/sources/a.md": "---\ntype: source\n---\nText.\n"},
    ),
    "KB217": Entry(
        "A value that is impossible for its field is a mistake: an address that is not an address, a flag "
        "that is neither true nor false, a misspelled kind.",
        "Correct the value.",
        {"kb/a.md": "---\ntype: concpet\n---\nText.\n"},
    ),
    "KB218": Entry(
        "An empty file is usually a page that somebody began and forgot.",
        "Write the page, or delete the file: what the sources say is shown on a page even without it.",
        {"kb/a.md": "# A plan\n"},
    ),
    "KB219": Entry(
        "A page with no more than a sentence, which no source speaks of, tells the reader next to nothing.",
        "Write more, or move the sentence to where it belongs.",
        {"kb/a.md": "To be written.\n"},
    ),
    "KB220": Entry(
        "A template was copied and not filled in.",
        "Write what belongs there. If it is an example, put it into `code`.",
        {"kb/a.md": "# A talk\n\nThe speaker was {{author}}.\n"},
    ),
    "KB221": Entry(
        "Cells beyond the last column are not shown, so their text is lost. Usually a `|` in a text has "
        "split a cell in two. A row with too few cells is only a note.",
        r"Write `\|` if the character belongs to the text.",
        {"kb/a.md": "| a | b |\n|---|---|\n| 1 | 2 | 3 |\n"},
    ),
    "KB222": Entry(
        "On such a system the knowledge base cannot be checked out, or one file overwrites the other.",
        "Rename the file.",
        {"kb/aux.md": "# Aux\n"},
    ),
    "KB223": Entry(
        "Formulas are typeset when the site is built, without a script. If a formula has an unknown "
        "command or unclosed braces, readers see it as you wrote it. Escapes of JSON that came into a text "
        r"(`\\alpha` for `\alpha`) are undone, but other programs show such a formula as it is written.",
        "Correct the formula, or write it with known commands. If a price has a $ before and after it, "
        r"write `\$5`.",
        {"kb/a.md": "The loss is $\\frac{a}{b$, or $\\mycommand{x}$.\n"},
    ),
    "KB224": Entry(
        "MDX imports and components, Liquid tags, Hugo shortcodes and MkDocs snippets only work in the "
        "program they were written for. kbgen shows the text between them and the pictures, addresses and "
        "titles that they name, but not what they would generate. Marks that chat programs leave for citations "
        "(`【4†source】`, `[cite: 1]`) lead nowhere and are left out, too, and so is what a language model said to "
        "itself (`<think>…</think>`). Each of them is reported once per page.",
        "Write in markdown what they stand for. If it is an example, put it into `code`.",
        {"kb/a.md": "# Depth\n\n{% include toc.html %}\n\nThe sea is deep.\n"},
    ),
    "KB225": Entry(
        "`[check.folders]`, `raw_folders` and `exclude` give the paths of folders, the setting `folders` "
        "of a kind gives their names, and `check.baseline` gives the path of a file. If there is nothing "
        "at that path or of that name, it is misspelled, or the folder has been moved. The consequences "
        "are rules that are stricter than you intended, raw files that are not found, drafts that are "
        "published, pages of the wrong kind, or findings that are no longer accepted. Git does not keep "
        "empty folders, so this is only a note. Patterns with `*` or `?` are not checked.",
        "Correct the path, which is relative to the folder of `kbgen.toml`, or remove it.",
        {"kbgen.toml": 'exclude = ["drafts"]\n', "kb/draft/a.md": "# A\n\nNot ready.\n"},
    ),
    "KB226": Entry(
        "If the `index.md` at the root of a knowledge base has an `okf_version`, the knowledge base "
        "claims to be a bundle of the Open Knowledge Format, and other programs will read it as one. They "
        "need a `type` on every page, days as headings of a `log.md`, a `resource` for each source, and a "
        "`by` where somebody wrote or confirmed something. The page is published all the same.",
        "Add what the finding asks for, or remove `okf_version` if the folder is not a bundle.",
        {
            "kb/index.md": '---\nokf_version: "0.2"\n---\n# Notes\n\n[[a]]\n',
            "kb/a.md": "---\ntitle: A\nsources:\n  - title: A book\n---\nSays nothing of its type.\n",
        },
    ),
    "KB227": Entry(
        "A program wrote a text as it stands in JSON, without its quotes, or in HTML. YAML then takes `\\u2019` or "
        "`&#39;` for so many letters, and other tools show them in the title. In a text, markdown takes `\\u2019` for "
        "letters, too; this is reported once for each file. kbgen reads what is meant.",
        "Paste the value from the hint, or put escapes of JSON in double quotes. What is about such signs stands in "
        "`code`.",
        {"kb/a.md": "---\ntitle: It isn\\u2019t late\n---\nText.\n"},
    ),
    "KB228": Entry(
        "If `kbgen[diagrams]` is installed, Mermaid diagrams are drawn when the site is built, without a script. A "
        "diagram with a mistake in it, one of a kind that is not drawn, or one that is too large is shown as code, "
        "which readers must puzzle out. Without `kbgen[diagrams]`, all diagrams are shown as code, and this is "
        "not reported.",
        "Correct the diagram where the finding points to, or divide it. If it is to be read as code, give the fence "
        "another language, for example `text`.",
        {"kb/a.md": "# How it works\n\n```mermaid\nflowchart TD\n  A[Read] --> B[Write\n```\n"},
    ),
    "KB229": Entry(
        "Where line breaks get lost, for example when a text is copied or joined by a script, headings end up behind "
        "other text. Readers then see the marks, and the section is missing from the contents.",
        r"Write the heading on a line of its own, with an empty line before it. If the marks belong to the text, write "
        r"`\##`.",
        {"kb/a.md": "# Installation\n\nRun the command to verify it. ### What it changes\n"},
    ),
    "KB230": Entry(
        "A code block that is never closed goes on to the end of the page, or of the list or quote around it: "
        "headings in it are not headings, and its links lead nowhere.",
        "Write the fence again, on a line of its own, where the code ends: the same sign, at least as often.",
        {"kb/a.md": "# Installation\n\n```sh\npip install kbgen\n\n## What next\n\nRead [[b]].\n", "kb/b.md": "# B\n"},
    ),
    "KB231": Entry(
        "A table needs a row of dashes below its first row, with as many cells. If the row has empty cells as well, or "
        "bars between brackets make the first row longer, kbgen shows a table all the same, but other programs show "
        "text. Otherwise the rows are text, and readers see the bars.",
        r"Give the row of dashes as many cells as the first row, or add it. Write `\|` for a bar that belongs to a "
        "text. If no table is meant, write these rows as code.",
        {"kb/a.md": "# Sizes\n\n| name | size | year |\n|---|---|\n| one | 1 | 2026 |\n"},
    ),
    "KB233": Entry(
        "Where two people changed the same lines, git leaves both versions in the file, between lines `<<<<<<<`, "
        "`=======` and `>>>>>>>`. Readers see both, and the marks turn text into headings and quotes.",
        "Keep what is right and delete the marks. An example of such marks belongs into a code block.",
        {"kb/a.md": "# Plan\n\n<<<<<<< HEAD\nWe meet on Monday.\n=======\nWe meet on Friday.\n>>>>>>> ann\n"},
    ),
    "KB234": Entry(
        "A comment without an end hides everything below it, or shows what was not meant for readers. A formula or a "
        "box without an end is text, with its marks.",
        r"Write the sign that ends it: `-->`, `%%`, `$$` or `:::`. If the sign belongs to the text, write it in "
        r"`code`, or with a backslash before it.",
        {"kb/a.md": "# Plan\n\nWe meet on Monday. %% ask Ann first\n\nBring the papers.\n"},
    ),
    "KB235": Entry(
        "A program took a text in UTF-8 for one in Windows-1252, so each letter beyond ASCII is now two or three. "
        "Readers see these, and neither search nor links find the words. It is reported once for each file.",
        "Take the text again from where it came, as UTF-8, or replace the letters by those that are meant. What is "
        "about such letters stands in `code`.",
        {"kb/a.md": "# Ada\n\nShe didn\u00e2\u20ac\u2122t write it in a caf\u00c3\u00a9.\n"},
    ),
    "KB236": Entry(
        "kbgen shows every field, but only knows what some of them mean. A field with nearly the name of a known one "
        "is probably misspelled, and then has no effect.",
        "Write the name from the hint. A field of your own that more than two pages have is not reported.",
        {"kb/sources/a.md": "---\ndate: 2026-01-31\nraw_fiel: raw/a.md\n---\nA talk about the sea and its depth.\n"},
    ),
    "KB237": Entry(
        "A heading promises a text. Where the next heading of its level, or the end of the page, comes right below it, "
        "somebody forgot the text, or gave the headings that belong to it the wrong level. It is reported once for "
        "each page, with the number of such headings. Logs and the notes of a day may have sections for what is to "
        "come.",
        "Write something below it, remove it, or give what belongs to it headings of a lower level.",
        {"kb/a.md": "# Ada\n\nA mathematician.\n\n## Life\n\n## Work\n\nA program.\n"},
    ),
    "KB238": Entry(
        "Contents, and programs that read a page aloud, show how sections lie in each other by the levels of their "
        "headings. Where a level is skipped, readers look for a section that is not there. It is reported once for "
        "each page.",
        "Give the heading the level below that of the heading before it, and likewise those that belong to it.",
        {"kb/a.md": "# Ada\n\nA mathematician.\n\n#### Life\n\nShe lived in London.\n"},
    ),
    "KB239": Entry(
        "A note that nothing refers to stands at the end of the page, and nobody knows what it is about. Of two notes "
        "with one label, both texts are shown as one.",
        "Write its reference, `[^label]`, where it belongs, give it another label, or remove it.",
        {"kb/a.md": "# Ada\n\nShe wrote a program.[^1]\n\n[^1]: In 1843.\n[^2]: In London.\n"},
    ),
    "KB240": Entry(
        "A text that is copied from a chat often brings the sentences around it along: “Here is the summary you asked "
        "for:”, “Would you like me to add quotes?” Readers see them, and frontmatter below them is not read. Only the "
        "first and the last line of a page are looked at.",
        "Remove the sentence. `kbgen import` leaves it out.",
        {"kb/a.md": "# Looms\n\nLooms weave cloth of threads.\n\nWould you like me to add some quotes?\n"},
    ),
    "KB232": Entry(
        "Settings are read from `kbgen.toml` in the project folder, and from nothing else. A file `.kbgen.toml`, "
        "`Kbgen.toml`, `kbgen.toml.txt` or `kbgen.yaml` there, and a `kbgen.toml` in the kb folder, change nothing: "
        "the site has the default title, and what was to be left out is published.",
        "Rename the file to `kbgen.toml`, or move its settings there.",
        {"kbgen.yaml": "site:\n  title: My notes\n", "kb/a.md": "# A\n\nSome words about it.\n"},
    ),
}
