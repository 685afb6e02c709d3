"""A disk that fills up during a commit: readers go on, the writer recovers by itself, nothing is left lying."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from haystack import connections

from archive.search.engines.whoosh.snapshot import SnapshotKeeper
from archive.search.engines.whoosh.store import IndexStore
from archive.search.indexing import index_problem, index_stale, rebuild_index
from archive.search.query import SearchQuery
from archive.search.run import search
from tests.factories import make_article
from tests.search.test_crashes import check_files, found_numbers, write

SIZE = "8m"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def fill(folder: Path, *, leaving: int) -> Path:
    """Take up the disk but for so many bytes."""
    free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
    file = folder / "other"
    file.write_bytes(b"\0" * max(free - leaving, 0))
    return file


@pytest.mark.parametrize("leaving", [0, 4_096, 20_000, 60_000, 150_000])
def test_readers_go_on_and_the_writer_recovers_once_there_is_room(small_disk: Path, leaving: int) -> None:
    backend = connections["default"].get_backend()
    backend.setup()
    store = IndexStore(small_disk / "index")
    with store.writing():
        store.use(store.new_build(backend.schema))
    write(store, backend.schema, list(range(40)), [])
    keeper = SnapshotKeeper(store)
    assert keeper.ask(lambda snapshot: snapshot.alive_count) == 40
    other = fill(small_disk, leaving=leaving)
    for _attempt in range(5):
        with pytest.raises(OSError) as raised:
            write(store, backend.schema, list(range(40, 240)), [])
        assert raised.value.errno == errno.ENOSPC
        assert keeper.ask(lambda snapshot: snapshot.alive_count) == 40
        assert found_numbers(store) == set(range(40))
        check_files(store.build_in_use())
    other.unlink()
    write(store, backend.schema, list(range(40, 240)), [])
    assert keeper.ask(lambda snapshot: snapshot.alive_count) == 240
    assert found_numbers(store) == set(range(240))
    store.check()
    check_files(store.build_in_use())


@pytest.mark.django_db
def test_a_rebuild_without_room_leaves_the_old_index_and_no_other(small_disk: Path) -> None:
    backend = connections["default"].get_backend()
    backend.path = str(small_disk / "index")
    for number in range(3):
        make_article(f"第{number}篇")
    index_stale()
    other = fill(small_disk, leaving=8_192)
    for number in range(20):
        make_article(f"后来第{number}篇", "志愿者清理江滩，" * 300)
    for work in (rebuild_index, index_stale, rebuild_index):
        with pytest.raises(OSError, match="No space left"):
            work()
        assert search(SearchQuery()).total == 3
        assert len(list(Path(backend.path).glob("build-*"))) == 1
    other.unlink()
    assert index_stale().indexed == 20
    assert search(SearchQuery()).total == 23
    assert index_problem() is None
