"""Sorting, paging, collapsing, marks and visibility."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from archive.models import Article, ArticleState
from archive.search.indexing import index_stale, rebuild_index
from archive.search.query import SearchQuery
from archive.search.results import SearchResults
from archive.search.run import find_all, search
from tests.factories import make_article, make_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive() -> list[Article]:
    """45 articles, some of them on one event, some without a date."""
    chance = random.Random(11)
    events = [make_event(f"事件{number}") for number in range(6)]
    articles = [
        make_article(
            f"第{number}篇志愿服务",
            "志愿者" * chance.randint(1, 5) + "在社区。" * chance.randint(1, 9),
            date=chance.choice([None, "2013", "2013-07", "2013-07-07", "2014-02-28"]),
            published=chance.choice([None, "2013-12-31", "2014-03", "2015"]),
            event=chance.choice([*events, None, None]),
        )
        for number in range(45)
    ]
    index_stale()
    return articles


def pages(query: SearchQuery) -> list[int]:
    first = search(replace(query, per_page=7))
    return [hit.id for page in range(1, first.pages + 1) for hit in search(replace(query, per_page=7, page=page)).hits]


@pytest.mark.parametrize("view", ["articles", "events"])
@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("q", ["志愿", "", "社区 志愿者"])
def test_all_pages_together_give_every_hit_once_in_the_order_of_one_long_page(archive, q: str, sort, view) -> None:
    query = SearchQuery(q=q, sort=sort, view=view, per_page=100)
    whole = search(query)
    assert pages(query) == [hit.id for hit in whole.hits]
    assert len(whole.hits) == whole.total == (whole.events if view == "events" else whole.articles)
    assert find_all(query, 1000)[:2] == ([hit.id for hit in whole.hits], whole.total)


@pytest.mark.parametrize(("by", "column"), [("event", "event_start"), ("published", "published_on")])
def test_days_are_in_order_with_unknown_ones_last(archive, by, column: str) -> None:
    days = {article.pk: getattr(article, column) for article in Article.objects.all()}
    for sort, sign in (("newest", -1), ("oldest", 1)):
        hits = [hit.id for hit in search(SearchQuery(sort=sort, by=by, per_page=100)).hits]
        expected = sorted(
            days, key=lambda pk: (days[pk] is None, sign * days[pk].toordinal() if days[pk] else 0, sign * pk)
        )
        assert hits == expected


def test_of_an_event_the_first_in_the_order_is_listed(archive) -> None:
    events = {article.pk: article.event_id or -article.pk for article in archive}
    everything = search(SearchQuery(q="志愿者", sort="newest", per_page=100))
    firsts: dict[int, int] = {}
    for hit in everything.hits:
        firsts.setdefault(events[hit.id], hit.id)
    collapsed = search(SearchQuery(q="志愿者", sort="newest", view="events", per_page=100))
    assert [hit.id for hit in collapsed.hits] == list(firsts.values())
    assert everything.events == collapsed.total == len(firsts)


def test_what_is_rarer_and_in_the_title_comes_first() -> None:
    in_title = make_article("净滩行动", "志愿者在江边。" * 20)
    for number in range(5):
        make_article(f"别的{number}", "志愿者说起净滩行动。" + "社区。" * 40)
    index_stale()
    assert search(SearchQuery(q="净滩行动")).hits[0].id == in_title.pk


def test_all_words_come_before_some_of_them() -> None:
    both = make_article("甲", "志愿者为长者理发。")
    make_article("乙", "志愿者植树。志愿者植树。志愿者。")
    make_article("丙", "理发店开张。")
    index_stale()
    results = search(SearchQuery(q="志愿者 理发"))
    assert results.hits[0].id == both.pk
    assert results.total == 3
    assert "1" in results.notices[0]


def test_marks_are_cut_from_the_original() -> None:
    make_article("關懷長者", "義工探訪獨居長者 <b>&愛心</b>。" * 3)
    index_stale()
    (hit,) = search(SearchQuery(q="独居长者")).hits
    assert "<mark>獨居長者</mark>" in hit.snippet
    assert "&lt;b&gt;&amp;" in hit.snippet
    (hit,) = search(SearchQuery(q="title:关怀")).hits
    assert hit.title == "<mark>關懷</mark>長者"


def told(results: SearchResults) -> tuple:
    counts = {name: {value.value: value.count for value in values} for name, values in results.facets.items()}
    return results.total, results.events, counts


def test_what_is_withdrawn_is_neither_found_nor_counted_before_the_indexer_has_run(archive) -> None:
    for query in (SearchQuery(), SearchQuery(q="志愿者", view="events"), SearchQuery(date=("2013",))):
        gone = search(replace(query, per_page=100)).hits[0].id
        Article.objects.filter(pk=gone).update(state=ArticleState.WITHDRAWN, revision=7)
        before = search(query)
        assert gone not in {hit.id for hit in search(replace(query, per_page=100)).hits}
        index_stale()
        assert told(search(query)) == told(before)


def test_an_article_that_joins_another_event_is_in_the_index_once(archive) -> None:
    chance = random.Random(3)
    for _round in range(3):
        for article in chance.sample(archive, 12):
            article.event = make_event()
            article.revision += 1
            article.save()
        index_stale()
        results = search(SearchQuery(q="志愿者"))
        keys = {article.event_id or -article.pk for article in Article.objects.all()}
        assert (results.articles, results.events) == (45, len(keys))
    rebuild_index()
    assert told(search(SearchQuery(q="志愿者"))) == told(results)


def test_recent_articles_rise_where_that_is_wanted(settings) -> None:
    settings.SEARCH_FRESHNESS = 30
    old = make_article("志愿者甲", "志愿者" * 3, published="2010-01-01")
    new = make_article("志愿者乙", "志愿者" * 3, published="2020-01-01")
    undated = make_article("志愿者丙", "志愿者" * 3)
    index_stale()
    assert [hit.id for hit in search(SearchQuery(q="志愿者")).hits] == [new.pk, undated.pk, old.pk]
