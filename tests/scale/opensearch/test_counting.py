"""What counting on a server depends on besides the question: the shards an index really has, and very many names."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from archive.models import Event
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
EVENTS = 40
BUCKETS = 600


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


@pytest.fixture
def events(backend) -> None:
    """Forty events of two reports each, which share two names and a place; every report has a name of its own besides."""
    for number in range(EVENTS):
        event = Event.objects.create(title=f"第{number}次")
        shared = [f"主办{number:02}", f"协办{number:02}"]
        for report in "甲乙":
            make_article(
                f"第{number}次{report}报",
                "活动",
                event=event,
                organisations=[*shared, f"{report}{number:02}"],
                types=["meeting"],
            )
    index_stale()


@pytest.fixture
def few_buckets(cluster) -> Iterator[None]:
    """A server that gives a hundredth of the buckets it gives by default: too few for all events at once."""
    client = cluster.client()
    client.cluster.put_settings(body={"transient": {"search.max_buckets": BUCKETS}})
    yield
    client.cluster.put_settings(body={"transient": {"search.max_buckets": None}})


@pytest.mark.parametrize("query", [SearchQuery(view="events"), SearchQuery(view="events", type=("meeting",))])
def test_events_are_counted_whole_in_as_many_buckets_as_a_server_gives(events, few_buckets, monkeypatch, query) -> None:
    monkeypatch.setattr(counting, "EVENTS_AT_ONCE", 10)
    results = search(query)
    assert results.total == EVENTS
    assert {value.value: value.count for value in results.facets["type"]} == {"meeting": EVENTS}
    counts = count_facet(query, FACET_BY_NAME["org"])
    assert len(counts) == 4 * EVENTS and set(counts.values()) == {1}
