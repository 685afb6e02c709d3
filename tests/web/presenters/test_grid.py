from __future__ import annotations

import pytest

from archive.search.query import SearchQuery
from archive.web.presenters.grid import MOST_YEARS, present_regions_by_years, present_years_by_months
from tests.factories import make_hubei, make_shandong

pytestmark = pytest.mark.django_db
REGIONS = ("420000", "370000")


@pytest.fixture(autouse=True)
def _regions():
    make_hubei()
    make_shandong()


def test_every_cell_leads_to_the_search_for_its_region_and_year():
    pairs = {("420000", "2013"): 4, ("420000", "2015"): 1, ("420000", "unknown"): 2}
    grid = present_regions_by_years(pairs, {"420000": 7}, REGIONS, SearchQuery(type=("meeting",)))
    hubei, shandong = grid.rows
    assert grid.columns == ("2013", "2014", "2015")
    assert [cell.count for cell in hubei.cells] == [4, 0, 1]
    assert hubei.cells[0].address == "/search/?region=420000&type=meeting&date=2013"
    assert hubei.cells[1].address == ""
    assert (hubei.label, hubei.address, hubei.count) == ("湖北", "/regions/420000/", 7)
    assert (shandong.count, shandong.count_address, grid.empty) == (0, "", 4)


def test_of_very_many_years_the_latest_are_shown_and_it_is_said_from_when():
    pairs = {("420000", str(year)): 1 for year in range(1980, 2027)}
    grid = present_regions_by_years(pairs, {}, REGIONS, SearchQuery())
    assert len(grid.columns) == MOST_YEARS
    assert (grid.columns[-1], grid.cut) == ("2026", grid.columns[0])


def test_one_wrong_year_makes_no_endless_table():
    pairs = {("420000", "0007"): 1, ("420000", "2026"): 1}
    assert len(present_regions_by_years(pairs, {}, REGIONS, SearchQuery()).columns) == MOST_YEARS


def test_an_archive_without_dates_has_no_columns():
    grid = present_regions_by_years({("420000", "unknown"): 3}, {"420000": 3}, REGIONS, SearchQuery())
    assert (grid.columns, grid.ranges) == ((), ())


def test_years_stand_against_their_months_the_latest_first():
    dates = {"2013": 5, "2013-07": 3, "2013-07-07": 1, "2015": 1, "unknown": 9}
    grid = present_years_by_months(dates, SearchQuery(region=("420000",)), year_page=lambda year: f"/{year}")
    assert [(row.label, row.address, row.count) for row in grid.rows] == [("2015", "/2015", 1), ("2013", "/2013", 5)]
    july = grid.rows[1].cells[6]
    assert (july.count, july.tint, july.address) == (3, "t5", "/search/?region=420000&date=2013-07")
    assert grid.rows[0].cells[6].count == 0
