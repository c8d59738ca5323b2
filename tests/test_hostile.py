"""Nothing in the content runs in the reader's browser, loads from elsewhere, or reaches out of the project.

product.md, rule 5; quality.md, "Trust"; faults.md, "Script and markup injection" and "Paths and names".
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawl import crawl
from hostile import PLAIN, SUITE, file_name, page, some_vectors
from kit import DOT, PAGES, Element, absent, built, elements, kbgen, output_of, pages_of, write
from test_sights_incremental import start

MATHML = (
    "math mi mn mo mtext mspace mrow mstyle mpadded mphantom msqrt mtable mtr mtd mfrac mroot msub msup mover munder "
    "msubsup munderover"
).split()
DRAWING = "svg g path rect circle ellipse line polyline polygon text tspan desc".split()
GEOMETRY = frozenset(
    "class cx cy d dominant-baseline dx dy fill font-size font-style font-weight height points r rx ry stroke "
    "stroke-dasharray stroke-width text-anchor transform width x x1 x2 y y1 y2".split()
)
SETTING = frozenset(
    "accent accentunder alttext depth display displaystyle fence form height linethickness lspace mathvariant maxsize "
    "minsize movablelimits rspace scriptlevel separator stretchy symmetric voffset width".split()
)

OTHERWISE = 'labels = "first"\n[site]\nlang = "de"\n'  # links read, and words of the interface said, in the other way

# What content may hold, apart from what the theme writes: elements and their attributes.
CONTENT = {
    name: frozenset()
    for name in (
        "abbr b bdi bdo big blockquote br caption center cite code dd del details dfn div dl dt em figcaption "
        "figure h1 h2 h3 h4 h5 h6 hr i img input ins kbd li mark ol p pre q rp rt ruby s samp section small span "
        "strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr a audio video"
    ).split()
} | {
    "a": frozenset({"href", "aria-label"}),
    "img": frozenset({"src", "alt", "width", "height", "loading"}),
    "audio": frozenset({"src", "controls", "preload"}),
    "video": frozenset({"src", "controls", "preload", "width", "height"}),
    "input": frozenset({"type", "disabled", "checked", "aria-label"}),
    "ol": frozenset({"start", "type", "reversed"}),
    "li": frozenset({"value"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
    "time": frozenset({"datetime"}),
    "details": frozenset({"open"}),
    "section": frozenset({"aria-label"}),
    **dict.fromkeys(MATHML, SETTING),
    **dict.fromkeys(DRAWING, GEOMETRY),
    "svg": frozenset({"viewbox", "role", "aria-label", "width", "height"}),
    "div": frozenset({"data-rows", "data-pages", "data-page", "data-phrases"}),  # of a table of several pages: our own
}  # fmt: skip
MARKS = ("source", "person", "organization", "concept", "entity", "page", "wanted")
EVERYWHERE = frozenset({"class", "id", "title", "lang", "dir"})
HEAD = frozenset({"meta", "link", "script", "base", "style"})  # only as the theme writes them
ADDRESSES = frozenset({"href", "src", "cite", "poster", "action", "formaction", "data", "background", "xlink:href"})
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_IGNORED = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]+")  # browsers pass over most of these


def theme(site: Path) -> tuple[set[tuple[str, str]], set[tuple[str, ...]]]:
    """What a harmless site holds: pairs of element and attribute, and the elements of its heads."""
    pairs, heads = set[tuple[str, str]](), set[tuple[str, ...]]()
    for _, html in pages_of(site):
        for element in elements(html):
            pairs |= {(element.tag, ""), *((element.tag, name) for name, _ in element.attrs)}
            if element.tag in HEAD:
                heads.add(_head(element))
    return pairs, heads


def _head(element: Element) -> tuple[str, ...]:
    """An element of a head without what differs from page to page."""
    varies = ""
    if element.get("name") == "description" or (element.get("property") or "").startswith("og:"):
        varies = "content"
    elif (element.get("http-equiv") or "").lower() == "refresh":  # a page that has moved, within the site
        varies = "content" if _harmless("src", (element.get("content") or "").partition("url=")[2]) else ""
    elif element.tag == "script":  # how many files the previews are in
        varies = "data-cards" if (element.get("data-cards") or "").isdecimal() else ""
    elif element.get("rel") == "canonical":
        varies = "href" if _harmless("src", element.get("href") or "") else ""
    return (
        element.tag,
        *(f"{name}={re.sub(r'^(?:[.][.]/)+', '', value)}" for name, value in element.attrs if name != varies),
    )


def forbidden(html: str, pairs: set[tuple[str, str]], heads: set[tuple[str, ...]]) -> Iterator[str]:
    """What a page holds and no page may hold."""
    for element in elements(html):
        tag = element.tag
        if tag == "!":
            yield f"comment: {element}"
            continue
        if tag in HEAD:
            if _head(element) not in heads:
                yield f"not of the theme: {element}"
            continue
        if tag not in CONTENT and (tag, "") not in pairs:
            yield f"element: {element}"
        own = element.attrs == [("type", "search"), ("autocomplete", "off")]  # the filter of a table
        own |= [*dict(element.attrs)] == ["type", "value", "checked"] and element.get("value") in MARKS  # of the map
        if tag == "input" and not own and (element.get("type") != "checkbox" or element.get("disabled") is None):
            yield f"input: {element}"
        for name, value in element.attrs:
            known = name in EVERYWHERE or name in CONTENT.get(tag, ()) or (tag, name) in pairs
            if not known or name.startswith("on") or name in ("style", "srcdoc", "srcset"):
                yield f"attribute {name}: {element}"
            if name in ADDRESSES and not _harmless(name, value):
                yield f"address: {element}"


def _harmless(name: str, value: str) -> bool:
    written = _IGNORED.sub("", value).replace("\\", "/").lower()
    scheme = _SCHEME.match(written)
    if name == "href":
        return not written.startswith("//") and (
            scheme is None or scheme.group() in ("http:", "https:", "mailto:", "tel:")
        )
    if scheme and scheme.group() == "data:":
        return re.match(r"data:image/(?:png|gif|jpeg|webp)[;,]", written) is not None
    return scheme is None and not written.startswith("//")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[set[tuple[str, str]], set[tuple[str, ...]]]:
    """What the theme writes, seen on a site without harm."""
    folder = tmp_path_factory.mktemp("harmless")
    harmless = write(
        folder / "p",
        {
            **PAGES,
            "img/dot.png": DOT,
            "kinds/x.md": "---\ntype: odd\nredirect_from: [old, old/x.html]\n---\n",
            "b/openai.md": "[[openai#x]]",
            "drawn.md": "```mermaid\nflowchart TD\n  A --> B\n```\n",
            "wide.md": f"${' + '.join(f'a_{n}' for n in range(20))}$\n\n$$\n{' + '.join('abcdefghijklmnop')}\n$$\n",
        },
    )
    write(harmless, {f"many/{n}.md": "---\ntags: [many, other]\n---\n[[Home]] [[dup]]" for n in range(3)})
    built(harmless, folder / "out")
    built(start(folder / "large"), folder / "large-out")  # with a map, a matrix, a timeline, feeds
    built(write(harmless, {"kbgen.toml": OTHERWISE}), folder / "other-out")
    pairs, heads = (
        set.union(*seen)
        for seen in zip(*(theme(folder / out) for out in ("out", "large-out", "other-out")), strict=True)
    )
    assert not {tag for tag, _ in pairs} & {"iframe", "object", "embed", "base", "style"}
    assert not {name for _, name in pairs} & {"style", "srcdoc", "srcset"}
    assert not [name for _, name in pairs if name.startswith("on")]
    return pairs, heads


def hostile_site(folder: Path, shown: tuple[str, ...], first: int = 0) -> Path:
    """A project with one page for each vector, and one that all of them link to."""
    files = {f"sources/{file_name(v, n)}": page(v, n) for n, v in enumerate(shown, first)}
    return write(folder, {**files, "Home.md": "# Home\n", "index.md": "# Start\n\n[[Home]]\n", "dot.png": DOT, **PLAIN})


# Two parts for the suite, so that workers share it.
PARTS = [
    pytest.param(False, 0, 1, "", id="own"),
    pytest.param(False, 0, 1, OTHERWISE, id="own-otherwise"),
    *(pytest.param(True, n, 2, OTHERWISE if n else "", id=f"suite-{n}") for n in range(2)),
]


@pytest.mark.parametrize(("suite", "part", "parts", "settings"), PARTS)
def test_nothing_harmful_is_written(
    tmp_path: Path,
    written: tuple[set[tuple[str, str]], set[tuple[str, ...]]],
    suite: bool,
    part: int,
    parts: int,
    settings: str,
) -> None:
    """Each vector in every place: what comes out is checked element by element, as a browser would read it."""
    if suite and not SUITE.is_file():
        absent("the suite of attack strings is not there (../shared/suites)")
    shown = some_vectors(suite, 10)[part::parts]
    project = write(hostile_site(tmp_path / "p", shown), {"kbgen.toml": settings})
    report = built(project, tmp_path / "out")
    assert [d for d in report.diagnostics if d.code == "KB214"] == []
    # Titles with `{{…}}` are templates to be filled, and left out with that reason (schema.md).
    kept = [node.path for node in report.graph.nodes] + [one.path for one in report.graph.left_out]
    assert sum(path.startswith("sources/") for path in kept) == len(shown)
    wrong = [(path, what) for path, html in pages_of(tmp_path / "out") for what in forbidden(html, *written)]
    assert wrong[:20] == []
    assert list(crawl(tmp_path / "out"))[:20] == []


@pytest.mark.parametrize("suite", [False, True])
def test_scripts_of_data_hold_nothing_else(tmp_path: Path, suite: bool) -> None:
    """faults.md X15: each line of a script that is made from content is one call, and what stands in it is JSON without
    `<` and without what ended a line of JavaScript once. A script of ours may run, so a quotation mark would be enough."""
    if suite and not SUITE.is_file():
        absent("the suite of attack strings is not there (../shared/suites)")
    shown = some_vectors(suite, 24)
    built(hostile_site(tmp_path / "p", shown), tmp_path / "out")
    made = [file for file in (tmp_path / "out/-").rglob("*.js") if "static" not in file.parts]
    assert {"n", "t", "f", "cards", "search"} <= {file.parent.name for file in made}
    for file in made:
        text = file.read_text("utf-8")
        assert not set("<\u2028\u2029") & set(text), file
        for line in text.rstrip("\n").split("\n"):
            call = re.fullmatch(r"kbgen[A-Za-z]+\((.*)\);", line)
            assert call is not None, (file, line[:200])
            json.loads(f"[{call[1]}]")


@pytest.mark.parametrize(
    ("html", "count"),
    [
        ("<p onclick=x>", 1), ("<script>", 1), ("<a href='JAVA\tscript:x'>", 1), ("<img src=//e>", 1),
        ("<iframe>", 1), ("<p style=x>", 1), ("<img src=data:image/svg+xml,x>", 1), ("<a href='/\\e'>", 1),
        ("<b>fine</b><a href='x.html' class=y>", 0), ("<!-- said -->", 1), ("<meta charset=x>", 1),
    ],
)  # fmt: skip
def test_the_check_sees_harm(html: str, count: int) -> None:
    frame = {("html", ""), ("head", ""), ("body", "")}  # every page has them, written or not
    assert len(list(forbidden(html, frame, set()))) == count


# ---------------------------------------------------------------- files


def _published(site: Path) -> set[str]:
    return {path for path, (_, data) in output_of(site).items() if (site / path).is_file()}


def _holds(site: Path, secret: bytes) -> list[str]:
    return [path for path, (_, data) in output_of(site).items() if secret in data]


def test_links_of_the_file_system_out_of_the_kb(tmp_path: Path) -> None:
    """faults.md P05: not read, reported, and its bytes are nowhere on the site."""
    write(tmp_path, {"outside/secret.md": "# TOPSECRET\n", "outside/secret.png": DOT + b"TOPSECRET"})
    project = write(
        tmp_path / "p", {"index.md": "# Home\n\n[[secret]] [[far/secret]] ![](s.png) ![](far/secret.png)\n"}
    )
    (project / "secret.md").symlink_to(tmp_path / "outside/secret.md")
    (project / "s.png").symlink_to(tmp_path / "outside/secret.png")
    (project / "far").symlink_to(tmp_path / "outside")
    (project / "round").symlink_to(project)
    report = built(project, tmp_path / "out")
    assert _holds(tmp_path / "out", b"TOPSECRET") == []
    assert {d.path for d in report.diagnostics if d.code == "KB504"} >= {"secret.md"}
    assert "secret.md" in {one.path for one in report.graph.left_out}
    assert list(crawl(tmp_path / "out")) == []


PATHS_OUT = (
    *("../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "../outside/secret.png", "..%2foutside/secret.png"),
    *(
        "%2e%2e/outside/secret.png",
        "..\\outside\\secret.png",
        "img/../../outside/secret.png",
        "./.././outside/secret.png",
    ),
    *(
        "//etc/passwd",
        "C:\\secret.png",
        "..%5coutside%5csecret.png",
        "%252e%252e/outside/secret.png",
        "img/%00/../x.png",
    ),
)


@pytest.mark.parametrize("form", ["![]({})", "![](<{}>)", "![[{}]]", "[x]({})", "<img src='{}'>", "<a href='{}'>x</a>"])
def test_paths_out_of_the_kb(tmp_path: Path, form: str) -> None:
    """faults.md P08: not copied, not linked."""
    write(tmp_path, {"outside/secret.png": DOT + b"TOPSECRET", "outside/secret.md": "TOPSECRET"})
    text = "\n\n".join(form.format(path) for path in PATHS_OUT)
    report = built(write(tmp_path / "p", {"index.md": f"# Home\n\n{text}\n", "img/dot.png": DOT}), tmp_path / "out")
    assert _holds(tmp_path / "out", b"TOPSECRET") == []
    assert _holds(tmp_path / "out", b"root:x:") == []
    files = {path for path in _published(tmp_path / "out") if not path.startswith("-/")}
    assert {path.rpartition(".")[2] for path in files} <= {"html", "json", "txt"}
    assert list(crawl(tmp_path / "out")) == []
    reported = {d.line for d in report.diagnostics}
    silent = [path for n, path in enumerate(PATHS_OUT) if 2 * n + 3 not in reported and path != "//etc/passwd"]
    assert silent == []  # `//etc/passwd` names another host
    assert sum(d.code == "KB501" for d in report.diagnostics) >= 3


@pytest.mark.parametrize("field", ["slug", "id", "permalink", "redirect_from", "aliases", "url", "path"])
@pytest.mark.parametrize(
    "value", ["../../evil", "/../x", "%2e%2e%2fx", "..%5cx", "/etc/x", "C:\\x", "\\\\srv\\x", "con", "a\0b"]
)
def test_names_cannot_lead_out_of_the_site(tmp_path: Path, field: str, value: str) -> None:
    """faults.md P01 to P03."""
    text = f"---\n{field}: ['{value}']\ntags: ['{value}']\ntype: '{value}'\n---\n[[{value}]]\n"
    before = {path.name for path in tmp_path.parent.iterdir()}
    built(write(tmp_path / "p", {"a.md": text, "b.md": text.replace("['", "'").replace("']", "'")}), tmp_path / "out")
    assert sorted(os.listdir(tmp_path)) == ["out", "p"]
    assert {path.name for path in tmp_path.parent.iterdir()} == before
    assert list(crawl(tmp_path / "out")) == []


ACTIVE = {
    "script.svg": '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "onload.svg": '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "foreign.svg": '<svg xmlns="http://www.w3.org/2000/svg"><foreignObject><b xmlns="http://www.w3.org/1999/xhtml">x</b></foreignObject></svg>',
    "use.svg": '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink"><use x:href="//e.test/x#y"/></svg>',
    "image.SVG": '<svg xmlns="http://www.w3.org/2000/svg"><image href="https://e.test/x.png"/></svg>',
    "a.svg": '<svg xmlns="http://www.w3.org/2000/svg"><a href="javascript:alert(1)"><text>x</text></a></svg>',
    "entity.svg": '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>',
    "utf16.svg": '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
}  # fmt: skip


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"kb/a.md.md": "# X\n\n[[#X]] [y](#x)\n"}, ""),
        ({"kb/ .md": "# X\n\n[[#X]] [y](#x)\n"}, ""),
        ({"kb/a/ .md": "# X\n\n[[#X]]\n", "kb/a/b.md": "[[a/]] [x](%20.md)\n"}, ""),
        ({"kb/a/.md.md": "# X\n\n[[#X]]\n", "kb/a/b.md": "[[.md]] [x](.md.md)\n"}, ""),
        *(
            ({"kb/a.md": "# A\n", "kb/s.md": f"---\nredirect_from: ['{old}']\n---\nx\n"}, "KB208")
            for old in (
                "/" + 300 * "a", "a/" * 3000 + "x", "a.html/b", ".kbgen-manifest.json", "robots.txt/", "404.html/x", "-/tags",
                "C:/x", "a:b",
            )
        ),
        *(
            ({"kb/a.md": "# A\n", "kb/s.md": f"![]({folder}/x.png)\n", f"kb/{folder}/x.png": DOT}, "KB208")
            for folder in ("a.html", "404.html", "index.html", "graph.json", "robots.txt", "sitemap.xml", "-/static")
        ),
        ({"kb/a.png": DOT, "kb/A.png": DOT, "kb/s.md": "![](a.png) ![](A.png)\n"}, "KB208"),
        *(({f"kb/{name}": DOT, "kb/s.md": f"![[{name}]]\n"}, "KB208") for name in ("a:b.png", "a\\b.png")),
        ({"kb/s.md": "---\nhost: '[ ](x)'\nauthors: ['[[]]', '[[|]]']\n---\nText.\n"}, ""),
        ({"kb/a\u0001b.png": DOT, "kb/s.md": "![[a\u0001b.png]]\n"}, "KB209"),
        *(
            ({"kb/b.md": "# B\n", "kb/sources/a.md": f"[q]({link})\n"}, "KB101")
            for link in ("../index.html/q.md", "../robots.txt/q.md", "../b.html/q.md", "../404.html/x.md")
        ),
        ({"kb/x.md": f"+++\nx = {'[' * 1000}{']' * 1000}\n+++\nText.\n"}, "KB201"),
        ({"kb/x.md": f"+++\n{'.'.join(['a'] * 3000)} = 1\n+++\nText.\n"}, "KB201"),
        ({f"kb/{'漢' * 68}.png": DOT, "kb/s.md": f"![]({'漢' * 68}.png)\n"}, ""),
        ({"kb/robots.txt/c.md": "# C\n", "kb/sitemap.xml/d.md": "# D\n"}, ""),
        ({"kb/s.md": f"[x]({'a/' * 3000}x.md) [y]({'b' * 400}.md)\n"}, "KB101"),
    ],
)  # fmt: skip
def test_no_name_costs_the_site(tmp_path: Path, files: dict[str, str | bytes], code: str) -> None:
    """Whatever a file, an old address or a picture is called: all pages are there, and what cannot be is told."""
    project = write(tmp_path / "p", {"kb/index.md": "# Home\n", **files})
    report = built(project, tmp_path / "out")
    pages = sum(name.endswith(".md") for name in files) + 1
    assert sum((tmp_path / "out" / node.url).is_file() for node in report.graph.nodes if node.document >= 0) == pages
    assert not code or code in {one.code for one in report.diagnostics}
    assert list(crawl(tmp_path / "out")) == []
    refused = [one for one in report.diagnostics if one.message.startswith("this file cannot be on the site")]
    assert {one.severity for one in refused} <= {"error"}  # it is not shown, while pages have other addresses


def test_active_pictures_are_not_published(tmp_path: Path) -> None:
    """faults.md X22: a picture that holds scripts would run when opened by itself."""
    files: dict[str, str | bytes] = {**ACTIVE, "utf16.svg": ACTIVE["utf16.svg"].encode("utf-16")}
    passive = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z" fill="red"/></svg>'
    shown = "".join(f"![x]({name}) [x]({name}) ![[{name}]]\n" for name in [*files, "passive.svg"])
    report = built(
        write(tmp_path / "p", {**files, "passive.svg": passive, "index.md": "# H\n\n" + shown}), tmp_path / "out"
    )
    published = {
        path for path in _published(tmp_path / "out") if path.lower().endswith(".svg") and not path.startswith("-/")
    }
    assert published == {"passive.svg"}
    assert {d.path for d in report.diagnostics if d.code == "KB505"} == set(files)
    assert list(crawl(tmp_path / "out")) == []


SECRETS = (
    *(".env", ".env.local", ".git/config", ".obsidian/app.json", ".DS_Store", "node_modules/x/index.js", "server.pem"),
    *(
        "key.key",
        "server.crt",
        "id_rsa",
        "page.html",
        "run.js",
        "style.css",
        "data.xml",
        "doc.docx",
        "a.md.bak",
        ".hidden.png",
    ),
    *(
        "_templates/t.png",
        ".git/logo.png",
        "notes.txt~",
        "kbgen.toml.old",
        "x.htm",
        "x.xhtml",
        "x.php",
        "x.py",
        "x.sh",
        "x.exe",
    ),
)


def test_secrets_stay_home(tmp_path: Path) -> None:
    """faults.md P17: even where a page links to them. Only what pages refer to is copied, by an allow-list."""
    links = "".join(f"[x]({path}) ![x]({path}) ![[{path}]] <img src='{path}'>\n\n" for path in SECRETS)
    files: dict[str, str | bytes] = dict.fromkeys(SECRETS, b"TOPSECRET")
    files |= {"seen.png": DOT, "unseen.png": DOT + b"TOPSECRET", ".git/note.md": "TOPSECRET", "_drafts/d.md": "x"}
    project = write(tmp_path / "p", {**files, "index.md": f"# Home\n\n![](seen.png)\n\n{links}"})
    report = built(project, tmp_path / "out")
    assert _holds(tmp_path / "out", b"TOPSECRET") == []
    assert "seen.png" in _published(tmp_path / "out")
    assert {one.path for one in report.graph.left_out} & {".git/", ".git/note.md"}
    assert list(crawl(tmp_path / "out")) == []


def test_content_is_never_a_template(tmp_path: Path) -> None:
    """faults.md X33."""
    text = "{{ config }} {% include '/etc/passwd' %} {{ ''.__class__ }} {# gone #} ${7*7} #{7*7}"
    title = text.replace("{{", "{%").replace("}}", "%}")  # a title with {{…}} is left out as a template to be filled
    page_text = (
        f'---\ntitle: "{title}"\ntags: ["{text}"]\nhost: "{text}"\n---\n\n## {text}\n\n{text}\n\n```\n{text}\n```\n'
    )
    built(write(tmp_path / "p", {"index.md": page_text}), tmp_path / "out")
    html = (tmp_path / "out/index.html").read_text("utf-8")
    for part in ("{{ config }}", "{# gone #}", "${7*7}"):
        assert html.count(part) >= 3, part
    assert html.count("{% include") >= 4
    assert "root:x:" not in html


def test_the_settings_of_a_stranger_run_nothing(tmp_path: Path) -> None:
    """faults.md Y01: YAML tags that would call Python are refused."""
    mark = tmp_path / "ran"
    front = f'---\nt: !!python/object/apply:os.system ["touch {mark}"]\nu: !!python/name:os.system\n---\nText.\n'
    run = kbgen("build", str(write(tmp_path / "p", {"a.md": front, "b.md": "x"})), "--output", str(tmp_path / "out"))
    assert run.returncode == 0
    assert "KB206" in run.stderr
    assert not mark.exists()
    assert "Text." in (tmp_path / "out/a.html").read_text("utf-8")
