from __future__ import annotations

from archive.search.query import SearchQuery
from archive.search.results import FacetValue
from archive.web.presenters.facet_panel import present_facets, present_tree


def value(code: str, count: int, *children: FacetValue, selected: bool = False) -> FacetValue:
    return FacetValue(value=code, label=code, count=count, selected=selected, children=children)


def region_panel(values: list[FacetValue], query: SearchQuery):
    (panel,) = present_facets({"region": tuple(values)}, query)
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
    panel = region_panel(values, SearchQuery())
    assert len(panel.shown) + len(panel.folded) + panel.beyond == 500
    assert len(panel.folded) < 100


def test_the_tree_of_all_regions_has_the_level_below_each():
    city = value("420100", 3, value("420102", 1))
    (province,) = present_tree([value("420000", 5, city), value("370000", 0)], "region")
    assert [child.value for child in province.children] == ["420100"]
    assert province.children[0].children == ()
