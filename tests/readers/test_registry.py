"""Files and bytes of any kind as records."""

import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.readers.registry import list_inputs, read_bytes, read_pages
from archive.records import Page, UnreadablePage
from tests.time_limit import time_limit

TEXT = "社区志愿者在行动\r\n\r\n7月7日，志愿者走进社区，为居民提供服务。\r\n"


def _failure(path: Path) -> UnreadablePage:
    (item,) = read_pages(path)
    assert isinstance(item, UnreadablePage), item
    return item


def test_a_text_file_is_one_page_with_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode())
    (page,) = read_pages(path)
    assert isinstance(page, Page)
    assert (page.content, page.raw, page.media_type) == (TEXT, TEXT.encode(), "text/plain")
    assert page.name == str(path)


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "empty"), (b"\n \n", "empty"), (b"\x89PNG\r\n\x1a\n\0\0\0", "binary"), (b"\0" * 500, "binary")],
)
def test_a_file_without_text_says_why(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    assert _failure(path).code == code


@pytest.mark.parametrize(
    ("name", "start"), [("a.txt", b"x"), ("a.jsonl", b"x"), ("a.txt", b'{"content": "'), ("a.html", b"<html>")]
)
def test_fifty_megabytes_of_one_line_are_refused_at_once(tmp_path: Path, name: str, start: bytes) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.write(start)
        for _ in range(50):
            file.write(b"x" * 1024 * 1024)
    with time_limit():
        assert _failure(path).code == "too_large"


def test_a_page_of_more_text_than_a_page_has_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes("志".encode() * (5 * 1024 * 1024 + 1))
    assert _failure(path).code == "too_large"


def test_what_cannot_be_opened_is_told(tmp_path: Path) -> None:
    assert _failure(tmp_path / "nothing.txt").code == "missing"
    assert _failure(tmp_path).code == "unreadable"
    assert _failure(Path("nul\0byte")).code == "unreadable"
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert _failure(pipe).code == "unreadable"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_told(tmp_path: Path) -> None:
    path = tmp_path / "closed.txt"
    path.write_text("text")
    path.chmod(0)
    assert _failure(path).code == "unreadable"


def test_folders_are_listed_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", ".hidden", ".git/x", "b/.DS_Store"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    names = [str(path.relative_to(tmp_path)) for path in list_inputs([tmp_path])]
    assert names == ["a.txt", "b/1.txt", "b/2.txt"]
    assert list(list_inputs([tmp_path / ".hidden", tmp_path / "missing"])) == [
        tmp_path / ".hidden",
        tmp_path / "missing",
    ]


def test_a_folder_that_may_not_be_entered_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "open.txt").write_text("x")
    scan = os.scandir

    def scan_open_ones(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", scan_open_ones)
    listed = list(list_inputs([tmp_path]))
    assert listed == [tmp_path / "open.txt", tmp_path / "closed"]
    assert _failure(listed[1]).code == "unreadable"


def test_a_binary_file_with_a_name_of_json_lines_is_one_failure(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(bytes(range(256)) * 100)
    assert _failure(path).code == "binary"


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.html", "a.jsonl", "a", "-", ""]))
@example(b"{", "a.jsonl")
@example(b'{"content":\xff}', "a.txt")
@example(b"<html>\xff\xfe", "a")
def test_any_bytes_give_at_least_one_record(data: bytes, name: str) -> None:
    items = list(read_bytes(data, name=name))
    assert items
    assert all(isinstance(item, Page | UnreadablePage) for item in items)


@given(
    st.lists(
        st.sampled_from(["<html>", "<meta charset=", "gbk", '"', ">", "\xa1\xa1", "{", "}", "\n", "志愿", "\0", "<p>"])
    )
)
def test_any_mixture_of_the_formats_gives_at_least_one_record(parts: list[str]) -> None:
    for charset in ("utf-8", "gb18030", "utf-16"):
        assert list(read_bytes("".join(parts).encode(charset), name="a"))


def test_the_real_pages_are_read_without_a_flag(shared: Path) -> None:
    for path in list_inputs([shared / "seeds"]):
        (page,) = read_pages(path)
        assert isinstance(page, Page)
        assert (page.media_type, page.charset, page.flags) == ("text/plain", "utf-8", ())
