from __future__ import annotations

import pytest

from archive.search.domain import domain_words, join_words
from archive.search.indexing import index_stale
from archive.search.query import SearchQuery
from archive.search.run import search
from archive.search.words import cut_words
from tests.factories import make_article


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("志愿服务", ("志愿服务",)),
        ("志願服務", ("志愿服务",)),
        ("武汉志愿服务活动", ("武汉", "志愿服务", "活动")),
        ("志愿者", ("志愿者",)),
        ("新时代的志愿服务队", ("新时代", "志愿服务队")),
        ("关爱空巢老人", ("关爱", "空巢老人")),
    ],
)
def test_the_archives_own_words_stay_in_one_piece(text: str, words: tuple[str, ...]) -> None:
    assert cut_words(text) == words


def test_the_parts_can_be_had_as_well() -> None:
    assert cut_words("志愿服务", whole=False) == ("志愿", "服务")


def test_the_longest_word_wins_and_nothing_is_lost() -> None:
    assert {"志愿服务", "志愿服务队", "武汉市"} <= domain_words()
    pieces = ["参加", "志愿", "服务队", "志愿", "服务", "志愿", "者"]
    joined = join_words(pieces)
    assert "".join(joined) == "".join(pieces)
    assert joined[:3] == ["参加", "志愿服务队", "志愿服务"]


@pytest.mark.django_db
def test_the_whole_word_comes_before_its_parts_which_are_announced() -> None:
    whole = make_article("志愿服务", "志愿者参加志愿服务。")
    parts = make_article("志愿者", "志愿者为社区服务。志愿者服务社区。")
    index_stale()
    results = search(SearchQuery(q="志愿服务"))
    assert [hit.id for hit in results.hits] == [whole.pk, parts.pk]
    assert "<mark>志愿服务</mark>" in results.hits[0].snippet
    assert "1" in results.notices[0]


@pytest.mark.django_db
def test_parts_are_found_with_a_notice_where_the_whole_word_is_nowhere() -> None:
    make_article("志愿者", "志愿者为社区服务。")
    index_stale()
    results = search(SearchQuery(q="志愿服务"))
    assert results.total == 1 and results.notices
