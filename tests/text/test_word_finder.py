"""Words of a list are found as `re` and a plain look would find them, whatever they hold of each other."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from archive.text.word_finder import WordFinder

SIGNS = ["甲", "乙", "丙", "a", "𠀀", "é"]
WORDS = st.lists(st.lists(st.sampled_from(SIGNS), min_size=1, max_size=4).map("".join), min_size=1, max_size=8)
TEXTS = st.lists(st.sampled_from([*SIGNS, "。", "\n", "\ud800"]), max_size=30).map("".join)


@given(WORDS, TEXTS)
def test_the_longest_are_those_that_re_finds(words: list[str], text: str) -> None:
    pattern = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
    assert WordFinder(words).find_longest(text) == [match.span() for match in pattern.finditer(text)]


@given(WORDS, TEXTS)
def test_all_are_found_once_those_inside_others_too(words: list[str], text: str) -> None:
    found = WordFinder(words).find_all(text)
    assert sorted(found) == sorted(
        (start, start + len(word)) for word in set(words) for start in range(len(text)) if text.startswith(word, start)
    )
    for word in words:
        places = [start for start, end in found if text[start:end] == word]
        assert places == sorted(places)


def test_an_empty_word_is_left_out() -> None:
    assert WordFinder(["", "甲"]).find_all("乙甲") == [(1, 2)]
    assert WordFinder([]).find_longest("甲") == []
