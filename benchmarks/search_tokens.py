"""What every engine under test is given and asked: the same tokens, the same facet codes, one small interface.

Text becomes tokens of two neighbouring characters; an exact phrase is the phrase of its pairs. A BREAK between title
and body and an END after both close them, so that one character alone is any pair that begins with it. Characters that
some tokenizer would drop, split, fold or stem are renamed one to one to rare ideographs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Protocol

from archive.search.characters import fold_text

FACETS = ("region", "type", "source", "date")
Counts = Mapping[str, Mapping[str, int]]
PER_PAGE = 20
_FIRST_IDEOGRAPH = "\u4e00"
_LAST_IDEOGRAPH = "\u9fff"
_BREAK, _END = "\U00020000", "\U00020001"
_RENAMED = 0x20010


@dataclass(frozen=True)
class Ask:
    """One query: every phrase must stand in title or body. None at all asks for everything."""

    phrases: tuple[str, ...]
    offset: int = 0
    facets: bool = True


@dataclass(frozen=True)
class Answer:
    """Hits, counts of every code of every facet (empty where not asked) and the articles of the page, best first."""

    total: int
    counts: Counts
    ids: Sequence[int]


class Peer(Protocol):
    """An engine under test."""

    name: str

    def add(self, documents: Iterable[dict[str, Any]]) -> None:
        """Index all documents, until they can be searched from disk."""

    def find(self, ask: Ask) -> Answer: ...


class Tokens:
    """Pairs of characters as tokens no tokenizer takes apart; stable from one process to the next."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def name(self, character: str) -> str:
        """The character itself where it is a common ideograph, or else its substitute."""
        if _FIRST_IDEOGRAPH <= character <= _LAST_IDEOGRAPH:
            return character
        if character not in self._names:
            self._names[character] = chr(_RENAMED + ord(character) % 0xA000)
        return self._names[character]

    def pairs(self, phrase: str) -> list[str]:
        """The pairs of a phrase; one character alone gives none."""
        return _pairs([self.name(character) for character in fold_text(phrase)])

    def content(self, document: Mapping[str, Any]) -> list[str]:
        """All tokens of title and body."""
        parts = []
        for text, closing in ((document["title"], _BREAK), (document["text"], _END)):
            parts += [*(self.name(character) for character in fold_text(text)), closing]
        return _pairs(parts)


def _pairs(characters: Sequence[str]) -> list[str]:
    return [first + second for first, second in pairwise(characters)]
