"""Original bytes come back exactly, or it is said that they do not."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from archive.errors import StoreError
from archive.ingest import originals
from archive.ingest.originals import hash_bytes, original_path, read_original, write_original
from archive.models import SavedFile


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


def test_what_was_written_is_read_back() -> None:
    data = bytes(range(256)) * 1000
    assert read_original(SavedFile(sha256=write_original(data))) == data


def test_the_same_bytes_are_one_file_that_is_always_the_same(tmp_path: Path) -> None:
    path = original_path(write_original("志愿".encode() * 99))
    first = path.read_bytes()
    path.unlink()
    write_original("志愿".encode() * 99)
    write_original("志愿".encode() * 99)
    assert path.read_bytes() == first
    assert [file for file in (tmp_path / "files").rglob("*") if file.is_file()] == [path]


@pytest.mark.parametrize("damage", [b"", b"no gzip", gzip.compress(b"other bytes")])
def test_a_damaged_file_is_told_and_not_returned(damage: bytes) -> None:
    sha256 = write_original(b"the page")
    original_path(sha256).write_bytes(damage)
    with pytest.raises(StoreError) as caught:
        read_original(SavedFile(sha256=sha256))
    assert caught.value.code == "damaged_original"


def test_a_truncated_file_is_told() -> None:
    path = original_path(sha256 := write_original(b"the page" * 500))
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(StoreError) as caught:
        read_original(SavedFile(sha256=sha256))
    assert caught.value.code == "damaged_original"


def test_a_missing_file_is_told() -> None:
    with pytest.raises(StoreError) as caught:
        read_original(SavedFile(sha256="0" * 64))
    assert caught.value.code == "missing_original"


def test_a_disk_that_refuses_leaves_nothing_behind(settings, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder is needed")
    settings.FILES_DIR = blocked
    with pytest.raises(StoreError):
        write_original(b"the page")
    assert blocked.read_text() == "a file where a folder is needed"


@pytest.mark.parametrize("left", [b"", b"no gzip", gzip.compress(b"other bytes")])
def test_a_name_that_a_power_cut_left_without_its_bytes_gets_them(tmp_path: Path, left: bytes) -> None:
    path = original_path(sha256 := hash_bytes(b"the page"))
    path.parent.mkdir(parents=True)
    path.write_bytes(left)
    write_original(b"the page")
    assert read_original(SavedFile(sha256=sha256)) == b"the page"
    assert [file for file in (tmp_path / "files").rglob("*") if file.is_file()] == [path]


def test_a_file_that_is_right_is_never_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    path = original_path(write_original(b"the page"))
    first = path.stat().st_ino
    write_original(b"the page")
    # As if another process wrote it between the question and the answer.
    monkeypatch.setattr(originals, "_holds", Answers(False, True))
    write_original(b"the page")
    assert path.stat().st_ino == first
    assert [file.name for file in path.parent.iterdir()] == [path.name]


class Answers:
    def __init__(self, *answers: bool) -> None:
        self._answers = list(answers)

    def __call__(self, _path: Path, _data: bytes) -> bool:
        return self._answers.pop(0)
