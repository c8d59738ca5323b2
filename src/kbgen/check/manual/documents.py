"""The manual of the rules about documents."""

from __future__ import annotations

from kbgen.check.manual.entry import Entry

DOCUMENTS: dict[str, Entry] = {
    "KB201": Entry(
        "Other tools lose every field of a header that is no YAML. kbgen reads it line by line, and shows the line to "
        "write instead.",
        "Paste the line from the hint; mostly it is a value with “: ” in it that needs quotes.",
        {"kb/a.md": "---\ntitle: Bob: a talk\n---\nText.\n"},
    ),
    "KB202": Entry(
        "Without its closing line a header may swallow the text.",
        "Write `---` behind the last field.",
        {"kb/a.md": "---\ntitle: A\n\nText.\n"},
    ),
    "KB203": Entry(
        "Language models like to put a code fence around what they write, or an empty line above it; other tools then "
        "see no header at all.",
        "Take the fence or the line out.",
        {"kb/a.md": "```yaml\n---\ntitle: A\n---\n```\n\nText.\n"},
    ),
    "KB204": Entry(
        "A list or a text is no set of fields; none of it is used.",
        "Write fields, `name: value`, one a line.",
        {"kb/a.md": "---\n- one\n- two\n---\nText.\n"},
    ),
    "KB205": Entry(
        "Of two fields of one name only one can count, and tools do not agree which.",
        "Make one of them.",
        {"kb/a.md": "---\ntags: [a]\ntags: [b]\n---\nText.\n"},
    ),
    "KB206": Entry(
        "Such YAML runs code in careless readers, or fills their memory. kbgen does not read it.",
        "Write plain values.",
        {"kb/a.md": '---\na: !!python/object/apply:os.system ["x"]\n---\nText.\n'},
    ),
    "KB207": Entry(
        "What has no date cannot be sorted, and stands last.",
        "Write year-month-day; a year, or a year and a month, will do.",
        {"kb/sources/a.md": "---\npublished: 2026-13-01\n---\nText.\n"},
    ),
    "KB208": Entry(
        "Both would be one file of the site; the second gets another address, which may change when files come or go.",
        "Rename one of the two.",
        {"kb/a b.md": "One.\n", "kb/a-b.md": "Two.\n"},
    ),
    "KB209": Entry(
        "The file is not UTF-8, or has NUL bytes: what could not be read is shown as �.",
        "Save the file as UTF-8.",
    ),
    "KB210": Entry("Deeper nesting than any reader follows is nearly always an accident.", "Nest less deeply."),
    "KB211": Entry(
        "The page takes the place of one that kbgen would make.",
        "Rename the file, unless that is what you want.",
        {"kb/search.md": "# Search\n"},
    ),
    "KB212": Entry("Colouring this block would take too long; it is shown without.", "Nothing, or cut the block."),
    "KB213": Entry("What cannot be read cannot be published.", "Mend the file's permissions, or its name."),
    "KB214": Entry("kbgen has a bug that this file brings out. Its text is shown as it is.", "Please report the file."),
    "KB215": Entry("Pages with that much markup are dumps of data.", "Cut the page into several."),
    "KB216": Entry(
        "Tables and dossiers have a gap where the field is missing: a source without a date stands last.",
        "Add the field. Which fields a kind should have, `kinds.NAME.required` in `kbgen.toml` can change.",
        {"kb/sources/a.md": "---\ntype: source\n---\nText.\n"},
    ),
    "KB217": Entry(
        "A value that its field cannot have is a slip: an address that is none, a flag that is neither true nor "
        "false, a kind that is misspelled.",
        "Mend the value.",
        {"kb/a.md": "---\ntype: concpet\n---\nText.\n"},
    ),
    "KB218": Entry(
        "An empty file was begun, and forgotten.",
        "Write the page, or delete the file: what the sources say has a page without it.",
        {"kb/a.md": "# A plan\n"},
    ),
    "KB219": Entry(
        "A page with a sentence at most, of which no source speaks, tells the reader next to nothing.",
        "Write more, or put the sentence where it belongs.",
        {"kb/a.md": "To be written.\n"},
    ),
    "KB220": Entry(
        "A template was copied and not filled in.",
        "Write what belongs there. What is an example stands in `code`.",
        {"kb/a.md": "# A talk\n\nThe speaker was {{author}}.\n"},
    ),
    "KB221": Entry(
        "Cells that have no column are not shown: their text is lost. Mostly a `|` in a text parts a cell in two. A "
        "row with fewer cells is only a note.",
        r"Write `\|` where the sign belongs to the text.",
        {"kb/a.md": "| a | b |\n|---|---|\n| 1 | 2 | 3 |\n"},
    ),
    "KB222": Entry(
        "The knowledge base cannot be checked out on such a system, or one file overwrites the other there.",
        "Rename the file.",
        {"kb/aux.md": "# Aux\n"},
    ),
    "KB223": Entry(
        "Formulas are set when the site is made, without a script; where one holds a command that is not known, or its "
        "braces are not closed, the reader sees what you wrote.",
        "Mend the formula, or write it with commands that are known. A price with a $ before and behind it is written "
        "`\\$5`.",
        {"kb/a.md": "The loss is $\\frac{a}{b$, or $\\mycommand{x}$.\n"},
    ),
    "KB224": Entry(
        "Imports and components of MDX, tags of Liquid and shortcodes of Hugo are run by the program that they were "
        "written for. What stands between them is shown, and so are the pictures, addresses and titles that they name; "
        "what they would make is not there. Each is told once for a page.",
        "Write what they stand for in markdown. What is an example stands in `code`.",
        {"kb/a.md": "# Depth\n\n{% include toc.html %}\n\nThe sea is deep.\n"},
    ),
    "KB225": Entry(
        "`[check.folders]`, `raw_folders` and `exclude` name folders by their paths, `folders` of a kind by their "
        "names, and `check.baseline` names a file. Where there is none, the name is a slip, or the folder has been "
        "moved: then rules are stricter than was meant, raw files are not found, drafts are published, pages are of "
        "another kind, or findings are no longer accepted. Git keeps no empty folders, so this is advice. Patterns "
        "with `*` or `?` are not looked up.",
        "Write the path as it is, counted from the folder of `kbgen.toml`, or take the name out.",
        {"kbgen.toml": 'exclude = ["drafts"]\n', "kb/draft/a.md": "# A\n\nNot ready.\n"},
    ),
    "KB226": Entry(
        "A knowledge base whose first `index.md` has an `okf_version` says that it is a bundle of the Open Knowledge "
        "Format, and other programs will read it as one. They need a `type` on every page, days as headings of a "
        "`log.md`, a `resource` for each source, a `by` where somebody wrote or confirmed something. The page is "
        "published all the same.",
        "Write what the finding asks for, or take out `okf_version` where the folder is no bundle.",
        {
            "kb/index.md": '---\nokf_version: "0.2"\n---\n# Notes\n\n[[a]]\n',
            "kb/a.md": "---\ntitle: A\nsources:\n  - title: A book\n---\nSays nothing of its type.\n",
        },
    ),
}
