from __future__ import annotations

import pytest

from archive.models import ArticleState
from archive.search.engine import Cross
from archive.search.indexing import index_stale
from archive.search.query import SearchQuery
from archive.search.run import count_facets, count_found
from tests.factories import make_article, make_hubei, make_region

pytestmark = pytest.mark.django_db


def fill() -> None:
    make_hubei()
    make_region("110000", "北京市")
    make_article("一", venues=["420100"], date="2013-07-07")
    make_article("二", venues=["420100"], date=("2013-12-31", "2014-01-01"))
    make_article("三", venues=["420000", "110000"], date="2014-05-01")
    make_article("四", venues=["420100"])
    index_stale()


EVERYTHING = SearchQuery()


def crossed(query: SearchQuery = EVERYTHING, **more: frozenset[str]) -> dict[tuple[str, str], int]:
    cross = Cross(rows="region", columns="date", **more)
    return dict(count_facets(query, (), cross=cross).crossed)


def test_every_pair_is_counted_as_the_search_for_both_finds():
    fill()
    pairs = crossed()
    assert pairs[("420000", "2013")] == 2
    assert pairs[("420000", "2014")] == 2
    assert pairs[("110000", "2014")] == 1
    assert pairs[("420000", "unknown")] == 1
    for (region, date), count in pairs.items():
        assert count_found(SearchQuery(region=(region,), date=(date,))) == count


def test_a_pair_nothing_has_is_not_given():
    fill()
    assert ("110000", "2013") not in crossed()


def test_codes_below_may_be_asked_for():
    fill()
    months = frozenset({"2013-07", "2014-05"})
    assert crossed(row_codes=frozenset({"420100"}), column_codes=months) == {("420100", "2013-07"): 1}


def test_filters_hold_for_pairs():
    fill()
    assert crossed(SearchQuery(date=("2014",), region=("110000",))) == {("110000", "2014"): 1, ("420000", "2014"): 1}


def test_what_was_withdrawn_is_not_counted_though_the_index_still_holds_it():
    fill()
    article = make_article("五", venues=["110000"], date="2014-06-01")
    index_stale()
    assert crossed()[("110000", "2014")] == 2
    article.state = ArticleState.WITHDRAWN
    article.revision += 1
    article.save()
    assert crossed()[("110000", "2014")] == 1


def test_an_empty_archive_has_no_pairs():
    index_stale()
    assert crossed() == {}


def test_whole_facets_and_commonest_values_are_counted_at_once():
    fill()
    found = count_facets(SearchQuery(), ("region",), ("type",))
    assert found.total == 4
    assert found.counts["region"] == {"420000": 4, "420100": 3, "110000": 1}
    assert set(found.counts) == {"region", "type"}
    assert found.hits == ()
