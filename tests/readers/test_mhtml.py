"""Pages that browsers saved in one file."""

import base64
import datetime as dt
import quopri

from hypothesis import given
from hypothesis import strategies as st

from archive.readers.registry import read_bytes
from archive.records import Page, UnreadablePage
from tests.readers.builders import build_mhtml, mhtml_part

PAGE = "<html><head><title>净滩</title></head><body><p>志愿者在海边捡拾垃圾。</p></body></html>"
FRAME = mhtml_part(b"<html><body>frame</body></html>")


def _page(data: bytes) -> Page:
    (page,) = read_bytes(data, name="a.mht")
    assert isinstance(page, Page), page
    return page


def test_the_first_markup_is_the_page_and_the_file_its_original() -> None:
    data = build_mhtml([mhtml_part(PAGE.encode()), FRAME])
    page = _page(data)
    assert (page.content, page.raw, page.media_type) == (PAGE, data, "text/html")
    assert page.url == "https://news.gulou.example/2024/7.html"
    assert page.captured_at == dt.datetime.fromisoformat("2024-07-06T01:02:03+08:00")


def test_the_part_named_as_start_is_the_page() -> None:
    root = mhtml_part(PAGE.encode(), headers="Content-ID: <root@a>\r\n")
    assert _page(build_mhtml([FRAME, root], parameters='\r\n\tstart="<root@a>";')).content == PAGE


def test_the_charset_of_the_part_is_believed() -> None:
    page = _page(build_mhtml([mhtml_part("<p>志愿</p>".encode("big5"), 'text/html; charset="big5"')]))
    assert (page.content, page.charset) == ("<p>志愿</p>", "big5hkscs")


def test_transfer_encodings_are_undone() -> None:
    for name, data in (
        ("quoted-printable", quopri.encodestring(PAGE.encode())),
        ("base64", base64.encodebytes(PAGE.encode())),
    ):
        part = f"Content-Type: text/html\r\nContent-Transfer-Encoding: {name}\r\n\r\n".encode() + data
        assert _page(build_mhtml([part])).content.strip() == PAGE


def test_the_address_of_the_part_counts_where_the_file_states_none() -> None:
    part = mhtml_part(PAGE.encode(), headers="Content-Location: http://a.example/long/\r\n path.htm\r\n")
    assert _page(build_mhtml([part], headers="")).url == "http://a.example/long/path.htm"


def test_a_local_address_is_none() -> None:
    part = mhtml_part(PAGE.encode(), headers="Content-Location: file:///C:/a.htm\r\n")
    assert _page(build_mhtml([part], headers="")).url is None


def test_a_wrong_date_is_left_out() -> None:
    assert _page(build_mhtml([mhtml_part(PAGE.encode())], date="yesterday")).captured_at is None


def test_a_file_without_markup_says_so() -> None:
    (item,) = read_bytes(build_mhtml([mhtml_part(b"text", "text/plain")]), name="a.mht")
    assert isinstance(item, UnreadablePage) and item.code == "no_text"


def test_a_text_that_speaks_of_mail_is_text() -> None:
    text = "标题：志愿者\n\nMIME-Version: 1.0\nContent-Type: text/html\n\n正文在这里，志愿者服务。"
    assert _page(text.encode()).media_type == "text/plain"


@given(st.binary(max_size=400))
def test_any_bytes_behind_the_headers_give_a_record(data: bytes) -> None:
    (item,) = read_bytes(build_mhtml([data]), name="a.mht")
    assert isinstance(item, Page | UnreadablePage)


_HEADER_PARTS = ["Content-Type: ", "multipart/", "related", "; boundary=", '"', "=?gbk?b?", "\r\n", " ", "--", "\xff"]


@given(st.lists(st.sampled_from(_HEADER_PARTS)))
def test_any_headers_give_a_record(parts: list[str]) -> None:
    data = b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n" + "".join(parts).encode("latin-1")
    assert list(read_bytes(data, name="a.mht"))
