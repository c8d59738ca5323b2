"""Pages become bytes: views are laid out by templates, holes are filled with links. Decides nothing."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
from functools import cached_property, partial
from types import CodeType
from typing import Any

import jinja2
import jinja2.bccache
import jinja2.runtime
from markupsafe import Markup

from kbgen.memory.kept import Kept
from kbgen.model import KbgenError, Page, Ref
from kbgen.render.alike import told_alike
from kbgen.render.filling import Folder, Sheet, Writer
from kbgen.text.controls import encoded
from kbgen.theme.compiled import Loader, environment
from kbgen.theme.frame import Frame, Languages
from kbgen.theme.theme import Theme
from kbgen.views.heads import canonical, script_data

# quality.md, "Trust": what a page may load. `file://` pages and any host get it from the page itself.
# It stands in double quotes, and has none.
_CSP = Markup(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:{}; media-src 'self'; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'"
)
_JINJA = os.path.dirname(jinja2.__file__)
_ONCE = 1_000  # parts of the frame at hand
_FOLDERS = 100  # at hand, each with the links that its pages write


def content_policy(remote_images: bool) -> Markup:
    """The content security policy of a site's pages, which may show pictures from elsewhere or not."""
    return _CSP.format(" https: http:" if remote_images else "")


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
        self.folders = Kept[str, Folder](partial(Folder, directories=frame.directories), _FOLDERS)
        self.texts = theme.templates
        self.environment = environment(Loader(self.texts), _COMPILED)
        self.environment.context_class = _Context
        home = Ref("page", "index.html", "", frame.title)
        csp = content_policy(frame.remote_images)
        self.languages = Languages(frame.lang, theme.words)
        address = partial(canonical, frame.base_url, directories=frame.directories)
        self.environment.globals.update(site=frame, csp=csp, home_ref=home, canonical=address, once=self._once)
        self.menu = frozenset((home.url, *(url for _, url in frame.nav)))
        self.written = Kept[tuple[Callable[..., str], tuple[Any, ...]], str](lambda key: key[0](*key[1]), _ONCE)
        self._templates: dict[str, jinja2.Template] = {}

    def render(self, page: Page) -> bytes:
        """The page as UTF-8. Raises KbgenError naming template and line when a template is wrong."""
        spoken = self.languages.spoken(getattr(page.view, "lang", ""))
        writer = Writer(self.folders[page.url.rpartition("/")[0]], page.url, self.sheet_of, spoken.t)
        names = dict(
            page=page,
            view=page.view,
            here=page.url if page.url in self.menu else "",
            root=writer.folder.addresses["x"][:-1],
            html=writer.html,
            alike=partial(told_alike, writer.html),
            text=writer.text,
            href=writer.href,
            link=writer.link,
            links=writer.links,
            runs=writer.runs,
            script_data=script_data,
            **spoken._asdict(),
        )
        try:
            try:
                text = self._template(page.template).render(names)
            except AttributeError:  # it asks for what may not be there
                text = self._careful_template(page.template).render(names)
        except Exception as error:
            where = self._place(error, self._file(page.template), names)
            if not where:  # no mistake of a template, but of kbgen
                raise
            absent = isinstance(error, jinja2.TemplateNotFound)
            why = f"there is no template {error}" if absent else str(error)
            raise KbgenError(f"the template {where} cannot be used: {why}") from error
        return encoded(text)

    def _place(self, error: Exception, file: str, names: dict[str, Any]) -> str:
        """The template and line that an error speaks of, or in which it comes up again; else the template alone.
        '' for an error of kbgen's own."""
        if isinstance(error, jinja2.TemplateSyntaxError):
            return f"{error.name}:{error.lineno}"
        try:
            self._careful.get_template(file).render(names)
        except Exception as again:
            steps = [(step.filename, step.lineno) for step in traceback.extract_tb(again.__traceback__)]
            last = steps[-1][0]
            theirs = isinstance(again, (jinja2.TemplateError, RecursionError)) or last in self.texts
            if not theirs and not last.startswith(_JINJA):
                return ""
            return next((f"{name}:{line}" for name, line in reversed(steps) if name in self.texts), file)
        return file if isinstance(error, jinja2.TemplateError) else ""

    def _once(self, macro: Callable[..., str], *arguments: Any) -> str:
        """What a macro writes of some values, which it has written before for most pages."""
        return self.written[macro, arguments]

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
        texts = self.texts
        named = jinja2.FunctionLoader(lambda name: (texts[name], name, None) if name in texts else None)
        made = environment(named, _CAREFUL, jinja2.Environment)  # its lines can be told from where an error came up
        made.context_class, made.globals = _Context, self.environment.globals
        return made
