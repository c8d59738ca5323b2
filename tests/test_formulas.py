"""Formulas: whatever is written, what comes out is MathML of ours or nothing, and soon."""

from __future__ import annotations

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbgen.markdown.formulas import formula

TAGS = {
    "math", "mi", "mn", "mo", "mtext", "mspace", "mrow", "mstyle", "mpadded", "mphantom", "msqrt", "mtable", "mtr", "mtd",
    "mfrac", "mroot", "msub", "msup", "mover", "munder", "msubsup", "munderover",
}  # fmt: skip
CLASSES = {"left", "right", "ruled", "left ruled", "right ruled"}
NEVER = {"href", "style", "id", "src", "xmlns", "actiontype"}
PIECES = [
    "a", "1", " ", "^", "_", "{", "}", "&", "\\\\", "<", ">", '"', "'", "&lt;", "<img src=x onerror=alert(1)>", "</math>",
    "\\frac", "\\sqrt", "\\text{", "\\mbox{", "\\left(", "\\right)", "\\begin{matrix}", "\\end{matrix}", "\\begin{array}{|c|l|}", "\\end{array}", "\\hline", "\\begin{align*}",
    "\\end{align*}", "\\mathbb", "\\mathbf{", "\\href{javascript:x}{", "\\style{x}{", "\\class{x}{", "\\color{red}", "\\hspace{9em}",
    "\\sum", "\\operatorname{", "\\overline", "\\unknown", "\\#", "%", "~", "é", "深",
]  # fmt: skip


class Seen(HTMLParser):
    """Elements that are open, and all that were."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        assert not NEVER & {name for name, _ in attrs}
        assert all(name == "class" and value in CLASSES for name, value in attrs if name == "class")
        assert not any(name.startswith("on") for name, _ in attrs)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@given(st.lists(st.sampled_from(PIECES), max_size=30), st.booleans())
@settings(max_examples=400, deadline=None)
def test_only_mathml_of_ours_comes_out(pieces: list[str], display: bool) -> None:
    made = formula(f"$${''.join(pieces)}$$" if display else f"${''.join(pieces)}$")
    assert bool(made.html) != bool(made.problem)
    seen = Seen()
    seen.feed(made.html)
    seen.close()
    assert seen.open == []


@pytest.mark.parametrize(
    "source",
    ["{" * 1_900 + "}" * 1_900, "\\frac{" * 600, "x_1+" * 900, "\\left(" * 600, "\\\\" * 1_900, "^" * 3_900, "a" * 3_900,
     "\\begin{matrix}" * 250, "\\newcommand{\\a}{\\b\\b}" * 50, "\\sqrt" * 700, "a" * 100_000],
)  # fmt: skip
def test_no_formula_takes_long(source: str) -> None:
    start = time.perf_counter()
    formula(f"${source}$")
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    "source",
    [
        r"\nabla_\theta J(\theta) = \mathbb{E}_{\tau \sim \pi_\theta}\left[\sum_{t=0}^{T} \nabla_\theta \log \pi_\theta(a_t \mid s_t)\right]",
        r"D_{\mathrm{KL}}(P \,\|\, Q) = \int p(x) \log \frac{p(x)}{q(x)}\, dx",
        r"\hat{y} = \arg\max_{y \in \mathcal{Y}} p(y \mid x; \boldsymbol{\theta})",
        r"\begin{cases} 1 & x > 0 \\ 0 & \text{otherwise} \end{cases}",
        r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}^{-1}",
        r"\underbrace{a + b}_{c}, \overline{AB}, \vec{v}, \tilde{x}, \dot{x}, \binom{n}{k}, \left\{ a \right.",
        r"O(n \log n), 10^{-3}, 95\%, \pm 2, \approx 3 \times 10^{25}, x', f\colon X \to Y, a \neq b",
        r"a \& b, \backslash, E = mc^2 \tag{1}, \quad \text{where } m > 0 \label{e}",
    ],
)
def test_what_papers_write_is_set(source: str) -> None:
    assert formula(f"$${source}$$").problem == ""
