"""Counts checked against plain counting over the rows, and by following every value."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.models import Article, ArticleState
from archive.search.documents import article_document, with_facts
from archive.search.facets import FACETS
from archive.search.indexing import index_stale
from archive.search.query import SearchQuery
from archive.search.results import FacetValue
from archive.search.run import search
from tests.factories import (
    make_article,
    make_event,
    make_event_type,
    make_hubei,
    make_service_field,
    make_shandong,
    make_source,
)

pytestmark = pytest.mark.django_db

REGIONS = ["420000", "420100", "420102", "420106", "420500", "370000", "371300", "000000"]
TYPES = ["meeting", "award", "donation"]
ORGANISATIONS = ["共青团武汉市委", "武汉市义工联合会", "临沂市图书馆(总馆)"]


@pytest.fixture
def archive() -> dict[int, dict]:
    """80 articles with random facts; their documents by id."""
    make_hubei()
    make_shandong()
    for number, code in enumerate(TYPES):
        make_event_type(code, f"类型{number}", position=number)
    make_service_field("elder-care", "助老")
    sources = [make_source(f"来源{number}") for number in range(3)]
    events = [make_event(f"事件{number}") for number in range(4)]
    chance = random.Random(7)
    for number in range(80):
        make_article(
            f"第{number}篇 " + chance.choice(["志愿服务", "捐赠仪式"]),
            chance.choice(["武汉的活动", "临沂的活动", "哪里都行"]),
            venues=chance.sample(REGIONS, chance.choice([0, 1, 1, 2])),
            mentioned=chance.sample(REGIONS, chance.choice([0, 1])),
            types=chance.sample(TYPES, chance.choice([0, 1, 2])),
            fields=chance.sample(["elder-care"], chance.choice([0, 1])),
            organisations=chance.sample(ORGANISATIONS, chance.choice([0, 0, 1, 3])),
            programmes=chance.choice([[], ["暖冬行动"], ["邻里守望,在身边"]]),
            flags=chance.choice([[], ["traditional"], ["traditional", "truncated"]]),
            date=chance.choice([None, "2013", "2013-07", "2013-07-07", "2014-02-28", ("2013-06-29", "2013-07-02")]),
            published=chance.choice([None, "2013-12-31", "2014-03", "2015"]),
            publisher=chance.choice([*sources, None]),
            event=chance.choice([*events, None, None]),
        )
    index_stale()
    return {article.pk: article_document(article) for article in with_facts(Article.public.all())}


QUERIES = [
    SearchQuery(),
    SearchQuery(q="志愿服务"),
    SearchQuery(region=("420000",)),
    SearchQuery(region=("420100", "371300")),
    SearchQuery(region=("420100",), region_role="any"),
    SearchQuery(region=("unknown",), type=("meeting",)),
    SearchQuery(type=("award", "meeting"), date=("2013",)),
    SearchQuery(date=("2013-07", "unknown")),
    SearchQuery(date=("2013-12-31",), by="published"),
    SearchQuery(q="武汉", source=("unknown",)),
    SearchQuery(q="捐赠", region=("420000",), date=("2013",), type=("donation",)),
    SearchQuery(date_from="2013-07-01", date_to="2013-07-06"),
    SearchQuery(date_from="2014", by="published"),
    SearchQuery(q="-武汉", field=("elder-care",)),
    SearchQuery(org=("共青团武汉市委", "武汉市义工联合会"), programme=("暖冬行动",)),
    SearchQuery(org=("unknown",), flag=("traditional",)),
    SearchQuery(published=("2014",), date=("2013",)),
    SearchQuery(programme=("邻里守望、在身边",), flag=("unknown",)),
]


def walk(values: tuple[FacetValue, ...]) -> list[FacetValue]:
    return [found for value in values for found in (value, *walk(value.children))]


def matches(document: dict, query: SearchQuery, *, without: str = "") -> bool:
    for facet in FACETS:
        chosen = set(query.values(facet.name))
        if facet.name != without and chosen and not chosen & set(document[facet.index_field(query)]):
            return False
    return in_words(document, query.q) and in_span(document, query)


def in_words(document: dict, q: str) -> bool:
    held = q.lstrip("-") in document["title"] + document["text"]
    return held != q.startswith("-") or not q


def in_span(document: dict, query: SearchQuery) -> bool:
    if not (query.date_from or query.date_to):
        return True
    first = dt.date.fromisoformat((query.date_from or "0001") + "-01-01"[: 10 - len(query.date_from or "0001")])
    last = dt.date.fromisoformat(query.date_to or "9999-12-31")
    start, end = document[f"{query.by}_start"], document[f"{query.by}_end"]
    return bool(start) and start <= last.toordinal() and end >= first.toordinal()


def test_totals_and_counts_equal_plain_counting(archive: dict[int, dict]) -> None:
    for query in QUERIES:
        results = search(query)
        assert results.total == sum(matches(document, query) for document in archive.values()), query
        for facet in FACETS:
            counted: dict[str, int] = {}
            for document in archive.values():
                if matches(document, query, without=facet.name):
                    for code in set(document[facet.index_field(query)]):
                        counted[code] = counted.get(code, 0) + 1
            shown = {value.value: value.count for value in walk(results.facets[facet.name]) if value.count}
            assert shown == counted, (query, facet.name)


def test_choosing_a_value_gives_exactly_its_count(archive: dict[int, dict], engine: str) -> None:
    chance = random.Random(9)
    for query in QUERIES:
        results = search(query)
        # Every value is a question to the engine: a server is asked some of them.
        for facet in FACETS if engine == "embedded" else chance.sample(FACETS, 3):
            values = walk(results.facets[facet.name])
            for value in values if engine == "embedded" else chance.sample(values, min(1, len(values))):
                chosen = query.without_facet(facet.name).with_filter(facet.name, value.value)
                assert search(chosen).total == value.count, chosen


def test_a_chosen_province_keeps_its_children_counted(archive: dict[int, dict]) -> None:
    (hubei,) = [value for value in search(SearchQuery(region=("420000",))).facets["region"] if value.value == "420000"]
    assert hubei.selected
    assert {child.value for child in hubei.children} == {"420100", "420500"}
    assert {child.value for child in hubei.children[0].children} <= {"420102", "420106"}


def test_regions_come_by_count_and_dates_in_order_with_unknown_last(archive: dict[int, dict]) -> None:
    facets = search(SearchQuery()).facets
    counts = [value.count for value in facets["region"] if value.value not in {"unknown", "000000"}]
    assert counts == sorted(counts, reverse=True)
    assert facets["region"][-1].value == facets["date"][-1].value == "unknown"
    years = [value.value for value in facets["date"][:-1]]
    assert years == sorted(years) and years[0] == "2013"
    assert facets["date"][0].label == "2013年"


def test_a_chosen_value_without_articles_is_shown_with_zero(archive: dict[int, dict]) -> None:
    results = search(SearchQuery(date=("1999-05",), region=("110000",)))
    assert results.total == 0
    assert any(
        value.value == "1999-05" and value.selected and not value.count for value in walk(results.facets["date"])
    )
    assert any(value.value == "110000" and value.selected for value in results.facets["region"])


def test_withdrawn_articles_are_gone_before_the_index_knows(archive: dict[int, dict]) -> None:
    before = search(SearchQuery())
    gone = before.hits[0].id
    Article.objects.filter(pk=gone).update(state=ArticleState.WITHDRAWN, revision=2)
    after = search(SearchQuery())
    assert after.total == before.total - 1
    assert gone not in {hit.id for hit in after.hits}
    index_stale()
    assert search(SearchQuery()).total == after.total


def test_events_are_collapsed_to_their_best_hit(archive: dict[int, dict]) -> None:
    results = search(SearchQuery(view="events", per_page=100))
    keys = [hit.event or -hit.id for hit in results.hits]
    assert len(keys) == len(set(keys)) == results.events < results.articles == len(archive)
    firsts: dict[int, int] = {}
    for hit in search(SearchQuery(per_page=100)).hits:
        firsts.setdefault(hit.event or -hit.id, hit.id)
    assert [hit.id for hit in results.hits] == list(firsts.values())


def test_newest_and_oldest_put_unknown_dates_last(archive: dict[int, dict]) -> None:
    for sort in ("newest", "oldest"):
        hits = search(SearchQuery(sort=sort, per_page=100)).hits
        days = [hit.event_date.start if hit.event_date else None for hit in hits]
        known = [day for day in days if day]
        assert known == sorted(known, reverse=sort == "newest")
        assert days == known + [None] * (len(days) - len(known))


def test_pages_part_the_hits_and_one_too_far_is_the_last(archive: dict[int, dict]) -> None:
    pages = [search(SearchQuery(per_page=30, page=page)) for page in (1, 2, 3)]
    ids = [hit.id for page in pages for hit in page.hits]
    assert len(ids) == len(set(ids)) == 80
    beyond = search(SearchQuery(per_page=30, page=99))
    assert beyond.hits == pages[2].hits and beyond.query.page == 3
    assert beyond.notices


def test_events_are_counted_where_events_are_listed(archive: dict[int, dict]) -> None:
    for articles in QUERIES:
        query = replace(articles, view="events")
        results = search(query)
        found = {pk: document for pk, document in archive.items() if matches(document, query)}
        assert results.total == results.events == len({document["event"] or -pk for pk, document in found.items()})
        assert results.articles == len(found)
        for facet in FACETS:
            reporting: dict[str, set[int]] = {}
            for pk, document in archive.items():
                if matches(document, query, without=facet.name):
                    for code in document[facet.index_field(query)]:
                        reporting.setdefault(code, set()).add(document["event"] or -pk)
            shown = {value.value: value.count for value in walk(results.facets[facet.name]) if value.count}
            assert shown == {code: len(events) for code, events in reporting.items()}, (query, facet.name)


def test_choosing_a_value_lists_as_many_events_as_it_counts(archive: dict[int, dict]) -> None:
    for words in ("", "志愿服务"):
        query = SearchQuery(q=words, view="events", per_page=100)
        for facet in FACETS:
            for value in walk(search(query).facets[facet.name]):
                results = search(query.with_filter(facet.name, value.value))
                assert len(results.hits) == results.total == value.count, (words, facet.name, value.value)


def test_events_with_very_many_reports_fill_the_page_all_the_same(archive: dict[int, dict]) -> None:
    large = make_event("大事件")
    for number in range(60):
        make_article(f"大事件 大事件 第{number}报", "大事件", event=large)
    index_stale()
    query = SearchQuery(q="大事件 OR 活动", view="events", per_page=5)
    events = [hit.event or -hit.id for page in (1, 2) for hit in search(replace(query, page=page)).hits]
    assert len(set(events)) == 10


@pytest.mark.parametrize("per_page", [1, 100])
def test_the_number_of_database_queries_does_not_grow_with_the_hits(archive: dict[int, dict], per_page: int) -> None:
    search(SearchQuery())
    with CaptureQueriesContext(connection) as queries:
        assert search(SearchQuery(q="活动", per_page=per_page)).hits
    assert len(queries) <= 8
