"""What a language model says to the one who asked it, around the text that was asked for. Knows lines, no page."""

from __future__ import annotations

import re

from kbgen.text.regex import regex

_POLITE = r"(?:(?:sure|certainly|of course|absolutely|okay|ok|great|perfect|done|got it|understood)\b[^\w\n]{1,4})"
_OPENING = regex(
    rf"\W{{0,4}}(?:{_POLITE}?(?:here(?:'s|’s| is| are)|below (?:is|are)|the following is|as requested|"
    r"i(?:'ll|’ll| will|'ve|’ve| have) (?:now )?"
    r"(?:summar|creat|writ|read|review|analy|prepar|turn|convert|draft|put|made|process)\w*|let me summar\w+|"
    r"hier (?:ist|sind)|voici|aquí (?:tienes|está)|aqui está|ecco|вот|ось|다음은|إليك)\b"
    rf"|{_POLITE}(?!\w)|(?:chatgpt|claude|gemini|copilot|grok|perplexity)(?: said| responded)?:"
    r"|以下是|以下は|以下に|好的[，,])",
    re.IGNORECASE,
)
_OFFER = regex(
    r"\W{0,4}(?:let me know (?:if|whether|what|which|how)|would you like (?:me|any|another|more|to see)|"
    r"do you want me|want me to|shall i|should i (?:also|now|add|go)|feel free to (?:ask|let me)|"
    r"i hope (?:this|that|it) helps|is there anything else|"
    r"if you(?:'d|’d| would)? (?:like|want|need|prefer),? (?:me |i can |i could )|"
    r"(?:soll|kann) ich (?:noch|auch|das|dir|ihnen)|möchtest du|möchten sie|"
    r"souhaitez-vous|voulez-vous que je|¿(?:quieres|te gustaría|deseas) que|(?:gostaria|quer) que eu|vuoi che|"
    r"хотите, (?:чтобы )?я|如果你(?:愿意|需要|想)，?我|需要我)",
    re.IGNORECASE,
)
_LONGEST = 400


def opens_a_text(line: str) -> bool:
    """Whether a line announces the text below it: `Here is the summary of the talk:`."""
    return (
        len(line) <= _LONGEST
        and line.rstrip().endswith((":", ".", "!", "：", "。", "！"))
        and bool(_OPENING.match(line))
    )


def offers_more(line: str) -> bool:
    """Whether a line asks its reader what to do next: `Let me know if you'd like me to add quotes!`."""
    return len(line) <= _LONGEST and bool(_OFFER.match(line))
