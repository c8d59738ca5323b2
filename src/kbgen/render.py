"""Pages become bytes: views are laid out by templates, holes are filled with links. Decides nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from html import escape
from types import CodeType
from typing import Any, NamedTuple

import jinja2
import jinja2.bccache
import jinja2.runtime
from markupsafe import Markup

from kbgen.compiled import Loader, environment
from kbgen.frame import Frame, Speaker
from kbgen.heads import canonical, script_data
from kbgen.model import Fragment, Heading, Html, KbgenError, Page, Ref
from kbgen.names import fragment, relative
from kbgen.site import heading_text
from kbgen.theme import Theme
from kbgen.views import Run

# quality.md, "Trust": what a page may load. `file://` pages and any host get it from the page itself.
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'"
)

_IMAGES = frozenset({"png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "bmp", "ico"})
_VIDEO = frozenset({"mp4", "webm", "ogv", "mov"})
_AUDIO = frozenset({"mp3", "ogg", "oga", "opus", "wav", "m4a", "flac"})
_TAG = re.compile(r"<[^>]*>")
_SIZE = re.compile(r"(\d{1,4})(?:x(\d{1,4}))?\Z")


def content_policy(remote_images: bool) -> str:
    """The content security policy of a site's pages, which may show pictures from elsewhere or not."""
    return CSP.replace("'self' data:", "'self' data: https: http:") if remote_images else CSP


class Sheet(NamedTuple):
    """What is read of a document whose text is shown: what links mean, its headings (seldom asked for), its HTML."""

    refs: tuple[Ref, ...]
    headings: Callable[[], tuple[Heading, ...]]
    html: Callable[[str, int], Html]


class _Compiled(jinja2.BytecodeCache):
    """Templates as this process has compiled them, for the next build in it. Never on the disk: they are code."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        checksum, code = self.kept.get(bucket.key, ("", None))
        bucket.code = code if checksum == bucket.checksum else None

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        assert bucket.code is not None
        self.kept[bucket.key] = bucket.checksum, bucket.code


_COMPILED, _CAREFUL = _Compiled(), _Compiled()


class _Context(jinja2.runtime.Context):
    """Calls what a template calls as it is. Jinja asks each time whether it wants the context as well: nothing does
    that a template of kbgen can name, and pages call a hundred times."""

    def call(
        self,
        obj: Callable[..., Any],
        /,
        *args: Any,
        _loop_vars: object = None,
        _block_vars: object = None,
        **kwargs: Any,
    ) -> Any:
        return obj(*args, **kwargs)


class Renderer:
    """Renders the pages of one site. `sheet_of` gives a document by its kb path."""

    def __init__(self, frame: Frame, theme: Theme, sheet_of: Callable[[str], Sheet]) -> None:
        self.frame = frame
        self.sheet_of = sheet_of
        self.links: dict[str, dict[Ref, Markup]] = {}  # folder of the page -> how its pages write a link
        self.texts = theme.templates
        self.environment = environment(Loader(self.texts), _COMPILED)
        self.environment.context_class = _Context
        home = Ref("page", "index.html", "", frame.title)
        csp = content_policy(frame.remote_images)
        self.speaker = Speaker(frame.lang, theme.words)
        address = partial(canonical, frame.base_url, directories=frame.directories)
        self.environment.globals.update(site=frame, csp=csp, home_ref=home, canonical=address)
        self._templates: dict[str, jinja2.Template] = {}

    def render(self, page: Page) -> bytes:
        """The page as UTF-8. Raises KbgenError naming template and line when a template is wrong."""
        writer = _Writer(self, page.url)
        spoken = self.speaker.spoken(getattr(page.view, "lang", ""))
        names = dict(
            page=page,
            view=page.view,
            root=relative(page.url, "x")[:-1],
            html=writer.html,
            text=writer.text,
            href=writer.href,
            link=writer.link,
            runs=writer.runs,
            script_data=script_data,
            **spoken._asdict(),
        )
        try:
            try:
                text = self._template(page.template).render(names)
            except AttributeError:  # it asks for what may not be there
                text = self._careful_template(page.template).render(names)
        except jinja2.TemplateError as error:
            line = getattr(error, "lineno", None)
            name = getattr(error, "name", None) or page.template
            where = f"{name}:{line}" if line else name
            raise KbgenError(f"the template {where} cannot be used: {error}") from error
        return text.encode("utf-8", "replace")

    def _template(self, name: str) -> jinja2.Template:
        """A kind's own template, else `node`."""
        if name not in self._templates:
            self._templates[name] = self.environment.get_template(self._file(name))
        return self._templates[name]

    def _careful_template(self, name: str) -> jinja2.Template:
        """The same in Jinja's own code (`shorthand`), from now on."""
        made = self._templates[name] = self._careful.get_template(self._file(name))
        return made

    def _file(self, name: str) -> str:
        wanted = f"{name}.html.jinja"
        return wanted if wanted in self.texts and "/" not in name else "node.html.jinja"

    @cached_property
    def _careful(self) -> jinja2.Environment:
        made = environment(jinja2.DictLoader(self.texts), _CAREFUL, jinja2.Environment)
        made.context_class, made.globals = _Context, self.environment.globals
        return made


