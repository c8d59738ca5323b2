"""All that the pages of a site are made of, read, linked and looked up: where `build` and `proof` begin."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from kbgen.config import Config
from kbgen.documents import Again, parse_settings
from kbgen.evidence import for_pages, raw_texts
from kbgen.files import Scan
from kbgen.memory import KnownInput, KnownPage
from kbgen.pagedata import Bodies
from kbgen.press import Press
from kbgen.project import Read, read_project, site_of
from kbgen.store import Store
from kbgen.theme import Theme
from kbgen.workers import Progress


class Composed(NamedTuple):
    """A site ready to be made: the settings, what was read, what makes the pages; `evidence` are the keys of what the
    store remembers of evidence, `names` is that of the names that were looked for in texts."""

    config: Config
    read: Read
    press: Press
    evidence: tuple[bytes, ...]
    names: bytes

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
    told_of = for_pages(config, read, site.dossiers, store)
    site.evidence, site.health = told_of.evidence, told_of.health
    site.raw_texts = raw_texts(config, read, told_of.evidence)
    bodies = Bodies(store, Again(scanned.inputs, keys, parse_settings(config)))
    site.texts = partial(_texts, bodies, keys)
    return Composed(config, read, Press(site, theme, bodies, keys, pages), told_of.keys, told_of.names)


def _texts(bodies: Bodies, keys: Sequence[bytes], document: int) -> Sequence[str]:
    """What the blocks of a document (number) say."""
    return bodies.get(keys[document]).texts
