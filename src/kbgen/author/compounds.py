"""Which words with hyphens are names written as slugs, and which are words that English writes so. Pure tables.

`ai-scaling-laws` in a pasted text was a link; `state-of-the-art` and `gpt-oss-120b` never were. Nothing but the word
itself is looked at: a page or a line of the text that has the name decides before this does.
"""

from __future__ import annotations

from kbgen.text.regex import regex

# In the middle of three words: end-to-end, step-by-step, plug-and-play, human-in-the-loop, one-on-one.
_LITTLE = frozenset("to by and in on or the a an per vs as at up out off no so than into over like but if".split())
# In front: out-of-order, off-the-shelf, first-of-its-kind, not-so-good, once-in-a-lifetime.
_OPENINGS = frozenset(
    "out off on in over under behind beyond state first one once not no non so too well ill yet ever never near then "
    "more most much less least better best larger bigger easy hard soon now already still top up down all do what "
    "back middle matter run jack pay take must has would wanna hit".split()
)
# At the end: transformer-model-based, early-stage-only, ten-year-old.
_ENDINGS = frozenset(
    "based like free style driven ready aware only old long wide level friendly related specific oriented led backed "
    "owned built made facing grown heavy sized shaped focused centric native compatible capable enabled powered grade "
    "ish esque sounding looking minded again ever else all yourself myself ourselves themselves it up out off".split()
)
_WHOLE = frozenset(
    "chain-of-thought proof-of-concept rule-of-thumb point-of-view point-of-sale word-of-mouth work-of-art end-of-life "
    "end-of-year cost-of-living quality-of-life standard-of-living coming-of-age right-of-way line-of-sight "
    "time-of-day cause-of-death man-of-war cat-and-mouse zero-sum-game apples-to-apples know-your-customer "
    "call-for-papers tit-for-tat like-for-like word-for-word quid-pro-quo vis-a-vis laissez-faire-style "
    "merry-go-round hand-me-down good-for-nothing free-for-all double-edged-sword long-time-no-see".split()
)
_YEAR = regex(r"(?:1[5-9]|20)\d\d")


def is_ordinary(word: str) -> bool:
    """Whether a word of three or more parts in small letters is no slug of a page, as far as the word can tell.

    >>> [is_ordinary(word) for word in ("end-to-end", "state-of-the-art", "gpt-oss-120b", "winner-takes-all")]
    [True, True, True, True]
    >>> [is_ordinary(word) for word in ("ai-scaling-laws", "mixture-of-experts", "huang-2026-nvidia-ai-revolution")]
    [False, False, False]
    """
    parts = word.split("-")
    if word in _WHOLE or parts[0] in _OPENINGS or parts[-1] in _ENDINGS or len(parts[0]) < 2:
        return True
    if len(parts) == 3 and parts[1] in _LITTLE:
        return True
    if "as" in parts and "a" in parts:  # software-as-a-service
        return True
    # a part with digits that is no year is a product's own spelling, or a measure: llama-3-8b, covid-19-related
    return any(not part.isalpha() and not _YEAR.fullmatch(part) for part in parts)
