"""Haystack's public interface over our engine: commands and SearchQuerySet."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command
from haystack.inputs import AutoQuery, Exact
from haystack.query import SQ, SearchQuerySet

from archive.models import Article, ArticleState
from archive.search.indexing import index_stale
from archive.search.query import SearchQuery
from archive.search.run import search
from tests.factories import make_article, make_hubei, make_shandong

pytestmark = pytest.mark.django_db


@pytest.fixture
def articles() -> dict[str, Article]:
    make_hubei()
    make_shandong()
    made = {
        "wuhan": make_article(
            "武汉志愿服务推进会",
            "推进会在百步亭社区召开。",
            venues=["420102"],
            types=["meeting"],
            published="2013-12-31",
        ),
        "linyi": make_article(
            "临沂座谈会", "志愿服务座谈会召开。", venues=["371300"], types=["meeting", "award"], published="2025-05-18"
        ),
        "other": make_article("无关的一篇", "只说天气。", published="2025-06-01"),
    }
    index_stale()
    return made


def keys(results: SearchQuerySet) -> set[int]:
    return {int(result.pk) for result in results}


def test_filters_find_words_phrases_and_codes(articles: dict[str, Article]) -> None:
    both = {articles["wuhan"].pk, articles["linyi"].pk}
    assert keys(SearchQuerySet().filter(content="志愿服务")) == both
    assert keys(SearchQuerySet().filter(content="百步亭")) == {articles["wuhan"].pk}
    assert keys(SearchQuerySet().filter(content=Exact("百步亭社区"))) == {articles["wuhan"].pk}
    assert keys(SearchQuerySet().filter(content="汉")) == {articles["wuhan"].pk}
    assert keys(SearchQuerySet().filter(title="座谈会")) == {articles["linyi"].pk}
    assert keys(SearchQuerySet().filter(title__startswith="临沂")) == {articles["linyi"].pk}
    assert keys(SearchQuerySet().filter(content__contains="步亭")) == {articles["wuhan"].pk}
    assert keys(SearchQuerySet().filter(region="420000")) == {articles["wuhan"].pk}
    assert keys(SearchQuerySet().filter(type__in=["award", "nothing"])) == {articles["linyi"].pk}
    assert keys(SearchQuerySet().exclude(content="志愿服务")) == {articles["other"].pk}
    assert keys(SearchQuerySet().filter(SQ(content="天气") | SQ(content="百步亭"))) == {
        articles["other"].pk,
        articles["wuhan"].pk,
    }
    assert keys(SearchQuerySet().filter(content=AutoQuery('"百步亭社区" -临沂'))) == {articles["wuhan"].pk}
    assert keys(SearchQuerySet().auto_query("志愿服务 -武汉")) == {articles["linyi"].pk}
    assert keys(SearchQuerySet().filter(published_on__gte=dt.date(2025, 1, 1))) == {
        articles["linyi"].pk,
        articles["other"].pk,
    }
    assert SearchQuerySet().filter(content="没有这个词").count() == 0


def test_all_counts_slices_and_joins_rows(articles: dict[str, Article]) -> None:
    everything = SearchQuerySet().all()
    assert everything.count() == len(everything) == 3
    newest = SearchQuerySet().order_by("-published_on")
    assert [int(result.pk) for result in newest] == [articles[name].pk for name in ("other", "linyi", "wuhan")]
    assert [int(result.pk) for result in newest[1:2]] == [articles["linyi"].pk]
    mixed = SearchQuerySet().order_by("-event", "published_on")
    assert [int(result.pk) for result in mixed] == [articles[name].pk for name in ("wuhan", "linyi", "other")]
    assert [row["title"] for row in newest.values("title")[:2]] == ["无关的一篇", "临沂座谈会"]
    assert list(newest.values_list("pk", flat=True)) == [str(articles[name].pk) for name in ("other", "linyi", "wuhan")]
    assert newest[0].object == articles["other"]
    assert newest[0].title == "无关的一篇"
    assert keys(SearchQuerySet().models(Article)) == {article.pk for article in articles.values()}


def test_facets_and_narrowing_count_right(articles: dict[str, Article]) -> None:
    counts = SearchQuerySet().facet("type").facet("region").facet_counts()["fields"]
    assert dict(counts["type"]) == {"meeting": 2, "award": 1, "unknown": 1}
    assert dict(counts["region"])["420100"] == 1
    narrowed = SearchQuerySet().narrow('type:"award"')
    assert keys(narrowed) == {articles["linyi"].pk}
    assert dict(narrowed.facet("region").facet_counts()["fields"]["region"]) == {"370000": 1, "371300": 1}
    dates = SearchQuerySet().date_facet("published_on", dt.date(2013, 1, 1), dt.date(2026, 1, 1), "year")
    assert {moment.year: count for moment, count in dates.facet_counts()["dates"]["published_on"]} == {2013: 1, 2025: 2}
    queried = SearchQuerySet().query_facet("type", "meeting").facet_counts()["queries"]
    assert queried == {"type:meeting": 2}


def test_highlights_mark_chinese_words(articles: dict[str, Article]) -> None:
    (result,) = SearchQuerySet().filter(content="百步亭").highlight()
    assert "<em>百步亭</em>" in result.highlighted["text"][0]


def test_more_like_this_shares_words_and_leaves_out_itself(articles: dict[str, Article]) -> None:
    similar = keys(SearchQuerySet().more_like_this(articles["wuhan"]))
    assert similar == {articles["linyi"].pk}


def test_commands_rebuild_update_and_clear(articles: dict[str, Article]) -> None:
    call_command("clear_index", interactive=False, verbosity=0)
    assert search(SearchQuery()).total == 0
    assert SearchQuerySet().count() == 0
    call_command("update_index", verbosity=0)
    assert search(SearchQuery()).total == 3
    assert not Article.objects.exclude(indexed_revision=1).exists()
    Article.objects.filter(pk=articles["other"].pk).update(state=ArticleState.WITHDRAWN)
    call_command("update_index", remove=True, verbosity=0)
    assert SearchQuerySet().count() == 2
    call_command("rebuild_index", interactive=False, verbosity=0)
    assert search(SearchQuery()).total == 2


def test_removing_an_object_shows_at_once(articles: dict[str, Article]) -> None:
    from haystack import connections

    connections["default"].get_backend().remove(articles["wuhan"])
    assert keys(SearchQuerySet().all()) == {articles["linyi"].pk, articles["other"].pk}


def test_a_missing_index_answers_nothing() -> None:
    assert SearchQuerySet().filter(content="武汉").count() == 0
