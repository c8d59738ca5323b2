"""What a document is called on the site: its title, the short one for tables and links, a wanted page's."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from urllib.parse import unquote

from kbgen.fields.dates import day_of_time, parse_date
from kbgen.markdown.plainmath import without_tex
from kbgen.model import Date, Facts, Link, Name, Node
from kbgen.text.names import clean, commonest, fold, readable, slug
from kbgen.text.nothing import says_nothing
from kbgen.text.pagenames import FRAMES, INDEXES, spoken
from kbgen.text.regex import regex

_WORK = "source|episode|paper|article|book|video|podcast"
_PREFIX = regex(
    rf"(?:(?:{_WORK}) summary|source|summary|entity|concept|person|company|organi[sz]ation)\s*:\s+(?=\S)", re.IGNORECASE
)
_OF_WORK = rf"(?:(?:{_WORK})\s++)?summary"
_SUFFIX = regex(rf"(?<=\S)\s++(?:[—–-]\s++{_OF_WORK}|\({_OF_WORK}\))\Z", re.IGNORECASE)
_PERSON_FIELDS = frozenset(
    {"host", "owner / host", "guest", "author", "speaker", "interviewer", "interviewee", "participant", "attendee"}
)
_DRAWING = "Excalidraw Data"  # the heading that the plugin writes into each of its files
_OF_FOLDERS = INDEXES | {"readme"}  # names of pages, folded


def title_of(path: str, facts: Facts, hyphens: bool) -> str:
    """The frontmatter's title, else the first level-1 heading, else what a field `name` says, else the file's name made
    readable, or the alias that it is the slug of. The note of a day has the day before what its heading says. Where
    text stands above the first of several level-1 headings, or that is called “Introduction” or the like, they are
    sections, and none of them the title, and so are those of a `_Sidebar`. What Logseq has marked in a PDF is called as
    the PDF is. With `hyphens` those in file names are read as spaces. Formulas are plain text."""
    title = without_tex(" ".join((facts.title or facts.heading or name_field(facts)).split()))
    if not facts.title and (day := day_of(path)):
        return title if day[:4] in title else f"{day} {title}" if title and facts.titled else day
    if not facts.title and (path in FRAMES or _has_sections(path, facts)):
        title = name_field(facts)
    if title and not (title == _DRAWING and any(field.key == "excalidraw-plugin" for field in facts.fields)):
        return title
    folder, _, name = path.removesuffix(".excalidraw").rpartition("/")
    if name.casefold() in _OF_FOLDERS and folder:
        name = folder.rpartition("/")[2]
    if name.startswith("hls__") and (remarks := _ANNOTATED.match(name)) is not None:
        return f"{remarks[1]}.pdf"
    name = page_name(name)
    if spelled := _spelled(name, facts.aliases):
        return spelled
    return spoken(name) if hyphens and name != name.lower() else readable(name)


def _spelled(name: str, aliases: tuple[str, ...]) -> str:
    """The alias that a slug was made of: a name with its capitals and accents; '' without.

    >>> _spelled("lucia-prado", ("Lucy", "Lucía Prado")), _spelled("Oak", ("OAK",))
    ('Lucía Prado', '')
    """
    if not aliases or name != name.lower() or " " in name:
        return ""
    key = _bare(name)
    return next((alias.strip() for alias in aliases if alias != alias.lower() and _bare(alias) == key), "")


def _bare(name: str) -> str:
    """A name as a slug without accents."""
    return "".join(char for char in unicodedata.normalize("NFKD", slug(name)) if not unicodedata.combining(char))


def _has_sections(path: str, facts: Facts) -> bool:
    """Whether the level-1 headings of a text are its sections, as in many vaults, whose files have the titles."""
    if facts.titled or not facts.lead or path.rpartition("/")[2].casefold() in _OF_FOLDERS:
        return False
    tops = [heading.written for heading in facts.headings if heading.level == 1]
    if facts.heading not in tops:  # one in raw HTML
        return False
    return len(tops) > tops.index(facts.heading) + 1  # those above it stand in quotes and boxes


def name_field(facts: Facts) -> str:
    """What a field `name` says: the title of people's pages in some layouts ('' without)."""
    for field in facts.fields:
        if field.key == "name":
            return field.value.strip() if isinstance(field.value, str) else ""
    return ""


_DAY = regex(r"(?:^|/)(?P<day>[0-9]{4}([-_])(?:0[1-9]|1[0-2])\2(?:0[1-9]|[12][0-9]|3[01]))\Z")
_POST = regex(
    r"(?:^|/)(?:_posts|blog)/(?:[^/]+/)*(?P<day>[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01]))-[^/]+(?:/index)?\Z"
)


