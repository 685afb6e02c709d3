"""Whoosh's own searcher and queries, over the index this program writes, find, score and count the same.

Also the same as over an index of the same documents that Whoosh's own writer and codec wrote.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from haystack import connections
from whoosh import sorting
from whoosh.fields import TEXT
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.query import And, FuzzyTerm, NumericRange, Or, Phrase, Prefix, Query, Term, Wildcard
from whoosh.searching import Searcher

from archive.search.characters import fold_text, pairs
from archive.search.engine import Request
from archive.search.engines.whoosh.store import INDEX_NAME, IndexStore
from archive.search.engines.whoosh.writer import BatchWriter
from archive.search.tree import Phrase as WantedPhrase
from tests.search.contract.test_substrings import WORDS, make_texts
from tests.search.test_derived import ask, build, make_archive

pytestmark = pytest.mark.django_db


def stock_query(field: str, text: str) -> Term | Phrase:
    terms = [pair for pair, _position in pairs(fold_text(text))][:-1]
    return Term(field, terms[0]) if len(terms) == 1 else Phrase(field, terms)


def test_it_finds_phrases_groups_codes_and_reads_stored_fields() -> None:
    make_archive(7)
    searcher = FileIndex(FileStorage(str(build())), None, INDEX_NAME).searcher()
    chance = random.Random(7)
    some = 0
    for _trial in range(40):
        text = chance.choice(WORDS) + chance.choice(["", *WORDS])
        if len(text) < 2:
            continue
        query = Or([stock_query(field, text) for field in ("title", "text")])
        groups = {field: sorting.FieldFacet(field, allow_overlap=True) for field in ("type", "region")}
        stock = searcher.search(query, limit=None, groupedby=groups)
        ours = ask(Request(tree=WantedPhrase(text), filters={}, fields={"type": "type", "region": "region"}, limit=500))
        assert {hit["article"] for hit in stock} == {article for article, _score in ours.hits}, text
        for field, counts in ours.counts.items():
            assert {code: len(ids) for code, ids in stock.groups(field).items()} == counts
        some += ours.total > 0
    assert some > 15


def documents(seed: int) -> list[dict]:
    chance = random.Random(seed)
    return [
        {
            "id": f"archive.article.{number}",
            "django_ct": "archive.article",
            "django_id": str(number),
            "title": title,
            "text": body,
            "author": chance.choice([None, "吴慧", "李姗\n吴慧"]),
            "type": chance.choice(["meeting", "award,meeting", "unknown"]),
            "region": chance.choice(["420000,420100", "420000", "unknown"]),
            "article": number,
            "event": chance.choice([0, 0, number // 3]),
        }
        for number, (title, body) in enumerate(make_texts(seed, 60), 1)
    ]


def written_by_whoosh(folder: Path, schema, rows: list[dict]) -> Searcher:
    folder.mkdir()
    index = FileIndex.create(FileStorage(str(folder)), schema, "plain")
    writer = index.writer()
    for row in rows:
        writer.add_document(**{name: value for name, value in row.items() if value is not None})
    writer.commit()
    return index.searcher()


def written_by_us(folder: Path, schema, rows: list[dict]) -> Searcher:
    store = IndexStore(folder)
    with store.writing():
        store.use(store.new_build(schema))
        BatchWriter(store.build_in_use(), schema).write(rows)
    return FileIndex(FileStorage(str(store.build_in_use())), None, INDEX_NAME).searcher()


def random_query(chance: random.Random) -> Query:
    word = chance.choice([word for word in WORDS if len(word) > 1])
    field = chance.choice(["title", "text", "author"])
    pair = fold_text(word)[:2]
    return chance.choice(
        [
            stock_query(field, word),
            Term(field, pair),
            Prefix(field, pair[0]),
            Wildcard(field, f"?{pair[1]}"),
            FuzzyTerm(field, pair),
            And([stock_query("text", word), Term("type", chance.choice(["meeting", "award"]))]),
            Or([stock_query("title", word), stock_query("text", word)]),
            NumericRange("article", chance.randrange(60), None),
            Prefix("region", "42"),
            Term("event", 0),
        ]
    )


def answer(searcher: Searcher, query: Query, limit: int | None) -> list[tuple[int, float]]:
    found = searcher.search(query, limit=limit)
    return [(hit["article"], round(hit.score, 9)) for hit in found]


@pytest.mark.parametrize("seed", [1, 2])
def test_it_answers_as_an_index_whoosh_wrote_itself(tmp_path: Path, seed: int) -> None:
    backend = connections["default"].get_backend()
    backend.setup()
    rows = documents(seed)
    plain = written_by_whoosh(tmp_path / "plain", backend.schema, rows)
    ours = written_by_us(tmp_path / "ours", backend.schema, rows)
    chance = random.Random(seed)
    some = 0
    for _trial in range(150):
        query, limit = random_query(chance), chance.choice([None, 5])
        expected = answer(plain, query, limit)
        assert answer(ours, query, limit) == expected, query
        some += len(expected) > 0
    assert some > 60
    assert list(ours.reader().all_terms()) == list(plain.reader().all_terms())
    assert set(ours.reader().indexed_field_names()) == set(plain.reader().indexed_field_names())
    for field, term in plain.reader().all_terms():
        mine, theirs = ours.reader().term_info(field, term), plain.reader().term_info(field, term)
        assert (mine.doc_frequency(), mine.weight(), mine.min_id(), mine.max_id()) == (
            *(theirs.doc_frequency(), theirs.weight(), theirs.min_id(), theirs.max_id()),
        )
    for number in range(len(rows)):
        assert ours.stored_fields(number) == plain.stored_fields(number)
    for field in ("title", "text", "author"):
        assert ours.field_length(field) == plain.field_length(field)
        assert [ours.doc_field_length(number, field) for number in range(len(rows))] == [
            plain.doc_field_length(number, field) for number in range(len(rows))
        ]


def test_fields_of_other_kinds_are_written_as_whoosh_does_and_joined(tmp_path: Path) -> None:
    backend = connections["default"].get_backend()
    backend.setup()
    schema = backend.schema.copy()
    schema.add("remark", TEXT(stored=True))
    rows = [{**row, "remark": f"some words of number {row['article']}"} for row in documents(3)]
    store = IndexStore(tmp_path / "ours")
    with store.writing():
        store.use(store.new_build(schema))
        for start in range(0, 60, 20):
            BatchWriter(store.build_in_use(), schema).write(rows[start : start + 20])
    ours = FileIndex(FileStorage(str(store.build_in_use())), None, INDEX_NAME).searcher()
    assert len(ours.reader().leaf_readers()) == 1
    assert [hit["article"] for hit in ours.search(Phrase("remark", ["number", "41"]))] == [41]
    assert ours.search(Term("remark", "words"), limit=None).scored_length() == 60
    assert ours.doc_field_length(7, "remark") == 4
