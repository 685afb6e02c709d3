"""Haystack's public interface, the same over every engine: commands and SearchQuerySet."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command
from haystack import connections
from haystack.exceptions import SearchBackendError
from haystack.inputs import AutoQuery, Exact
from haystack.query import SQ, SearchQuerySet

from archive.models import Article, ArticleState
from archive.search.indexing import index_stale
from archive.search.query import SearchQuery
from archive.search.run import search
from tests.factories import make_article, make_hubei, make_shandong
from tests.search.contract.conftest import ENGINES

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


def test_bounds_of_days_are_kept_or_left_out_as_asked(articles: dict[str, Article]) -> None:
    day = dt.date(2025, 5, 18)
    both = {articles["linyi"].pk, articles["other"].pk}
    assert keys(SearchQuerySet().filter(published_on__gte=day)) == both
    assert keys(SearchQuerySet().filter(published_on__gt=day)) == {articles["other"].pk}
    assert keys(SearchQuerySet().filter(published_on__lte=day)) == {articles["linyi"].pk, articles["wuhan"].pk}
    assert keys(SearchQuerySet().filter(published_on__lt=day)) == {articles["wuhan"].pk}
    assert keys(SearchQuerySet().filter(published_on__range=[day, dt.date(2025, 6, 1)])) == both
    assert keys(SearchQuerySet().filter(published_on=day)) == {articles["linyi"].pk}


def test_codes_are_found_by_lists_beginnings_patterns_and_ranges(articles: dict[str, Article]) -> None:
    wuhan, linyi = articles["wuhan"].pk, articles["linyi"].pk
    assert keys(SearchQuerySet().filter(django_id__in=[*map(str, range(70_000, 73_000)), str(wuhan)])) == {wuhan}
    assert keys(SearchQuerySet().filter(region__startswith="4201")) == {wuhan}
    assert keys(SearchQuerySet().filter(type__contains="war")) == {linyi}
    assert keys(SearchQuerySet().raw_search("region:37?300")) == {linyi}
    assert keys(SearchQuerySet().filter(region__range=["370000", "379999"])) == {linyi}
    assert keys(SearchQuerySet().filter(article__gt=wuhan, article__lt=linyi + 1)) == {linyi}
    assert keys(SearchQuerySet().filter(event_start=0)) == {article.pk for article in articles.values()}


def test_narrowing_takes_any_query(articles: dict[str, Article]) -> None:
    wuhan, linyi = articles["wuhan"].pk, articles["linyi"].pk
    everything = SearchQuerySet()
    assert keys(everything.narrow("published_on:[20250101 TO 20251231]").narrow("志愿服务")) == {linyi}
    assert keys(everything.narrow("region:420000 OR type:award")) == {wuhan, linyi}
    assert keys(everything.narrow("NOT type:meeting")) == {articles["other"].pk}
    assert keys(everything.narrow('title:"座谈会" OR "百步亭社区"')) == {wuhan, linyi}
    assert keys(everything.narrow("region:42*")) == {wuhan}
    assert keys(everything.narrow("nothing_like_it:1")) == set()
    assert keys(everything.narrow("published_on:[never TO 2025]")) == set()


def test_dates_are_counted_by_steps_of_any_length(articles: dict[str, Article]) -> None:
    def steps(begin: dt.date, end: dt.date, unit: str, amount: int = 1) -> list[tuple[str, int]]:
        asked = SearchQuerySet().date_facet("published_on", begin, end, unit, amount).facet_counts()
        return [(f"{moment:%Y-%m-%d}", count) for moment, count in asked["dates"]["published_on"]]

    assert steps(dt.date(2025, 5, 1), dt.date(2025, 7, 1), "month") == [("2025-05-01", 1), ("2025-06-01", 1)]
    assert steps(dt.date(2013, 1, 1), dt.date(2026, 1, 1), "year", 12) == [("2013-01-01", 1), ("2025-01-01", 2)]
    assert steps(dt.date(2025, 5, 18), dt.date(2025, 6, 1), "day", 7) == [("2025-05-18", 1)]  # the end is left out


def test_fields_of_any_kind_are_counted(articles: dict[str, Article]) -> None:
    counts = SearchQuerySet().facet("published_on").facet("event_start").facet("title").facet("django_ct")
    fields = counts.facet_counts()["fields"]
    assert dict(fields["published_on"])[dt.datetime(2025, 5, 18)] == 1
    assert fields["event_start"] == [(0, 3)]
    assert dict(fields["title"])["临沂座谈会"] == 1
    assert fields["django_ct"] == [("archive.article", 3)]
    asked = SearchQuerySet().query_facet("type", "meeting").query_facet("published_on", "[20250601 TO]")
    assert asked.facet_counts()["queries"] == {"type:meeting": 2, "published_on:[20250601 TO]": 1}


def test_every_stored_field_sorts(articles: dict[str, Article]) -> None:
    def order(*names: str) -> list[int]:
        return [int(result.pk) for result in SearchQuerySet().order_by(*names)]

    by_title = sorted(articles.values(), key=lambda article: article.title)
    assert order("title") == [article.pk for article in by_title]
    assert order("-title") == [article.pk for article in reversed(by_title)]
    assert order("-region") == [articles[name].pk for name in ("other", "wuhan", "linyi")]
    Article.objects.filter(pk=articles["linyi"].pk).update(published_on=None, revision=2)
    index_stale()
    assert order("published_on")[0] == order("-published_on")[-1] == articles["linyi"].pk


def test_results_hold_what_the_index_stores(articles: dict[str, Article]) -> None:
    (result,) = SearchQuerySet().filter(content="百步亭")
    assert result.region == ["420000", "420100", "420102"]
    assert result.published_on == dt.datetime(2013, 12, 31)
    assert (result.article, result.event_start, result.event_on) == (articles["wuhan"].pk, 0, None)
    assert result.org is None and result.text is None  # only to be found by
    assert result.score > 0


@pytest.mark.parametrize("engine", [ENGINES[-1]], indirect=True)
def test_pages_lie_as_deep_as_there_are_results(articles: dict[str, Article], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.search.engines.opensearch.haystack_search.DEPTH", 1)
    newest = SearchQuerySet().order_by("-published_on")
    assert [int(result.pk) for result in newest[1:3]] == [articles[name].pk for name in ("linyi", "wuhan")]
    best = SearchQuerySet().filter(content="志愿服务")
    assert {int(result.pk) for result in best[0:9]} == keys(best)


def test_what_no_engine_offers_is_refused_by_name(articles: dict[str, Article]) -> None:
    with pytest.raises(SearchBackendError, match="'sort_of'"):
        SearchQuerySet().facet("sort_of").facet_counts()
    with pytest.raises(SearchBackendError, match="'sort_of'"):
        list(SearchQuerySet().order_by("sort_of"))
    with pytest.raises(SearchBackendError, match="stats"):
        connections["default"].get_backend().search("*", stats={"event": ()})


def test_highlights_mark_chinese_words(articles: dict[str, Article]) -> None:
    (result,) = SearchQuerySet().filter(content="百步亭").highlight()
    assert "<em>百步亭</em>" in result.highlighted["text"][0]


def test_more_like_this_shares_words_and_leaves_out_itself(articles: dict[str, Article]) -> None:
    similar = keys(SearchQuerySet().more_like_this(articles["wuhan"]))
    assert similar == {articles["linyi"].pk}
    assert keys(SearchQuerySet().filter(type="award").more_like_this(articles["wuhan"])) == {articles["linyi"].pk}
    assert keys(SearchQuerySet().filter(type="unknown").more_like_this(articles["wuhan"])) == set()


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
    connections["default"].get_backend().remove(articles["wuhan"])
    assert keys(SearchQuerySet().all()) == {articles["linyi"].pk, articles["other"].pk}


def test_a_missing_index_answers_nothing() -> None:
    assert SearchQuerySet().filter(content="武汉").count() == 0
