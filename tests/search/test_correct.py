from __future__ import annotations

import pytest

from archive.search.correct import correct
from archive.search.indexing import index_stale
from archive.search.query import SearchQuery
from archive.search.run import search
from tests.factories import make_article, make_hubei, make_shandong

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _archive() -> None:
    make_hubei()
    make_shandong()
    for number in range(3):
        make_article(f"武汉志愿者慰问老人{number}", "社区志愿服务。", venues=["420102"])
    make_article("临沂志愿者表彰", "敬老", venues=["371300"])
    index_stale()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("武汗", "武汉"),
        ("志原者", "志愿者"),
        ("武汗志愿者", "武汉志愿者"),
        ("武汗 志原者", "武汉 志愿者"),
        ("wuhan", "武汉"),
        ("wu han", "武汉"),
        ("zhiyuanzhe", "志愿者"),
        ("wuhan zhiyuanzhe", "武汉 志愿者"),
        ("自愿者", "志愿者"),
    ],
)
def test_words_of_the_same_sound_are_offered(typed: str, meant: str) -> None:
    assert meant in correct(typed)


@pytest.mark.parametrize("typed", ["武汗", "志原者", "武汗志愿者", "wuhan"])
def test_a_search_that_finds_nothing_offers_what_finds_something(typed: str) -> None:
    results = search(SearchQuery(q=typed))
    assert results.suggestion is not None
    assert search(SearchQuery(q=results.suggestion)).total > 0


def test_nothing_is_offered_where_enough_is_found_or_nothing_better_known() -> None:
    assert search(SearchQuery(q="武汉")).suggestion is None
    assert search(SearchQuery(q="鼋鼍")).suggestion is None
    assert search(SearchQuery(q="")).suggestion is None


def test_what_is_offered_finds_something_under_the_same_filters() -> None:
    assert search(SearchQuery(q="武汗", region=("420000",))).suggestion == "武汉"
    assert search(SearchQuery(q="武汗", region=("370000",))).suggestion is None


@pytest.mark.parametrize("typed", ["武" * 500, "a" * 500, "(" * 100, "\x00", '"武汗', "武汗 OR -志原者"])
def test_anything_typed_has_an_answer(typed: str) -> None:
    search(SearchQuery(q=typed))
