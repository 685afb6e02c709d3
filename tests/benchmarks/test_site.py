"""The searches drawn for whole pages are pieces of titles, some quoted, some with a region."""

from __future__ import annotations

from urllib.parse import parse_qs

from benchmarks.site import make_queries

TITLES = ["志愿者清理江滩", "爱心车队送考生", '他说"好"']


def test_searches_are_pieces_of_titles_quoted_and_not_with_and_without_a_region() -> None:
    queries = [parse_qs(query) for query in make_queries(TITLES, ["420000"], 60)]
    assert len(queries) == 60
    words = [query["q"][0] for query in queries]
    assert all(any(word.strip('"') in title for title in TITLES) for word in words)
    assert 10 < sum(word.startswith('"') for word in words) < 50
    assert 5 < sum("region" in query for query in queries) < 40


def test_titles_of_one_character_give_nothing_to_search_for_but_others_do() -> None:
    assert {parse_qs(query)["q"][0].strip('"') for query in make_queries(["甲", "清河"], [], 5)} == {"清河"}
