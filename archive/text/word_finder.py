"""Where words of a long list stand in a text, found in one pass however long the list.

A wrapper of Aho and Corasick's automaton (`ahocorasick_rs`): ten thousand words cost a page 20 µs. Deliberately not here:
the words, and patterns (`archive.text.regex`).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import ahocorasick_rs

from archive.text.regex import regex

_HALVES = regex("[\ud800-\udfff]")
"""Halves of characters, which damaged pages hold and no encoding has."""

_FEW = 1000
"""Words of a list that is small."""


class WordFinder:
    """Finds any of `words`; the automaton is made when first asked. Empty words are left out."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(dict.fromkeys(filter(None, words)))

    def find_all(self, text: str) -> list[tuple[int, int]]:
        """Start and end of every word, those inside others included; of words with one start the shorter comes first, and
        one word's places are in order."""
        return [(start, end) for _number, start, end in _look(self._every, text, overlapping=True)]

    def find_longest(self, text: str) -> list[tuple[int, int]]:
        """Start and end of words from left to right, none overlapping the one before, the longest of those that begin at one
        place: as the words joined by `|`, the longest first, are found by `re`."""
        return [(start, end) for _number, start, end in _look(self._longest, text, overlapping=False)]

    @cached_property
    def _every(self) -> ahocorasick_rs.AhoCorasick:
        return ahocorasick_rs.AhoCorasick(self._words, implementation=self._kind, store_patterns=False)

    @cached_property
    def _longest(self) -> ahocorasick_rs.AhoCorasick:
        kind = ahocorasick_rs.MatchKind.LeftmostLongest
        return ahocorasick_rs.AhoCorasick(self._words, matchkind=kind, implementation=self._kind, store_patterns=False)

    @property
    def _kind(self) -> ahocorasick_rs.Implementation | None:
        """The automaton that finds most quickly, as long as it is small; of a long list it would take 13 MB."""
        return ahocorasick_rs.Implementation.DFA if len(self._words) <= _FEW else None


def _look(automaton: ahocorasick_rs.AhoCorasick, text: str, *, overlapping: bool) -> list[tuple[int, int, int]]:
    try:
        return automaton.find_matches_as_indexes(text, overlapping=overlapping)
    except UnicodeEncodeError:
        return automaton.find_matches_as_indexes(_HALVES.sub("\ufffd", text), overlapping=overlapping)