def day_of(path: str) -> str:
    """The day that a file (its path without ending) is named for, '' for none.

    >>> day_of("daily/2025-03-05"), day_of("2025_03_05"), day_of("2025-03-05 a talk")
    ('2025-03-05', '2025-03-05', '')
    """
    found = _DAY.search(path)
    return found["day"].replace("_", "-") if found is not None else ""


def date_of(path: str, facts: Facts, source: bool = False) -> Date:
    """When a page was published: as its fields say, else the day that its file is named for, as notes of days and
    the posts of Jekyll and Docusaurus are, else the year in the title of a `source`, `Ada et al. (1843) — Notes`."""
    if facts.published.written:
        return day_of_time(facts.published)
    post = _POST.search(path)
    day = day_of(path) or (post["day"] if post is not None else "")
    known = parse_date(day)  # none that never was (`2024-02-31`)
    if known is not None and known.iso:
        return known
    year = _YEAR.search(facts.title or facts.heading) if source else None
    return Date(year[1], year[1]) if year is not None else facts.published


# A year alone in parentheses, or behind the names of authors: `(1996)`, `(Dyer et al., 1996)`.
_YEAR = regex(r"[(（](?:[^\W\d_][^()（）\d]{0,80}[ ,])?((?:19|20)\d\d)[a-z]?[)）]")


_JOURNAL = regex(r"(\d{4})_(\d\d)_(\d\d)\Z")
_DENOTE = regex(r"\d{8}T\d{6}(?:==[\w=]+)?--([^_]+(?:_[^_]+)*?)(?:__.*)?\Z")
_NOTION = regex(r"(.*\S) [0-9a-f]{32}\Z")
_ANNOTATED = regex(r"hls__(.+?)(?:_\d{13}_\d+)?\Z")
# Signs that no file's name may have, as Logseq writes them.
_SPELLED_SIGN = regex(r"%(?:2[235AFaf]|3[ACEFacef]|5[BCDbcd]|7[Cc])")
_NUMBER = 32  # hexadecimal digits of a page's number in Notion
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_ORDINALS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}


def page_name(name: str) -> str:
    """The name of the page that a file stands for where names are put into files as Logseq puts them: `a___b` is the
    page `a/b`, and so is `a%2Fb`, `2025_03_05` that of a day; as Denote does: number, title, tags; and as Notion does:
    title, number. Other names are what they are.

    >>> page_name("Work___Plans"), page_name("2025_03_05"), page_name("my_notes")
    ('Work/Plans', '2025-03-05', 'my_notes')
    >>> page_name("20240329T093529--oak-trees__garden_wood")
    'oak-trees'
    >>> page_name("Oak trees 0123456789abcdef0123456789abcdef")
    'Oak trees'
    >>> page_name("Book%2FOaks%3A a history")
    'Book/Oaks: a history'
    """
    day = _JOURNAL.match(name)
    if day is not None:
        return "-".join(day.groups())
    denote = _DENOTE.match(name)
    if denote is not None:
        return denote[1]
    name = _unnumbered(name)
    name = _SPELLED_SIGN.sub(lambda sign: unquote(sign[0]), name) if "%" in name else name
    return "/".join(name.split("___")) if "___" in name.strip("_") else name


def called(name: Name, nodes: Sequence[Node]) -> str:
    """What a name of several pages is shown as: the title of these pages if they share it, else as it is written."""
    titles = [nodes[number].short for number in name.candidates]
    return titles[0] if len(set(map(fold, titles))) == 1 else name.name


def folder_title(path: str) -> str:
    """What a folder is called: its path, in which the numbers that exports of Notion have behind names are left out.

    >>> folder_title("Trees 0123456789abcdef0123456789abcdef/2024_01_01")
    'Trees/2024_01_01'
    """
    return "/".join(map(_unnumbered, path.split("/")))


def _unnumbered(name: str) -> str:
    """A name of a file or folder without the number behind it in an export of Notion."""
    found = _NOTION.match(name) if len(name) > _NUMBER else None
    return found[1] if found is not None else name


def names_of_day(name: str) -> tuple[str, ...]:
    """How Logseq's links call the page of the day that a file is named for: `Mar 5th, 2025`; none of other files.

    >>> names_of_day("2025_03_05"), names_of_day("2025-03-05")
    (('Mar 5th, 2025', '2025-03-05'), ())
    """
    found = _JOURNAL.match(name)
    if found is None:
        return ()
    month, day = int(found[2]), int(found[3])
    if not 1 <= month <= 12:
        return ()
    return f"{_MONTHS[month - 1]} {day}{_ORDINALS.get(day, 'th')}, {found[1]}", page_name(name)


