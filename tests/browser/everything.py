"""A small knowledge base that has one of everything a page can show; long, wide and in several scripts."""

from __future__ import annotations

from kit import DOT
from test_diagrams import KINDS

_WIDE = "\n".join(
    "| " + " | ".join(f"{row * 37 % 100}.{column}" if row else f"Metric {column}" for column in range(40)) + " |"
    + ("\n" + "|---" * 40 + "|" if row == 0 else "")
    for row in range(20)
)  # fmt: skip
_LONG = (
    "Everything at once: a source with a very long title that goes on about methods, replication, "
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen and what came next"
)
EVERYTHING: dict[str, str | bytes] = {
    "kbgen.toml": '[site]\ntitle = "Everything"\ndescription = "One of each."\nedit_base = "https://example.org/edit/"\n',
    "kb/dot.png": DOT,
    "kb/sources/long.md": (
        f"---\ntitle: {_LONG}\ntype: source\nauthors: [Ada Lovelace, Grace Hopper]\npublished: 2025-11-03\n"
        "format: Paper (preprint)\nurl: https://example.org/paper\ntags: [methods, replication]\n---\n\n"
        "A paragraph with a note[^1] and [[Ada Lovelace]], `code` and *more*, as is known [1] from others [1, 2].\n\n## Second level\n\n> Said once.\n\n"
        "> [!note] Mind\n> A callout with [[transformer]].\n\n> [!warning]\n> No title.\n\n> [!tip]- Folded\n> Hidden.\n\n"
        "```python\ndef attention(q, k, v):  # a comment that is long enough to scroll sideways in its own box, and then some\n"
        "    return softmax(q @ k.T) @ v\n```\n\n### Third level with [[Grace Hopper]]\n\n- [ ] to do\n- [x] done\n- [/] under way\n- [!] ملاحظة\n\n"
        "The loss is $L(\\theta) = -\\sum_i \\log p_\\theta(x_i)$, or $\\unknown{x}$; $a_1 + a_2 + a_3 + a_4 + a_5 + a_6 + a_7 + a_8 + a_9 + a_{10} + a_{11} + a_{12}$.\n\n"
        "$$\n\\begin{aligned} a &= \\frac{b}{c} \\\\ &= \\begin{pmatrix} 1 & 2 \\end{pmatrix}^2 \\end{aligned}\n$$\n\n"
        f"![A picture](../dot.png)\n\n![[transformer]]\n\n- ![[zh#历史]]\n\n## Forty columns\n\n{_WIDE}\n\n## Entities Mentioned\n\n- [[Ada Lovelace]] — the first\n"
        "- [[Grace Hopper]] — the compiler\n- [[transformer]] — the subject\n- [[深度学习]] — the field\n\n"
        "## Assessment\n\n- **Credibility**: Medium — a preprint\n- **Bias**: some\n\n"
        "## References\n\n1. A report\n2. [Another](https://example.org/another)\n\n[^1]: The note has a [[transformer]].\n"
    ),
    "kb/sources/zh.md": (
        "---\ntitle: 深度学习综述：从感知机到大语言模型\nlang: zh\ntype: source\nhost: 李飞飞\npublished: 2025-03-01\nformat: 播客\n"
        "credibility: 高 — 研究者\n---\n\n深度学习是机器学习的一个分支，[[深度学习]]取得了突破性进展。\n\n## 历史\n\n"
        "- [[transformer]] — 基础\n- [[Ada Lovelace]] — 第一位程序员\n"
    ),
    "kb/sources/ar.md": (
        "---\ntitle: تاريخ الذكاء الاصطناعي مع Ada Lovelace\nlang: ar\ntype: source\nhost: مركز الأبحاث\npublished: 2024-05-01\n"
        "format: مقال\ncredibility: Low — no sources given\n---\n\nبدأت القصة مع [[Ada Lovelace]] في القرن التاسع عشر (2017).\n\n"
        "## البدايات\n\n- [[Ada Lovelace]] — الأولى\n- [[transformer]] — البنية\n\n1. English item\n2. بند\n\n> Said in English.\n"
    ),
    "kb/sources/de.md": (
        "---\ntitle: Wie Maschinen denken lernten\nlang: de\ntype: source\nhost: Ada Lovelace\npublished: 2023-05-03\n"
        "format: Podcast\ncredibility: Hoch, beide waren dabei\n---\n\nEin Gespräch über [[transformer]].\n\n- [[Ada Lovelace]] — sagte es\n"
    ),
    "kb/notes/drawn.md": "# Drawn\n\n"
    + "".join(f"A {kind}:\n\n```mermaid\n{source}```\n\n" for kind, source in KINDS.items())
    + "```mermaid\nflowchart TD\n  accTitle: Not drawn by anybody\n  accDescr: It has a name.\n  A --> A\n```\n",
    "kb/notes/fr.md": "---\ntitle: Carnet\nlang: fr\n---\n\nUn mot.\n",
    "kb/entities/ada-lovelace.md": "---\ntitle: Ada Lovelace\ntype: person\naliases: [Augusta King]\n---\n\nShe wrote the first program.\n",
    "kb/entities/grace-hopper.md": "---\ntitle: Grace Hopper\ntype: person\n---\n\nShe wrote the first compiler.\n",
    "kb/concepts/transformer.md": "---\ntitle: Transformer\n---\n\nA network that attends. See [[Ada Lovelace]].\n",
    **{
        f"kb/notes/n{number:04}.md": f"---\ntitle: Note {number}\ntype: {'memo' if number % 3 else 'list-of-things'}\n---\n\nText.\n"
        for number in range(12)
    },
    **{f"kb/things/t{n:04}.md": f"---\ntitle: Thing {n}\ntype: thing\n---\n\nIt is {n}.\n" for n in range(1_200)},
}
