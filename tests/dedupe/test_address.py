"""Two spellings of one address are one address; what is no web address is none."""

from __future__ import annotations

import pytest

from archive.dedupe.address import host_of, names_one_page, normalise_address


@pytest.mark.parametrize(
    ("spelled", "same_as"),
    [
        ("HTTP://News.Example.CN/a/B.html", "http://news.example.cn/a/B.html"),
        ("http://news.example.cn:80/a", "http://news.example.cn/a"),
        ("https://news.example.cn:443/a#top", "https://news.example.cn/a"),
        ("https://news.example.cn", "https://news.example.cn/"),
        (" https://user:word@news.example.cn./a ", "https://news.example.cn/a"),
        ("http://[2001:DB8::1]:80/a", "http://[2001:db8::1]/a"),
    ],
)
def test_it_evens_out_spelling(spelled: str, same_as: str) -> None:
    assert normalise_address(spelled) == same_as


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.example/x", "https://a.example/x"),
        ("http://a.example/x?id=1", "http://a.example/x?id=2"),
        ("http://a.example:8080/x", "http://a.example/x"),
        ("http://a.example/X", "http://a.example/x"),
    ],
)
def test_it_keeps_what_may_name_another_page(one: str, other: str) -> None:
    assert normalise_address(one) != normalise_address(other)


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://",
        "http://[broken",
        "http://a.example:99999999/x",
        "http://a.example/\x00",
        "http://a.example/\ud800",
    ],
)
def test_what_is_no_web_address_is_none(text: str | None) -> None:
    assert normalise_address(text) == ""


def test_a_host_is_one_with_and_without_www() -> None:
    assert host_of("http://www.example.cn/a") == host_of("http://example.cn:8080/b") == "example.cn"
    assert host_of("") == ""


def test_a_front_page_names_no_article() -> None:
    assert not names_one_page("https://example.cn/")
    assert names_one_page("https://example.cn/?id=7")
    assert names_one_page("https://example.cn/7.html")
