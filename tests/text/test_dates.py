"""Date words are found where they stand, with the fields they give and none they do not."""

from __future__ import annotations

from itertools import pairwise

import pytest

from archive.text.dates import find_dates


def found(text: str) -> list[tuple]:
    return [
        (text[words.start : words.end], words.kind, words.first.year, words.first.month, words.first.day)
        for words in find_dates(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("于2013年7月7日召开", ("2013年7月7日", "day", 2013, 7, 7)),
        ("2013-07-07", ("2013-07-07", "day", 2013, 7, 7)),
        ("2013/7/7 12:00", ("2013/7/7", "day", 2013, 7, 7)),
        ("2013.07.07", ("2013.07.07", "day", 2013, 7, 7)),
        ("7月7日", ("7月7日", "day", None, 7, 7)),
        ("7月7号", ("7月7号", "day", None, 7, 7)),
        ("16日上午", ("16日", "day", None, None, 16)),
        ("二〇一三年七月二十一日", ("二〇一三年七月二十一日", "day", 2013, 7, 21)),
        ("2025年5月,", ("2025年5月", "month", 2025, 5, None)),
        ("7月将召开", ("7月", "month", None, 7, None)),
        ("2024年,", ("2024年", "year", 2024, None, None)),
        ("近日,", ("近日", "vague", None, None, None)),
        ("昨日上午", ("昨日", "relative", None, None, None)),
        ("今年3月5日", ("今年3月5日", "day", None, 3, 5)),
    ],
)
def test_one_expression_is_found_whole(text, expected):
    assert found(text) == [expected]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("5月1日至3日", (None, 5, 3)),
        ("7月5日—8月10日", (None, 8, 10)),
        ("10月16~20日", (None, 10, 20)),
        ("11月14日10:00至11月30日10:00", (None, 11, 30)),
        ("2013年12月30日到2014年1月2日", (2014, 1, 2)),
        ("24日至26日在", (None, None, 26)),
    ],
)
def test_a_range_has_its_far_end(text, last):
    (words,) = find_dates(text)
    assert words.last is not None
    assert (words.last.year, words.last.month, words.last.day) == last


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("正月十四,", "lunar"),
        ("农历九月初九", "lunar"),
        ("腊月廿三", "lunar"),
        ("9月的第一个星期天", "nth_weekday"),
        ("5月上旬", "part"),
        ("7月底", "part"),
        ("2013年夏天", "part"),
        ("2013年初", "part"),
        ("上周六", "weekday"),
        ("周六上午", "weekday"),
        ("上周末", "weekday"),
        ("前天", "relative"),
        ("即日起", "relative"),
        ("上个月,", "month"),
        ("13.08.2010", "day"),
        ("今日(3日)", "day"),
        ("september 9, 2013", "day"),
        ("7-9 march 2015", "day"),
        ("29日上线", "day"),
    ],
)
def test_other_forms_are_found(text, kind):
    (words,) = find_dates(text)
    assert words.kind == kind


def test_a_date_never_reaches_over_the_end_of_a_line():
    (words,) = [words for words in find_dates("不止在三月\n3月3日,举办") if words.kind == "day"]
    assert (words.first.month, words.first.day) == (3, 3)


@pytest.mark.parametrize("text", ["每周六上午", "为期15日", "15日内", "周一至周五"])
def test_spans_and_customs_are_no_dates(text):
    assert find_dates(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "2月30日",
        "13月1日",
        "为期5日,",
        "2024年度",
        "3.5万元",
        "每月5日前",
        "第5日,",
        "192.168.2013.7.7",
        "五个月来",
        "日前往",
    ],
)
def test_what_is_no_date_is_left(text):
    assert find_dates(text) == ()


@pytest.mark.parametrize(
    ("text", "shift"), [("去年12月20日", -1), ("今年3月5日", 0), ("昨日", -1), ("前天", -2), ("上月28日,", -1)]
)
def test_words_that_count_from_the_report_keep_their_count(text, shift):
    (words,) = find_dates(text)
    assert words.shift == shift


def test_expressions_come_in_order_and_never_overlap():
    words = find_dates("2013年7月7日至9日,8日上午,2014年,昨日,2015-01-02。")
    assert [pair.start for pair in words] == sorted(pair.start for pair in words)
    assert all(left.end <= right.start for left, right in pairwise(words))
    assert len(words) == 5
