"""A watched folder gives each file once, when nobody writes to it any more."""

from __future__ import annotations

from pathlib import Path

from archive.ingest.watch import WatchedFolder


def test_a_file_is_given_once_when_it_rests_and_again_when_it_changed(tmp_path: Path) -> None:
    watched = WatchedFolder(tmp_path)
    file = tmp_path / "deep" / "a.txt"
    file.parent.mkdir()
    file.write_text("begun")
    assert watched.look() == []
    file.write_text("begun, and more")
    assert watched.look() == []
    assert watched.look() == [file]
    assert watched.look() == []
    file.write_text("something else altogether")
    assert [watched.look(), watched.look(), watched.look()] == [[], [file], []]


def test_hidden_files_are_left_and_a_file_that_went_can_come_again(tmp_path: Path) -> None:
    watched = WatchedFolder(tmp_path)
    (tmp_path / ".a.txt.part").write_text("x")
    file = tmp_path / "a.txt"
    file.write_text("x")
    assert [watched.look(), watched.look()] == [[], [file]]
    file.unlink()
    assert watched.look() == []
    file.write_text("x")
    assert [watched.look(), watched.look()] == [[], [file]]


def test_what_could_not_be_taken_is_given_again(tmp_path: Path) -> None:
    watched = WatchedFolder(tmp_path)
    file = tmp_path / "a.txt"
    file.write_text("x")
    watched.look()
    watched.give_back(watched.look())
    assert watched.look() == [file]
