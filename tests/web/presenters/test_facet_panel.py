from __future__ import annotations

from archive.search.query import SearchQuery
from archive.search.results import FacetValue
from archive.web.presenters.facet_panel import present_facets


def value(code: str, count: int, *children: FacetValue, selected: bool = False) -> FacetValue:
    return FacetValue(value=code, label=code, count=count, selected=selected, children=children)


def region_panel(values: list[FacetValue], query: SearchQuery, size: int = 0):
    (panel,) = present_facets({"region": tuple(values)}, query, {"region": size})
    return panel


def test_long_lists_are_folded_but_never_what_is_chosen():
    values = [value(f"{code}0000", 40 - code) for code in range(11, 30)]
    values[-1] = value("290000", 1, selected=True)
    panel = region_panel(values, SearchQuery(region=("290000",)))
    assert len(panel.shown) == 9
    assert panel.shown[-1].selected
    assert len(panel.folded) == len(values) - 9


def test_following_a_name_chooses_it_alone_and_following_it_again_removes_it():
    query = SearchQuery(region=("420000",), type=("meeting",))
    panel = region_panel([value("420000", 5, selected=True), value("370000", 2)], query)
    chosen, other = panel.shown
    assert chosen.address == "/search/?type=meeting"
    assert other.address == "/search/?region=370000&type=meeting"


def test_inside_a_chosen_province_there_is_nothing_to_tick_only_to_narrow():
    city = value("420100", 3, value("420102", 1))
    panel = region_panel([value("420000", 5, city, selected=True)], SearchQuery(region=("420000",)))
    (province,) = panel.shown
    assert province.opened
    assert not province.covered
    assert province.children[0].covered
    assert province.children[0].children == ()
    assert province.children[0].address == "/search/?region=420100"


def test_a_branch_is_open_where_something_below_it_is_chosen():
    province = value("420000", 5, value("420100", 3, selected=True))
    panel = region_panel([province, value("370000", 2, value("371300", 2))], SearchQuery(region=("420100",)))
    assert [node.opened for node in panel.shown] == [True, False]


def test_values_without_articles_are_left_out_unless_chosen():
    panel = region_panel([value("420000", 0), value("370000", 0, selected=True)], SearchQuery(region=("370000",)))
    assert [node.value for node in panel.shown] == ["370000"]


def test_no_list_grows_without_end():
    values = [value(f"{code:06}", 1) for code in range(500)]
    panel = region_panel(values, SearchQuery(q="志愿"), size=500)
    assert len(panel.shown) + len(panel.folded) < 100
    assert panel.whole == "/search/facets/region/?q=%E5%BF%97%E6%84%BF"


def test_a_list_shown_whole_leads_nowhere_else():
    panel = region_panel([value("420000", 5, value("420100", 3)), value("370000", 2)], SearchQuery(), size=3)
    assert panel.whole == ""
    assert panel.shown[0].more == ""


def test_a_long_branch_leads_to_all_below_it():
    cities = [value(f"42{number:02}00", 1) for number in range(1, 40)]
    panel = region_panel([value("420000", 50, *cities)], SearchQuery(), size=40)
    assert len(panel.shown[0].children) < 39
    assert panel.shown[0].more == "/search/facets/region/?under=420000"


def test_a_facet_that_tells_nothing_apart_is_left_out():
    assert present_facets({"org": (value("unknown", 9),)}, SearchQuery(), {"org": 1}) == ()
    chosen = SearchQuery(org=("unknown",))
    assert present_facets({"org": (value("unknown", 9, selected=True),)}, chosen, {"org": 1})


def test_the_day_of_publication_lists_the_newest_years_first():
    years = tuple(value(code, 1) for code in ("2013", "2014", "2015", "unknown"))
    (panel,) = present_facets({"published": years, "date": years}, SearchQuery(), {"published": 4})
    assert panel.name == "published"
    assert [node.value for node in panel.shown] == ["2015", "2014", "2013", "unknown"]
