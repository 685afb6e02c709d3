"""Which of a page's dates is the event's, which are past or planned, and what stays unknown.

The cases are lines of `tests/samples/resolve/event_dates.jsonl`: a new case is a new line.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.resolve.event_date import resolve_event_dates
from tests.resolve.drafts import draft

SAMPLES = Path(__file__).parents[1] / "samples" / "resolve" / "event_dates.jsonl"
CASES = [json.loads(line) for line in SAMPLES.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_the_dates_of_a_page_come_out_with_their_roles(case):
    page = draft(
        case["text"], title=case.get("title", ""), published=case.get("published"), original=case.get("original")
    )
    found = [f"{finding.role} {finding.value}" for finding in resolve_event_dates(page)]
    assert found == case["expected"]


def test_every_date_carries_its_sentence_and_its_place():
    page = draft("会议回顾了工作。\n7月7日,推进会在社区召开。大家发言。", title="推进会召开", published="2013-07-08")
    (finding,) = resolve_event_dates(page)
    assert page.text[finding.start : finding.end] == "7月7日"
    assert finding.quote == "7月7日,推进会在社区召开。"
    assert finding.data == {"start": "2013-07-07", "end": "2013-07-07", "precision": "day"}
    assert finding.rule == "date_event"


def test_a_range_and_an_open_year_keep_to_iso_or_nothing():
    (month,) = [
        f
        for f in resolve_event_dates(draft("5月2日召开。7月将召开现场会。", published="2025-05-03"))
        if f.role == "planned"
    ]
    assert month.data == {"start": "2025-07-01", "end": "2025-07-31", "precision": "month"}
    (open_year,) = resolve_event_dates(draft("11月2日,协会举行大会。"))
    assert open_year.data == {"start": None, "end": None, "precision": "day"}


def test_a_traditional_page_gives_the_same_days_and_quotes_its_own_characters():
    page = draft("昨天上午,志願服務隊舉行啟動儀式。", published="2015-03-05")
    (finding,) = resolve_event_dates(page)
    assert finding.value == "2015-03-04"
    assert "啟動儀式" in finding.quote


def test_a_damaged_publication_date_is_no_reference():
    (finding,) = resolve_event_dates(draft("7月7日,推进会召开。", published="2013-99-99"))
    assert finding.value == "XXXX-07-07"
