"""The notation of the labels, read case by case."""

from __future__ import annotations

import pytest

from tests.quality.labelled_pages import Answer
from tests.quality.scoring import Row, at_level, broken_floors, even, finest, score

LABELS = {
    "title": "",
    "published": None,
    "source": "",
    "editor": "",
    "authors": [],
    "event": None,
    "regions": [[]],
    "region_from_host_only": False,
    "event_types": [],
    "relevant": True,
    "flags": [],
}


def shares(labels: dict, record: dict) -> dict[str, float | None]:
    answer = Answer(page_id="one", labels={**LABELS, **labels}, record={"page_class": "article", **record})
    return {row.name: row.share for row in score([answer])[0]}


def event(start: str | None = None, end: str | None = None, edtf: str = "") -> dict:
    return {"event_dates": [{"role": "event", "start": start, "end": end, "edtf": edtf}]}


def regions(*codes: str) -> dict:
    return {"regions": [{"role": "venue", "code": code} for code in codes]}


@pytest.mark.parametrize(
    ("wanted", "given", "right"),
    [
        ("2013-07-07", event("2013-07-07"), True),
        ("2013-07-07", event("2013-07-07", "2013-07-08"), False),
        ("2013-07-05/2013-07-07", event("2013-07-05", "2013-07-07"), True),
        ("2013-07-05/2013-07-07", event("2013-07-05"), False),
        ("2013-02", event("2013-02-01", "2013-02-28"), True),
        ("2013", event("2013-01-01", "2013-12-31"), True),
        ("2013-02", event("2013-02-03"), False),
    ],
)
def test_an_event_is_right_from_its_first_to_its_last_day(wanted: str, given: dict, right: bool):
    assert shares({"event": wanted}, given)["event date exact"] == float(right)


def test_an_approximate_event_may_be_ten_days_off():
    assert shares({"event": "~2013-07-07"}, event("2013-07-17"))["event approximate"] == 1
    assert shares({"event": "~2013-07-07"}, event("2013-07-18"))["event approximate"] == 0
    assert shares({"event": "~2013-07-07"}, {})["event approximate"] == 0


def test_a_year_that_the_page_cannot_give_is_invented_when_stated():
    invented = shares({"event": "?-11-02"}, event("2013-11-02", edtf="2013-11-02"))
    assert (invented["event year invented"], invented["event without year"]) == (1, 0)
    honest = shares({"event": "?-11-02"}, event(None, edtf="XXXX-11-02"))
    assert (honest["event year invented"], honest["event without year"]) == (0, 1)
    bare_day = shares({"event": "?-?-15"}, event(None, edtf="XXXX-XX-15"))
    assert bare_day["event without year"] == 1


def test_a_planned_day_is_no_event():
    planned = {"event_dates": [{"role": "planned", "start": "2013-07-07"}]}
    assert shares({"event": None}, planned)["event given where none"] == 0
    assert shares({"event": None}, event("2013-07-07"))["event given where none"] == 1


def test_an_answer_as_good_is_accepted():
    labels = {"event": "2013-07-05/2013-07-07", "event_also": ["2013-07-05"]}
    assert shares(labels, event("2013-07-05"))["event date exact"] == 1


def test_any_accepted_set_of_regions_is_exact():
    labels = {"regions": [["420100"], ["420102"]]}
    assert shares(labels, regions("420100"))["region set exact"] == 1
    assert shares(labels, regions("420000", "420100", "420102"))["region set exact"] == 1
    assert shares(labels, regions("420102", "371300"))["region set exact"] == 0


def test_half_a_set_counts_in_recall_only():
    got = shares({"regions": [["370100", "410100"]]}, regions("370100"))
    assert (got["province precision"], got["province recall"], got["region set exact"]) == (1, 0.5, 0)


def test_a_region_known_from_the_host_alone_counts_neither_way():
    got = shares({"regions": [["431000"]], "region_from_host_only": True}, regions("110000"))
    assert got["region set exact"] is None and got["region given where none"] is None


def test_only_venues_count():
    mentioned = {"regions": [{"role": "mentioned", "code": "110000"}]}
    assert shares({"regions": [[]]}, mentioned)["region given where none"] == 0


def test_levels_know_municipalities_and_counties_below_a_province():
    assert at_level(frozenset({"110101", "420102", "429004"}), 4) == {"110000", "420100", "429004"}
    assert at_level(frozenset({"110101", "420102"}), 2) == {"110000", "420000"}
    assert finest({"420000", "420100", "420102", "371300"}) == {"420102", "371300"}


def test_script_pinyin_and_brackets_are_no_part_of_an_answer():
    assert even("志願服務(wù)“啟動”") == even("志愿服务启动")


def test_names_count_each_for_itself():
    got = shares({"authors": ["甲", "乙"]}, {"authors": ["甲", "丙", "丁"]})
    assert got["authors precision"] == pytest.approx(1 / 3)
    assert got["authors recall"] == 1 / 2


def test_types_are_scored_as_f1_over_all_values():
    record = {"event_types": [{"code": "meeting"}, {"code": "award"}]}
    assert shares({"event_types": ["meeting"]}, record)["type F1"] == pytest.approx(2 / 3)


def test_an_irrelevant_page_asks_for_nothing_but_its_class():
    got = shares({"relevant": False}, {"page_class": "list", **event("2013-07-07"), **regions("110000")})
    assert got["irrelevant flagged"] == 1
    assert got["event given where none"] is None and got["type F1"] is None


def test_a_floor_breaks_in_the_direction_that_is_worse():
    rows = [Row(name="title exact", hits=9, total=10), Row(name="title invented", hits=1, total=10)]
    assert broken_floors(rows, {"title exact": 0.9, "title invented": 0.1}) == []
    assert len(broken_floors(rows, {"title exact": 0.91, "title invented": 0.09})) == 2
    assert len(broken_floors(rows, {"source": 0.5})) == 1
