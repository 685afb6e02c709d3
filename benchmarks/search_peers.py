"""Other search engines behind one small interface, fed with the same pairs of characters and the same facet codes.

Text becomes tokens of two neighbouring characters; a BREAK token keeps title and body apart; an exact phrase is the
phrase of its pairs. Characters that some tokenizer would drop are renamed one to one. An engine that is not installed
is left out by the caller (ImportError).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

from archive.search.engines.whoosh.analyzer import fold_text

FACETS = ("region", "type", "source", "date")
Counts = dict[str, dict[str, int]]


class Peer(Protocol):
    """An engine under test. `find` gives the number of hits and, where asked, the counts of every facet."""

    name: str

    def add(self, documents: Iterable[dict[str, Any]]) -> None: ...
    def find(self, phrases: Sequence[str], *, facets: bool) -> tuple[int, Counts]: ...


class Tokens:
    """Pairs of characters as tokens no tokenizer takes apart."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def _name(self, character: str) -> str:
        if character.isalnum():
            return character
        return self._names.setdefault(character, chr(0xE000 + len(self._names)))

    def pairs(self, text: str) -> list[str]:
        """The pairs of a text; one character alone gives none."""
        named = [self._name(character) for character in fold_text(text)]
        return [first + second for first, second in pairwise(named)]

    def content(self, document: dict[str, Any]) -> str:
        """Title and body as one line of tokens."""
        return " ".join([*self.pairs(document["title"]), "\uf8ff", *self.pairs(document["text"])])


class Fts5:
    """SQLite's FTS5: facet codes in a table each, joined to the hits and grouped."""

    name = "SQLite FTS5"

    def __init__(self, folder: Path) -> None:
        self._tokens = Tokens()
        self._database = sqlite3.connect(folder / "fts5.sqlite3")
        self._database.execute("PRAGMA cache_size=-262144")
        self._database.execute(
            "CREATE VIRTUAL TABLE content USING fts5(body, content='', tokenize='unicode61 remove_diacritics 0')"
        )
        for facet in FACETS:
            self._database.execute(f"CREATE TABLE {facet} (article INTEGER, code TEXT)")

    def add(self, documents: Iterable[dict[str, Any]]) -> None:
        for document in documents:
            row = (document["article"], self._tokens.content(document))
            self._database.execute("INSERT INTO content (rowid, body) VALUES (?, ?)", row)
            for facet in FACETS:
                rows = [(document["article"], code) for code in document[facet]]
                self._database.executemany(f"INSERT INTO {facet} VALUES (?, ?)", rows)
        for facet in FACETS:
            self._database.execute(f"CREATE INDEX {facet}_article ON {facet} (article, code)")
        self._database.commit()

    def find(self, phrases: Sequence[str], *, facets: bool) -> tuple[int, Counts]:
        match = " AND ".join('"' + " ".join(self._tokens.pairs(phrase)) + '"' for phrase in phrases)
        asked = "SELECT rowid FROM content WHERE content MATCH ?"
        if not facets:
            self._database.execute(f"{asked} ORDER BY rank LIMIT 20", [match]).fetchall()
            return self._database.execute(f"SELECT count(*) FROM ({asked})", [match]).fetchone()[0], {}
        self._database.execute("CREATE TEMP TABLE hits AS SELECT rowid AS article, rank FROM content(?)", [match])
        total = self._database.execute("SELECT count(*) FROM hits").fetchone()[0]
        self._database.execute("SELECT article FROM hits ORDER BY rank LIMIT 20").fetchall()
        counts = {
            facet: dict(
                self._database.execute(
                    f"SELECT code, count(*) FROM hits CROSS JOIN {facet} USING (article) GROUP BY code"
                )
            )
            for facet in FACETS
        }
        self._database.execute("DROP TABLE hits")
        return total, counts


class Tantivy:
    """tantivy-py: facet codes as fast fields, counted by aggregations."""

    name = "tantivy-py"

    def __init__(self, folder: Path) -> None:
        import tantivy

        self._module = tantivy
        self._tokens = Tokens()
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("body", stored=False, tokenizer_name="whitespace")
        for facet in FACETS:
            builder.add_text_field(facet, stored=False, fast=True, tokenizer_name="raw")
        self._schema = builder.build()
        path = folder / "tantivy"
        path.mkdir()
        self._index = tantivy.Index(self._schema, path=str(path))

    def add(self, documents: Iterable[dict[str, Any]]) -> None:
        writer = self._index.writer(heap_size=200_000_000, num_threads=1)
        for document in documents:
            codes = {facet: document[facet] for facet in FACETS}
            writer.add_document(self._module.Document(body=self._tokens.content(document), **codes))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def _query(self, phrase: str) -> Any:
        words = self._tokens.pairs(phrase)
        if len(words) == 1:
            return self._module.Query.term_query(self._schema, "body", words[0])
        return self._module.Query.phrase_query(self._schema, "body", words)

    def find(self, phrases: Sequence[str], *, facets: bool) -> tuple[int, Counts]:
        parts = [(self._module.Occur.Must, self._query(phrase)) for phrase in phrases]
        query = self._module.Query.boolean_query(parts) if len(parts) > 1 else parts[0][1]
        total = int(self._searcher.search(query, 20, count=True).count)
        if not facets:
            return total, {}
        asked = {facet: {"terms": {"field": facet, "size": 60_000}} for facet in FACETS}
        answer = self._searcher.aggregate(query, asked)
        return total, {
            facet: {bucket["key"]: bucket["doc_count"] for bucket in answer[facet]["buckets"]} for facet in FACETS
        }
