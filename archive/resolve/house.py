"""Words of the house: what staff taught the resolvers beside the shipped files. In force for a block of code, nowhere else.

The resolvers are pure, so nothing is read here: whoever runs them hands the words in (`archive.ingest.house_rules`). Two
threads, or a page resolved twice to compare, do not see each other's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class HouseWords:
    """`places`: (name, code of today) found like those of `places.csv`. `cues`: (vocabulary, code of its term, cue)."""

    places: tuple[tuple[str, str], ...] = ()
    cues: tuple[tuple[str, str, str], ...] = ()


NO_WORDS = HouseWords()
_in_force: ContextVar[HouseWords] = ContextVar("house_words", default=NO_WORDS)


def words_in_force() -> HouseWords:
    """What counts here and now."""
    return _in_force.get()


@contextmanager
def in_force(words: HouseWords) -> Iterator[None]:
    """Let these words count within the block."""
    token = _in_force.set(words)
    try:
        yield
    finally:
        _in_force.reset(token)
