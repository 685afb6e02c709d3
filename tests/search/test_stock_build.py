"""The index of Haystack's own backend that the comparison searches is the one Haystack itself would write."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

from haystack import connections

from benchmarks.search_corpus import make_documents
from benchmarks.search_stock import Prepared, StockHaystack


def test_the_shorter_way_of_writing_leaves_what_haystack_writes(monkeypatch, tmp_path: Path, shared: Path):
    monkeypatch.setitem(connections.connections_info, "stock", {})  # taken back afterwards
    documents = list(itertools.islice(make_documents(shared / "corpus" / "broadcast-news.jsonl.gz", 100), 12))
    written = []
    for folder, quickly in ((tmp_path / "long", False), (tmp_path / "short", True)):
        stock = StockHaystack(folder)
        if quickly:
            stock.add(documents)
        else:
            stock._backend.update(Prepared(), list(stock._ready(documents)))
        written.append(_content(stock._backend))
    assert written[0] == written[1]


def _content(backend: Any) -> dict[Any, Any]:
    """Every posting with its positions, what is known of every term, lengths and stored fields."""
    found: dict[Any, Any] = {}
    with backend.index.reader() as reader:
        for field, term in reader.all_terms():
            info, matcher = reader.term_info(field, term), reader.postings(field, term)
            found[field, term] = info.doc_frequency(), info.max_weight(), info.min_length(), info.max_length()
            if field.startswith("spell_"):  # the shorter way names each word once
                found[field, term] = True
                continue
            while matcher.is_active():
                found[field, term, matcher.id()] = matcher.weight(), matcher.value()
                matcher.next()
        for document in range(reader.doc_count_all()):
            lengths = {name: reader.doc_field_length(document, name) for name in reader.schema.names()}
            found[document] = reader.stored_fields(document), lengths
    return found
