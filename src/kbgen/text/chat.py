"""What a language model says to the one who asked it, around the text that was asked for. Knows lines, no page."""

from __future__ import annotations

import re

from kbgen.text.regex import regex

_POLITE = r"(?:(?:sure|certainly|of course|absolutely|okay|ok|great|perfect|done|got it|understood)\b[^\w\n]{1,4})"
_OPENING = regex(
    rf"\W{{0,4}}(?:{_POLITE}?(?:here(?:'s|’s| is| are)|below (?:is|are)|the following is|as requested|"
    r"i(?:'ll|’ll| will) \w+|let me summar\w+|"
    r"i(?:'ve|’ve| have) (?:now )?(?:summar|creat|prepar|turned|convert|draft|analy[sz]|process|put together)\w*|"
    r"hier (?:ist|sind)|voici|aquí (?:tienes|está)|aqui está|ecco|вот|ось|다음은|إليك)\b"
    rf"|{_POLITE}(?!\w)|(?:chatgpt|claude|gemini|copilot|grok|perplexity)(?: said| responded)?:"
    r"|以下是|以下は|以下に|好的[，,])",
    re.IGNORECASE,
)
# Words of an answer, which nobody writes to all readers of a page.
_ANSWER = regex(
    rf"\W{{0,4}}{_POLITE}|(?:chatgpt|claude|gemini|copilot)(?: said| responded)?:|"
    r"[^\n]*\b(?:you(?:'ve|’ve| have)? (?:asked|requested|shared|provided|gave|pasted|uploaded)|in markdown|"
    r"(?:the|your) (?:provided|given|requested|attached) |for your (?:knowledge base|wiki|vault|notes))\b|"
    r"\W{0,4}here(?:'s|’s| is) (?:the|a|an|your)\b[^\n]{0,40}\b(?:summary|page|note|article|draft|markdown)\W*\Z",
    re.IGNORECASE,
)
_OFFER = regex(
    r"\W{0,4}(?:let me know (?:if|whether|what|which|how)|would you like (?:any|another|more|to see)|"
    r"feel free to (?:ask|let me)|i hope (?:this|that|it) helps|is there anything else|möchtest du|möchten sie)",
    re.IGNORECASE,
)
# The same of one who would do it.
_SERVICE = regex(
    r"\W{0,4}(?:let me know if you(?:'d|’d| would)? (?:like|want) me |would you like me |do you want me |want me to |"
    r"shall i |should i (?:also|now|add|go) |"
    r"if you(?:'d|’d| would)? (?:like|want|need|prefer),? (?:me |i can |i could )|"
    r"(?:soll|kann) ich (?:noch|auch|das|dir|ihnen) |souhaitez-vous que je |voulez-vous que je |"
    r"¿(?:quieres|te gustaría|deseas) que |(?:gostaria|quer) que eu |vuoi che |хотите, (?:чтобы )?я |"
    r"如果你(?:愿意|需要|想)，?我|需要我)",
    re.IGNORECASE,
)
_LONGEST = 400


def opens_a_text(line: str) -> bool:
    """Whether a line announces the text below it: `Here is the summary of the talk:`."""
    stopped = line.rstrip().endswith((":", ".", "!", "：", "。", "！"))
    return stopped and len(line) <= _LONGEST and bool(_OPENING.match(line))


def answers(line: str) -> bool:
    """The same of a line that says it to somebody who has asked for that text."""
    return opens_a_text(line) and bool(_ANSWER.match(line))


def offers_more(line: str, opened: bool) -> bool:
    """Whether a line asks its reader what to do next: `Let me know if you'd like me to add quotes!`. Where a chat has
    `opened` the text, also what others might say: `Let me know what you think!`."""
    return len(line) <= _LONGEST and bool(_SERVICE.match(line) or (opened and _OFFER.match(line)))
