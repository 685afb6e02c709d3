"""Theme days: by any of their names, with the count where the page gives one."""

from __future__ import annotations

import pytest

from archive.resolve.theme_day import load_theme_days, resolve_theme_days
from archive.resolve.vocabulary import load_named_days
from tests.resolve.drafts import draft


@pytest.mark.parametrize(
    ("words", "code", "day"),
    [
        ("在第38个国际志愿者日到来之际", "international-volunteer-day", (12, 5)),
        ("學雷鋒紀念日前夕", "lei-feng-day", (3, 5)),
        ("“中华慈善日”主题活动", "charity-day", (9, 5)),
        ("6月14日是世界献血者日", "blood-donor-day", (6, 14)),
        ("99公益日收官", "tencent-99", (9, 9)),
        ("全国助残日当天", "disabled-help-day", (5, None)),
        ("重阳节敬老", "double-ninth", (None, None)),
    ],
)
def test_a_theme_day_is_known_by_its_name(words, code, day):
    (finding,) = resolve_theme_days(draft(words))
    assert finding.value == code
    assert (finding.data["month"], finding.data["day"]) == day


def test_the_count_is_kept_and_quoted():
    page = draft("值此第十个中华慈善日之际。")
    (finding,) = resolve_theme_days(page)
    assert (finding.data["edition"], finding.data["first_year"]) == (10, 2016)
    assert page.text[finding.start : finding.end] == "第十个中华慈善日"


def test_the_day_of_the_title_comes_first_and_each_day_once():
    page = draft("教师节。教师节。世界读书日。", title="世界读书日")
    assert [finding.value for finding in resolve_theme_days(page)] == ["reading-day", "teachers-day"]


@pytest.mark.parametrize("words", ["植树节公园", "学雷锋活动", "国庆节路"])
def test_a_name_inside_another_is_no_day(words):
    assert resolve_theme_days(draft(words)) == ()


def test_the_table_agrees_with_the_days_that_dates_are_read_by():
    ours = {name: day for day in load_theme_days() for name in day.names}
    shared = [day for day in load_named_days() if day.name in ours]
    assert len(shared) >= 20
    for day in shared:
        theme = ours[day.name]
        assert (theme.month, theme.day) == (day.month, day.day), day.name
        # One of the tables may leave the count out; two counts may not differ.
        assert None in (theme.year_zero, day.year_zero) or theme.year_zero == day.year_zero, day.name


def test_codes_and_names_are_told_once():
    days = load_theme_days()
    names = [name for day in days for name in day.names]
    assert len({day.code for day in days}) == len(days)
    assert len(set(names)) == len(names)
    assert all(day.label and day.label_en for day in days)
