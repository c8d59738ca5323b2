"""Texts as they are copied from a chat, a mail program, a page of preprints or the notes of a podcast."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbgen.author.kb import Kb
from test_import import body, empty, fields, page

__all__ = ["empty"]  # a fixture

SUMMARY = "# The age of looms\n\nHost: Ada Poe\nPublished: 2026-01-31\n\n## Overview\n\nLooms weave **flowers**.\n"
KEPT = "## Overview\n\nLooms weave **flowers**."


@pytest.mark.parametrize(
    "text",
    [
        f"Here is the summary you asked for:\n\n{SUMMARY}",
        f"Sure! Here's a structured summary of the talk.\n\n---\n\n{SUMMARY}\n---\n\nWould you like me to add quotes? 🚀\n",
        f"{SUMMARY}\nLet me know if you'd like me to expand on any section!\n",
        f"I've summarised the talk for your notes.\n\n```markdown\n{SUMMARY}```\n\nIf you want, I can also make a table.\n",
        f"```md\n{SUMMARY}\n```\n",
        f"ChatGPT said:\n\n{SUMMARY}",
        f"Voici le résumé :\n\n{SUMMARY}\nSouhaitez-vous que je l'abrège ?\n",
        f"好的，以下是摘要：\n\n{SUMMARY}\n如果你需要，我可以继续整理。\n",
    ],
)
def test_what_a_chat_says_around_a_text_is_left_out(empty: Kb, text: str) -> None:
    made = page(empty, text)
    assert fields(made.text)["title"] == "The age of looms"
    assert fields(made.text)["host"] == "Ada Poe"
    assert body(empty, text) == KEPT
    said = [line for line in text.split("\n") if line.strip() and line not in SUMMARY]
    assert [seen.text for seen in made.seen if seen.what == "left out"] == [line.strip() for line in said]


def test_a_fence_around_a_page_with_code_in_it(empty: Kb) -> None:
    text = "I'll write the page.\n\n```markdown\n---\ntitle: Looms\npublished: 2026\n---\n\nSee:\n\n```py\nx = 1\n```\n\nEnd.\n```\n"
    made = page(empty, text)
    assert made.text == "---\ntitle: Looms\npublished: 2026\n---\n\nSee:\n\n```py\nx = 1\n```\n\nEnd.\n"
    assert made.problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "Here is what I know.\n\nIt is not much.\n\nIt grows.\n\nSlowly.",
        "```py\nx = 1\n```\n\nText.\n\n```py\ny = 2\n```",
        "- One\n- Two\n\n- Would you like me to go on? she asked",
        "Text.\n\nMore.\n\n> Let me know if you come.",
        "```markdown\n# An example\n```\n\nText.\n\n```\ncode\n```",
    ],
)
def test_what_a_text_says_itself_stays(empty: Kb, text: str) -> None:
    assert not [seen for seen in page(empty, f"The title\n\n{text}\n").seen if seen.what == "left out"]


def test_a_title_below_other_lines(empty: Kb) -> None:
    assert fields(page(empty, "Read in the train.\n\n# Looms\n\nThey **weave**.\n").text)["title"] == "Looms"
    text = '### Summary of "Looms"\n\n**Key points:**\n- They weave.\n'
    assert fields(page(empty, text).text)["title"] == 'Summary of "Looms"'
    assert body(empty, text) == "**Key points:**\n- They weave."
    assert fields(page(empty, "## One\n\nText.\n\n## Two\n\nText.\n").text)["title"] == "Untitled"
    assert fields(page(empty, "## Overview\n\nText.\n").text)["title"] == "Untitled"
    assert fields(page(empty, "#452 – Ada Poe: Looms\n\nNotes.\n").text)["title"] == "#452 – Ada Poe: Looms"


@pytest.mark.parametrize(
    "head",
    [
        "From: The Loom <news@example.org>\nSent: Monday, January 12, 2026 8:30 AM\nTo: me@example.com\nSubject: Looms: a letter\n",
        "---------- Forwarded message ---------\nFrom: The Loom <news@example.org>\n"
        "Date: Mon, Jan 12, 2026 at 8:30 AM\nSubject: Looms: a letter\nTo: <me@example.com>\n",
        "Begin forwarded message:\n\nFrom: The Loom <news@example.org>\nSubject: Looms: a letter\n"
        "Date: 12 January 2026 at 08:30:00 GMT\nTo: me@example.com\nReply-To: news@example.org\n",
    ],
)
def test_the_head_of_an_e_mail(empty: Kb, head: str) -> None:
    """Who sent it, when and what about are fields; to whom it was sent is nobody's business."""
    made = page(empty, f"{head}\nDear all,\n\nLooms are here.\n")
    told = fields(made.text)
    assert (told["title"], told["author"], told["published"]) == ("Looms: a letter", "The Loom", "2026-01-12")
    assert "example" not in made.text
    assert made.text.endswith("\n\nDear all,\n\nLooms are here.\n")


