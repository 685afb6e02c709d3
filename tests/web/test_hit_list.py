from __future__ import annotations

from django.utils import translation
from django.utils.safestring import mark_safe

from archive.templatetags.hits import hit_rows
from archive.web.presenters.hit_rows import HitRow


def row(**changed) -> HitRow:
    parts = {
        "title": mark_safe("<mark>志愿</mark>服务"),
        "snippet": mark_safe("在<mark>志愿</mark>者中"),
        "lang": "zh-Hans",
        "address": "/articles/1/",
        "event_address": "/events/2/",
        "day": "2013年7月7日",
        "published": "",
        "regions": (("湖北", "武汉"),),
        "types": "会议",
        "source": "楚天都市报",
        "other_reports": 0,
    }
    return HitRow(**{**parts, **changed})


def test_it_keeps_the_marks_and_escapes_all_else():
    evil = '"><script>'
    told = hit_rows([row(day=evil, regions=((evil,),), types=evil, source=evil, address=evil, lang=evil)])
    assert "<mark>志愿</mark>服务" in told
    assert evil not in told
    assert told.count("&quot;&gt;&lt;script&gt;") == 7


def test_it_says_that_the_day_is_only_that_of_publication():
    told = hit_rows([row(day="", published="2013年7月8日")])
    assert "2013年7月8日 发布" in told
    assert "文中未注明事件日期" in told


def test_it_marks_what_is_chinese_on_an_english_page():
    with translation.override("en"):
        told = hit_rows([row(other_reports=2, title="")])
    assert '<span lang="zh-Hans">楚天都市报</span>' in told
    assert '<a class="dup" href="/events/2/">2 more reports</a>' in told
    assert ">Untitled</a>" in told
