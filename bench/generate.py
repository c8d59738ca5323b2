"""A knowledge base of any size for measuring: `python bench/generate.py N DIR [SEED [SCRIPT]]`.

Of N pages two fifths are sources, two fifths entities, one fifth concepts. A page has about 5 KB and 15 wiki-links,
a table, headings, lists, and one in five a block of code. Targets are drawn with a long tail, so that a few pages are
named by very many; one link in fifty leads to a page that nobody has written. Words are `latin`, `arabic`, or
`chinese`, with no spaces between them. The same arguments give the same bytes.
"""

from __future__ import annotations

import argparse
import random
from bisect import bisect
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path

_SYLLABLES = {
    "latin": "ka lo mi ne ru sa to vi shan der pol gra tin mor ex al on qui bra len fi zu har dep".split(),
    "arabic": "كت ما لو في در سا نو را بي شم حا قل تر جم عل من وا صد هر فك طا زي خب غن".split(),
    "chinese": list(
        "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法"
        "所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政"
        "四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最"
    ),
}
_KINDS = ("organisation", "person", "model", "product")
_CODE = '''```python
def {name}(values: list[float]) -> float:
    """The mean of what {name} measured."""
    total = 0.0
    for value in values:
        total += value * {number}
    return total / max(1, len(values))
```
'''


class Writer:
    """Writes the pages of one knowledge base; every choice comes from one seeded generator."""

    def __init__(self, count: int, seed: int, script: str = "latin") -> None:
        self.random = random.Random(seed)
        self.syllables, self.space = _SYLLABLES[script], "" if script == "chinese" else " "
        self.words = sorted({self._word() for _ in range(3000)})
        sources = max(1, count * 2 // 5)
        concepts = count // 5
        self.sources = self._names("sources", sources)
        self.entities = self._names("entities", count - sources - concepts)
        self.concepts = self._names("concepts", concepts)
        self.things = [*self.entities, *self.concepts]
        self.random.shuffle(self.things)
        # Zipf with an exponent below one: the first of 10,000 gets about 1.5 % of all links, the median a handful
        self.reach = list(accumulate(1 / (rank + 5) ** 0.75 for rank in range(len(self.things))))

    def _word(self) -> str:
        return "".join(self.random.choice(self.syllables) for _ in range(self.random.randint(1, 3)))

    def _names(self, folder: str, count: int) -> list[tuple[str, str, str]]:
        """(folder, slug, title) of so many pages, each slug once."""
        names: list[tuple[str, str, str]] = []
        for number in range(count):
            words = self.random.sample(self.words, 2)
            names.append((folder, f"{words[0]}-{words[1]}-{number}", f"{words[0].title()} {words[1].title()} {number}"))
        return names

    def _target(self) -> tuple[str, str, str]:
        at = bisect(self.reach, self.random.random() * self.reach[-1])
        return self.things[min(at, len(self.things) - 1)]

    def link(self) -> str:
        """A wiki-link: by slug, by title, with a label, to a source, or to what nobody has written."""
        dice = self.random.random()
        if dice < 0.02:
            return f"[[unwritten-{self.random.choice(self.words)}]]"
        if dice < 0.10:
            return f"[[{self.random.choice(self.sources)[1]}]]"
        folder, slug, title = self._target()
        if dice < 0.55:
            return f"[[{slug}]]"
        if dice < 0.70:
            return f"[[{title}]]"
        return f"[[{folder}/{slug}|{title}]]"

    def sentence(self, link: bool = False) -> str:
        """A sentence of 12 to 22 words, with a link in it or without."""
        words = self.random.choices(self.words, k=self.random.randint(12, 22))
        if link:
            words[self.random.randrange(1, len(words))] = self.link()
        elif self.random.random() < 0.3:
            words[3] = f"**{words[3]}**"
        elif self.random.random() < 0.15:
            words[5] = f"`{words[5]}`"
        return f"{self.space.join([words[0].capitalize(), *words[1:]])}."

    def paragraph(self, sentences: int, links: int) -> str:
        """A paragraph; its first sentences have a link each."""
        said = [self.sentence(number < links) for number in range(sentences)]
        self.random.shuffle(said)
        return " ".join(said)

    def page(self, name: tuple[str, str, str], number: int) -> str:
        """The text of one page."""
        folder, _, title = name
        parts = [self._fields(folder, title), f"# {title}", self.paragraph(5, 2), "## Summary", self.paragraph(6, 2)]
        items = (f"- **{self.random.choice(self.words)}**: {self.sentence(n == 0)}" for n in range(4))
        parts += ["## Key Points", "\n".join(items)]
        rows = "\n".join(f"| {self.link()} | {self.random.randint(1, 999)} | {self._remark()} |" for _ in range(3))
        parts += ["## Figures", f"| Name | Value | Remark |\n|:--|--:|---|\n{rows}"]
        if number % 5 == 0:
            parts.append(_CODE.format(name=self.random.choice(self.words), number=self.random.randint(2, 99)))
        parts += ["## Discussion", self.paragraph(6, 1), self.paragraph(6, 1), f"> {self.sentence()}"]
        mentioned = "\n".join(f"- {self.link()} — {self.sentence()}" for _ in range(5))
        parts += ["## Entities Mentioned" if folder == "sources" else "## See also", mentioned]
        if folder == "sources":
            parts += ["## Assessment", "- **Credibility**: high\n- **Bias**: low\n- **Utility**: high"]
        return "\n\n".join(parts) + "\n"

    def _remark(self) -> str:
        return self.space.join(self.random.choices(self.words, k=6))

    def _fields(self, folder: str, title: str) -> str:
        lines = [f"title: {title}", f"tags: [{', '.join(self.random.choices(self.words[:60], k=2))}]"]
        if folder == "sources":
            date = f"{self.random.randint(2015, 2026)}-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}"
            lines += ["type: source", f"published: {date}", f"url: https://example.org/{self.random.randint(1, 10**6)}"]
            lines += ["format: article", f'host: "[[{self._target()[1]}]]"']
        elif folder == "entities":
            lines += ["type: entity", f"entity_type: {self.random.choice(_KINDS)}", f"aliases: [{title} Inc]"]
        else:
            lines.append("type: concept")
        return "\n".join(("---", *lines, "---"))


def generate(
    count: int,
    folder: Path,
    seed: int = 1,
    progress: Callable[[int], None] = lambda _: None,
    script: str = "latin",
) -> None:
    """Write a knowledge base of `count` pages to `folder`/kb, which must not exist."""
    writer = Writer(count, seed, script)
    kb = folder / "kb"
    for place in ("sources", "entities", "concepts"):
        (kb / place).mkdir(parents=True)
    (kb / "index.md").write_text("---\ntitle: A generated knowledge base\n---\n\nFor measuring.\n", encoding="utf-8")
    for number, name in enumerate((*writer.sources, *writer.entities, *writer.concepts)):
        (kb / name[0] / f"{name[1]}.md").write_text(writer.page(name, number), encoding="utf-8")
        progress(number)


def main() -> None:
    """Read the command line and generate."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("seed", type=int, nargs="?", default=1)
    parser.add_argument("script", nargs="?", default="latin", choices=_SYLLABLES)
    options = parser.parse_args()
    generate(options.count, options.folder, options.seed, script=options.script)


if __name__ == "__main__":
    main()
