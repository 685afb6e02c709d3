"""Dates that pages state about themselves are read in every way they are written."""

from __future__ import annotations

import pytest

from archive.extract.stamps import find_labelled_stamp, find_stamps


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("2013-12-31 13:58", "2013-12-31T13:58:00+08:00", "minute"),
        ("2013年12月31日", "2013-12-31", "day"),
        ("2013/7/7 9:05:01", "2013-07-07T09:05:01+08:00", "second"),
        ("2026-01-0715:16", "2026-01-07T15:16:00+08:00", "minute"),
        ("2013年7月7日下午3时20分", "2013-07-07T15:20:00+08:00", "minute"),
        ("03.12.2015 17:37", "2015-12-03T17:37:00+08:00", "minute"),
        ("二〇一三年七月二十一日", "2013-07-21", "day"),
        ("2020-01-02t20:00:00z", "2020-01-03T04:00:00+08:00", "second"),
        ("2020-01-02t20:00:00+0900", "2020-01-02T19:00:00+08:00", "second"),
    ],
)
def test_a_date_is_read_as_written(text, value, precision):
    stated = next(find_stamps(text)).stated(text, "test")
    assert (stated.value, stated.precision) == (value, precision)


@pytest.mark.parametrize(
    "text", ["2013-13-01", "2013-02-30", "1889-01-01", "0531-88012345", "12.5.2", "7月7日", "20131231", "13-12-31"]
)
def test_what_is_no_full_date_is_not_read(text):
    assert list(find_stamps(text)) == []


@pytest.mark.parametrize(
    ("text", "value"), [("13-12-31 10:00", "2013-12-31"), ("20131231", "2013-12-31"), ("2013-12", "2013-12")]
)
def test_a_label_makes_short_forms_clear(text, value):
    stamp = find_labelled_stamp(text)
    assert stamp is not None
    assert stamp.stated(text, "test").value[: len(value)] == value
