"""The queries of the comparison: pieces of real titles and bodies, drawn from a fixed seed.

The words of one query stand in one article. Common words are those most items have; a page far down is that of the
commonest.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence

import rjieba

from benchmarks.search_tokens import PER_PAGE, Ask

KINDS: Mapping[str, tuple[int, ...]] = {
    "2 characters": (2,),
    "4 characters": (4,),
    "10 characters": (10,),
    "20 characters": (20,),
    "two words": (2, 2),
    "three words": (2, 3, 2),
}
COMMON, ONE, EVERYTHING, FAR = "common word", "1 character", "everything", "page 500"
_FAR_PAGE = 500
_SHORT = 4
"""Up to here a piece has letters and digits only, so that it could be somebody's word."""

Item = dict[str, str]
Queries = dict[str, list[Ask]]


def make_queries(items: Sequence[Item], each: int, count: int) -> Queries:
    """So many queries of every kind; `count` is the number of articles searched, which says how far pages go."""
    chance = random.Random(3)
    queries: Queries = {COMMON: [Ask((word,)) for word in common_words(items, each)]}
    for kind, lengths in KINDS.items():
        queries[kind] = []
        while len(queries[kind]) < each:
            text = chance.choice(items)[chance.choice(["title", "text"])]
            phrases = tuple(piece for length in lengths if (piece := _piece(text, length, chance)))
            if len(set(phrases)) == len(lengths):
                queries[kind].append(Ask(phrases))
    characters = sorted({character for item in items for character in item["title"] if character.isalpha()})
    queries[ONE] = [Ask((character,)) for character in chance.sample(characters, min(each, len(characters)))]
    queries[EVERYTHING] = [Ask(())]
    # Every common word stands in a tenth of all articles and more: so deep every one of them goes.
    offset = min(_FAR_PAGE - 1, count // 10 // PER_PAGE - 1) * PER_PAGE
    queries[FAR] = [Ask(ask.phrases, max(0, offset)) for ask in queries[COMMON][: max(1, each // 4)]]
    return queries


def common_words(items: Sequence[Item], each: int) -> list[str]:
    """The words of two characters and more that most items have."""
    found = Counter(word for item in items for word in set(rjieba.cut(item["text"])) if len(word) > 1)
    return [word for word, _count in found.most_common(each)]


def _piece(text: str, length: int, chance: random.Random) -> str:
    start = chance.randrange(max(1, len(text) - length))
    piece = text[start : start + length]
    fits = len(piece) == length and "\n" not in piece
    return piece if fits and (length > _SHORT or piece.isalnum()) else ""
