from __future__ import annotations

import pytest
from django.utils import translation

from archive.models import Article, FindingKind, Origin
from archive.search.dates import date_bounds, date_tokens
from archive.search.documents import article_document, with_facts
from archive.search.facet_values import facet_values
from archive.search.facets import FACET_BY_NAME
from archive.search.indexing import index_stale
from archive.search.query import SearchQuery
from archive.search.run import search
from tests.factories import make_article, make_finding, make_hubei, make_region, make_source

pytestmark = pytest.mark.django_db


def document(article: Article) -> dict:
    return article_document(with_facts(Article.objects.filter(pk=article.pk)).get())


def test_regions_are_filed_under_themselves_and_all_above() -> None:
    make_hubei()
    held = document(make_article(venues=["420102"], mentioned=["420500"]))
    assert set(held["region"]) == {"420000", "420100", "420102"}
    assert set(held["region_any"]) == {"420000", "420100", "420102", "420500"}


def test_the_publishers_home_is_no_region_of_the_article() -> None:
    make_hubei()
    article = make_article()
    make_finding(article, FindingKind.REGION, "420100", role="publisher")
    assert document(article)["region"] == document(article)["region_any"] == ["unknown"]


def test_nationwide_stands_by_itself() -> None:
    assert document(make_article(venues=["000000"]))["region"] == ["000000"]


def test_what_staff_set_wins() -> None:
    article = make_article(types=["meeting", "award"])
    make_finding(article, FindingKind.EVENT_TYPE, "donation", origin=Origin.STAFF)
    assert document(article)["type"] == ["donation"]


def test_planned_and_past_dates_are_not_the_events() -> None:
    article = make_article()
    data = {"start": "2013-03-05", "end": "2013-03-05", "precision": "day"}
    make_finding(article, FindingKind.EVENT_DATE, "2013-03-05", role="past", data=data)
    assert document(article)["date"] == ["unknown"]
    make_finding(article, FindingKind.EVENT_DATE, "XXXX-11-02", role="event", data={"start": None, "end": None})
    assert document(article)["date"] == ["unknown"]


def test_publisher_and_claimed_source_are_both_found_by_source() -> None:
    make_article(publisher=make_source("长江日报"), claimed_source="中国社区网")
    index_stale()
    assert search(SearchQuery(q="来源:长江日报")).total == search(SearchQuery(q="source:中国社区网")).total == 1
    assert search(SearchQuery(q="来源:新华社")).total == 0


def test_authors_are_found_by_author_only() -> None:
    make_article(authors=["吴慧", "李姗"])
    index_stale()
    assert search(SearchQuery(q="作者:李姗")).total == 1
    assert search(SearchQuery(q="李姗")).total == 0


@pytest.mark.parametrize(
    ("first", "last", "precision", "tokens"),
    [
        ("2013-07-07", "2013-07-07", "day", ["2013", "2013-07", "2013-07-07"]),
        ("2013-07-01", "2013-07-31", "month", ["2013", "2013-07"]),
        ("2013-01-01", "2013-12-31", "year", ["2013"]),
        ("2013-12-31", "2014-01-01", "day", ["2013", "2014", "2013-12", "2014-01", "2013-12-31", "2014-01-01"]),
    ],
)
def test_a_date_is_filed_as_far_as_it_is_known(first: str, last: str, precision: str, tokens: list[str]) -> None:
    assert date_tokens(date_bounds(first)[0], date_bounds(last)[0], precision) == tokens


def test_a_long_span_does_not_fill_the_calendar() -> None:
    tokens = date_tokens(date_bounds("1990")[0], date_bounds("2100")[1], "day")
    assert len(tokens) == 50
    assert len(date_tokens(date_bounds("2013")[0], date_bounds("2014")[1], "day")) == 2 + 24


def test_an_abolished_region_finds_what_is_filed_under_its_successor() -> None:
    district = make_region("110119", "延庆区")
    make_region("110229", "延庆县", valid_to=2015, successor=district)
    make_article(venues=["110119"])
    index_stale()
    results = search(SearchQuery(region=("110229",)))
    assert results.total == 1 and results.query.region == ("110119",)
    assert [value.selected for value in results.facets["region"]] == [True]


def test_labels_are_in_the_language_of_the_interface() -> None:
    make_hubei()
    with translation.override("en"):
        (region,) = facet_values(FACET_BY_NAME["region"], {"420000": 1}, ())
        (date,) = facet_values(FACET_BY_NAME["date"], {"2013": 1}, ())
    assert (region.label, date.label) == ("Hubei", "2013")
    (region,) = facet_values(FACET_BY_NAME["region"], {"420000": 1}, ())
    assert region.label == "湖北省"


def test_subtitle_and_captions_are_found_and_shown() -> None:
    article = make_article(
        "净滩行动",
        "志愿者清理江滩。",
        subtitle="百余人冒雨参加",
        captions=["图为孩子们分拣塑料瓶", "联系电话13812345678"],
    )
    index_stale()
    for words in ("冒雨", "分拣塑料瓶"):
        (hit,) = search(SearchQuery(q=words)).hits
        assert hit.id == article.pk
        assert f"<mark>{words}</mark>" in hit.snippet
    assert search(SearchQuery(q='"13812345678"')).total == 0


def test_the_lede_is_the_subtitle_and_the_first_paragraph() -> None:
    first = "昨天上午，三百多名志愿者来到江滩，捡走了两吨垃圾。"
    article = make_article("净滩行动", f"{first}\n第二段更长。", subtitle="副标题")
    document = article_document(with_facts(Article.objects.filter(pk=article.pk)).get())
    assert document["text"][: document["lede"]] == f"副标题\n{first}"


def test_short_lines_before_the_first_paragraph_belong_to_the_lede() -> None:
    first = "昨天上午，三百多名志愿者来到江滩，捡走了两吨垃圾。"
    article = make_article("净滩行动", f"江城网消息\n\n{first}\n第二段更长。")
    document = article_document(with_facts(Article.objects.filter(pk=article.pk)).get())
    assert document["text"][: document["lede"]] == f"江城网消息\n\n{first}"


def test_names_are_codes_without_commas_and_personal_ones_are_left_out() -> None:
    article = make_article(
        "净滩行动", "正文。", organisations=["江州,河州义工（总）队", "工会13812345678"], flags=["spun"]
    )
    document = article_document(with_facts(Article.objects.filter(pk=article.pk)).get())
    assert document["org"] == ["江州、河州义工(总)队"]
    assert document["programme"] == ["unknown"]
    assert document["flag"] == ["spun"]
    index_stale()
    assert search(SearchQuery(org=("江州、河州义工(总)队",))).total == 1
