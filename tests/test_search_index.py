"""The index for searching: its files hold what they should, are small, and are the same by whatever way they came about."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbgen.memory.state import KnownSearch
from kbgen.memory.store import Store
from kbgen.model import Parsed, Ref
from kbgen.search import index, postings, rangetree, texts
from kbgen.search.index import Indexed, IndexSources, make_index, paths_of
from kbgen.search.postings import decode, encode, read_script, script, shards
from kbgen.search.ranges import WHOLE, cut
from kbgen.search.record import Section
from kbgen.search.slots import room_for, slots

WORDS = [
    "a",
    "ab",
    "abc",
    "abd",
    "b",
    "über",
    "モデ",
    "大语",
    "𠀀𠀁",
    "𠀀𠀂",
    "__proto__",
    "constructor",
    "zz" * 12,
    "x1",
    "x2",
]


class Corpus:
    """Documents as the store remembers them, and an output that is kept from index to index."""

    def __init__(self) -> None:
        self.store = Store(None)
        self.files: dict[str, bytes] = {}
        self.known: KnownSearch | None = None
        self.entries: list[Indexed] = []

    def index(
        self, documents: dict[str, tuple[str, ...]], afresh: bool = False
    ) -> tuple[dict[str, bytes], KnownSearch]:
        """Bring the output to these documents (path -> terms by weight); or make all files anew, and nothing else."""
        entries = [
            Indexed(path, number, slot, self._stored(levels), "")
            for number, ((path, levels), slot) in enumerate(
                zip(sorted(documents.items()), slots(sorted(documents)), strict=True)
            )
        ]
        sources = IndexSources(self.store, _no_refs, _never, self.files.__getitem__)
        if afresh:
            made = make_index(entries, [], None, sources)
            return dict(made), made.known
        made = make_index(entries, self.entries, self.known, sources)
        files = dict(made)
        self.files = {path: files.get(path) or self.files[path] for path in paths_of(made.known)}
        self.known, self.entries = made.known, entries
        return files, made.known

    def _stored(self, levels: tuple[str, ...]) -> bytes:
        key = msgspec.msgpack.encode(levels)
        self.store.put("terms", [(key, key)])
        self.store.put("texts", [(key, msgspec.msgpack.encode([Section("", "", " ".join(levels) * 3)]))])
        return key


def _no_refs(document: int) -> Sequence[Ref]:
    return ()


def _never(document: int) -> Parsed:
    raise AssertionError("everything is in the store")


def _document(pick: random.Random) -> tuple[str, ...]:
    some = pick.sample(WORDS, pick.randrange(len(WORDS)))
    cuts = sorted(pick.randrange(len(some) + 1) for _ in range(3))
    return tuple(" ".join(some[a:b]) for a, b in zip([0, *cuts], [*cuts, len(some)], strict=True))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 1 << 30), st.sampled_from([60, 150, 400]))
def test_bit_by_bit_as_made_at_once(seed: int, most: int) -> None:
    """Documents come, go and change; ranges split and become one again; files that hold nothing are gone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "MOST", most)
        patch.setattr(rangetree, "MOST", most)
        patch.setattr(index, "_FEW", 0)  # never everything anew
        patch.setattr(postings, "_BLOCK", 16)
        patch.setattr(texts, "_MOST", 200)
        patch.setattr(texts, "_FEW", 100)
        pick, corpus = random.Random(seed), Corpus()
        documents = {f"d{n}": _document(pick) for n in range(pick.randrange(12))}
        corpus.index(documents)
        for _ in range(8):
            for _ in range(pick.randrange(1, 5)):
                name = f"d{pick.randrange(20)}"
                if pick.random() < 0.4:
                    documents.pop(name, None)
                else:
                    documents[name] = _document(pick)
            _, known = corpus.index(documents)
            files, afresh = corpus.index(documents, afresh=True)
            assert afresh == known
            assert corpus.files == files


def test_only_what_changes_is_made() -> None:
    pick, corpus = random.Random(1), Corpus()
    documents = {f"d{n}": tuple(f"w{pick.randrange(9_000)}" for _ in range(4)) for n in range(3_000)}
    corpus.index(documents)
    documents["d7"] = ("w1", "w2", "", "new")
    files, known = corpus.index(documents)
    assert len(paths_of(known)) > 300
    assert len(files) <= 8  # four words gone, three come; the texts; the list of ranges


