from __future__ import annotations

import io
import json
import random
import shutil
import sqlite3
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.errors import KeepingError
from archive.keeping import restore as restore_module
from archive.keeping.backup import write_backup
from archive.keeping.form import DATABASE, HEADER, MANIFEST, SUMS
from archive.keeping.restore import RestoreReport, restore_backup
from archive.keeping.snapshot import applied_migrations, opened
from tests.keeping.archives import ask, contents, dump, manage, places_of
from tests.keeping.busy_archive import add_page

Edit = Callable[[list[tuple[tarfile.TarInfo, bytes]]], object]


def restore(
    source: Path, data: Path, *, force: bool = False, known: set[tuple[str, str]] | None = None
) -> RestoreReport:
    data.mkdir(exist_ok=True)
    return restore_backup(places_of(data), source, known_migrations=known or known_migrations(), force=force)


def known_migrations() -> set[tuple[str, str]]:
    from django.db.migrations.loader import MigrationLoader

    return set(MigrationLoader(None).disk_migrations)


def edited(source: Path, target: Path, edit: Edit) -> Path:
    """The backup with its members changed."""
    with tarfile.open(source) as tar:
        members = [(member, tar.extractfile(member).read()) for member in tar]
    edit(members)
    with tarfile.open(target, "w") as tar:
        for member, data in members:
            member.size = len(data) if member.isreg() else 0
            tar.addfile(member, io.BytesIO(data) if member.isreg() else None)
    return target


def test_a_restored_archive_gives_the_same_answers(sample_archive: Path, sample_backup: Path, tmp_path: Path):
    said = manage(tmp_path / "new", "restore", sample_backup)
    assert "恢复" in said.stdout
    expected, given = ask(sample_archive), ask(tmp_path / "new")
    assert len(expected) >= 10
    assert given == expected
    assert sum(answer["total"] > 0 for answer in expected.values()) >= 8


def test_a_restored_archive_has_the_same_rows_and_originals(sample_archive: Path, sample_backup: Path, tmp_path: Path):
    restore(sample_backup, tmp_path / "new")
    expected, given = contents(sample_archive), contents(tmp_path / "new")
    assert given["archive.sqlite3"] == expected["archive.sqlite3"]
    assert {name: data for name, data in given.items() if name.startswith("files/")} == {
        name: data for name, data in expected.items() if name.startswith("files/")
    }


def test_an_archive_is_never_overwritten_unasked(archive: Path, sample_backup: Path):
    before = contents(archive)
    with pytest.raises(KeepingError, match="holds an archive already"):
        restore(sample_backup, archive)
    assert contents(archive) == before


def test_originals_without_a_database_are_an_archive_too(sample_backup: Path, tmp_path: Path):
    places = places_of(tmp_path / "new")
    kept = places.original("ab" * 32)
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"precious")
    with pytest.raises(KeepingError, match="holds an archive already"):
        restore(sample_backup, tmp_path / "new")
    assert kept.read_bytes() == b"precious"


def test_the_command_says_so_with_exit_code_1(archive: Path, sample_backup: Path, tmp_path: Path):
    for words in (("restore", sample_backup), ("restore", tmp_path / "nothing.tar", "--force")):
        done = manage(archive, *words, check=False)
        assert done.returncode == 1
        assert str(archive if len(words) == 2 else words[1]) in done.stderr
        assert "Traceback" not in done.stderr


def test_by_force_it_takes_the_place_of_the_old_one_which_is_kept(archive: Path, sample_backup: Path):
    expected = dump(archive / "archive.sqlite3")
    places = places_of(archive)
    newer = add_page(places, 1)
    old = dump(places.database)
    report = restore(sample_backup, archive, force=True)
    assert dump(places.database) == expected != old
    assert not places.original(newer).exists()
    assert report.kept is not None
    kept = places_of(report.kept)
    assert dump(kept.database) == old
    assert kept.original(newer).exists()


