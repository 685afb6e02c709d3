from __future__ import annotations

import pytest
from django.utils import translation

from archive.web.presenters.dates import format_edtf, format_iso


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2013-07-07", "2013年7月7日"),
        ("2013-07", "2013年7月"),
        ("2013", "2013年"),
        ("2013-07-05/2013-07-07", "2013年7月5日 至 2013年7月7日"),
        ("XXXX-11-02", "11月2日（年份不详）"),
        ("XXXX-02-29", "2月29日（年份不详）"),
        ("XXXX-11", "11月（年份不详）"),
        ("2013-07~", "约 2013年7月"),
        ("2013?", "2013年（存疑）"),
        ("2013-02-31", "2013-02-31"),
        ("去年", "去年"),
        ("", ""),
    ],
)
def test_dates_are_said_as_precisely_as_they_are_known(value, words):
    assert format_edtf(value) == words


def test_a_moment_keeps_its_minute():
    assert format_iso("2013-12-31T13:58:00+08:00") == "2013年12月31日 13:58"


@pytest.mark.usefixtures("english")
def test_dates_are_english_in_english():
    with translation.override("en"):
        assert format_edtf("2013-07-07") == "July 7, 2013"
        assert format_edtf("XXXX-11-02") == "November 2 (year unknown)"
        assert format_edtf("XXXX-11") == "November (year unknown)"
        assert format_edtf("2013") == "2013"