class _Writer:
    """Writes links and fragments for one page."""

    def __init__(self, renderer: Renderer, url: str) -> None:
        self.sheet_of, self.directories, self.url = renderer.sheet_of, renderer.frame.directories, url
        self.written = renderer.links.setdefault(url.rpartition("/")[0], {})

    def href(self, ref: Ref) -> str:
        """The address of a reference as this page must write it."""
        if ref.url == self.url and ref.anchor:
            return fragment(ref.anchor)
        return self._relative(ref.url) + fragment(ref.anchor)

    def _relative(self, url: str) -> str:
        address = relative(self.url, url)
        if self.directories and address.endswith("index.html"):
            return address.removesuffix("index.html") or "./"
        return address

    def link(self, ref: Ref, label: str = "") -> Markup:
        """A whole link, with the reference's title as its text unless there is a label.

        Most pages link to the same few, and all pages of a folder in the same way.
        """
        if label or ref.url == self.url:
            return Markup(f"{self._open(ref)}{escape(label or ref.title)}{_close(ref)}")  # noqa: S704
        written = self.written.get(ref)
        if written is None:
            written = Markup(f"{self._open(ref)}{escape(ref.title)}{_close(ref)}")  # noqa: S704
            self.written[ref] = written
        return written

    def runs(self, runs: Iterable[Run]) -> Markup:
        """Runs of text and links, one behind the other."""
        return Markup("".join(self._run(run) for run in runs))  # noqa: S704

    def _run(self, run: Run) -> str:
        if run.ref is not None:
            return f"{self._open(run.ref)}{escape(run.text)}{_close(run.ref)}"
        if run.href:
            return f'<a class="external" href="{escape(run.href)}">{escape(run.text)}</a>'
        return escape(run.text)

    def html(self, piece: Fragment, marks: Iterable[Any] = (), mark: Callable[[Any], Markup] = Markup) -> Markup:
        """A document's HTML with its holes filled: the one place where content becomes markup. `mark` writes one of
        the `marks`, which stands behind the quoted line that it names by number (`at`)."""
        sheet = self.sheet_of(piece.document)
        if piece.part == "heading":
            html = sheet.headings()[piece.index].html
        else:
            html = sheet.html(piece.part, piece.index)
        written: dict[int, str] = {}
        for one in marks:
            written[one.at] = written.get(one.at, "") + mark(one)
        return Markup("".join(self._filled(html, sheet.refs, written)))  # noqa: S704

    def text(self, piece: Fragment) -> str:
        """A heading as plain text (escaped by the template)."""
        sheet = self.sheet_of(piece.document)
        return heading_text(sheet.headings()[piece.index], sheet.refs)

    def _filled(self, html: Html, refs: tuple[Ref, ...], marks: dict[int, str]) -> Iterator[str]:
        yield html.pieces[0]
        skip = False  # inside `![[picture.png|300]]` the label is a size, or the alternative text
        for hole, after in zip(html.holes, html.pieces[1:], strict=True):
            if hole.form == "quote":
                yield marks.get(hole.link, "")
                yield "" if skip else after
                continue
            ref = refs[hole.link]
            if hole.form == "close":
                yield "" if skip else _close(ref)
                skip = False
            elif hole.form == "image":
                yield self._shown(ref, hole.alt, hole.attrs)
            elif ref.form == "file" and "embed" in ref.css:
                yield self._embedded(ref, "" if hole.form == "bare" else after)
                skip = hole.form == "open"
            elif hole.form == "open":
                yield self._open(ref)
            else:
                yield self.link(ref)
            yield "" if skip else after

    def _open(self, ref: Ref) -> str:
        css = f' class="{ref.css}"' if ref.css else ""
        if ref.form == "text":
            return f"<span{css}>" if css else ""
        title = f' title="{escape(ref.tooltip)}"' if ref.tooltip else ""
        return f'<a{css} href="{escape(self.href(ref))}"{title}>'

    def _embedded(self, ref: Ref, label: str) -> str:
        plain = _TAG.sub("", label).strip()
        size = _SIZE.match(plain)
        attrs = ""
        if size:
            attrs = f' width="{size[1]}"' + (f' height="{size[2]}"' if size[2] else "")
        alt = ref.title.rpartition(".")[0] if size or not plain else ""
        return self._shown(ref, escape(alt) if alt else plain, attrs)

    def _shown(self, ref: Ref, alt: str, attrs: str) -> str:
        """A file of the kb shown in the page, or its text where it is not there."""
        if ref.form == "text":
            return f'<span class="{ref.css}">{alt or escape(ref.title)}</span>'
        ending = ref.url.rpartition(".")[2].lower()
        source = escape(self._relative(ref.url) + fragment(ref.anchor))
        if ref.form == "page":
            return f"{self._open(ref)}{alt or escape(ref.title)}</a>"
        if ending in _IMAGES:
            return f'<img src="{source}" alt="{alt}"{attrs} loading="lazy">'
        if ending in _VIDEO:
            return f'<video src="{source}" controls preload="none"{attrs}></video>'
        if ending in _AUDIO:
            return f'<audio src="{source}" controls preload="none"></audio>'
        return f'<a class="file" href="{source}">{alt or escape(ref.title)}</a>'


def _close(ref: Ref) -> str:
    if ref.form == "text":
        return "</span>" if ref.css else ""
    return "</a>"
