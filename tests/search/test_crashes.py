"""A writer killed at any moment: what it said was written stays found, and what it left lying is swept."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
import traceback
from pathlib import Path

from haystack import connections
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from archive.search.engines.whoosh.snapshot import SnapshotKeeper
from archive.search.engines.whoosh.store import INDEX_NAME, IndexStore
from archive.search.engines.whoosh.writer import BatchWriter

KILLS = 60
FIELDS = ("title", "text")


def make_document(number: int) -> dict:
    return {
        "id": f"archive.article.{number}",
        "django_ct": "archive.article",
        "django_id": str(number),
        "title": f"第{number}号标题",
        "text": f"编号{number}完。" + "志愿者清理江滩。" * 200,
        "region": "420000,420100" if number % 2 else "unknown",
        "type": "meeting",
        "article": number,
        "event": 0,
    }


def write(store: IndexStore, schema, numbers: list[int], removed: list[int]) -> None:
    with store.writing():
        BatchWriter(store.build_in_use(), schema).write(
            [make_document(number) for number in numbers], removed=[f"archive.article.{gone}" for gone in removed]
        )
        store.note_sizes(store.build_in_use())


def write_until_killed(store: IndexStore, schema, first: int, pipe: int) -> None:
    """In a child process: batch after batch, each told to the parent once it is committed."""
    number = first
    while True:
        removed = [number - 3] if number > first + 3 else []
        write(store, schema, [number, number + 1], removed)
        os.write(pipe, number.to_bytes(4, "little") + (removed[0] if removed else 0).to_bytes(4, "little"))
        number += 2


def killed_after(batches: int, seconds: float, store: IndexStore, schema, first: int) -> list[tuple[int, int]]:
    """What a writer acknowledged before it was killed, so long after so many batches: (first number, removed or 0)."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            write_until_killed(IndexStore(store.path), schema, first, writing)
        except BaseException:
            traceback.print_exc(file=sys.__stderr__)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as told:
        said = b"".join(told.read(8) for _batch in range(batches))
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        _pid, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), "the writer failed by itself"
        said += told.read()
    return [
        (int.from_bytes(said[place : place + 4], "little"), int.from_bytes(said[place + 4 : place + 8], "little"))
        for place in range(0, len(said), 8)
    ]


def found_numbers(store: IndexStore) -> set[int]:
    """Articles a new process would find by their own words in the derived files."""

    def look(snapshot) -> set[int]:
        assert all(segment.is_fast for segment in snapshot.segments)
        documents, *_counts = snapshot.phrase(FIELDS, "江滩")
        numbers = set(snapshot.numbers("article")[documents].tolist())
        for number in random.Random(len(numbers)).sample(sorted(numbers), min(3, len(numbers))):
            own, *_counts = snapshot.phrase(FIELDS, f"编号{number}完")
            assert snapshot.numbers("article")[own].tolist() == [number]
        return numbers

    return SnapshotKeeper(store).ask(look)


def test_no_acknowledged_article_is_lost_and_no_file_left_over(tmp_path: Path) -> None:
    backend = connections["default"].get_backend()
    backend.setup()
    store = IndexStore(tmp_path / "killed")
    with store.writing():
        store.use(store.new_build(backend.schema))
    chance = random.Random(11)
    expected: set[int] = set()
    acknowledged = 0
    first = 1
    for _kill in range(KILLS):
        told = killed_after(chance.choice([0, 1, 3]), chance.uniform(0, 0.05), store, backend.schema, first)
        for number, removed in told:
            expected |= {number, number + 1}
            expected.discard(removed)
        acknowledged += len(told)
        last = told[-1][0] if told else first - 2
        # The batch under way when the writer died is there as a whole or not at all.
        under_way = {last + 2, last + 3}
        store.check()
        found = found_numbers(store)
        assert found & under_way in (set(), under_way)
        assert expected - found <= {last - 1}, "only what the batch under way removed may be gone"
        assert found <= expected | under_way
        expected = found
        first = last + 4
    assert acknowledged > KILLS // 2
    write(store, backend.schema, [10**6], [])
    assert found_numbers(store) == expected | {10**6}
    check_files(store.build_in_use())


def check_files(build: Path) -> None:
    toc = TOC.read(FileStorage(str(build)), INDEX_NAME)
    segments = tuple(f"{segment.segment_id()}." for segment in toc.segments)
    own = {"schema.json", "sizes.json", f"{INDEX_NAME}_WRITELOCK", TOC._filename(INDEX_NAME, toc.generation)}
    left = [file.name for file in build.iterdir() if file.name not in own and not file.name.startswith(segments)]
    assert left == []
