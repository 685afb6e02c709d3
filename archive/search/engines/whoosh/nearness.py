"""How near to each other the words of a query stand: of two articles that have them all, the one that says them in one
breath is more likely about them.

The measure is the shortest window that begins with some word and holds the begin of every other; a title that has all
of them counts as no distance at all. Reads texts, so it is for few documents: which ones, `.finder` says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from archive.search.engines.whoosh.analyzer import fold_text
from archive.search.engines.whoosh.evaluate import Matches
from archive.search.engines.whoosh.ranking import NEAR_WEIGHT, Documents, Fixed
from archive.search.engines.whoosh.snapshot import Snapshot
from archive.search.engines.whoosh.texts import CONTENT_FIELDS
from archive.search.tree import AllOf, Followed, Node, Phrase

HALF = 40
"""Characters of a window that counts half."""
_MANY = 50
"""Places of a word looked at in one text."""


def near_words(tree: Node | None) -> tuple[str, ...]:
    """The words of a query, folded, that all have to stand in title or body; phrases in quotes are among them."""
    return tuple(dict.fromkeys(_words(tree)))


def raised(hits: Matches, places: Documents, words: Sequence[str], snapshot: Snapshot) -> Matches:
    """The hits with the scores at some places multiplied by 1 to 1 + NEAR_WEIGHT."""
    scores = hits.scores.copy()
    for place, document in zip(places.tolist(), hits.documents.take(places).tolist(), strict=True):
        scores[place] *= np.float32(1 + NEAR_WEIGHT * nearness(words, *snapshot.texts(CONTENT_FIELDS, document)))
    return Matches(hits.documents, (Fixed(scores),))


def nearness(words: Sequence[str], title: str, body: str) -> float:
    """1 for words that stand in one title or place, falling to 0 with the distance; 0 where one is not there."""
    if all(word in title for word in words):
        return 1.0
    if not all(word in body for word in words):
        return 0.0
    places = sorted((place, number) for number, word in enumerate(words) for place in _places(word, body))
    latest: dict[int, int] = {}
    shortest = len(body)
    for place, number in places:
        latest[number] = place
        if len(latest) == len(words):
            shortest = min(shortest, place - min(latest.values()))
    return HALF / (HALF + shortest)


def _words(tree: Node | None) -> Iterator[str]:
    if isinstance(tree, Followed):
        yield from _words(tree.first)
    elif isinstance(tree, AllOf):
        for part in tree.parts:
            yield from _words(part)
    elif isinstance(tree, Phrase) and not tree.field:
        yield fold_text(tree.text)


def _places(word: str, text: str) -> Iterator[int]:
    place = text.find(word)
    for _number in range(_MANY):
        if place < 0:
            return
        yield place
        place = text.find(word, place + 1)
