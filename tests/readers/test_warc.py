"""WARC files, whole, packed and damaged."""

import datetime as dt
import gzip
import re
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.readers.registry import read_bytes
from archive.records import Page, UnreadablePage
from tests.readers.builders import build_record, pack_records

PAGE = "<html><head><title>净滩</title></head><body><p>志愿者在海边捡拾垃圾。</p></body></html>"
RECORDS = [
    build_record(PAGE.encode() + b"<!-- %d -->" % number, url=f"http://a.example/{number}") for number in range(5)
]


def _read(data: bytes, name: str = "a.warc") -> list[Page | UnreadablePage]:
    return list(read_bytes(data, name=name))


def _page(record: bytes) -> Page:
    (page,) = _read(record)
    assert isinstance(page, Page), page
    return page


def test_a_record_gives_its_page_with_address_and_time() -> None:
    page = _page(build_record(PAGE.encode()))
    assert (page.content, page.raw, page.media_type) == (PAGE, PAGE.encode(), "text/html")
    assert page.url == "http://news.gulou.example/a.htm"
    assert page.captured_at == dt.datetime(2024, 7, 6, 1, 2, 3, tzinfo=dt.UTC)
    assert page.name == "a.warc:1"


def test_the_charset_of_the_server_is_believed_and_kept() -> None:
    page = _page(build_record("<p>志愿</p>".encode("big5"), media_type="text/html; charset=Big5"))
    assert (page.content, page.raw_media_type) == ("<p>志愿</p>", "text/html; charset=big5")
    (again,) = read_bytes(page.raw, name=page.name, media_type=page.raw_media_type)
    assert isinstance(again, Page) and again.content == page.content


def test_an_address_in_angle_brackets_is_taken_out() -> None:
    assert _page(build_record(PAGE.encode(), url="<http://a.example/>")).url == "http://a.example/"


@pytest.mark.parametrize(
    ("payload", "headers"),
    [
        (gzip.compress(PAGE.encode()), "Content-Encoding: gzip\r\n"),
        (gzip.compress(PAGE.encode()), "Content-Encoding: x-gzip\r\n"),
        (zlib.compress(PAGE.encode()), "Content-Encoding: deflate\r\n"),
        (b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE.encode()), PAGE.encode()), "Transfer-Encoding: Chunked\r\n"),
        (PAGE.encode(), "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"),
    ],
    ids=["gzip", "x-gzip", "deflate", "chunked", "wrongly stated"],
)
def test_codings_are_undone(payload: bytes, headers: str) -> None:
    assert _page(build_record(payload, headers=headers)).content == PAGE


def test_an_unknown_coding_is_told() -> None:
    (item,) = _read(build_record(b"\x8b\x03\x80", headers="Content-Encoding: br\r\n"))
    assert isinstance(item, UnreadablePage) and item.code == "unsupported"


def test_a_resource_and_a_conversion_are_pages_too() -> None:
    text = "志愿者在海边捡拾垃圾，整理公共区域。"
    items = _read(
        build_record(PAGE.encode(), kind="resource")
        + build_record(text.encode(), kind="conversion", media_type="text/plain")
    )
    assert [item.content for item in items if isinstance(item, Page)] == [PAGE, text]


@pytest.mark.parametrize(
    "record",
    [
        build_record(PAGE.encode(), status="404 Not Found"),
        build_record(b"\x89PNG\r\n", media_type="image/png"),
        build_record(b'{"code": 0}'),
        build_record(b""),
        build_record(b"", kind="request"),
        build_record(b"a: b\r\n", kind="warcinfo", media_type="application/warc-fields"),
        build_record(PAGE.encode(), kind="revisit"),
    ],
    ids=["not found", "image", "json in html's clothes", "nothing", "request", "info", "revisit"],
)
def test_what_is_no_page_is_passed_over(record: bytes) -> None:
    assert [item.name for item in _read(record + RECORDS[0])] == ["a.warc:2"]
    (alone,) = _read(record)
    assert isinstance(alone, UnreadablePage) and alone.code == "empty"


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_of_a_cut_archive_what_is_whole_is_read_and_the_rest_is_one_failure(packed: bool) -> None:
    records = [gzip.compress(record) for record in RECORDS] if packed else RECORDS
    # The last bytes are line ends, and a checksum in the packed file: without them the page is still whole.
    for cut in range(30 if packed else 5, len(records[-1]) - 12, 7):
        *pages, failure = _read(b"".join(records)[:-cut])
        assert [page.url for page in pages if isinstance(page, Page)] == [f"http://a.example/{n}" for n in range(4)]
        assert isinstance(failure, UnreadablePage) and failure.code in {"truncated", "damaged"}


def test_of_a_damaged_archive_what_comes_before_is_read() -> None:
    records = [gzip.compress(record) for record in RECORDS]
    data = b"".join(records[:3]) + b"\x1f\x8b\x08" + bytes(range(200)) + b"".join(records[3:])
    items = _read(data)
    assert [isinstance(item, Page) for item in items] == [True, True, True, False]
    assert isinstance(items[-1], UnreadablePage) and items[-1].code == "damaged"


@pytest.mark.parametrize("length", ["10", "500", "100000", "1000000000", "-5", "many"])
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_records_behind_a_wrong_length_are_read(length: str, packed: bool) -> None:
    wrong = re.sub(rb"(WARC/[^\0]*?Content-Length: )\d+", rb"\g<1>" + length.encode(), RECORDS[1], count=1)
    data = b"".join([RECORDS[0], wrong, *RECORDS[2:]])
    items = _read(gzip.compress(data) if packed else data, "a.warc.gz" if packed else "a.warc")
    urls = [item.url for item in items if isinstance(item, Page)]
    assert [url for url in urls if url != "http://a.example/1"] == [f"http://a.example/{n}" for n in (0, 2, 3, 4)]
    failures = {item.code for item in items if isinstance(item, UnreadablePage)}
    assert failures and failures <= {"damaged", "truncated", "too_large"}


def test_one_packed_stream_of_all_records_is_read_as_well() -> None:
    assert len(_read(gzip.compress(b"".join(RECORDS)), "a.warc.gz")) == 5
    assert len(_read(pack_records(RECORDS), "a.warc.gz")) == 5


def test_a_payload_beyond_a_page_is_refused_and_the_next_is_read() -> None:
    bomb = gzip.compress(b"<p>" + b"x" * (21 * 1024 * 1024))
    items = _read(build_record(bomb, headers="Content-Encoding: gzip\r\n") + RECORDS[0])
    assert isinstance(items[0], UnreadablePage) and items[0].code == "too_large"
    assert isinstance(items[1], Page)


def test_headers_without_an_end_are_given_up() -> None:
    (item,) = _read(b"WARC/1.0\r\n" + b"x" * (3 * 1024 * 1024))
    assert isinstance(item, UnreadablePage) and item.code == "damaged"


@given(st.binary(max_size=400), st.booleans())
def test_any_bytes_behind_the_first_line_give_a_record(data: bytes, after_one: bool) -> None:
    items = _read((RECORDS[0] if after_one else b"") + b"WARC/1.0\r\n" + data)
    assert items and all(isinstance(item, Page | UnreadablePage) for item in items)
    assert not after_one or isinstance(items[0], Page)


@given(st.integers(0, len(RECORDS[0]) - 1), st.integers(0, 255))
def test_one_wrong_byte_never_stops_the_reader(place: int, value: int) -> None:
    data = bytearray(RECORDS[0] + RECORDS[1])
    data[place] = value
    assert _read(bytes(data))
