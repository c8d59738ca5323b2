"""Make the pages of the documentation that come from elsewhere: `commands/` of the commands, `syntax/` of the tests.

`python docs/make.py` writes them; `tests/test_docs.py` holds that they are in step.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from kbgen.check.manual import file_name
from kbgen.cli import cli
from kbgen.diagnostics import CODES as CODES_OF_RULES

ROOT = Path(__file__).resolve().parent.parent
DOCS, CASES = ROOT / "docs", ROOT / "tests/cases"
# What a command's help is too short for.
MORE = {
    "init": "[A knowledge base to begin with](../init.md) explains what each of its files is for.",
    "new": "[A new page](../new.md) explains what it writes, and how to use your own templates.",
    "import": "[A page from a text](../import.md) explains how a text is read.",
    "build": "[[first-steps]] shows it at work; [[deploying]] explains what to do with the site.",
    "check": "[[checking]] explains how to accept and silence findings; [[rules]] lists all of them.",
    "serve": "[[writing]] explains what the open page shows, and who can see it.",
    "graph": "Scripts can rely on the format: `schema` in the output names its version.",
    "schema": "With the schema, an editor can complete fields and mark wrong values.",
}
FAMILIES = {"KB1": "Links", "KB2": "Documents", "KB3": "The graph", "KB4": "Evidence", "KB5": "Safety"}
EXIT_CODES = """\
| Code | Meaning |
|---|---|
| 0 | Success. For `build`: the whole site was written, even if there are findings. |
| 1 | `check` found an error, or with `--strict` a warning; `build --strict` found either. |
| 2 | kbgen cannot continue: a wrong option or setting, a missing folder, a full disk. A message says what to do. |
| 70 | A bug in kbgen: please report what was printed. |
| 130, 143 | Interrupted by Ctrl-C; terminated by the system. |
"""
_FENCE = re.compile(r"(`{3,})(\S+)(.*)")
_CASE_FILE = re.compile(r"`([a-z-]+)\.md`(?= tells)")  # case files name each other so
_PATH = re.compile(r'path=(?:"([^"]*)"|(\S+))')
# How a block of a case is introduced, and the language of its text.
BLOCKS = {
    "md": ("", "md"),
    "toml": ("", "toml"),
    "file": ("", "text"),
    "bytes": ("with escapes for bytes that are no text", "text"),
    "symlink": ("a symbolic link to", "text"),
    "html": ("The HTML of", "html"),
    "shown": ("What a reader sees of", "text"),
    "fields": ("The fields of", "text"),
    "edges": ("Where the links lead", "text"),
    "diagnostics": ("What is reported", "text"),
    "check": ("What `kbgen check` finds", "text"),
    "nodes": ("The pages", "text"),
    "left_out": ("What is left out", "text"),
}


def pages() -> dict[str, str]:
    """All pages that are made: path below `docs` -> text."""
    made = {"commands.md": _commands(), "rules.md": _rules()}
    for name in cli.list_commands(click.Context(cli)):
        made[f"commands/{name}.md"] = _command(name)
    for file in sorted(CASES.glob("*.md")):
        made[f"syntax/{file.name}"] = "\n".join(_syntax(file.read_text("utf-8").split("\n")))
    return made


# ---------------------------------------------------------------- commands


def _commands() -> str:
    context = click.Context(cli)
    rows = []
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        rows.append(f"| [[commands/{name}\\|kbgen {name}]] | {_sentences(command)[0]} |")
    return (
        "---\ntitle: Commands\ntype: reference\ndescription: Every command of kbgen, and its exit codes.\n---\n\n"
        "`DIR` is the project: the folder with `kbgen.toml`, or any folder of markdown. Without it, it is the one you "
        "are in.\nFolders above it are not searched for a `kbgen.toml`: in a folder that is only a part of a project, "
        "kbgen says so, and where the\nproject is. `new`, `import` and `schema` work on the whole project there.\n\n"
        f"| Command | What it does |\n|---|---|\n{chr(10).join(rows)}\n\n## Exit codes\n\n{EXIT_CODES}"
    )


def _command(name: str) -> str:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    context = click.Context(command, info_name=f"kbgen {name}", parent=None)
    usage = " ".join(command.collect_usage_pieces(context))
    first, *rest = _sentences(command)
    parts = [
        f"---\ntitle: kbgen {name}\ndescription: {json.dumps(first, ensure_ascii=False)}\n---",
        first,
        *rest,
        f"```sh\nkbgen {name} {usage}\n```",
        "## Options",
        "\n".join(("| Option | Meaning |", "|---|---|", *_options(command, context))),
    ]
    examples = [line.strip() for line in (command.epilog or "").split("\n")[2:]]
    if examples:
        parts += ["## Examples", "```sh\n" + "\n".join(examples) + "\n```"]
    parts.append(f"{MORE[name]} [[commands|All commands]]." if name in MORE else "[[commands|All commands]].")
    return "\n\n".join(parts) + "\n"


def _sentences(command: click.Command) -> list[str]:
    """The paragraphs of a command's help, the first one sentence."""
    paragraphs = [" ".join(part.split()) for part in (command.help or "").replace("\b\n", "").split("\n\n")]
    first, dot, rest = paragraphs[0].partition(". ")
    return [first + "." if dot else first, *filter(None, [rest]), *paragraphs[1:]]


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    for option in command.get_params(context):
        record = option.get_help_record(context) if isinstance(option, click.Option) else None
        if record is None or not isinstance(option, click.Option):
            continue
        about = " ".join((option.help or "").split())
        if option.show_default:
            about += f" Default: {option.default}."
        yield f"| `{_cell(record[0])}` | {_cell(about)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


