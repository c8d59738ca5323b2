"""Formulas: whatever is written, what comes out is MathML of ours or nothing, and soon."""

from __future__ import annotations

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbgen.markdown.formulas import formula
from kbgen.markdown.plainmath import plain, without_tex

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
    "\\\\alpha", "\\\\style{x}{", "\frac", "\text{", "\neq", "\x08eta", "\\sum", "\\operatorname{", "\\overline", "\\unknown", "\\#", "%", "~", "é", "深",
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
    ("written", "meant"),
    [
        (r"$\\alpha$", r"$\alpha$"),
        ("$\frac{1}{2}$", r"$\frac{1}{2}$"),
        ("$a + \beta$", r"$a + \beta$"),
        ("$a + ␈eta$", r"$a + \beta$"),
        ("$x\times\theta$", r"$x\times\theta$"),
        ("$x\nightarrow y$", r"$x\rightarrow y$"),
        ("$x\neq y$", r"$x\neq y$"),
        (r"$\\style{x}{y}$", ""),
    ],
)
def test_escapes_of_json_are_undone(written: str, meant: str) -> None:
    assert formula(written).html == (formula(meant).html if meant else "")
    assert formula(meant or written).tex == meant.strip("$")


@given(st.lists(st.sampled_from(PIECES), max_size=30))
@settings(max_examples=400, deadline=None)
def test_a_formula_as_plain_text_is_read_in_any_case(pieces: list[str]) -> None:
    source = "".join(pieces).replace("$", "")
    assert plain(f"${source}$") == f"${source}$" or formula(f"${source}$").html
    without_tex(source)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"\pi_0", "π₀"), (r"O(n \log n)", "O(n log n)"), (r"\mathbb{R}^n", "ℝⁿ"), (r"10^{-3}", "10⁻³"), (r"H_2O", "H₂O"),
        (r"\frac{a+b}{2}", "(a + b)/2"), (r"\sqrt[3]{n}", "³√n"), (r"\hat{x}", "x\u0302"), (r"x_{i,j}", "x_(i,j)"),
        (r"\Delta E = -1", "ΔE = −1"), (r"x_1, \dots, x_n", "x₁, …, xₙ"), (r"\mathcal{O}(n)", "O(n)"), (r"90^\circ", "90°"),
        (r"\arg\max_\theta \log p(y \mid x)", "arg max_θ log p(y ∣ x)"), (r"k\text{-NN}", "k-NN"), (r"\sum_{i=1}^n x_i", "∑ᵢ₌₁ⁿxᵢ"),
    ],
)  # fmt: skip
def test_a_formula_as_plain_text(source: str, text: str) -> None:
    assert plain(f"${source}$") == text


@pytest.mark.parametrize(
    "source", [r"\binom{n}{k}", r"\overline{AB}", r"\begin{matrix} a & b \end{matrix}", r"\unknown{x}", r"\frac{a}{"]
)
def test_what_no_line_of_text_can_say_stays_as_it_is_written(source: str) -> None:
    assert plain(f"${source}$") == f"${source}$"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        (r"From $5 to $10, $\pi_0$ and \(a^2\)", "From $5 to $10, π₀ and a²"), ("US$ 3 and A$ 4", "US$ 3 and A$ 4"),
        ("C:\\new and $x", "C:\\new and $x"), ("$" * 50_000, "$" * 50_000), ("\\(" * 50_000, "\\(" * 50_000),
    ],
)  # fmt: skip
def test_a_title_without_tex(title: str, shown: str) -> None:
    assert without_tex(title) == shown


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
