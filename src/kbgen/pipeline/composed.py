"""All that the pages of a site are made of, read, linked and looked up: where `build` and `proof` begin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from kbgen.config import Config
from kbgen.files import Scan
from kbgen.memory.state import KnownInput, KnownPage
from kbgen.memory.store import Store
from kbgen.model import Diagnostic
from kbgen.pipeline.documents import Again, parse_settings
from kbgen.pipeline.evidence import ForPages, for_pages, raw_texts, state_of
from kbgen.pipeline.pagedata import Bodies
from kbgen.pipeline.press import Press
from kbgen.pipeline.project import Read, findings, judged, read_project, site_of
from kbgen.process.workers import Progress
from kbgen.theme.theme import Theme
from kbgen.theme.words import words_for
from kbgen.views.site import Site


class Assessed(NamedTuple):
    """What a build finds wrong, in the order of places, and the key of the names that were looked for in texts (empty:
    none were)."""

    findings: tuple[Diagnostic, ...]
    names: bytes


class Composed(NamedTuple):
    """A site ready to be made: the settings, what was read, what makes the pages; `evidence` are the keys of what the
    store remembers of evidence. `assess` finds out what is wrong, and has the site know the state of the whole: that
    takes long, and no page but that of it waits for it."""

    config: Config
    read: Read
    press: Press
    evidence: tuple[bytes, ...]
    assess: Callable[[], Assessed]

    def without_names(self) -> Composed:
        """The same without what only linking asks for, which is much."""
        return self._replace(read=self.read._replace(linked=None))


def compose(
    config: Config,
    scanned: Scan,
    store: Store,
    theme: Theme,
    inputs: dict[str, KnownInput],
    pages: dict[str, KnownPage],
    jobs: int,
    progress: Progress,
) -> Composed:
    """Read and link what was scanned. `inputs` (by kb path) need not be read again where they lie as they lay; `pages`
    (by address) need not be made again where they would be the same."""
    read = read_project(config, scanned, store, inputs, jobs, progress)
    keys = tuple(document.key for document in read.documents)
    site = site_of(config, read)
    site.unnamed = words_for(theme.words, site.lang)(site.unnamed)
    found = read._replace(linked=None)
    told = for_pages(config, found, site.dossiers, store)
    site.evidence = told.evidence
    site.raw_texts = raw_texts(config, read, told.evidence)
    bodies = Bodies(store, Again(scanned.inputs, keys, parse_settings(config)))
    site.texts = partial(_texts, bodies, keys)
    assess = partial(_assess, config, found, site, told, store)
    return Composed(config, read, Press(site, theme, bodies, keys, pages), told.keys, assess)


def _assess(config: Config, read: Read, site: Site, told: ForPages, store: Store) -> Assessed:
    found, names = findings(read), b""
    if config.site.health:
        site.health, names = state_of(config, read, told, store, found)
    return Assessed(judged(found, config, read.scan.inputs, read.documents), names)


def _texts(bodies: Bodies, keys: Sequence[bytes], document: int) -> Sequence[str]:
    """What the blocks of a document (number) say."""
    return bodies.get(keys[document]).texts
