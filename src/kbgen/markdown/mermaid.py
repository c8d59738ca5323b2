"""Diagrams of Mermaid as drawings: no script, no font, nothing to be loaded.

One diagram in, markup of ours or a reason out. What reads and draws is merman, which not every machine has, and which
is loaded where there is a diagram. It is asked for plain geometry, within bounds that depend on the diagram alone; of
what an author says to the program (`%%{init: …}%%`) only a few switches reach it; and what it draws is written anew
(`drawing`). Kinds of diagrams that do not come out well are not drawn.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import re
import time
from functools import cache, lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from kbgen.markdown.drawing import Look, kind_of, redrawn
from kbgen.markdown.svgtree import RefusedError
from kbgen.text.names import cut
from kbgen.text.regex import regex

if TYPE_CHECKING:
    from merman import MermanEngine

LANGUAGE = "mermaid"
LIBRARY = "merman"
LONGEST = 12_000  # code points of a diagram
TIMEOUT = 30_000  # milliseconds of a diagram; the bounds that depend on it alone end nearly all much sooner
WORK = 30_000_000  # steps of a layout, as merman counts them
SECONDS = 10.0  # of the processor, for all diagrams of a page
ROOM = 4_000_000  # code points of all drawings of a page

# What merman says that it has drawn -> what it is called here. The others overlap, are cut off, or bring pictures.
_KINDS = {
    "flowchart-v2": "flowchart", "sequence": "sequence", "class": "class", "classDiagram": "class",
    "stateDiagram": "state", "er": "er", "gantt": "gantt", "pie": "pie", "mindmap": "mindmap", "timeline": "timeline",
    "quadrantChart": "quadrant", "gitGraph": "git", "journey": "journey",
}  # fmt: skip
_TONES = 6
# Colours that nobody chooses: where they come back, there is a tone of the page's.
_PLACEHOLDERS = [f"#0{n:x}0d0{n:x}" for n in range(12)]
_LINE = "#0e0d0e"
_VARIABLES: dict[str, str] = (
    {"lineColor": _LINE, "commitLabelFontSize": "14px", "tagLabelFontSize": "14px"}
    | {f"pie{n + 1}": colour for n, colour in enumerate(_PLACEHOLDERS)}
    | {f"quadrant{n + 1}Fill": colour for n, colour in enumerate(_PLACEHOLDERS[:4])}
)


def _written(colour: str) -> tuple[str, str]:
    """A colour in the two ways in which it may come back."""
    return colour, f"rgb({','.join(str(int(colour[n : n + 2], 16)) for n in (1, 3, 5))})"


_LOOK = Look(
    classes=frozenset(
        """activation0 activation1 activation2 active0 active1 active2 active3 activeCrit0 activeCrit1
        activeCrit2 activeCrit3 actor actor-line aggregation arrow background branch branchLabelBkg cluster
        cluster-label commit commit-highlight-inner commit-label commit-label-bkg commit-merge commit-reverse
        crit0 crit1 crit2 crit3 data-point domain done0 done1 done2 done3 doneCrit0 doneCrit1 doneCrit2
        doneCrit3 edge edge-pattern-dashed edge-pattern-dotted edge-thickness-invisible edge-thickness-thick
        edgeLabel edgeTerminals exclude-range extension face inner lineWrapper loopLine messageLine0
        messageLine1 milestone mouth node note note-cluster pieOuterCircle quadrant rect
        row-rect-even row-rect-odd section sequenceNumber slice state-start statediagram-cluster
        statediagram-note tag-label tag-label-bkg task-line taskText taskTextOutsideLeft tick title
        today""".split()
    ),
    patterns=(
        (regex(r"(section)--1"), r"tone-root"),
        (regex(r"section-root"), r"tone-root"),
        (regex(r"(?:\w*T|t)itleText"), r"titleText"),
        *((regex(rf"(?:section|section-edge|section-type|task-type|actor|branch|commit|arrow|label|branch-label"
                 rf"|commit-highlight)-?0*(?:{'|'.join(str(n) for n in range(tone, 60, _TONES))})"), f"tone-{tone}")
          for tone in range(_TONES)),
    ),
    colours={_LINE: "solid"}
    | {written: f"tone-{n % _TONES}" for n, one in enumerate(_PLACEHOLDERS) for written in _written(one)},
    authored=frozenset(("flowchart-link", "rect")),
    centred=frozenset((
        ("edgeLabel", "label"), ("", "annotation-group"), ("", "label-group"), ("node", "name"),
        ("statediagram-state", "label"), ("statediagram-note", "label"),
    )),
    wrapped=frozenset(("statediagram-state", "statediagram-note")),
)  # fmt: skip

# Of a diagram's own settings those that change what it says, by its kind, with what they may be.
_SWITCHES: dict[str, dict[str, type]] = {
    "flowchart": {"curve": str},
    "gantt": {"axisFormat": str, "tickInterval": str, "weekday": str, "displayMode": str, "topAxis": bool},
    "gitGraph": {"mainBranchName": str, "mainBranchOrder": int, "showBranches": bool, "showCommitLabel": bool,
                 "parallelCommits": bool, "rotateCommitLabel": bool},
    "pie": {"textPosition": float},
    "sequence": {"mirrorActors": bool, "showSequenceNumbers": bool},
}  # fmt: skip
_WORD = regex(r"[\w%:/ .-]{1,40}")
_SETTINGS: dict[str, Any] = {
    "htmlLabels": False,
    "look": "classic",
    "theme": "base",
    "themeVariables": {"fontSize": "16px", **_VARIABLES},
    "fontSize": 16,
    "flowchart": {"htmlLabels": False},
    "gantt": {"fontSize": 15, "sectionFontSize": 15, "barHeight": 24, "barGap": 6, "topPadding": 56,
              "leftPadding": 110, "useWidth": 700},
    "journey": {"width": 120, "leftMargin": 120, "taskMargin": 20, "diagramMarginX": 20, "taskFontSize": 15},
    "quadrantChart": {"pointLabelFontSize": 14},
    "sequence": {"mirrorActors": False, "messageFontSize": 16, "noteFontSize": 16, "actorFontSize": 16},
}  # fmt: skip

_HEADER = regex(r"\A\s*---[ \t]*\n((?:.*\n)*?)[ \t]*---[ \t]*(?:\n|\Z)")
_INIT = regex(r"\s*init(?:ialize)?\s*:", re.IGNORECASE)
_ICON = regex(r"\bfa[a-z]{0,8}:fa-[\w-]+[ \t]+(?=\w)")
# Markup that other programs set in labels; lines are broken by `<br>`, which is read.
_MARKUP = regex(
    r"(?<!<)</?(?:b|i|u|s|em|strong|small|big|sub|sup|span|font|code|center|p|div)(?:\s+[\w-]+\s*=[^<>]*)?\s*>(?!>)",
    re.IGNORECASE,
)
_ALIAS = regex(r"(?:^|[\s,\[{:])[&*]\S", re.MULTILINE)  # of YAML
# Kinds in which a line can say what a diagram is called.
_TITLED = frozenset(("sequence", "gantt", "pie", "timeline", "quadrant", "journey"))
_TITLE = regex(r"^[ \t]*(?:pie(?:[ \t]+showData)?[ \t]+)?title:?[ \t]+(\S.*)$", re.MULTILINE)
_MINDMAP = regex(r"^[ \t]*mindmap\b", re.MULTILINE)
_WHERE = regex(r"^Diagram parse error \([\w-]+\): ")


class Drawing(NamedTuple):
    """A diagram as SVG; or why there is none, in which line of the diagram (from 0; -1: none of them) and whether only
    time was short."""

    svg: str
    problem: str = ""
    line: int = -1
    late: bool = False


@cache
def can_draw() -> bool:
    """Whether what draws is installed."""
    return find_spec(LIBRARY) is not None


class Budget:
    """What the diagrams of one page have taken so far."""

    def __init__(self) -> None:
        self.seconds = 0.0  # of the processor
        self.length = 0  # of drawings

    def drawn(self, source: str) -> Drawing:
        """A diagram as it is written between its fences, drawn, if there is any time and room for it."""
        if self.seconds > SECONDS:
            return Drawing("", f"the diagrams above it took more than {SECONDS:g} s", late=True)
        started = time.process_time()
        try:
            made = drawn(source)
        except _LateError:
            made = Drawing("", f"drawing it took more than {TIMEOUT // 1000} s", late=True)
        self.seconds += time.process_time() - started
        self.length += len(made.svg)
        return made if self.length <= ROOM else Drawing("", "the drawings of this page are too large")


class _LateError(Exception):
    pass


@lru_cache(maxsize=512)
def drawn(source: str) -> Drawing:
    """A diagram drawn, whatever else there is on its page. Raises _LateError."""
    if len(source) > LONGEST:
        return Drawing("", f"it has more than {LONGEST:,} characters")
    text, title, settings = _prepared(source)
    if not _MINDMAP.search(text):  # which has a layout of its own
        settings["layout"] = "dagre"
    import merman

    control = merman.MermanOperationControl(timeout_ms=TIMEOUT)
    request = merman.MermanOperationRequestV4(
        operation_id="svg", source=text, uri=None, options_json=json.dumps({"site_config": settings}), control=control
    )
    try:
        svg = _engine().execute(request).data.decode()
        kind = kind_of(svg)
        if kind not in _KINDS:
            return Drawing("", f"diagrams of the kind “{kind}” are not drawn" if kind else "it is of no known kind")
        if not title and _KINDS[kind] in _TITLED and (found := _TITLE.search(text)):
            title = found[1].strip()
        return Drawing(redrawn(svg, f"d-{_KINDS[kind]}", _LOOK, title))
    except RefusedError as reason:
        return Drawing("", str(reason))
    except merman.MermanError.Binding as error:
        return _failed(error, text)
    except Exception as error:  # a panic, or anything else that a diagram can provoke
        return Drawing("", f"what draws it has failed ({type(error).__name__})")


@cache
def _engine() -> MermanEngine:
    import merman

    atexit.register(_engine.cache_clear)  # it cannot be let go of once modules are
    options = {
        "runtime_policy": "deterministic",
        "site_config": _SETTINGS,
        "layout": {"container_width": 700, "container_height": 500, "screen_available_width": 700},
        "environment": {"text_measurement": "deterministic", "math_renderer": "none"},
        "resources": {"profile": "constrained", "limits": {"max_layout_work_units": WORK}},
        "svg": {"diagram_id": "d", "pipeline": "parity"},
    }
    return merman.MermanEngine(options_json=json.dumps(options), services=None)


def _failed(error: Any, text: str) -> Drawing:
    if error.cancellation is not None:
        raise _LateError
    if error.resource is not None:
        return Drawing("", "it is too large")
    if error.capability_id == "math":
        return Drawing("", "formulas in diagrams are not set")
    span = error.diagnostic.span if error.diagnostic is not None else None
    line = text.encode()[: span.start].rstrip().count(b"\n") if span is not None else -1
    reason = " ".join(_WHERE.sub("", error.message).split()).rstrip(". ")
    return Drawing("", cut(f"{reason[:1].lower()}{reason[1:]}", 100), line)


# ---- what reaches the library


def _prepared(source: str) -> tuple[str, str, dict[str, Any]]:
    """A diagram without its settings, in as many lines; the title in its header; the settings that are kept."""
    settings: dict[str, Any] = {}
    title = ""

    text = source
    if header := _HEADER.match(text):
        fields = _loaded(header[1])
        _merge(settings, fields.get("config"))
        title = str(fields.get("title") or "").strip()
        below = header[0].count("\n") - 3
        if title and below >= 0:
            text = f"---\ntitle: {json.dumps(title[:200])}\n---\n" + "\n" * below + text[header.end() :]
        else:
            text = "\n" * header[0].count("\n") + text[header.end() :]
    parts, at = list[str](), 0
    while (begin := text.find("%%{", at)) >= 0 and (end := text.find("}%%", begin)) >= 0:
        written = text[begin + 3 : end]
        if init := _INIT.match(written):
            _merge(settings, _loaded(written[init.end() :]))
        parts += text[at:begin], "\n" * written.count("\n")
        at = end + 3
    text = "".join((*parts, text[at:])).replace("%%{", "%% {")
    return _MARKUP.sub("", _ICON.sub("", text)), title, settings


def _loaded(text: str) -> dict[str, Any]:
    """Settings as they are written, in YAML or what is nearly JSON; nothing where they are not understood."""
    found: object = None
    with contextlib.suppress(yaml.YAMLError, ValueError, RecursionError):
        try:
            found = json.loads(text)
        except ValueError:
            if len(text) <= 2_000 and not _ALIAS.search(text):  # they can grow without bound
                found = yaml.safe_load(text.replace("\t", " "))
    return found if isinstance(found, dict) else {}


def _merge(settings: dict[str, Any], found: object) -> None:
    for kind, switches in _SWITCHES.items():
        given = found.get(kind) if isinstance(found, dict) else None
        if isinstance(given, dict):
            fit = {name: given[name] for name, wanted in switches.items() if _is_fit(given.get(name), wanted)}
            settings[kind] = settings.get(kind, {}) | fit


def _is_fit(value: object, wanted: type) -> bool:
    if type(value) is not wanted:
        return False
    match value:
        case str():
            return _WORD.fullmatch(value) is not None
        case int() | float():
            return 0 <= value < 100
    return False
