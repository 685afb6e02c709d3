from __future__ import annotations

import errno
import subprocess
import sys
import tarfile
import threading
from pathlib import Path

import pytest

from archive.errors import KeepingError
from archive.keeping import backup as backup_module
from archive.keeping.backup import write_backup
from archive.keeping.form import HEADER, MANIFEST, SUMS, read_manifest
from tests.keeping.archives import places_of
from tests.keeping.busy_archive import add_page, count_pages


def test_the_file_opens_with_ordinary_tools_and_its_hashes_hold(sample_backup: Path, tmp_path: Path):
    subprocess.run(["tar", "-xf", sample_backup, "-C", tmp_path], check=True)
    assert subprocess.run(["sha256sum", "--quiet", "-c", SUMS], cwd=tmp_path, check=False).returncode == 0


def test_it_holds_neither_the_index_nor_the_key(sample_backup: Path):
    with tarfile.open(sample_backup) as tar:
        names = tar.getnames()
        manifest = read_manifest(tar.extractfile(MANIFEST).read())
    assert names[0] == HEADER
    assert not [name for name in names if "index" in name or "secret" in name]
    assert manifest.counts["archive_savedfile"] == len([name for name in names if name.startswith("files/")]) > 80


def test_only_its_owner_can_read_it(sample_backup: Path):
    assert sample_backup.stat().st_mode & 0o077 == 0


def test_two_backups_of_one_archive_differ_only_in_their_date(archive: Path, tmp_path: Path):
    for name in ("one", "two"):
        write_backup(places_of(archive), tmp_path / name)
    with tarfile.open(tmp_path / "one") as one, tarfile.open(tmp_path / "two") as two:
        for left, right in zip(one, two, strict=True):
            if left.name not in (HEADER, SUMS, MANIFEST):
                assert one.extractfile(left).read() == two.extractfile(right).read()


def test_a_file_that_is_there_is_replaced_only_when_told(archive: Path, tmp_path: Path):
    target = tmp_path / "b.tar"
    target.write_bytes(b"precious")
    with pytest.raises(KeepingError, match="exists already"):
        write_backup(places_of(archive), target)
    assert target.read_bytes() == b"precious"
    write_backup(places_of(archive), target, force=True)
    assert tarfile.is_tarfile(target)


def test_a_full_disk_leaves_neither_a_half_file_nor_drafts(archive: Path, tmp_path: Path, monkeypatch):
    folder = tmp_path / "disk"
    folder.mkdir()
    (folder / "b.tar").write_bytes(b"precious")
    add = backup_module._Writer._add

    def fill_up(self, name, *rest):
        if name.startswith("files/5"):
            raise OSError(errno.ENOSPC, "No space left on device")
        add(self, name, *rest)

    monkeypatch.setattr(backup_module._Writer, "_add", fill_up)
    with pytest.raises(KeepingError, match="No space left"):
        write_backup(places_of(archive), folder / "b.tar", force=True)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"b.tar": b"precious"}


def test_what_a_killed_backup_left_is_swept_by_the_next(archive: Path, tmp_path: Path):
    folder = tmp_path / "disk"
    (folder / ".b.tar.work").mkdir(parents=True)
    (folder / ".b.tar.work" / "archive.sqlite3").write_bytes(b"half")
    (folder / ".b.tar.part").write_bytes(b"half")
    write_backup(places_of(archive), folder / "b.tar")
    assert [path.name for path in folder.iterdir()] == ["b.tar"]


def test_a_second_backup_at_the_same_time_is_refused(archive: Path, tmp_path: Path):
    holder = f"""
import sys
from filelock import FileLock
with FileLock({str(archive / "backup.lock")!r}):
    print("held", flush=True)
    sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", holder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(KeepingError, match="another backup"):
            write_backup(places_of(archive), tmp_path / "b.tar")
        other.stdin.close()
    assert write_backup(places_of(archive), tmp_path / "b.tar").originals > 80


def test_a_missing_and_a_damaged_original_do_not_keep_the_rest_from_being_saved(archive: Path, tmp_path: Path):
    places = places_of(archive)
    first, second, *_rest = sorted(places.files.rglob("*.gz"))
    first.unlink()
    second.write_bytes(second.read_bytes()[:-20])
    report = write_backup(places, tmp_path / "b.tar")
    hashes = [path.name.removesuffix(".gz") for path in (first, second)]
    assert report.problems == {hashes[0]: "missing", hashes[1]: "damaged"}


def test_pages_that_come_in_meanwhile_are_whole_in_it_or_not_there(archive: Path, tmp_path: Path):
    places = places_of(archive)
    stop = threading.Event()
    before = count_pages(places.database)

    def take_in() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            add_page(places, number)

    writer = threading.Thread(target=take_in)
    writer.start()
    try:
        reports = [write_backup(places, tmp_path / f"{number}.tar") for number in range(8)]
    finally:
        stop.set()
        writer.join()
    held = [report.counts["archive_savedfile"] for report in reports]
    assert [report.problems for report in reports] == [{}] * 8
    assert held == sorted(held)
    assert before < held[-1]
