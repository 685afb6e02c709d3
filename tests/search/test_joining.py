"""Which segments are joined, and that joining loses nothing."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from haystack import connections
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from archive.search.engines.whoosh.joining import Size, segments_to_join
from archive.search.engines.whoosh.snapshot import SnapshotKeeper
from archive.search.engines.whoosh.store import INDEX_NAME, IndexStore
from archive.search.engines.whoosh.writer import BatchWriter
from tests.search.test_crashes import FIELDS, check_files, make_document


def sizes(*alive: int) -> list[Size]:
    return [Size(number, count, count) for number, count in enumerate(alive)]


@pytest.mark.parametrize(
    ("segments", "added", "joined"),
    [
        ([], 5, []),
        ([100_000], 0, []),
        ([100_000], 10, []),
        ([100_000, 10], 10, [1]),
        ([100_000, 80, 2_000], 10, [1]),
        ([100_000, 300, 90], 15, [1, 2]),
        ([50_000, 50_000], 0, [0, 1]),
        ([100_000, 20_000, 6_000], 0, []),
        ([50_000, 10_000, 6_000], 0, [1, 2]),
        ([45_000, 10_000, 6_000], 0, [0, 1, 2]),
        ([300], 0, []),
    ],
)
def test_segments_left_are_much_larger_than_all_smaller_ones(
    segments: list[int], added: int, joined: list[int]
) -> None:
    assert segments_to_join(sizes(*segments), added) == joined


def test_no_segment_grows_beyond_the_limit() -> None:
    assert segments_to_join(sizes(900, 440, 100), 50, limit=1_000) == [1, 2]
    assert segments_to_join(sizes(900, 980), 50, limit=1_000) == []


def test_a_segment_with_much_deleted_is_written_again() -> None:
    assert segments_to_join([Size(0, 1_000, 600)]) == [0]
    assert segments_to_join([Size(0, 1_000, 900)]) == []


def test_many_updates_leave_few_segments_and_write_each_article_few_times() -> None:
    left: list[int] = []
    written = 0
    for _update in range(20_000):
        chosen = set(segments_to_join(sizes(*left), 5))
        new = 5 + sum(left[number] for number in chosen)
        written += new
        left = [size for number, size in enumerate(left) if number not in chosen] + [new]
    assert len(left) <= 6
    assert written / 100_000 < 70


def test_joining_keeps_every_document_and_drops_the_deleted(tmp_path: Path) -> None:
    backend = connections["default"].get_backend()
    backend.setup()
    store = IndexStore(tmp_path / "index")
    alive: set[int] = set()
    chance = random.Random(5)
    with store.writing():
        store.use(store.new_build(backend.schema))
        batches = BatchWriter(store.build_in_use(), backend.schema)
        for first in range(1, 400, 40):
            removed = chance.sample(sorted(alive), min(len(alive), 9))
            again = chance.sample(sorted(alive - set(removed)), min(len(alive) // 2, 9))
            numbers = [*range(first, first + 40), *again]
            gone = [f"archive.article.{number}" for number in removed]
            assert batches.write(map(make_document, numbers), removed=gone, merge=False) == len(numbers)
            alive = (alive | set(numbers)) - set(removed)
        assert segment_count(store) == 10
        assert batches.join() == 10
        assert segment_count(store) == 1
        assert batches.join() == 0
    assert SnapshotKeeper(store).ask(lambda snapshot: set(snapshot.numbers("article").tolist())) == alive
    for number in chance.sample(sorted(alive), 20):
        assert SnapshotKeeper(store).ask(lambda snapshot, number=number: found(snapshot, number)) == [number]
    check_files(store.build_in_use())


def found(snapshot, number: int) -> list[int]:
    documents, *_counts = snapshot.phrase(FIELDS, f"编号{number}完")
    return snapshot.numbers("article")[documents].tolist()


def segment_count(store: IndexStore) -> int:
    return len(TOC.read(FileStorage(str(store.build_in_use())), INDEX_NAME).segments)


def test_of_two_documents_with_one_identifier_the_later_counts(tmp_path: Path) -> None:
    backend = connections["default"].get_backend()
    backend.setup()
    store = IndexStore(tmp_path / "index")
    with store.writing():
        store.use(store.new_build(backend.schema))
        rows = [make_document(1), make_document(2), {**make_document(1), "title": "后来的标题"}]
        assert BatchWriter(store.build_in_use(), backend.schema).write(rows) == 2
    keeper = SnapshotKeeper(store)
    assert keeper.ask(lambda snapshot: snapshot.alive_count) == 2
    assert keeper.ask(lambda snapshot: len(snapshot.phrase(FIELDS, "后来的标题")[0])) == 1
    assert keeper.ask(lambda snapshot: len(snapshot.phrase(FIELDS, "第1号标题")[0])) == 0
