"""200 searches over real items, drawn from a fixed seed: what readers type and choose, each combined with some facets."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from archive.search.query import SearchQuery

COUNT = 200
_QUOTES = set('“”「」『』"()（）:：')


def make_queries(texts: Sequence[str], chosen: dict[str, Sequence[str]], seed: int = 8) -> list[SearchQuery]:
    """`texts` are titles and bodies; `chosen` maps a facet to codes that occur."""
    chance = random.Random(seed)
    makers = (_phrase, _phrase, _words, _words, _either, _without, _in_title, _in_body, _nothing, _sentence)
    queries = []
    for number in range(COUNT):
        query = SearchQuery(q=makers[number % len(makers)](texts, chance), per_page=10)
        queries.append(_narrowed(query, chosen, chance))
    return queries


def _piece(texts: Sequence[str], length: int, chance: random.Random) -> str:
    while True:
        text = chance.choice(texts)
        start = chance.randrange(max(1, len(text) - length))
        piece = text[start : start + length].replace("\n", " ").strip()
        if len(piece) > 0 and any(map(str.isalnum, piece)) and not set(piece) & _QUOTES:
            return piece


def _phrase(texts: Sequence[str], chance: random.Random) -> str:
    return f'"{_piece(texts, chance.choice((1, 2, 3, 4, 6, 10, 20)), chance)}"'


def _words(texts: Sequence[str], chance: random.Random) -> str:
    return " ".join(_piece(texts, 2, chance) for _number in range(chance.choice((1, 2, 2, 3))))


def _either(texts: Sequence[str], chance: random.Random) -> str:
    return f'"{_piece(texts, 3, chance)}" OR "{_piece(texts, 4, chance)}"'


def _without(texts: Sequence[str], chance: random.Random) -> str:
    return f'"{_piece(texts, 2, chance)}" -"{_piece(texts, 2, chance)}"'


def _in_title(texts: Sequence[str], chance: random.Random) -> str:
    return f'title:"{_piece(texts, chance.choice((1, 2)), chance)}"'


def _in_body(texts: Sequence[str], chance: random.Random) -> str:
    return f'body:"{_piece(texts, chance.choice((1, 2, 4)), chance)}"'


def _nothing(_texts: Sequence[str], _chance: random.Random) -> str:
    return ""


def _sentence(texts: Sequence[str], chance: random.Random) -> str:
    """Unquoted and long: few articles have all of its words, so what has some of them follows."""
    return _piece(texts, chance.choice((8, 12, 16)), chance)


def _narrowed(query: SearchQuery, chosen: dict[str, Sequence[str]], chance: random.Random) -> SearchQuery:
    changes: dict[str, Any] = {"view": chance.choice(("articles", "articles", "events"))}
    for facet in chance.sample(sorted(chosen), chance.choice((0, 0, 1, 2))):
        changes[facet] = tuple(sorted(chance.sample(list(chosen[facet]), chance.choice((1, 2)))))
    if chance.random() < 0.2:
        changes |= {
            "date_from": chance.choice(("2005", "2013-07", "2020-01-01")),
            "by": chance.choice(("event", "published")),
        }
    if chance.random() < 0.2:
        changes["region_role"] = "any"
    changes["sort"] = chance.choice((None, None, "newest", "oldest"))
    return replace(query, **changes)
