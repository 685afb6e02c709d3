"""Which files and folders are asked to be on the disk, with and without a system that takes all of them at once."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from archive.ingest import durable
from archive.ingest.durable import make_durable


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "files" / f"{n:02}" / "ab" / f"{n}.gz" for n in range(9)]
    for path in paths:
        path.parent.mkdir(parents=True)
        path.write_bytes(b"bytes")
    return paths


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """The inodes that were waited for."""
    seen: set[int] = set()
    real = os.fsync

    def fsync(descriptor: int) -> None:
        seen.add(os.fstat(descriptor).st_ino)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    return seen


def inodes(*paths: Path) -> set[int]:
    return {path.stat().st_ino for path in paths}


def test_a_few_files_are_waited_for_one_by_one_with_all_folders_above(files: list[Path], synced: set[int]) -> None:
    make_durable(files[:1], files[0].parents[2])
    assert synced == inodes(files[0], *files[0].parents[:3])


def test_where_the_system_knows_no_other_way_many_are_as_well(
    files: list[Path], synced: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable, "_find_syncfs", lambda: None)
    root = files[0].parents[2]
    make_durable(files, root)
    assert synced == inodes(root, *files, *(folder for file in files for folder in file.parents[:2]))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux syncs a whole file system at once")
def test_many_files_are_made_safe_by_one_call_for_their_file_system(
    files: list[Path], synced: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    real, called = durable._find_syncfs(), []
    assert real is not None

    def syncfs(descriptor: int) -> int:
        called.append(stat.S_ISDIR(os.fstat(descriptor).st_mode))
        return real(descriptor)

    monkeypatch.setattr(durable, "_find_syncfs", lambda: syncfs)
    make_durable(files, files[0].parents[2])
    assert called == [True]
    assert synced == set()


def test_a_file_system_that_could_not_write_everything_is_an_error(
    files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_descriptor: int) -> int:
        durable.ctypes.set_errno(errno.EIO)
        return -1

    monkeypatch.setattr(durable, "_find_syncfs", lambda: fail)
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        make_durable(files, files[0].parents[2])
