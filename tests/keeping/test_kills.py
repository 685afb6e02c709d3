"""Backups and restores killed at random moments, or out of space: all or nothing each time."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.errors import KeepingError
from archive.keeping.backup import write_backup
from archive.keeping.restore import restore_backup
from tests.ingest.test_crashes import write_stream
from tests.keeping.archives import contents, copy_archive, dump, manage, places_of, run, start_ingest
from tests.keeping.busy_archive import add_page
from tests.keeping.killed_together import EACH_AT_LEAST
from tests.keeping.test_restore import known_migrations, restore

KILLS = 15


def run_and_kill(work: Callable[[], object], after: float) -> bool:
    """In a child of its own; whether it was killed before it was done."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def duration(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def test_a_killed_backup_leaves_the_file_before_it_or_a_whole_one(archive: Path, tmp_path: Path):
    folder = tmp_path / "backups"
    folder.mkdir()
    target, places, chance = folder / "b.tar", places_of(archive), random.Random(3)
    lasts = duration(lambda: write_backup(places, target))
    expected = dump(places.database)
    killed = 0
    for number in range(KILLS):
        killed += run_and_kill(lambda: write_backup(places, target, force=True), chance.uniform(0, lasts))
        restore(target, tmp_path / f"new{number}")
        assert dump(tmp_path / f"new{number}" / "archive.sqlite3") == expected
        shutil.rmtree(tmp_path / f"new{number}")
    assert killed >= KILLS // 3
    write_backup(places, target, force=True)
    assert [path.name for path in folder.iterdir()] == ["b.tar"]


def test_a_killed_restore_leaves_the_old_archive_or_the_new_one_whole(
    archive: Path, sample_backup: Path, tmp_path: Path
):
    known, chance = known_migrations(), random.Random(4)
    new = dump(archive / "archive.sqlite3")
    newer = [add_page(places_of(archive), number) for number in range(5)]
    old = dump(archive / "archive.sqlite3")
    seen: dict[bytes, int] = {}
    trial = copy_archive(archive, tmp_path / "trial")
    lasts = duration(lambda: restore(sample_backup, trial, force=True))
    for _kill in range(KILLS):
        shutil.rmtree(trial)
        places = places_of(copy_archive(archive, trial))

        def work(places=places) -> None:
            restore_backup(places, sample_backup, known_migrations=known, force=True)

        run_and_kill(work, chance.uniform(0, lasts))
        now = dump(places.database)
        seen[now] = seen.get(now, 0) + 1
        if now == old:
            assert all(places.original(sha256).exists() for sha256 in newer)
        restore(sample_backup, trial, force=True)
        assert dump(places.database) == new
        assert not any(places.original(sha256).exists() for sha256 in newer)
    assert set(seen) <= {old, new}
    assert seen[old] >= 3


def in_little_space(work: Callable[[], object], most: int) -> str:
    """What a child of its own says that can write no file of more than so many bytes."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
            work()
            os.write(writing, b"done")
        except KeepingError as error:
            os.write(writing, f"{error.code}: {error}".encode())
        except BaseException as error:
            os.write(writing, repr(error).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        said = told.read().decode()
    os.waitpid(child, 0)
    return said


@pytest.mark.parametrize("most", [0, 100_000, 1_000_000])
def test_a_backup_without_space_says_so_and_leaves_nothing(archive: Path, tmp_path: Path, most: int):
    folder = tmp_path / "backups"
    folder.mkdir()
    said = in_little_space(lambda: write_backup(places_of(archive), folder / "b.tar"), most)
    assert said.startswith(("disk:", "damaged:"))
    assert str(folder) in said
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("most", [0, 100_000, 1_000_000])
def test_a_restore_without_space_says_so_and_changes_nothing(archive: Path, sample_backup: Path, most: int):
    before = contents(archive)
    said = in_little_space(lambda: restore(sample_backup, archive, force=True), most)
    assert said.startswith("disk:")
    assert contents(archive) == before


def test_a_backup_made_while_pages_are_taken_in_restores_to_an_archive_without_a_fault(tmp_path: Path):
    data, backups = tmp_path / "busy", []
    manage(data, "prepare", "--no-pages")
    with start_ingest(data) as ingest:
        while ingest.poll() is None and len(backups) < 50:
            backups.append(tmp_path / f"{len(backups)}.tar")
            write_backup(places_of(data), backups[-1])
    assert ingest.returncode == 0
    sizes = []
    for file in backups:
        shutil.rmtree(tmp_path / "new", ignore_errors=True)
        report = restore(file, tmp_path / "new")
        assert report.problems == {}
        sizes.append(report.counts["archive_article"])
    assert sizes == sorted(sizes)
    halfway = [size for size in sizes if 0 < size < 85]
    chosen = backups[sizes.index(halfway[-1])] if halfway else backups[-1]
    shutil.rmtree(tmp_path / "new")
    manage(tmp_path / "new", "restore", chosen)
    assert manage(tmp_path / "new", "verify_archive", check=False).stdout.count(" ok") == 4


TOGETHER = 50


def test_ingest_indexer_rebuild_and_backup_killed_beside_each_other_end_as_undisturbed_ones(tmp_path: Path):
    write_stream(tmp_path / "pages.jsonl", 20)
    data = tmp_path / "data"
    data.mkdir()
    said = run(data, "-m", "tests.keeping.killed_together", str(tmp_path / "pages.jsonl"), str(TOGETHER), "2026")
    told = json.loads(said.stdout.splitlines()[-1])
    assert sum(told["died"].values()) >= TOGETHER
    assert min(told["died"].values()) >= EACH_AT_LEAST, "one of them was hardly ever killed"
    assert told["ended"] == [True, True]
    assert told["whole"]["originals"] > 20
    assert told["resumed"] == told["whole"]
    restored = tmp_path / "restored"
    manage(restored, "restore", tmp_path / "backup.tar")
    assert manage(restored, "verify_archive", check=False).stdout.count(" ok") == 4
