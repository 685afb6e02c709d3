"""Where a facet has very many values an answer lists some of them, with exact counts, and says how many there are."""

from __future__ import annotations

import random

import pytest

from archive.search import facets
from archive.search.facet_search import read_facet
from archive.search.facets import FACET_BY_NAME
from archive.search.indexing import index_stale
from archive.search.query import FILTERS, SearchQuery
from archive.search.results import FacetValue
from archive.search.run import count_facet, search
from tests.factories import make_article, make_event, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive() -> None:
    chance = random.Random(5)
    for province in range(11, 17):
        parent = make_region(f"{province}0000", f"省{province}")
        for city in range(1, 8):
            middle = make_region(f"{province}{city:02}00", f"市{province}{city}", parent)
            for county in range(1, 5):
                make_region(f"{province}{city:02}{county:02}", f"县{province}{city}{county}", middle)
    events = [make_event() for _number in range(5)]
    for number in range(150):
        code = f"{chance.randint(11, 16)}{chance.randint(1, 7):02}{chance.randint(1, 4):02}"
        make_article(
            f"第{number}篇",
            "活动",
            venues=[code],
            organisations=[f"机构{min(int(chance.expovariate(0.02)), 120)}" for _number in range(2)],
            date=f"{chance.randint(1999, 2020)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            event=chance.choice([*events, None]),
        )
    index_stale()


def walk(values: tuple[FacetValue, ...], above: FacetValue | None = None):
    for value in values:
        yield value, above
        yield from walk(value.children, value)


@pytest.mark.parametrize("query", [SearchQuery(), SearchQuery(date=("2013-07",)), SearchQuery(region=("120300",))])
@pytest.mark.parametrize("name", ["region", "date", "org"])
def test_what_is_listed_is_counted_exactly_and_never_without_what_it_lies_in(archive, query, name: str) -> None:
    counts = count_facet(query, FACET_BY_NAME[name])
    results = search(query)
    listed = list(walk(results.facets[name]))
    assert results.facet_sizes[name] == len(counts)
    for value, above in listed:
        assert value.count == counts.get(value.value, 0)
        assert above is None or above.count >= value.count
    if name == "org":
        least = min(value.count for value, _above in listed if value.value != "unknown")
        missing = counts.keys() - {value.value for value, _above in listed}
        assert missing or query != SearchQuery()
        assert all(counts[code] <= least for code in missing)


def test_the_highest_level_is_whole_and_so_is_what_is_opened(archive) -> None:
    everything = search(SearchQuery())
    years = {token for token in count_facet(SearchQuery(), FACET_BY_NAME["date"]) if len(token) == 4}
    assert {value.value for value in everything.facets["date"]} == years
    query = SearchQuery(date=("2013",), region=("120300",))
    counts = count_facet(query, FACET_BY_NAME["date"])
    (year,) = [value for value in search(query).facets["date"] if value.value == "2013"]
    assert {month.value for month in year.children} == {
        token for token in counts if token[:5] == "2013-" and len(token) == 7
    }


def test_a_rare_name_that_is_chosen_is_listed(archive) -> None:
    counts = count_facet(SearchQuery(), FACET_BY_NAME["org"])
    rare = min(counts, key=lambda code: (counts[code], code))
    results = search(SearchQuery(org=(rare,)))
    assert results.total == counts[rare]
    assert any(value.value == rare and value.selected for value in results.facets["org"])


def test_pages_of_a_facet_give_every_value_once(archive) -> None:
    facet = FACET_BY_NAME["org"]
    seen: list[str] = []
    while len(seen) < (page := read_facet(SearchQuery(), facet, offset=len(seen), limit=17)).total:
        seen += [row.value.value for row in page.rows]
    assert sorted(seen) == sorted(count_facet(SearchQuery(), facet))


def test_values_listed_of_many_have_their_counts_of_events(archive) -> None:
    query = SearchQuery(view="events")
    whole = count_facet(query, FACET_BY_NAME["org"])
    assert whole != count_facet(SearchQuery(), FACET_BY_NAME["org"])
    for value in search(query).facets["org"]:
        assert value.count == whole[value.value]


def test_every_facet_is_an_attribute_of_the_query() -> None:
    assert tuple(facet.name for facet in facets.FACETS) == FILTERS
