from __future__ import annotations

from archive.search.query import SearchQuery
from archive.search.results import FacetValue
from archive.web.presenters.bars import present_histogram, present_rows


def value(code: str, count: int, *children: FacetValue, selected: bool = False) -> FacetValue:
    return FacetValue(value=code, label=code, count=count, selected=selected, children=children)


def test_years_without_articles_keep_their_place_and_lead_nowhere():
    bars = present_histogram([value("2013", 4), value("2010", 1), value("unknown", 2)], SearchQuery()).bars
    assert [bar.value for bar in bars] == ["2010", "2011", "2012", "2013"]
    assert [bool(bar.address) for bar in bars] == [True, False, False, True]
    assert bars[-1].size == 100
    assert all(bar.size + bar.rest == 100 for bar in bars)


def test_what_is_there_is_always_seen():
    bars = present_histogram([value("2013", 10_000), value("2014", 1)], SearchQuery()).bars
    assert bars[1].size > 0


def test_one_wrong_year_does_not_press_the_others_into_a_line():
    assert len(present_histogram([value("0713", 1), value("2013", 5)], SearchQuery()).bars) == 2


def test_a_chosen_year_opens_into_twelve_months_with_a_way_back():
    query = SearchQuery(q="义诊", date=("2013",))
    year = value("2013", 5, value("2013-07", 5), selected=True)
    histogram = present_histogram([year, value("2014", 2)], query)
    assert histogram.level == "month"
    assert [bar.tick for bar in histogram.bars] == [str(month) for month in range(1, 13)]
    assert [bar.value for bar in histogram.bars if bar.address] == ["2013-07"]
    assert "date" not in histogram.back


def test_a_chosen_month_opens_into_its_days_and_leads_back_to_its_year():
    query = SearchQuery(date=("2016-02",))
    month = value("2016-02", 1, value("2016-02-29", 1), selected=True)
    histogram = present_histogram([value("2016", 3, month)], query)
    assert histogram.level == "day"
    assert len(histogram.bars) == 29
    assert histogram.back == "/search/?date=2016"


def test_two_chosen_years_stay_years():
    query = SearchQuery(date=("2013", "2014"))
    years = [value("2013", 5, value("2013-07", 5), selected=True), value("2014", 2, selected=True)]
    assert present_histogram(years, query).level == "year"


def test_a_row_leads_to_its_value_alone_in_its_facet():
    query = SearchQuery(q="义诊", type=("award",), region=("420000",))
    (row,) = present_rows([value("meeting", 3)], query, "type", limit=5)
    assert row.address == "/search/?q=%E4%B9%89%E8%AF%8A&region=420000&type=meeting"
