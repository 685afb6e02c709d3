from __future__ import annotations

import pytest

from archive.search.query import SearchQuery
from archive.web.presenters.links import search_address, web_address


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "http://",
        "http://[",
        "ftp://a.example/x",
        "",
    ],
)
def test_only_web_addresses_become_links(url):
    assert web_address(url) is None


def test_a_web_address_is_kept():
    assert web_address(" https://news.example/a?b=1 ") == "https://news.example/a?b=1"


def test_one_search_has_one_address():
    query = SearchQuery(q="义诊 武汉", region=("420000", "370000"))
    assert search_address(query) == "/search/?q=%E4%B9%89%E8%AF%8A+%E6%AD%A6%E6%B1%89&region=420000&region=370000"
    assert search_address(SearchQuery()) == "/search/"
