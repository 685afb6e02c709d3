"""A branching pattern finds what the joined words find."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from archive.text.alternation import any_followed, any_of

WORDS = st.lists(st.text("甲乙丙.(", min_size=1, max_size=4), min_size=1, max_size=8, unique=True)


def joined(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@given(WORDS, st.text("甲乙丙.(丁", max_size=30))
def test_it_finds_what_the_words_joined_find(words, text):
    expected = [match.span() for match in re.finditer(joined(words), text)]
    assert [match.span() for match in re.finditer(any_of(words), text)] == expected


@given(WORDS, st.text("甲乙丙.(丁", max_size=30))
def test_a_word_that_is_barred_gives_way_to_a_shorter_one(words, text):
    tails = {word: "(?!丁)" if len(word) % 2 else "" for word in words}
    rows = sorted(words, key=len, reverse=True)
    expected = re.compile("|".join(re.escape(word) + tails[word] for word in rows))
    found = re.compile(any_followed(tails))
    assert [match.span() for match in found.finditer(text)] == [match.span() for match in expected.finditer(text)]


def test_no_words_match_nothing():
    assert re.search(any_of([]), "甲") is None
