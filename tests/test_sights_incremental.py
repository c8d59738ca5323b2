"""What shows the whole is the same after any edits as in a build that remembers nothing (architecture.md): maps, matrix,
timeline, recent pages, folders, feeds. The kb here is large enough to have all of them."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from kbgen.config import load_config
from kbgen.pipeline.build import build
from kit import output_of, write

SEEDS = int(os.environ.get("KBGEN_SEQUENCES", "5"))
EDITS = 5
NAMES = [f"E{n}" for n in range(9)]


def source(pick: random.Random, number: int) -> str:
    """A source that speaks of a few entities, with dates of several sorts."""
    date = pick.choice([f"{2019 + number % 4}-{number % 12 + 1:02}-0{number % 9 + 1}", str(2018 + number % 3), "soon"])
    fields = [f"title: S{number}", f"published: {date}", f"tags: [t{number % 2}]"]
    fields += [f"updated: 2024-0{number % 9 + 1}-11"] if number % 3 else ["created: 2023"]
    links = "\n\n".join(f"Of [[{name}]]." for name in pick.sample(NAMES, 4))
    folder = f"\n\nAll of [it](../{['mixed', 'other', 'sources'][number % 3]}/)." if number % 5 == 0 else ""
    return "---\n" + "\n".join(fields) + f"\n---\n\n{links}{folder}\n"


def start(folder: Path) -> Path:
    """The project before all edits."""
    pick = random.Random(7)
    files = {f"kb/sources/s{n:02}.md": source(pick, n) for n in range(16)}
    files |= {
        f"kb/entities/e{n}.md": f"---\ntitle: E{n}\ntype: {'person' if n % 2 else 'model'}\n---\n\nIt.\n"
        for n in range(6)
    }
    files |= {
        f"kb/mixed/m{n}.md": f"---\ntype: {'memo' if n else 'plan'}\nupdated: 2025-01-0{n + 1}\n---\n\n[[E1]]\n"
        for n in range(3)
    }
    files["kb/sources/index.md"] = "".join(f"- [[s{n:02}]]\n" for n in range(16))
    files["kbgen.toml"] = '[site]\nbase_url = "https://example.org/kb/"\n'
    return write(folder, files)


def edit(project: Path, pick: random.Random) -> None:
    """Something that authors do: words, links, titles, dates, kinds, new files, removed and moved ones."""
    file = pick.choice(sorted((project / "kb").rglob("*.md")))
    text = file.read_text("utf-8")
    name, number = pick.choice(NAMES), pick.randrange(100)
    match pick.randrange(9):
        case 0:
            text += f"\nMore words {number}.\n"
        case 1:
            text += f"\n- [[{name}]] — says {number}\n"
        case 2:
            text = text.replace(f"[[{name}]]", "nobody")
        case 3:
            text = text.replace("title: ", f"title: X{number} ", 1)
        case 4:
            text = text.replace("published: ", f"published: {2000 + number}-05-0{number % 9 + 1} #", 1)
        case 5:
            text = text.replace("updated: ", f"updated: {2000 + number % 30}-03-04 #", 1)
        case 6:
            text = text.replace("type: ", f"type: {pick.choice(['person', 'memo', 'source'])} #", 1)
        case 7:
            file.unlink()
            if number % 2:
                file = project / f"kb/{pick.choice(['mixed', 'sources', 'other'])}/n{number}.md"
        case _:
            file = project / f"kb/sources/n{number}.md"
            text = source(pick, number)
    if file.parent.is_dir() or pick.random() < 0.8:
        write(file.parent, {file.name: text})


@pytest.mark.parametrize("seed", range(SEEDS))
def test_edits_in_any_order(tmp_path: Path, seed: int) -> None:
    pick = random.Random(seed)
    project = start(tmp_path / "p")
    build(load_config(project, output=None, cwd=project), jobs=1, remember=True)
    made = output_of(project / "site")
    assert {
        "-/map.html",
        "-/matrix.html",
        "-/timeline.html",
        "-/recent.html",
        "-/feed.xml",
        "-/folders.html",
        "sitemap.xml",
    } <= set(made)
    assert b'class="near"' in made["entities/e1.html"][1]
    assert b'class="when"' in made["entities/e1.html"][1]
    for count in range(EDITS):
        for _ in range(pick.randint(1, 3)):
            edit(project, pick)
        build(load_config(project, output=None, cwd=project), jobs=1, remember=True)
        clean = tmp_path / f"clean-{count}"
        build(load_config(project, output=clean, cwd=project), jobs=1)
        one, two = output_of(project / "site"), output_of(clean)
        assert list(one) == list(two)
        assert [path for path in one if one[path] != two[path]] == []
        shutil.rmtree(clean)
