from __future__ import annotations

import pytest
from django.utils import translation

from archive.web.presenters.figures import format_amount, format_headcount


@pytest.mark.parametrize(
    ("value", "data", "words"),
    [
        ("1000000", {"value": 1000000, "unit": "CNY", "what": "donation"}, "捐款 100 万元"),
        ("230000000", {"value": 2.3e8, "unit": "CNY"}, "2.3 亿元"),
        ("800", {"value": 800}, "800 元"),
        ("5000", {"value": 5000, "unit": "USD"}, "5,000 美元"),
        ("若干", {}, "若干"),
    ],
)
def test_sums_are_said_in_wan_and_yi(value, data, words):
    assert format_amount(value, data) == words


def test_a_headcount_says_whether_it_is_a_lower_bound():
    assert format_headcount("110", {"value": 110, "at_least": True}) == "110 余人"
    assert format_headcount("110", {"value": 110}) == "110 人"


@pytest.mark.usefixtures("english")
def test_figures_are_english_in_english():
    with translation.override("en"):
        assert format_amount("1000000", {"value": 1000000, "what": "donation"}) == "donation of CNY 1,000,000"
        assert format_headcount("1", {"value": 1}) == "1 person"
