"""What counting on a server depends on besides the question: the shards an index really has, and very many names."""

from __future__ import annotations

import pytest

from archive.search.engines.opensearch import counting
from archive.search.engines.opensearch.pages import Searching
from archive.search.facets import FACET_BY_NAME
from archive.search.indexing import index_stale
from archive.search.query import SearchQuery
from archive.search.run import count_facet, search
from tests.factories import make_article

pytestmark = pytest.mark.django_db

NAMES = 20
ARTICLES = 6


@pytest.fixture
def names(backend) -> None:
    """A hundred and twenty names, each in one article, and one that is in all of them."""
    for number in range(ARTICLES):
        own = [f"机构{number:02}{name:02}" for name in range(NAMES - 1)]
        make_article(f"第{number}篇", "活动", organisations=["志愿者协会", *own])
    index_stale()


def told() -> tuple[dict[str, int], int]:
    results = search(SearchQuery())
    return {value.value: value.count for value in results.facets["org"]}, results.facet_sizes["org"]


def test_counts_are_whole_where_settings_tell_fewer_shards_than_an_index_has(names, monkeypatch) -> None:
    before = told()
    monkeypatch.setattr(Searching, "shards", 1)
    assert told() == before
    assert before[0]["志愿者协会"] == ARTICLES
    assert before[1] == len(count_facet(SearchQuery(), FACET_BY_NAME["org"])) == ARTICLES * (NAMES - 1) + 1


def test_of_more_names_than_are_counted_the_number_is_an_estimate(names, monkeypatch) -> None:
    counts, size = told()
    monkeypatch.setattr(counting, "MOST_VALUES", 60)
    estimated, about = told()
    assert estimated == counts
    assert about == pytest.approx(size, rel=0.05)
