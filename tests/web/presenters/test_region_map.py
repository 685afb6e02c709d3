from __future__ import annotations

import pytest

from archive.ingest.vocabularies import load_vocabularies
from archive.web.presenters.region_map import present_map

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _regions():
    load_vocabularies()


def address(code: str) -> str:
    return f"/{code}"


def test_shapes_and_rows_tell_the_same_numbers():
    shown = present_map({"420000": 9, "420100": 7, "110000": 1}, address)
    areas = {area.code: area for area in shown.areas}
    assert (areas["420000"].told, areas["420000"].step, areas["420000"].address) == ("湖北省 9 篇", 5, "/420000")
    assert [(row.label, row.count) for row in shown.rows] == [("湖北省", 9), ("北京市", 1)]
    assert len(shown.rows) + len(shown.empty) == len(shown.areas) == 34


def test_what_has_no_place_is_in_the_list_of_the_country_only():
    counts = {"000000": 3, "unknown": 2, "420000": 1, "420100": 1}
    assert [row.label for row in present_map(counts, address).rows] == ["全国", "地点不明", "湖北省"]
    assert [row.label for row in present_map(counts, address, of="420000").rows] == ["武汉市"]


def test_the_tints_of_a_province_are_those_of_its_own_parts():
    shown = present_map({"420000": 500, "420100": 50, "420300": 1}, address, of="420000")
    steps = {area.code: area.step for area in shown.areas}
    assert (steps["420100"], steps["420300"], steps["420500"]) == (5, 1, 0)
    assert shown.ranges[-1].last == 50


def test_the_smallest_can_be_seen_and_pressed():
    discs = {area.code for area in present_map({}, address).areas if area.disc}
    assert discs == {"810000", "820000"}


def test_islands_of_the_inset_that_the_map_lacks_are_links():
    inset = present_map({"460300": 2}, address, of="460000").inset
    assert [(area.told, area.address) for area in inset.areas] == [("三沙市 2 篇", "/460300")]
    assert present_map({}, address).inset.areas == ()


def test_units_without_an_outline_are_named():
    assert present_map({}, address, of="650000").undrawn == ("新星市", "白杨市")
    assert present_map({}, address, of="420000").undrawn == ()


def test_numbers_may_lead_elsewhere_than_names_and_count_events():
    shown = present_map({"420000": 1200}, address, count_address=lambda code: f"/n/{code}", unit="events")
    assert (shown.rows[0].address, shown.rows[0].count_address) == ("/420000", "/n/420000")
    assert shown.rows[0].told == "湖北省 1,200 个事件"


def test_names_stand_where_they_fit():
    names = {area.code: area.name for area in present_map({}, address).areas}
    assert (names["650000"], names["820000"]) == ("新疆", "")


def test_below_a_prefecture_nothing_is_drawn():
    assert present_map({}, address, of="420100") is None
