"""Known hosts have names; unknown hosts have none."""

from __future__ import annotations

import pytest

from archive.extract.sites import find_site


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.gmw.cn/01gmrb/2007-08/10/content_653227.htm", "光明日报"),
        ("https://news.gmw.cn/2025-12/05/content_38459122.htm", "光明网"),
        ("http://big5.china.com.cn/gate/big5/gongyi.china.com.cn/2020-10/13/1.htm", "中国网"),
        ("http://xj.wenming.cn/tp/1.htm", "新疆文明网"),
    ],
)
def test_a_known_host_gives_its_name(url, name):
    site = find_site(url)
    assert site is not None
    assert site.name == name


@pytest.mark.parametrize("url", [None, "", "http://news.cn.example.org/", "http://[", "seeds/000.txt", "http://cn/"])
def test_an_unknown_host_gives_none(url):
    assert find_site(url) is None
