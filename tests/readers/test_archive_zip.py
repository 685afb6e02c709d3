"""ZIP archives of pages: members, names, bounds."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.readers import archive_zip
from archive.readers.registry import read_bytes, read_pages
from archive.records import Page, UnreadablePage
from tests.readers.builders import build_docx, build_record, build_zip, pack_records, word_paragraph

TEXT = "社区志愿者在行动\n\n7月7日，志愿者走进社区，为居民提供服务。\n".encode()
PAGE = b"<html><head><title>t</title></head><body><p>" + TEXT + b"</p></body></html>"


def _read(data: bytes) -> list[Page | UnreadablePage]:
    return list(read_bytes(data, name="a.zip"))


def _codes(items: list[Page | UnreadablePage]) -> list[str | None]:
    return [getattr(item, "code", None) for item in items]


def test_every_member_is_read_by_its_own_reader() -> None:
    members = {
        "a.txt": TEXT,
        "pages/b.html": PAGE,
        "c.jsonl": b'{"title": "a", "text": "b"}\n{"title": "c", "text": "d"}',
        "d.csv": "标题,正文\n甲,乙\n".encode("gbk"),
        "e.docx": build_docx(word_paragraph("志愿者")),
        "f.warc.gz": pack_records([build_record(PAGE)]),
        "g.txt.gz": gzip.compress(TEXT),
    }
    items = _read(build_zip(members))
    assert all(isinstance(item, Page) for item in items)
    assert [item.name.removeprefix("a.zip!") for item in items] == [
        *("a.txt", "pages/b.html", "c.jsonl:1", "c.jsonl:2", "d.csv:2", "e.docx", "f.warc.gz:1", "g.txt.gz")
    ]


def test_the_original_of_a_member_is_its_own_bytes() -> None:
    (page,) = _read(build_zip({"a.txt": TEXT}))
    assert isinstance(page, Page) and page.raw == TEXT


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_chinese_names_are_read_from_either_charset(charset: str) -> None:
    items = _read(build_zip({"志愿/净滩.txt": TEXT, "公益.txt": TEXT}, names_in=charset))
    assert [item.name for item in items] == ["a.zip!志愿/净滩.txt", "a.zip!公益.txt"]


def test_names_that_lead_out_of_the_archive_are_only_labels() -> None:
    items = _read(build_zip({"../../a.txt": TEXT, "/etc/b.txt": TEXT, "..\\c\n.txt": TEXT}))
    assert [item.name for item in items] == ["a.zip!a.txt", "a.zip!etc/b.txt", "a.zip!c\ufffd.txt"]


def test_a_member_without_a_name_is_read() -> None:
    items = _read(build_zip({"nameless": TEXT}).replace(b"nameless", b"\0ameless"))
    assert [item.name for item in items] == ["a.zip!(no name)"]


def test_folders_and_hidden_members_are_passed_over() -> None:
    items = _read(build_zip({"x/": b"", "__MACOSX/._a.txt": b"\0", ".DS_Store": b"\0", "x/a.txt": TEXT}))
    assert [item.name for item in items] == ["a.zip!x/a.txt"]


def test_an_archive_in_an_archive_is_not_opened() -> None:
    inner = build_zip({"a.txt": TEXT})
    items = _read(
        build_zip({"b.zip": inner, "c.zip.gz": gzip.compress(inner), "d.gz.gz": gzip.compress(gzip.compress(TEXT))})
    )
    assert _codes(items) == ["nested", "nested", "nested"]


def test_an_encrypted_member_says_so_and_the_others_are_read() -> None:
    data = bytearray(build_zip({"a.txt": TEXT, "b.txt": TEXT}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    items = _read(bytes(data))
    assert _codes(items) == ["encrypted", None]


def test_a_method_that_expands_without_bounds_is_refused() -> None:
    assert _codes(_read(build_zip({"a.txt": TEXT}, method=zipfile.ZIP_LZMA))) == ["unsupported"]


def test_a_damaged_member_is_one_failure() -> None:
    data = build_zip({"a.txt": TEXT * 50, "b.txt": TEXT})
    broken = data[:60] + bytes(20) + data[80:]
    assert _codes(_read(broken)) == ["damaged", None]


def test_a_cut_archive_is_one_failure() -> None:
    assert _codes(_read(build_zip({"a.txt": TEXT})[:-10])) == ["damaged"]


def test_a_workbook_is_refused_by_its_kind() -> None:
    assert _codes(_read(build_zip({"xl/workbook.xml": b"<a/>"}))) == ["unsupported"]


def test_a_bomb_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(20):
            archive.writestr(f"{number}.jsonl", b" " * 8_000_000 + b"\n")
    items = list(read_pages(path))
    assert items[-1].name == str(path)
    assert _codes(items)[-1] == "too_large"
    assert len(items) < 20


def test_a_gzip_bomb_is_stopped() -> None:
    (item,) = read_bytes(gzip.compress(b" " * 120_000_000), name="a.csv.gz")
    assert isinstance(item, UnreadablePage) and item.code == "too_large"
    (item,) = read_bytes(gzip.compress((b" " * 999 + b"\n") * 120_000), name="a.jsonl.gz")
    assert isinstance(item, UnreadablePage) and item.code == "too_large"


def test_a_member_beyond_a_page_is_refused_alone() -> None:
    items = _read(build_zip({"a.txt": b"x" * (21 * 1024 * 1024), "b.txt": TEXT}))
    assert _codes(items) == ["too_large", None]


def test_too_many_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_zip, "MAX_MEMBERS", 3)
    assert _codes(_read(build_zip({f"{number}.txt": TEXT for number in range(4)}))) == ["too_large"]


def test_a_directory_that_claims_to_be_huge_is_never_read() -> None:
    class Claimed(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise AssertionError(f"{size} bytes were asked for")

    with pytest.raises(archive_zip.ReadError, match="directory"):
        archive_zip.BoundedFile(Claimed()).read(10**9)


@given(st.binary(max_size=400))
def test_any_bytes_behind_the_magic_give_a_record(data: bytes) -> None:
    assert _read(b"PK\x03\x04" + data)
    assert list(read_bytes(b"\x1f\x8b\x08" + data, name="a.gz"))


_ZIP = build_zip({"a.txt": TEXT, "b.html": PAGE})
_GZIP = gzip.compress(TEXT)


@given(st.integers(0, len(_ZIP) - 1), st.integers(0, 255))
def test_one_wrong_byte_never_stops_the_reader(place: int, value: int) -> None:
    data = bytearray(_ZIP)
    data[place] = value
    assert _read(bytes(data))
    packed = bytearray(_GZIP)
    packed[place % len(packed)] = value
    assert list(read_bytes(bytes(packed), name="a.gz"))