def short_title(title: str) -> str:
    """A title without a leading `Source Summary:`, `Entity:` or the like, or such words at its end.

    >>> short_title("Company: Arden"), short_title("Deep Soil — Summary"), short_title("Summary")
    ('Arden', 'Deep Soil', 'Summary')
    """
    if title[-8:].casefold().endswith(("summary", "summary)")):
        title = _SUFFIX.sub("", title, count=1)
    return _PREFIX.sub("", title, count=1) if ":" in title else title


def told_apart(titles: list[str], paths: list[str], published: set[int]) -> list[str]:
    """Titles such as `Unknown` that several published pages share, with the file's name beside them."""
    shared = Counter(title.casefold() for number, title in enumerate(titles) if number in published)
    return [
        f"{title} ({path.rpartition('/')[2]})" if says_nothing(title) and shared[title.casefold()] > 1 else title
        for title, path in zip(titles, paths, strict=True)
    ]


def wanted_title(name: str, links: list[Link], whole: bool, shared: frozenset[str], named: str) -> str:
    """The label most links use, if it is a name: no pronoun, not `source` or `[1]`, and not one of the labels that are
    `shared` by several pages (folded); else, or where bare links are spelled so as often, the spelling with a capital
    or space; else what fields of persons call it without a link (`named`); else the slug made readable. What a link to
    a part is labelled with is what that part is about. The slug of somebody who stands in a field of persons (`host:
    "[[ada-lovelace]]"`) is a name, with capitals. What stands before a slash is a folder, unless the `whole` is a name.
    Formulas are plain text."""
    labels = (_nominative(plain_label(link.label), name) for link in links if not link.anchor)
    called = Counter(label for label in labels if _is_name(label) and label.casefold() not in shared)
    last = [(link, clean(link.target) if whole else clean(link.target).rpartition("/")[2]) for link in links]
    spelled = [(link, one) for link, one in last if any(c.isspace() or c.isupper() for c in one)]
    bare = Counter(one for link, one in spelled if not link.label)
    label, spelling = commonest(called), commonest(bare) or commonest(Counter(one for _, one in spelled))
    if label and called[label] > bare[spelling]:
        return without_tex(label)
    if spelling:
        return without_tex(spelling)
    if named:
        return named
    title = readable(name.rpartition("/")[2])
    return " ".join(word[:1].upper() + word[1:] for word in title.split()) if is_person(links) else title


# Words that a text has for what it has named before, those by which readers turn pages, and those that say what a link
# is: they are no names.
_POINTERS = frozenset(
    "he him his she her hers they them their theirs it its this that these those here there who "
    "previous prev next back up home today yesterday tomorrow here zurück weiter gestern heute morgen "
    "er ihn ihm sie ihr ihnen es dieser diese dieses hier dort il elle lui ils elles ici él ella ellos aquí "
    "link source src ref reference original details more summary see paper article note page transcript video pdf "
    "quelle siehe mehr fuente ver más fonte vedi voir plus источник см см. подробнее джерело "
    "出典 原文 論文 元論文 来源 來源 链接 詳細 详情 摘要 出处 출처 원문 링크".split()
)
_ARROWS = " \t\n←→↑↓↖↗↙↘⇐⇒⇑⇓⟵⟶⬅➡⬆⬇➔➜▶◀►◄\N{VARIATION SELECTOR-16}"
_MARKUP = regex(r"(\*\*|__|~~|\*|_|`)(?=\S)(.+?)(?<=\S)\1")


def _is_name(label: str) -> bool:
    """Whether a label can be what a page is called."""
    return label.casefold() not in _POINTERS and any(map(str.isalpha, label))


def plain_label(label: str) -> str:
    """A label without its markup and the arrows around it: `**GPT-5** →` is `GPT-5`."""
    label = label.strip(_ARROWS)
    while (plain := _MARKUP.sub(r"\2", label)) != label:
        label = plain
    return " ".join(label.split())


def _nominative(label: str, name: str) -> str:
    """A label without the `’s` of a genitive, if what is left is the name of the page: `[[openai|OpenAI’s]]`."""
    genitive = label[-2:] in ("'s", "’s") and slug(label[:-2]) == slug(name.rpartition("/")[2])
    return label[:-2] if genitive else label


def is_person(links: list[Link]) -> bool:
    """Whether a link stands in a field that names people."""
    return any(link.field.casefold().rstrip("s") in _PERSON_FIELDS for link in links if link.field)