@pytest.mark.parametrize(
    "text",
    [
        "[Submitted on 12 Jun 2026 (v1), last revised 2 Aug 2026 (this version, v7)]\nLooms Are All\n\nAda Poe, Li Wei\n"
        "View PDF\nHTML (experimental)\n\n    Looms weave all.\n\nCite as: arXiv:2606.01234 [cs.XX]\n",
        "Computer Science > Looms\narXiv:2606.01234 (cs)\n\n[Submitted on 12 Jun 2026]\nTitle:Looms Are All\nAuthors:Ada Poe, Li Wei\n"
        "View a PDF of the paper titled Looms Are All, by Ada Poe\nView PDF HTML (experimental)\nLooms weave all.\n",
    ],
)
def test_the_page_of_a_preprint(empty: Kb, text: str) -> None:
    made = page(empty, text)
    assert fields(made.text)["title"] == "Looms Are All"
    assert fields(made.text)["published"] == "2026-06-12"
    assert fields(made.text)["url"] == "https://arxiv.org/abs/2606.01234"
    assert '  - "Ada Poe"\n  - "Li Wei"\n' in made.text
    assert made.text.split("\n---\n\n")[1].startswith("Looms weave all.")


def test_the_saved_page_of_a_paper(empty: Kb) -> None:
    """What it tells search engines for papers comes first: the first heading is often that of the site."""
    text = (
        '<html><head><title>[1] Looms</title><meta name="citation_title" content="Looms Are All">'
        '<meta name="citation_author" content="Poe, Ada"><meta name="citation_author" content="Li Wei">'
        '<meta name="citation_date" content="2026/06/12"></head><body><main><h1>Computer Science</h1><p>(cs)</p>'
        "<h1><span>Title:</span>Looms Are All</h1><p>Looms weave all.</p></main></body></html>"
    )
    made = page(empty, text)
    assert fields(made.text)["title"] == "Looms Are All"
    assert fields(made.text)["published"] == "2026/06/12"
    assert '  - "Ada Poe"\n  - "Li Wei"\n' in made.text
    assert body(empty, text) == "(cs)\n\nLooms weave all."


def test_chapters_are_a_list_and_dates_no_headings(empty: Kb) -> None:
    text = (
        "A talk\n\nNov 11, 2026 · 2 hr 3 min\n\nAda talks about looms.\n\nThanks to our friends: https://example.org/x\n"
        "See below.\n\n(00:00) – Beginnings\n(10:19) – Looms\n1:02:03 - An end\n\nMore is here.\n"
    )
    assert "#" not in body(empty, text)
    assert "- (00:00) – Beginnings\n- (10:19) – Looms\n- 1:02:03 - An end\n\nMore" in body(empty, text)


def test_the_words_of_a_chat_take_no_long_time(empty: Kb, tmp_path: Path) -> None:
    for line in ("Here is " * 50_000, "**" * 50_000, "[Submitted on " * 30_000, "From: " * 50_000):
        assert page(empty, f"{line}\n\n# A\n\nB\n\n{line}\n").text


def test_a_line_of_a_box_stays_one_where_its_link_is_refused(empty: Kb) -> None:
    """As in notes that Zotero writes, which lead to files of the one who wrote them."""
    text = "# Looms\n\n> [!LINK] \n>\n>  [PDF](file:///home/ada/looms.pdf)\n\nText.\n"
    assert body(empty, text) == "> [!LINK]\n>\n> \\[PDF\\](file:///home/ada/looms.pdf)\n\nText."


def test_keys_that_are_no_words_are_what_they_mean(empty: Kb) -> None:
    """As in the notes of players of podcasts."""
    text = "# Looms\n\n- Show: The Loom Show\n- Owner / Host: Ada Poe\n- Published: 2026\n\n## One\n\nText.\n"
    assert fields(page(empty, text).text)["host"] == "Ada Poe"
