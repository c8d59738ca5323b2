"""The folders of a graph that have a table of their pages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence, Set

from kbgen.link.addresses import RESERVED_FOLDER
from kbgen.model import FolderTable, Node
from kbgen.text.names import free, slug

_MOST_OF_A_KIND = 0.9


def folders_of(nodes: Sequence[Node], linked: Set[str]) -> tuple[FolderTable, ...]:
    """In the order of their paths: folders that hold more than one page, unless they are what the table of a kind is
    already; and those that links lead to (`linked`, kb paths), with all that lies below if they hold only folders."""
    held: defaultdict[str, list[int]] = defaultdict(list)
    for number, node in enumerate(nodes):
        if node.document >= 0 and not node.listing and "/" in node.id:
            held[node.id.rpartition("/")[0]].append(number)
    kinds = Counter(node.kind for node in nodes if node.document >= 0 and not node.listing)
    listed = {path: inside for path, inside in held.items() if _is_of_its_own(nodes, inside, kinds)}
    listed |= {path: held[path] for path in linked if path in held}
    listed |= _below(nodes, {path for path in linked if path not in held})
    taken: set[str] = set()
    return tuple(
        FolderTable(path, f"{RESERVED_FOLDER}/folders/{free(slug(path), taken)}.html", tuple(inside))
        for path, inside in sorted(listed.items())
    )


def _is_of_its_own(nodes: Sequence[Node], inside: Sequence[int], sizes: Counter[str]) -> bool:
    """Whether what lies in a folder is neither a single page nor nearly all there is of a kind."""
    kinds = {nodes[number].kind for number in inside}
    return len(inside) > 1 and not (len(kinds) == 1 and len(inside) >= _MOST_OF_A_KIND * sizes[min(kinds)])


def _below(nodes: Sequence[Node], folders: Set[str]) -> dict[str, list[int]]:
    """All pages that lie below some folders, however deep."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, node in enumerate(nodes if folders else ()):
        if node.document >= 0:
            for path in around([node.id]) & folders:
                found[path].append(number)
    return dict(found)


def around(paths: Iterable[str]) -> set[str]:
    """All folders above some pages (kb paths), however deep these lie."""
    found: set[str] = set()
    for path in paths:
        while (path := path.rpartition("/")[0]) and path not in found:
            found.add(path)
    return found