# ---------------------------------------------------------------- rules


def _rules() -> str:
    """Every rule with its page; the pages themselves are made by `kbgen.check.manual`."""
    parts = [
        "---\ntitle: Rules\ntype: reference\ndescription: Every rule of kbgen check.\n---",
        "[[checking]] explains how to use them. The first digit of a code is its family; `--select` and `--ignore` "
        "accept a whole family: `KB4`.",
    ]
    for family, title in FAMILIES.items():
        rows = [_rule(code) for code in CODES_OF_RULES if code.startswith(family)]
        parts.append(
            "\n".join((f"## {title}", "", "| Code | Name | Severity | What it finds |", "|---|---|---|---|", *rows))
        )
    return "\n\n".join(parts) + "\n"


def _rule(code: str) -> str:
    name, severity, about = CODES_OF_RULES[code]
    return f"| [[{file_name(code)[:-3]}\\|{code}]] | {name} | {severity} | {about} |"


# ---------------------------------------------------------------- syntax


def _syntax(lines: list[str]) -> Iterator[str]:
    """A case file as a page: what goes in and what comes out, under captions instead of attributes."""
    yield from ("---", f"title: {lines[0].removeprefix('# ')}", "---", "")
    closing = ""
    for number, line in enumerate(lines[1:], 1):
        fence = _FENCE.fullmatch(line) if not closing else None
        if fence:
            closing = fence[1]
            yield from _caption(fence[2], fence[3], "\n".join(lines[number + 1 : lines.index(closing, number + 1)]))
            yield f"{closing}{BLOCKS[fence[2]][1]}"
        elif line == closing:
            closing = ""
            yield line
        elif line.startswith("## ") and not closing:
            yield f"## {_literal(line[3:])}"
        else:
            yield line if closing else _CASE_FILE.sub(r"[[\1]]", line)
    yield from ("[[syntax|All of the syntax]].", "")


def _caption(kind: str, attributes: str, text: str) -> Iterator[str]:
    path = _PATH.search(attributes)
    words, name = BLOCKS[kind][0], f"`{path[1] or path[2]}`" if path else ""
    if kind in ("bytes", "symlink"):
        repeated = r" (`\{3 ab}` is `ababab`)" if kind == "bytes" and "\\{" in text else ""
        yield f"{name}, {words}{repeated}:"
    elif "fails=true" in attributes:
        yield f"{name}, on which kbgen fails:"
    else:
        yield f"{words} {name}".strip() + ":"
    yield ""


def _literal(heading: str) -> str:
    """A heading of a case file says what it says: brackets in it are no links."""
    return heading.replace("[[", "\\[\\[")


def main() -> None:
    """Write the pages, and remove those that nothing makes any more."""
    made = pages()
    for folder in ("commands", "syntax"):
        for file in (DOCS / folder).glob("*.md"):
            if f"{folder}/{file.name}" not in made:
                file.unlink()
    for path, text in made.items():
        (DOCS / path).parent.mkdir(exist_ok=True)
        (DOCS / path).write_text(text, "utf-8")
    print(f"wrote {len(made)} pages", file=sys.stderr)


if __name__ == "__main__":
    main()