def test_the_journal_of_the_old_database_never_meets_the_new_one(archive: Path, sample_backup: Path):
    expected = dump(archive / "archive.sqlite3")
    places = places_of(archive)
    elsewhere = archive.with_name("open")
    connection = sqlite3.connect(places.database, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("UPDATE archive_article SET title = 'x'")
    shutil.copytree(archive, elsewhere)  # as a killed process leaves it: the change is in the journal only
    connection.close()
    assert (elsewhere / "archive.sqlite3-wal").stat().st_size > 0
    restore(sample_backup, elsewhere, force=True)
    assert dump(elsewhere / "archive.sqlite3") == expected


def test_it_is_refused_while_a_process_has_the_archive_open(archive: Path, sample_backup: Path, monkeypatch):
    monkeypatch.setattr("archive.keeping.databases.sqlite._PATIENCE", 0.2)
    connection = sqlite3.connect(archive / "archive.sqlite3", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("SELECT COUNT(*) FROM archive_article").fetchone()
    before = contents(archive)
    with pytest.raises(KeepingError, match="is in use"):
        restore(sample_backup, archive, force=True)
    assert contents(archive) == before
    connection.close()


@pytest.mark.parametrize("step", ["_move_originals", "_set_aside", "_move_strangers", "unpack_backup"])
def test_one_that_stops_half_way_leaves_a_whole_archive_old_or_new(
    archive: Path, sample_backup: Path, monkeypatch, step: str
):
    new = dump(archive / "archive.sqlite3")
    places = places_of(archive)
    newer = add_page(places, 1)
    old = dump(places.database)

    def stop(*_args, **_named):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(restore_module, step, stop)
        with pytest.raises(KeyboardInterrupt):
            restore(sample_backup, archive, force=True)
    assert dump(places.database) == (new if step == "_move_strangers" else old)
    connection = sqlite3.connect(places.database)
    named = [sha256 for (sha256,) in connection.execute("SELECT sha256 FROM archive_savedfile")]
    connection.close()
    assert [sha256 for sha256 in named if not places.original(sha256).exists()] == []
    restore(sample_backup, archive, force=True)
    assert dump(places.database) == new
    assert not places.original(newer).exists()


def escape(name: str) -> Edit:
    def edit(members):
        member = tarfile.TarInfo(name)
        members.insert(3, (member, b"x"))

    return edit


def link(members):
    member = tarfile.TarInfo("files/00/00/" + "0" * 64 + ".gz")
    member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
    members.insert(2, (member, b""))


def newer_form(members):
    header = json.loads(members[0][1])
    members[0] = (members[0][0], json.dumps({**header, "form": 99, "version": "9.9"}).encode())


def one_original_less(members):
    del members[5]


def one_original_twice(members):
    members.insert(5, members[5])


def other_bytes(members):
    members[7] = (members[7][0], members[7][1][:-1] + b"!")


def manifest_of_another(members):
    manifest = json.loads(members[-1][1])
    manifest["counts"]["archive_article"] += 1
    members[-1] = (members[-1][0], json.dumps(manifest).encode())


def bomb(members):
    import gzip

    members[1] = (members[1][0], gzip.compress(bytes(200_000_000), 1))


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (escape("../escaped"), "escaped"),
        (escape("/tmp/escaped"), "escaped"),
        (escape("files/../../escaped.gz"), "escaped"),
        (escape("files/00/00/" + "1" * 64 + ".gz"), "no backup does"),
        (link, "no backup does"),
        (newer_form, "newer version"),
        (one_original_less, "its hash"),
        (one_original_twice, "no backup does"),
        (other_bytes, "not what its hash says"),
        (manifest_of_another, "other counts"),
        (bomb, "does not hold the"),
        (lambda members: members.pop(), f"ends before {MANIFEST}"),
        (lambda members: members.pop(-2), MANIFEST),
        (lambda members: members.pop(0), "not a backup"),
        (lambda members: members.append(members[-1]), "follows"),
    ],
)
def test_a_file_that_was_tampered_with_is_refused_and_named(
    archive: Path, sample_backup: Path, tmp_path: Path, edit: Edit, said: str
):
    source = edited(sample_backup, tmp_path / "bad.tar", edit)
    before = contents(archive)
    with pytest.raises(KeepingError) as caught:
        restore(source, archive, force=True)
    assert said in str(caught.value)
    assert str(source) in str(caught.value)
    assert contents(archive) == before
    assert not list(tmp_path.rglob("*escaped*"))


