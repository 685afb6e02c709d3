"""Reports of one event share a key; keys depend on nothing but the report."""

import datetime as dt

import pytest

from archive.dedupe.event_keys import choose_event_keys
from archive.dedupe.occasion import Occasion
from tests.dedupe.reports import DAY


def share(left: Occasion, right: Occasion) -> bool:
    return bool(set(choose_event_keys(left)) & set(choose_event_keys(right)))


def on(day: dt.date, *regions: str) -> Occasion:
    return Occasion(start=day, end=day, regions=frozenset(regions))


def test_one_day_and_province_share_a_key():
    assert share(on(DAY, "371300"), on(DAY, "371302"))


def test_reports_a_day_off_share_a_key():
    assert share(on(DAY, "371300"), on(DAY + dt.timedelta(days=1), "371300"))


def test_another_day_shares_none():
    assert not share(on(DAY, "371300"), on(DAY + dt.timedelta(days=2), "371300"))


def test_another_province_shares_fewer_than_the_same():
    keys = [set(choose_event_keys(on(DAY, code))) for code in ("371300", "371302", "110101")]
    assert len(keys[0] & keys[2]) < len(keys[0] & keys[1])


def test_a_report_without_a_place_has_few_keys():
    assert len(choose_event_keys(on(DAY))) == 2


def test_a_report_without_a_place_may_be_of_any():
    assert share(on(DAY), on(DAY, "650100"))


def test_a_report_without_a_day_is_found_by_the_day_it_came_out():
    undated = Occasion(published=DAY, regions=frozenset({"371300"}))
    assert share(undated, on(DAY, "371300"))
    assert share(undated, on(DAY - dt.timedelta(days=1), "371300"))


@pytest.mark.parametrize("field", ["names", "people", "numbers"])
def test_a_name_a_person_or_a_telling_figure_is_a_key(field):
    value = frozenset({"1240人"})
    assert share(Occasion(**{field: value}), Occasion(**{field: value}))


def test_a_round_figure_is_no_key():
    assert choose_event_keys(Occasion(numbers=frozenset({"100人"}))) == ()


def test_keys_are_signed_distinct_and_ascending():
    keys = choose_event_keys(on(DAY, "371300", "371302", "110000"))
    assert list(keys) == sorted(set(keys))
    assert all(-(2**63) <= key < 2**63 for key in keys)


@pytest.mark.parametrize("day", [dt.date.max, dt.date.min])
def test_the_ends_of_the_calendar_break_nothing(day):
    assert choose_event_keys(on(day, "371300"))
    assert isinstance(choose_event_keys(Occasion(published=day, regions=frozenset({"371300"}))), tuple)


def test_a_span_of_years_gives_few_keys():
    long = Occasion(start=dt.date(1900, 1, 1), end=dt.date.max, regions=frozenset({"371300"}))
    assert len(choose_event_keys(long)) <= 6


def test_nothing_gives_no_keys():
    assert choose_event_keys(Occasion()) == ()
