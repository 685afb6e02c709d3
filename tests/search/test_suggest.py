from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.models import Article, ArticleState
from archive.search.indexing import index_stale
from archive.search.lookup import SortedLines, lookup_folder
from archive.search.lookup_build import write_lookup
from archive.search.suggest import suggest
from tests.factories import make_article, make_event_type, make_hubei, make_shandong, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive() -> list[Article]:
    make_hubei()
    make_shandong()
    make_event_type("award", "表彰")
    made = [
        make_article(
            f"武汉志愿者清理江滩第{number}次",
            "清理江滩",
            venues=["420102"],
            types=["award"],
            organisations=["武汉市义工联合会"],
            programmes=["暖冬行动"],
            publisher=make_source("长江日报"),
        )
        for number in range(3)
    ]
    made.append(make_article("臨沂表彰志願者", "敬老", venues=["371300"]))
    index_stale()
    return made


def labels(typed: str, kind: str) -> list[str]:
    return [one.label for one in suggest(typed, 20) if one.kind == kind]


@pytest.mark.parametrize("typed", ["武汉", "武漢", "wuhan", "wuh", "wh", "WuHan"])
def test_places_are_suggested_by_characters_pinyin_and_initials(archive, typed: str) -> None:
    assert "武汉市" in labels(typed, "region")


def test_names_of_every_kind_are_suggested_with_their_counts(archive) -> None:
    assert labels("yigong", "org") == ["武汉市义工联合会"]
    assert labels("ndxd", "programme") == ["暖冬行动"]
    assert labels("表", "type") == ["表彰"]
    assert labels("changjiang", "source") == ["长江日报"]
    (place,) = [one for one in suggest("江岸") if one.kind == "region"]
    assert (place.value, place.within, place.count) == ("420102", "湖北省 武汉市", 3)
    assert place.query is not None and place.query.region == ("420102",)


def test_titles_are_found_by_any_characters_or_by_how_they_begin(archive) -> None:
    assert len(labels("清理江滩", "title")) == 3
    assert labels("临沂", "title") == ["臨沂表彰志願者"]
    assert labels("linyibiao", "title") == ["臨沂表彰志願者"]
    assert labels("lybz", "title") == ["臨沂表彰志願者"]


def test_what_is_withdrawn_is_suggested_no_more(archive) -> None:
    Article.objects.filter(pk=archive[3].pk).update(state=ArticleState.WITHDRAWN, revision=2)
    assert labels("临沂", "title") == labels("linyibiao", "title") == []


def test_without_its_files_titles_are_still_suggested_and_the_files_come_back(archive) -> None:
    for file in lookup_folder().iterdir():
        file.unlink()
    assert labels("武汉", "region") == []
    assert len(labels("武汉", "title")) == 3
    write_lookup()
    assert labels("武汉", "region") != []


def test_an_empty_archive_suggests_nothing() -> None:
    assert suggest("武汉") == ()


@pytest.mark.parametrize("typed", ["", "   ", "\x00", "%", "\t", "\n", "😀", "’", "(", "a" * 5000, "的" * 5000])
def test_anything_typed_has_an_answer(archive, typed: str) -> None:
    assert len(suggest(typed)) <= 8


def test_an_answer_asks_the_database_little(archive, django_assert_max_num_queries) -> None:
    suggest("武汉")
    with django_assert_max_num_queries(4):
        assert suggest("武汉")


@given(st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=6), max_size=30))
def test_sorted_lines_are_found_by_their_beginning(lines: list[str]) -> None:
    ordered = sorted((line for line in lines if line), key=str.encode)
    path = Path(lookup_folder()).with_name("lines.txt")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes("".join(f"{line}\n" for line in ordered).encode())
    known = SortedLines(path)
    for line in {*ordered, "a", "武"}:
        for end in range(1, len(line) + 1):
            wanted = [other for other in ordered if other.startswith(line[:end])]
            assert list(known.starting_with(line[:end], 100)) == wanted
