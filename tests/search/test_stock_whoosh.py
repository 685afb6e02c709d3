"""Whoosh's own searcher and queries, over the index this program writes, find and count the same."""

from __future__ import annotations

import random

import pytest
from whoosh import sorting
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.query import Or, Phrase, Term

from archive.search.engine import Request
from archive.search.engines.whoosh.analyzer import fold_text, pairs
from archive.search.engines.whoosh.store import INDEX_NAME
from archive.search.tree import Phrase as WantedPhrase
from tests.search.test_derived import ask, build, make_archive
from tests.search.test_substrings import WORDS

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
