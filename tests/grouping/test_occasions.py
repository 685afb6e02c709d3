"""What stored articles tell of their events: days rule most of them out before the rest is read."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from archive.dedupe.occasion import Occasion
from archive.dedupe.pairing import may_meet
from archive.grouping.occasions import Occasions
from archive.models import Article, Finding, copy_event_date
from tests.factories import make_article, make_finding

pytestmark = pytest.mark.django_db

DAY = dt.date(2025, 5, 18)
ONE_DAY = dt.timedelta(days=1)
DATES: dict[str, dict[str, Any]] = {
    "2025-05-18": {"start": "2025-05-18", "end": "2025-05-18", "precision": "day"},
    "2025-05-18~": {"start": "2025-05-18", "end": "2025-05-18", "precision": "day"},
    "2025-05": {"start": "2025-05-01", "end": "2025-05-31", "precision": "month"},
    "2025-05-18/2025-05-20": {"start": "2025-05-18", "end": "2025-05-20", "precision": "day"},
    "2025-05-18/..": {"start": "2025-05-18", "end": None, "precision": "day"},
    "../2025-05-18": {"start": None, "end": "2025-05-18", "precision": "day"},
    "XXXX-05-18": {"start": None, "end": None, "precision": "day"},
}


def dated(*dates: str, published: str = "2025-05-19") -> Article:
    """An article that gives these dates of its event, the main one first."""
    article = make_article("河边净滩", published=published)
    for position, date in enumerate(dates):
        make_finding(article, "event_date", date, role="event", data=DATES[date], position=position)
    copy_event_date(article, Finding.objects.filter(article=article).order_by("position"))
    article.save()
    return article


def happened(day: dt.date) -> Occasion:
    """An event of one day, reported on that day."""
    return Occasion(start=day, end=day, published=day)


def days(first: dt.date, number: int) -> list[dt.date]:
    return [first + place * ONE_DAY for place in range(number)]


@pytest.mark.parametrize("dates", [(), *((date,) for date in DATES), ("2025-05-18/..", "2025-05-18")], ids=str)
def test_days_leave_open_all_that_the_whole_report_would(dates: tuple[str, ...]) -> None:
    pk = dated(*dates).pk
    by_days, whole = Occasions([pk]), Occasions([pk])
    whole.read([pk])
    for event in map(happened, days(DAY - 400 * ONE_DAY, 800)):
        assert list(by_days.open_to(event, [pk])) or not may_meet(event, whole[pk])


def test_days_alone_rule_out_what_happened_on_others(django_assert_num_queries) -> None:
    pk = dated("2025-05-18").pk
    occasions = Occasions([pk])
    with django_assert_num_queries(0):
        fitting = [day for day in days(DAY - 30 * ONE_DAY, 60) if list(occasions.open_to(happened(day), [pk]))]
    assert fitting == [DAY - ONE_DAY, DAY, DAY + ONE_DAY]


def test_a_date_that_columns_do_not_tell_in_full_rules_nothing_out() -> None:
    pk = dated("2025-05-18/..").pk
    assert list(Occasions([pk]).open_to(happened(DAY + 300 * ONE_DAY), [pk])) == [pk]


def test_what_staff_change_is_read_anew() -> None:
    article = dated("2025-05-18")
    assert Occasions([article.pk])[article.pk].start == DAY
    later = {"start": "2025-05-20", "end": "2025-05-20", "precision": "day"}
    Finding.objects.filter(article=article).update(value="2025-05-20", data=later)
    copy_event_date(article, article.findings.all())
    article.revision += 1
    article.save()
    assert Occasions([article.pk])[article.pk].start == DAY + 2 * ONE_DAY


def test_an_article_that_is_gone_is_open_to_nothing() -> None:
    assert list(Occasions([7]).open_to(happened(DAY), [7])) == []
