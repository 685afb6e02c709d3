"""Theme days and feasts are found by name, with the day they fall on in a year and how near the words put it."""

from __future__ import annotations

import datetime as dt

import pytest

from archive.resolve.holidays import find_holidays, find_named_days
from archive.resolve.vocabulary import load_feasts


def only(text: str):
    (mention,) = find_named_days(text)
    return mention


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [
        ("春节", 2024, "2024-02-10"),
        ("除夕", 2024, "2024-02-09"),
        ("元宵节", 2023, "2023-02-05"),
        ("腊八节", 2024, "2024-01-18"),
        ("小年", 2014, "2014-01-23"),
        ("端午节", 2018, "2018-06-18"),
        ("七夕节", 2020, "2020-08-25"),
        ("中元节", 2021, "2021-08-22"),
        ("中秋节", 2021, "2021-09-21"),
        ("重阳节", 2017, "2017-10-28"),
        ("清明节", 2020, "2020-04-04"),
        ("冬至", 2023, "2023-12-22"),
        ("母亲节", 2016, "2016-05-08"),
        ("父亲节", 2016, "2016-06-19"),
        ("全国助残日", 2019, "2019-05-19"),
        ("国际志愿者日", 2023, "2023-12-05"),
    ],
)
def test_a_feast_falls_on_its_day(name, year, day):
    assert only(name).on(year) == dt.date.fromisoformat(day)


def test_every_feast_falls_on_one_day_of_each_year():
    for feast in load_feasts():
        for year in (1995, 2008, 2033):
            found = only(feast.name).on(year)
            assert found is None or found.year == year
        assert any(only(feast.name).on(year) for year in (1995, 2008, 2033))


@pytest.mark.parametrize(
    ("text", "framed", "approximate", "today"),
    [
        ("今天是重阳节", True, False, 0),
        ("昨天是一年一度的全国助残日", True, False, -1),
        ("重阳节当天", True, False, None),
        ("春节前夕", True, True, None),
        ("正值国际志愿者日之际", True, True, None),
        ("国际志愿者日的由来", False, False, None),
    ],
)
def test_the_words_around_tell_how_near_it_is(text, framed, approximate, today):
    mention = only(text)
    assert (mention.framed, mention.approximate, mention.today) == (framed, approximate, today)


def test_the_day_before_a_feast_is_counted():
    assert only("元宵节前一天").on(2023) == dt.date(2023, 2, 4)


def test_a_counted_feast_gives_its_year():
    assert only("第33个全国助残日").year == 2023
    assert only("今年是第十个国家宪法日").year == 2023


@pytest.mark.parametrize("text", ["清明桥", "七一路", "中秋路", "刚刚过去的国际志愿者日", "每年的学雷锋纪念日"])
def test_places_and_feasts_of_other_years_are_left(text):
    assert list(find_named_days(text)) == []


def test_the_fixed_days_alone_leave_out_lunar_feasts():
    assert [mention.day.name for mention in find_holidays("重阳节和国际志愿者日")] == ["国际志愿者日"]
