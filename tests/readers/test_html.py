"""Saved HTML pages."""

import datetime as dt

import pytest

from archive.readers.html import looks_like_html, stated_address
from archive.readers.registry import read_bytes
from archive.records import Page

PAGE = (
    '<html><head><meta http-equiv="Content-Type" content="text/html; charset={0}"><title>志愿服务活动</title></head>'
    "<body><p>志愿者走进社区，为居民提供服务，活动受到大家的欢迎。</p></body></html>"
)


def _read(data: bytes, name: str = "page.html", **given: str) -> Page:
    (page,) = read_bytes(data, name=name, **given)
    assert isinstance(page, Page), page
    return page


@pytest.mark.parametrize(
    ("label", "charset"), [("gb2312", "gbk"), ("utf-8", "utf-8"), ("GBK", "gbk"), ("big5", "big5")]
)
def test_the_charset_a_page_declares_is_used(label: str, charset: str) -> None:
    text = PAGE.format(label)
    text = text.translate(str.maketrans("动务区为务动欢这", "動務區為務動歡這")) if charset == "big5" else text
    data = text.encode(charset, "replace")
    page = _read(data)
    assert page.media_type == "text/html"
    assert page.raw == data
    assert "志愿" in page.content
    assert page.flags == ()


def test_a_wrong_declaration_in_the_page_is_overruled() -> None:
    page = _read(PAGE.format("utf-8").encode("gbk"))
    assert "志愿者走进社区" in page.content
    assert page.flags == ("charset_mismatch",)


def test_a_page_without_declaration_is_read_by_what_it_holds() -> None:
    page = _read("<p>志愿者走进社区</p><p>为居民提供服务</p>".encode("gbk"))
    assert "为居民提供服务" in page.content
    assert page.charset == "gb18030"


def test_the_media_types_charset_goes_before_the_pages() -> None:
    page = _read(PAGE.format("utf-8").encode("gbk"), media_type="text/html; charset=gbk")
    assert page.flags == ()


def test_utf16_markup_is_markup() -> None:
    page = _read(PAGE.format("utf-16").encode("utf-16"))
    assert page.media_type == "text/html"
    assert page.content.startswith("<html>")


def test_content_decides_before_the_name() -> None:
    assert _read("普通的文字，没有标记。".encode(), name="page.html").media_type == "text/plain"
    assert _read(PAGE.format("utf-8").encode(), name="page.txt").media_type == "text/html"


@pytest.mark.parametrize("text", ["3 < 5 且 7 > 6", "<<百步亭>>活动", "志愿服务/p>社区", "用 <br> 换行", "a<b>c"])
def test_signs_in_plain_text_are_no_markup(text: str) -> None:
    assert not looks_like_html(text)


@pytest.mark.parametrize(
    ("markup", "address"),
    [
        ("<!-- saved from url=(0030)https://news.example.cn/a/1.html -->", "https://news.example.cn/a/1.html"),
        ('<link rel="canonical" href="https://a.example.cn/1?x=1&amp;y=2">', "https://a.example.cn/1?x=1&y=2"),
        ("<link href='https://a.example.cn/2' rel='canonical'/>", "https://a.example.cn/2"),
        ('<meta property="og:url" content="http://a.example.cn/3">', "http://a.example.cn/3"),
        (
            '<link rel="canonical" href="https://a.example.cn/"><meta name="og:url" content="https://a.example.cn/4">',
            "https://a.example.cn/4",
        ),
        ('<link rel="canonical" href="/relative">', None),
        ('<link rel="canonical" href="javascript:alert(1)">', None),
        ('<link rel="canonical" href="http://[broken/x">', None),
        ("<p>https://a.example.cn/5</p>", None),
    ],
)
def test_the_address_a_page_states_is_found(markup: str, address: str | None) -> None:
    assert stated_address(f"<html>{markup}") == (address, None)


def test_a_saving_programs_comment_gives_address_and_time() -> None:
    comment = (
        "<!--\n Page saved with SingleFile \n url: https://a.example.cn/6 \n"
        " saved date: Sat Oct 26 2024 12:30:00 GMT+0800 (China)\n-->"
    )
    address, saved = stated_address(f"<!DOCTYPE html> <html>{comment}")
    assert address == "https://a.example.cn/6"
    assert saved == dt.datetime(2024, 10, 26, 4, 30, tzinfo=dt.UTC)


def test_a_given_address_is_not_replaced() -> None:
    data = b'<html><link rel="canonical" href="https://b.example.cn/other"><p>text'
    assert _read(data, url="https://a.example.cn/x").url == "https://a.example.cn/x"