def test_no_file_is_larger_than_it_may_be() -> None:
    pick = random.Random(2)
    many = {
        f"w{n}": sorted({4 * pick.randrange(20_000) + 1 for _ in range(int(min(15_000, pick.paretovariate(0.3))))})
        for n in range(4_000)
    }
    made = shards(WHOLE, many)
    found: dict[str, list[int]] = {}
    for shard in made:
        data = script("t", shard)
        assert len(data) <= 32_768
        assert len(data) <= shard.size + 60
        for term, signs in read_script(data).items():
            found.setdefault(term, []).extend(decode(signs))
    assert found == many


@given(st.sets(st.integers(0, 1 << 24), min_size=1), st.integers(0, 3))
def test_postings_come_back(pages: set[int], weight: int) -> None:
    numbers = [4 * page + weight for page in sorted(pages)]
    signs = encode(numbers)
    assert decode(signs) == numbers
    assert re.fullmatch(r"[!-~]+", signs)
    assert not set(signs) & set('"\\<')


def test_a_page_more_moves_few_others() -> None:
    names = [f"folder/page-{n}.html" for n in range(970)] + [f"other-{n}/page.html" for n in range(30)]
    before = dict(zip(names, slots(names), strict=True))
    after = dict(zip([*names, "new.html"], slots([*names, "new.html"]), strict=True))
    assert len(set(before.values())) == 1_000
    assert max(before.values()) < room_for(970) + room_for(30) + 40
    assert sum(before[name] != after[name] for name in names) < 30
    assert dict(zip(reversed(names), slots(names[::-1]), strict=True)) == before


def test_pages_of_a_folder_stand_together() -> None:
    names = [f"{folder}/{n}.html" for n in range(100) for folder in ("a", "b", "c")] + ["d/1.html", "top.html"]
    placed = sorted(zip(slots(names), names, strict=True))
    assert {placed[-2][1], placed[-1][1]} == set(names[-2:])
    assert [name[0] for _, name in placed[:-2]] == sorted(name[0] for name in names[:-2])


def test_ranges_cover_everything_once() -> None:
    keys = sorted({f"{n * 7919 % 10_007:x}".encode() for n in range(500)})
    parts = cut(WHOLE, keys, [len(key) for key in keys], 100)
    assert [place for _, low, high in parts for place in range(low, high)] == list(range(len(keys)))
    for (part, low, high), (behind, _, _) in pairwise(parts):
        assert part.start <= keys[low]
        assert keys[high - 1] < part.end <= behind.start


def test_long_texts_go_on_in_further_files() -> None:
    page = [Section("", "", "\x01<&é大" * 6_000), Section("two", "Two", "end")]
    made = texts.scripts(3, texts.units(30, page, ()))
    assert list(made) == [texts.path_of(3, piece) for piece in range(len(made))]
    assert len(made) > 2
    assert all(len(data) <= 32_768 and b"<" not in data for data in made.values())


def _pages_in(data: bytes) -> list[int]:
    """The pages whose texts lie in a file, in their order."""
    name, units, told = msgspec.json.decode(b"[" + data[len("kbgenTexts(") : -3] + b"]")
    assert name
    assert told is None or told[0] > 0
    return [unit[0] for unit in units]


def test_where_texts_fill_several_files_a_page_shares_none_with_the_rest_of_another() -> None:
    lengths = {8: 300, 9: 4_000, 10: 300, 11: 2_300}
    group = [unit for page, n in lengths.items() for unit in texts.units(page, [Section("", "", "word " * n)], ())]
    made = [_pages_in(data) for data in texts.scripts(2, group).values()]
    assert made[0] == []  # it only tells where the others begin
    assert [sorted({*pages}) for pages in made[1:]] == [[8], [9], [9], [10, 11]]
    few = [unit for page in lengths for unit in texts.units(page, [Section("", "", "word " * 300)], ())]
    assert [_pages_in(data) for data in texts.scripts(2, few).values()] == [[8, 9, 10, 11]]
