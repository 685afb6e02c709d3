"""Order by relevance: titles before bodies, words beside each other, and the newer of two where that is wanted."""

from __future__ import annotations

import pytest

from archive.search.indexing import index_stale
from archive.search.query import SearchQuery
from archive.search.run import search
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def found(q: str) -> list[int]:
    return [hit.id for hit in search(SearchQuery(q=q)).hits]


def test_a_word_in_the_title_counts_more_than_several_in_the_body() -> None:
    body = make_article("街道办事处通知", "江滩净滩。江滩净滩。江滩净滩。")
    title = make_article("江滩净滩通知", "志愿者来了。另有一事。")
    index_stale()
    assert found("江滩净滩") == [title.pk, body.pk]


def test_a_word_in_the_lede_counts_more_than_one_further_down() -> None:
    opening, rest = (
        "昨天上午，江滩净滩的志愿者捡走了两吨垃圾。",
        "街道办事处的人说，以后每个月都来一次，别的街道也可以一起来。",
    )
    led = make_article("活动通知", f"{opening}\n{rest}")
    below = make_article("活动通知", f"{rest}\n{opening}")
    index_stale()
    for words in ("江滩净滩", "志愿者", "滩"):
        assert found(words) == [led.pk, below.pk]


def test_words_beside_each_other_count_more_than_apart() -> None:
    together = make_article("通知一则", "社区组织百步亭座谈会，大家都来了。")
    apart = make_article("通知二则", "社区组织座谈会，大家都来百步亭。")
    index_stale()
    assert found("百步亭座谈会") == [together.pk, apart.pk]


def test_new_articles_come_first_only_where_that_is_set(settings) -> None:
    old = make_article("净滩活动", "江滩净滩。江滩净滩。江滩净滩。", published="2013-05-01")
    new = make_article("净滩活动", "江滩净滩。江滩净滩。别的事情。", published="2023-05-01")
    unknown = make_article("净滩活动", "江滩净滩。别的事情。别的事情。")
    index_stale()
    assert found("江滩") == [old.pk, new.pk, unknown.pk]
    settings.SEARCH_FRESHNESS = 365
    assert found("江滩") == [new.pk, old.pk, unknown.pk]


def test_of_articles_with_all_words_those_that_say_them_in_one_breath_come_first() -> None:
    near = make_article("通知一则", "社区的座谈会在百步亭。" + "大家都来了。" * 40)
    apart = make_article("通知二则", "社区的座谈会。" + "大家都来了。" * 40 + "百步亭。")
    index_stale()
    assert found("百步亭 座谈会") == [near.pk, apart.pk]


def test_every_hit_stands_on_one_page_however_many_are_put_in_order_by_nearness() -> None:
    articles = [
        make_article(f"第{number}则", "江滩" + "甲" * (number * 7 % 60) + "净滩。" + "乙" * (number % 5))
        for number in range(55)
    ]
    index_stale()
    pages = [search(SearchQuery(q="江滩 净滩", page=page, per_page=10)) for page in range(1, 7)]
    shown = [hit.id for page in pages for hit in page.hits]
    assert sorted(shown) == sorted(article.pk for article in articles)
    assert {page.total for page in pages} == {55}
    whole = [hit.id for hit in search(SearchQuery(q="江滩 净滩", per_page=100)).hits]
    assert shown == whole


def test_few_articles_with_all_words_are_followed_by_those_with_some_which_count_and_are_announced() -> None:
    some = make_article("江滩江滩江滩", "江滩江滩江滩江滩。")
    both = make_article("通知一则", "江滩很大。" + "大家都来了。" * 40 + "净滩。")
    make_article("别的事情", "没有什么。")
    index_stale()
    results = search(SearchQuery(q="江滩 净滩"))
    assert [hit.id for hit in results.hits] == [both.pk, some.pk]
    assert results.total == 2 and "1" in results.notices[0]
    assert sum(value.count for value in results.facets["source"]) == results.total


@pytest.mark.parametrize("q", ['"江滩" 净滩', "江滩 净滩 -没有", "江滩 body:净滩", "(江滩 OR 别的) 净滩", "净滩"])
def test_quotes_fields_operators_and_single_words_are_never_widened(q: str) -> None:
    both = make_article("通知一则", "江滩很大,净滩。")
    make_article("江滩", "江滩江滩。")
    index_stale()
    results = search(SearchQuery(q=q))
    assert [hit.id for hit in results.hits] == [both.pk] and not results.notices


def test_words_joined_by_and_find_nothing_less_than_all_of_them() -> None:
    both = make_article("通知一则", "江滩很大，大家在净滩。")
    make_article("江滩江滩", "江滩江滩江滩。")
    index_stale()
    assert search(SearchQuery(q="江滩 净滩")).total == 2
    strict = search(SearchQuery(q="江滩 AND 净滩"))
    assert ([hit.id for hit in strict.hits], strict.notices) == ([both.pk], ())
    assert search(SearchQuery(q="江滩 AND 座谈会")).total == 0
    assert search(SearchQuery(q="江滩 座谈会")).total == 2
