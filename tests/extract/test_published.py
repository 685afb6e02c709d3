"""The publication is what the page says of itself, and an address only as the last resort."""

from __future__ import annotations

import pytest

from archive.extract.article import extract_article
from archive.extract.published import find_in_address
from tests.extract.pages import make_page

TEXT = "清河街道新风社区组织志愿者走进敬老院,为六十多位老人理发。"


@pytest.mark.parametrize(
    ("url", "value"),
    [
        ("http://a.cn/2019/0115/c45a28659/page.htm", "2019-01-15"),
        ("http://a.cn/html/2012-09/11/content_144653.htm", "2012-09-11"),
        ("http://a.cn/tp/202010/t20201026_5827473.htm", "2020-10-26"),
        ("http://a.cn/system/2019/07/23/010166802.shtml", "2019-07-23"),
        ("http://a.cn/2014_08/11_14/content-214079.html", "2014-08-11"),
        ("http://a.cn/2017/caipiao_0711/414428.html", "2017-07-11"),
        ("http://a.cn/html/kzj/2026011609511617.html", "2026-01-16"),
        ("http://a.cn/html/201906/25/content_18828.html", "2019-06-25"),
    ],
)
def test_a_day_in_the_address_is_found(url, value):
    found = find_in_address(url)
    assert found is not None
    assert (found.value, found.precision, found.rule) == (value, "day", "url_path")


@pytest.mark.parametrize(
    "url",
    [None, "", "http://a.cn/info/1014/3271.html", "http://a.cn/?id=30518569", "http://[x", "http://a.cn/201304/5"],
)
def test_numbers_that_are_no_day_are_not(url):
    assert find_in_address(url) is None


def test_a_date_of_the_event_is_not_the_publication():
    draft = extract_article(make_page(f"志愿者走进敬老院\n2013年7月7日,{TEXT}活动于2013年7月8日结束。"))
    assert draft.published is None


def test_the_header_beats_the_address():
    draft = extract_article(make_page(f"志愿者走进敬老院\n2013-07-08\n{TEXT}", url="http://a.cn/2019/0115/1.htm"))
    assert draft.published is not None
    assert draft.published.value == "2013-07-08"


def test_the_labelled_publication_beats_the_update():
    draft = extract_article(make_page(f"志愿者走进敬老院\n更新时间:2020-01-01 发布时间:2013-07-08\n{TEXT}"))
    assert draft.published is not None
    assert draft.published.value == "2013-07-08"
