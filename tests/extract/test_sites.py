"""Known hosts have names; unknown hosts have none."""

from __future__ import annotations

import pytest

from archive.errors import DataFileError
from archive.extract.article import extract_article
from archive.extract.sites import SiteTable, find_site, shipped_sites
from tests.extract.pages import make_page


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.gmw.cn/01gmrb/2007-08/10/content_653227.htm", "光明日报"),
        ("https://news.gmw.cn/2025-12/05/content_38459122.htm", "光明网"),
        ("http://big5.china.com.cn/gate/big5/gongyi.china.com.cn/2020-10/13/1.htm", "中国网"),
        ("http://xj.wenming.cn/tp/1.htm", "新疆文明网"),
        ("https://www.gov.cn/xinwen/2019-03/05/content_1.htm", "中国政府网"),
    ],
)
def test_a_known_host_gives_its_name(url, name):
    site = find_site(url)
    assert site is not None
    assert site.name == name


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "http://news.cn.example.org/",
        "http://[",
        "http://www.qinghe.gov.cn/xinwen/1.htm",
        "seeds/000.txt",
        "http://cn/",
    ],
)
def test_an_unknown_host_gives_none(url):
    assert find_site(url) is None


TABLE = SiteTable.from_rows(
    [
        {
            "host": "town.example",
            "name": "小镇网",
            "kind": "portal",
            "home_region": "420100",
            "title_selector": ".t",
            "body_selector": "#right",
            "date_selector": ".when",
            "source_selector": ".from",
            "author_selector": ".by",
        },
        {"host": "broken.example", "name": "坏网", "kind": "portal", "body_selector": "div[[", "title_selector": ""},
    ]
)
PARAGRAPH = "志愿者把塑料瓶、渔网和单只人字拖按颜色分拣，当场砌成一面六米长的墙，中间留出一只海龟形状的空洞。"
MARKUP = (
    "<html><title>别的题目</title><body><h1>网站口号永远不变</h1><div class=t>净滩砌成一面墙</div>"
    "<span class=when>08/06/2022 发布 2022年6月8日</span><span class=from>椰风网</span><span class=by>符小海</span>"
    f"<div id=left>{'<p>推广软文，很长很长，很长很长，很长很长，很长很长，很长很长，很长很长。</p>' * 30}</div>"
    f"<div id=right><p>{PARAGRAPH}</p><p>第二段说的是村里的老人也来了，带着自家的麻袋。</p></div></body></html>"
)


def _draft(url: str, sites: SiteTable | None):
    return extract_article(make_page(MARKUP, media_type="text/html", url=url), sites=sites)


def test_a_sites_selectors_cut_its_pages():
    draft = _draft("http://www.town.example/1.html", TABLE)
    assert draft.title == "净滩砌成一面墙"
    assert draft.body.startswith("志愿者把塑料瓶") and "推广软文" not in draft.body
    assert draft.published is not None
    assert (draft.published.value, draft.published.rule) == ("2022-06-08", "site_selector")
    assert (draft.original_source, draft.authors, draft.publisher) == ("椰风网", ("符小海",), "小镇网")
    assert draft.home_region == "420100"


def test_without_the_table_the_general_rules_answer():
    assert "推广软文" in _draft("http://www.town.example/1.html", None).body


def test_a_selector_that_is_none_is_told_and_does_no_harm():
    draft = _draft("http://broken.example/1.html", TABLE)
    assert "selector_invalid" in draft.warnings
    assert draft.body


def test_a_table_of_ones_own_goes_over_the_shipped_one():
    own = SiteTable.from_rows([{"host": "news.gmw.cn", "name": "自家的名字", "kind": "portal"}])
    table = own.over(shipped_sites())
    assert table.find("https://news.gmw.cn/1.htm").name == "自家的名字"
    assert table.find("https://gmw.cn/1.htm").name == "光明网"


@pytest.mark.parametrize(
    "row", [{"host": "", "name": "网", "kind": "portal"}, {"host": "a.cn", "name": "网", "kind": "x"}]
)
def test_a_row_without_sense_is_refused(row):
    with pytest.raises(DataFileError):
        SiteTable.from_rows([row])
