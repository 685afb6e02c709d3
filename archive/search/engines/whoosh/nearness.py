"""How near to each other the words of a query stand: of two articles that have them all, the one that says them in one
breath is more likely about them.

The measure is the shortest window of a body that begins with some word and holds the begin of every other; a title that
has all of them counts as no distance at all. Reads places, so it is for few documents: which ones, `.finder` says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from archive.search.characters import fold_text
from archive.search.engines.whoosh.ranking import NEAR_WEIGHT, Documents, Scores
from archive.search.engines.whoosh.snapshot import Snapshot
from archive.search.engines.whoosh.stream import Extents
from archive.search.engines.whoosh.texts import CONTENT_FIELDS
from archive.search.tree import AllOf, Followed, Node, Phrase

HALF = 40
"""Characters of a window that counts half."""


def near_words(tree: Node | None) -> tuple[str, ...]:
    """The words of a query, folded, that all have to stand in title or body; phrases in quotes are among them."""
    return tuple(dict.fromkeys(_words(tree)))


def near_factors(words: Sequence[str], documents: Documents, snapshot: Snapshot) -> Scores:
    """1 to 1 + NEAR_WEIGHT for each of the documents, in any order."""
    order = np.argsort(documents)
    near = np.empty(len(documents))
    found = snapshot.places(CONTENT_FIELDS, words, documents.take(order))
    near[order] = np.concatenate([nearness(held, places) for held, places in found])
    return (1 + NEAR_WEIGHT * near).astype(np.float32)


def nearness(held: Extents, places: Sequence[Documents]) -> npt.NDArray[np.float64]:
    """1 for documents whose title has all words or that say them in one place, falling to 0 with the distance; 0 where
    a word is not there. `places` of each word, ascending, are in the documents.
    """
    count = len(held.begins)
    titled, bodies = np.ones(count, np.bool_), []
    for word in places:
        owners = held.owners(word)
        in_title = word < held.borders.take(owners)
        titled &= np.bincount(owners[in_title], minlength=count) > 0
        bodies.append(word[~in_title])
    shortest = np.full(count, np.inf)
    if all(map(len, bodies)):
        begins = np.concatenate(bodies)
        ends = begins.copy()
        for word in bodies:
            following = np.append(word, np.iinfo(np.int64).max)
            np.maximum(ends, following.take(word.searchsorted(begins)), out=ends)
        owners = held.owners(begins)
        inside = ends < held.ends.take(owners)
        np.minimum.at(shortest, owners[inside], (ends - begins)[inside])
    near: npt.NDArray[np.float64] = HALF / (HALF + shortest)
    near[titled] = 1
    return near


def _words(tree: Node | None) -> Iterator[str]:
    if isinstance(tree, Followed):
        yield from _words(tree.first)
    elif isinstance(tree, AllOf):
        for part in tree.parts:
            yield from _words(part)
    elif isinstance(tree, Phrase) and not tree.field:
        yield fold_text(tree.text)
