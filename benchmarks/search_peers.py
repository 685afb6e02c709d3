"""SQLite FTS5, tantivy-py and Xapian behind the interface of `search_tokens`; each as its manual says to count facets.

An engine that is not installed raises ImportError and is left out by the caller. An index found in the folder is used
as it is: `add` is then not called.
"""

from __future__ import annotations

import sqlite3
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.search_tokens import FACETS, PER_PAGE, Answer, Ask, Tokens

DEBIAN_PACKAGES = "/usr/lib/python3/dist-packages"
_MANY_CODES = 60_000


class Fts5:
    """SQLite's FTS5: facet codes in a table each, joined to the hits and grouped."""

    name = "SQLite FTS5"

    def __init__(self, folder: Path) -> None:
        self._tokens = Tokens()
        self._database = sqlite3.connect(folder / "fts5.sqlite3")
        self._database.execute("PRAGMA cache_size=-262144")

    def add(self, documents: Iterable[dict[str, Any]]) -> None:
        self._database.execute(
            "CREATE VIRTUAL TABLE content USING fts5(body, content='', tokenize='unicode61 remove_diacritics 0')"
        )
        for facet in FACETS:
            self._database.execute(f"CREATE TABLE {facet} (article INTEGER, code TEXT)")
        for document in documents:
            row = (document["article"], " ".join(self._tokens.content(document)))
            self._database.execute("INSERT INTO content (rowid, body) VALUES (?, ?)", row)
            for facet in FACETS:
                rows = [(document["article"], code) for code in document[facet]]
                self._database.executemany(f"INSERT INTO {facet} VALUES (?, ?)", rows)
        for facet in FACETS:
            self._database.execute(f"CREATE INDEX {facet}_article ON {facet} (article, code)")
        self._database.execute("ANALYZE")
        self._database.commit()

    def _match(self, phrase: str) -> str:
        words = self._tokens.pairs(phrase)
        return f'"{" ".join(words)}"' if words else f"{self._tokens.name(phrase)}*"

    def find(self, ask: Ask) -> Answer:
        if not ask.phrases:
            return self._everything(ask)
        match = " AND ".join(map(self._match, ask.phrases))
        if not ask.facets:
            ids = self._rows(
                "SELECT rowid FROM content WHERE content MATCH ? ORDER BY rank LIMIT ? OFFSET ?",
                [match, PER_PAGE, ask.offset],
            )
            return Answer(self._rows("SELECT count(*) FROM content(?)", [match])[0], {}, ids)
        self._database.execute("CREATE TEMP TABLE hits AS SELECT rowid AS article, rank FROM content(?)", [match])
        total = self._rows("SELECT count(*) FROM hits")[0]
        ids = self._rows("SELECT article FROM hits ORDER BY rank LIMIT ? OFFSET ?", [PER_PAGE, ask.offset])
        counts = {facet: self._counted(facet, "hits CROSS JOIN {} USING (article)") for facet in FACETS}
        self._database.execute("DROP TABLE hits")
        return Answer(total, counts, ids)

    def _everything(self, ask: Ask) -> Answer:
        total = self._rows("SELECT count(*) FROM content_docsize")[0]
        ids = self._rows("SELECT id FROM content_docsize ORDER BY id LIMIT ? OFFSET ?", [PER_PAGE, ask.offset])
        return Answer(total, {facet: self._counted(facet, "{}") for facet in FACETS} if ask.facets else {}, ids)

    def _rows(self, statement: str, values: Iterable[Any] = ()) -> list[int]:
        return [row[0] for row in self._database.execute(statement, list(values))]

    def _counted(self, facet: str, source: str) -> dict[str, int]:
        statement = f"SELECT code, count(*) FROM {source.format(facet)} GROUP BY code"
        return dict(self._database.execute(statement).fetchall())