def test_a_file_cut_anywhere_is_refused(sample_backup: Path, tmp_path: Path):
    whole = sample_backup.read_bytes()
    chance = random.Random(5)
    end = whole.rstrip(b"\0").__len__()
    source = tmp_path / "cut.tar"
    for length in [0, 1, 511, 512, 513, end - 1, *(chance.randrange(end) for _ in range(12))]:
        source.write_bytes(whole[:length])
        with pytest.raises(KeepingError, match=r"cut\.tar"):
            restore(source, tmp_path / "new")
        assert contents(tmp_path / "new") == {}


def test_one_wrong_byte_anywhere_is_refused_or_changes_nothing(sample_backup: Path, tmp_path: Path):
    whole = sample_backup.read_bytes()
    restore(sample_backup, tmp_path / "expected")
    expected = contents(tmp_path / "expected")
    chance = random.Random(6)
    refused = 0
    for number in range(16):
        wrong = bytearray(whole)
        wrong[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        (tmp_path / "wrong.tar").write_bytes(wrong)
        data = tmp_path / f"new{number}"
        try:
            restore(tmp_path / "wrong.tar", data)
        except KeepingError as error:
            assert "wrong.tar" in str(error)
            assert contents(data) == {}
            refused += 1
        else:
            assert contents(data) == expected
        shutil.rmtree(data)
    assert refused >= 8


@pytest.mark.parametrize("make", ["text", "tar", "gzip", "folder", "nothing"])
def test_a_file_of_another_kind_is_refused(sample_backup: Path, tmp_path: Path, make: str):
    source = tmp_path / "foreign"
    if make == "text":
        source.write_text("志愿" * 1000, encoding="utf-8")
    elif make == "tar":
        with tarfile.open(source, "w") as tar:
            tar.addfile(tarfile.TarInfo("letter.txt"))
    elif make == "gzip":
        import gzip

        source.write_bytes(gzip.compress(sample_backup.read_bytes(), 1))
    elif make == "folder":
        source.mkdir()
    with pytest.raises(KeepingError) as caught:
        restore(source, tmp_path / "new")
    assert caught.value.code == ("missing" if make in ("nothing", "folder") else "foreign")
    assert contents(tmp_path / "new") == {}


def test_a_database_of_a_newer_program_is_refused(sample_backup: Path, tmp_path: Path):
    with opened_backup_database(sample_backup, tmp_path) as connection:
        known = applied_migrations(connection) - {("archive", "0001_initial")}
    with pytest.raises(KeepingError, match="0001_initial"):
        restore(sample_backup, tmp_path / "new", known=known)
    assert contents(tmp_path / "new") == {}


def opened_backup_database(backup: Path, folder: Path):
    import gzip

    with tarfile.open(backup) as tar:
        (folder / "db").write_bytes(gzip.decompress(tar.extractfile(DATABASE).read()))
    return opened(folder / "db")


def test_what_was_missing_when_it_was_made_does_not_keep_the_rest_from_coming_back(archive: Path, tmp_path: Path):
    places = places_of(archive)
    lost = sorted(places.files.rglob("*.gz"))[3]
    lost.unlink()
    write_backup(places, tmp_path / "b.tar")
    report = restore(tmp_path / "b.tar", tmp_path / "new")
    assert report.problems == {lost.stem: "missing"}
    assert dump(tmp_path / "new" / "archive.sqlite3") == dump(places.database)


def test_the_names_of_the_parts_are_those_the_documentation_gives():
    assert (HEADER, DATABASE, SUMS, MANIFEST) == ("backup.json", "archive.sqlite3.gz", "SHA256SUMS", "manifest.json")
