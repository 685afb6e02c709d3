"""Other engines for the comparison of rankings: stock Whoosh with jieba, SQLite FTS5 by trigrams and by pairs.

Each takes the same titles and bodies and gives the keys of the best articles. Where an engine leaves a choice to its
user (all words or any, the weight of a title), each choice is an engine of its own, so that none is measured at its
weakest. Needs jieba for Whoosh (ImportError without it).
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

from archive.search.characters import fold_text

Text = tuple[int, str, str]
"""Key, title, body."""
_RUN = re.compile(r"\w+")


class Ranker(Protocol):
    """An engine under test; `best` gives keys, the best first."""

    name: str

    def best(self, query: str, limit: int) -> list[int]: ...


class WhooshJieba:
    """Whoosh as it comes with `jieba.analyse.ChineseAnalyzer` on title and body: BM25F, its own query parser."""

    def __init__(self, index: Any, *, any_word: bool, title_weight: float = 1.0) -> None:
        from whoosh.qparser import AndGroup, MultifieldParser, OrGroup

        group = OrGroup if any_word else AndGroup
        boosts = {"title": title_weight, "text": 1.0}
        self.name = f"Whoosh + jieba, {'any word' if any_word else 'all words'}{_weighted(title_weight)}"
        self._searcher = index.searcher()
        self._parser = MultifieldParser(["title", "text"], index.schema, fieldboosts=boosts, group=group)

    def best(self, query: str, limit: int) -> list[int]:
        return [hit["key"] for hit in self._searcher.search(self._parser.parse(query), limit=limit)]


def whoosh_index(folder: Path, texts: Iterable[Text]) -> Any:
    """A stock Whoosh index of the texts."""
    from jieba.analyse import ChineseAnalyzer
    from whoosh.fields import NUMERIC, TEXT, Schema
    from whoosh.index import create_in

    path = folder / "whoosh-jieba"
    path.mkdir()
    analyzer = ChineseAnalyzer()
    schema = Schema(key=NUMERIC(stored=True), title=TEXT(analyzer=analyzer), text=TEXT(analyzer=analyzer))
    index = create_in(str(path), schema)
    writer = index.writer(limitmb=512)
    for key, title, body in texts:
        writer.add_document(key=key, title=title, text=body)
    writer.commit()
    return index


class Fts5:
    """SQLite FTS5 with its own bm25: all runs of the query as phrases, and where that finds nothing, any token."""

    def __init__(self, database: sqlite3.Connection, size: int, *, all_first: bool, title_weight: float = 1.0) -> None:
        self._database, self._size = database, size
        self._all_first, self._weight = all_first, title_weight
        grams = {2: "pairs", 3: "trigrams"}[size]
        self.name = f"FTS5 {grams}, {'all, else any' if all_first else 'any'}{_weighted(title_weight)}"

    def best(self, query: str, limit: int) -> list[int]:
        runs = [run for run in _RUN.findall(fold_text(query)) if len(run) >= self._size]
        if not runs:
            return []
        any_token = " OR ".join(dict.fromkeys(f'"{gram}"' for run in runs for gram in _grams(run, self._size)))
        if self._all_first:
            every = " AND ".join(f'"{self._phrase(run)}"' for run in runs)
            return self._ask(every, limit) or self._ask(any_token, limit)
        return self._ask(any_token, limit)

    def _phrase(self, run: str) -> str:
        return " ".join(_grams(run, 2)) if self._size == 2 else run

    def _ask(self, match: str, limit: int) -> list[int]:
        asked = f"SELECT rowid FROM grams{self._size} WHERE grams{self._size} MATCH ? ORDER BY bm25(grams{self._size}, ?, 1.0) LIMIT ?"
        return [row[0] for row in self._database.execute(asked, [match, self._weight, limit])]


def fts5_tables(texts: Sequence[Text]) -> sqlite3.Connection:
    """The texts in memory twice: by SQLite's trigram tokenizer, and as pairs of neighbouring characters."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE grams3 USING fts5(title, body, tokenize='trigram')")
    database.execute("CREATE VIRTUAL TABLE grams2 USING fts5(title, body, tokenize='unicode61 remove_diacritics 0')")
    for key, title, body in texts:
        folded = fold_text(title), fold_text(body)
        database.execute("INSERT INTO grams3 (rowid, title, body) VALUES (?, ?, ?)", (key, *folded))
        paired = (" ".join(pair for run in _RUN.findall(text) for pair in _grams(run, 2)) for text in folded)
        database.execute("INSERT INTO grams2 (rowid, title, body) VALUES (?, ?, ?)", (key, *paired))
    return database


def make_peers(folder: Path, texts: Sequence[Text], title_weight: float) -> list[Ranker]:
    """Every engine as it comes, and as somebody would set it up who knows that titles count."""
    tables = fts5_tables(texts)
    peers: list[Ranker] = [
        Fts5(tables, size, all_first=all_first, title_weight=weight)
        for size in (3, 2)
        for all_first in (True, False)
        for weight in (1.0, title_weight)
    ]
    try:
        index = whoosh_index(folder, texts)
    except ImportError as error:
        print(f"Whoosh + jieba not measured: {error}")
        return peers
    stock = [
        WhooshJieba(index, any_word=any_word, title_weight=weight)
        for any_word in (False, True)
        for weight in (1.0, title_weight)
    ]
    return [*stock, *peers]


def _grams(run: str, size: int) -> list[str]:
    if size == 2:
        return [first + second for first, second in pairwise(run)]
    return [run[place : place + size] for place in range(len(run) - size + 1)]


def _weighted(title_weight: float) -> str:
    return "" if title_weight == 1 else f", title ×{title_weight:g}"