class Tantivy:
    """tantivy-py: facet codes as fast fields, counted by aggregations."""

    name = "tantivy-py"

    def __init__(self, folder: Path) -> None:
        import tantivy

        self._module = tantivy
        self._tokens = Tokens()
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("body", stored=False, tokenizer_name="whitespace")
        builder.add_integer_field("article", stored=True)
        for facet in FACETS:
            builder.add_text_field(facet, stored=False, fast=True, tokenizer_name="raw")
        self._schema = builder.build()
        path = folder / "tantivy"
        path.mkdir(exist_ok=True)
        self._index = tantivy.Index(self._schema, path=str(path))
        self._searcher = self._index.searcher()

    def add(self, documents: Iterable[dict[str, Any]]) -> None:
        writer = self._index.writer(heap_size=200_000_000, num_threads=1)
        for document in documents:
            codes = {facet: document[facet] for facet in FACETS}
            text = " ".join(self._tokens.content(document))
            writer.add_document(self._module.Document(body=text, article=document["article"], **codes))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def _query(self, phrase: str) -> Any:
        words, query = self._tokens.pairs(phrase), self._module.Query
        if not words:
            return query.regex_query(self._schema, "body", f"{self._tokens.name(phrase)}.")
        if len(words) == 1:
            return query.term_query(self._schema, "body", words[0])
        return query.phrase_query(self._schema, "body", words)

    def find(self, ask: Ask) -> Answer:
        parts = [(self._module.Occur.Must, self._query(phrase)) for phrase in ask.phrases]
        if not parts:
            query = self._module.Query.all_query()
        else:
            query = self._module.Query.boolean_query(parts) if len(parts) > 1 else parts[0][1]
        found = self._searcher.search(query, PER_PAGE, count=True, offset=ask.offset)
        ids = [self._searcher.doc(address)["article"][0] for _score, address in found.hits]
        if not ask.facets:
            return Answer(int(found.count), {}, ids)
        wanted = {facet: {"terms": {"field": facet, "size": _MANY_CODES}} for facet in FACETS}
        answer = self._searcher.aggregate(query, wanted)
        counts = {
            facet: {bucket["key"]: bucket["doc_count"] for bucket in answer[facet]["buckets"]} for facet in FACETS
        }
        return Answer(int(found.count), counts, ids)


class Xapian:
    """Xapian: facet codes of an article as one value a facet, counted by match spies and taken apart afterwards."""

    name = "Xapian"

    def __init__(self, folder: Path) -> None:
        try:
            import xapian
        except ImportError:
            # Debian's python3-xapian fits any interpreter of the same minor version.
            sys.path.append(DEBIAN_PACKAGES)
            try:
                import xapian
            finally:
                sys.path.remove(DEBIAN_PACKAGES)
        self._module = xapian
        self._tokens = Tokens()
        self._path = str(folder / "xapian")
        if Path(self._path).exists():
            self._database = xapian.Database(self._path)

    def add(self, documents: Iterable[dict[str, Any]]) -> None:
        database = self._module.WritableDatabase(self._path, self._module.DB_CREATE_OR_OVERWRITE)
        for document in documents:
            made = self._module.Document()
            for position, token in enumerate(self._tokens.content(document), start=1):
                made.add_posting(token, position)
            for slot, facet in enumerate(FACETS):
                made.add_value(slot, "|".join(sorted(document[facet])))
            database.replace_document(document["article"], made)
        database.commit()
        database.close()
        self._database = self._module.Database(self._path)

    def _query(self, phrase: str) -> Any:
        words, query = self._tokens.pairs(phrase), self._module.Query
        if not words:
            start = self._tokens.name(phrase)
            return query(query.OP_WILDCARD, start, 0, query.WILDCARD_LIMIT_ERROR, query.OP_SYNONYM)
        return query(words[0]) if len(words) == 1 else query(query.OP_PHRASE, words)

    def find(self, ask: Ask) -> Answer:
        parts = [self._query(phrase) for phrase in ask.phrases]
        enquire = self._module.Enquire(self._database)
        enquire.set_query(
            self._module.Query(self._module.Query.OP_AND, parts) if parts else self._module.Query.MatchAll
        )
        spies = [self._module.ValueCountMatchSpy(slot) for slot in range(len(FACETS))] if ask.facets else []
        for spy in spies:
            enquire.add_matchspy(spy)
        # All are looked at, so that the number of hits is exact.
        found = enquire.get_mset(ask.offset, PER_PAGE, self._database.get_doccount())
        counts = {facet: _taken_apart(spy) for facet, spy in zip(FACETS, spies, strict=False)}
        return Answer(found.get_matches_estimated(), counts, [match.docid for match in found])


def _taken_apart(spy: Any) -> Counter[str]:
    counts: Counter[str] = Counter()
    for item in spy.values():
        for code in item.term.decode().split("|"):
            counts[code] += item.termfreq
    return counts
