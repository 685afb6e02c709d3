"""Writes the index of Haystack's own Whoosh backend in minutes instead of hours: the same postings, by a shorter way.

`update` looks for an older document before it adds one, with a new searcher each time: six articles a second at 20,000.
Here none is older, so documents are only added, as one segment, the best a merge could leave. Whoosh's own codec
writes everything; only sorting the postings of the text is done with numpy, and of the field of spellings each word is
given once instead of once a document. `tests/search/test_stock_build.py` compares the two ways.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from whoosh.writing import SegmentWriter

Item = tuple[str, bytes, int, float, bytes]
"""A posting as Whoosh sorts it: field, term, document, weight, encoded positions."""


def write_documents(backend: Any, documents: Iterable[Mapping[str, Any]], text_field: str) -> None:
    """Add prepared documents to the empty index of a backend; `text_field` holds tokens between spaces.

    The tokens must be what the field's analyzer makes of them: with ideographs only, its filters change nothing.
    """
    writer: SegmentWriter = backend.index.writer(limitmb=512)
    field = writer.schema[text_field]
    texts = _Texts(text_field, field)
    writer.pool = _Pool(writer.pool, texts)
    field.index, field.spellable_words = texts.index, lambda _value: iter(())
    try:
        for document in documents:
            writer.add_document(**{name: backend._from_python(value) for name, value in document.items()})
    finally:
        del field.index, field.spellable_words
    read = writer.per_document_reader
    writer.per_document_reader = lambda: _Lengths(read(), writer.schema, writer.docnum)
    writer.commit(merge=False)
    backend.index = backend.index.refresh()


class _Texts:
    """The tokens of the text field of all documents, as numbers in the order they come."""

    def __init__(self, name: str, field: Any) -> None:
        self.name = name
        self.spellings = field.spelling_fieldname(name) if field.separate_spelling() else ""
        self._format = field.format
        self._numbers: dict[str, int] = {}
        self._tokens = array("I")
        self._sizes = array("I")

    def index(self, value: str, **_options: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """In the place of the field's own `index`: one entry that tells the length."""
        words = value.split()
        numbers = self._numbers
        self._tokens.extend([numbers.setdefault(word, len(numbers)) for word in words])
        self._sizes.append(len(words))
        yield b"", len(words), 1.0, b""

    def spelled(self) -> Iterator[Item]:
        """Every word once."""
        for word in sorted(word.encode() for word in self._numbers):
            yield self.spellings, word, 0, 1, b""

    def postings(self) -> Iterator[Item]:
        """What Whoosh sorts its postings to: by term, then by document."""
        tokens = np.frombuffer(self._tokens, np.uint32)
        sizes = np.frombuffer(self._sizes, np.uint32)
        owners = np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)
        begins = sizes.cumsum(dtype=np.int64) - sizes
        order = tokens.astype(np.uint64) << np.uint64(32) | np.arange(len(tokens), dtype=np.uint64)
        order.sort()
        places = order.astype(np.uint32)
        borders = np.searchsorted(order, np.arange(len(self._numbers) + 1, dtype=np.uint64) << np.uint64(32))
        encode = self._format.encode
        for word, number in sorted((word.encode(), number) for word, number in self._numbers.items()):
            chosen = places[borders[number] : borders[number + 1]]
            documents = owners[chosen]
            positions = (chosen - begins[documents]).tolist()
            firsts = np.flatnonzero(np.diff(documents, prepend=np.uint32(0xFFFFFFFF)))
            ends = [*firsts[1:].tolist(), len(chosen)]
            for document, begin, end in zip(documents[firsts].tolist(), firsts.tolist(), ends, strict=True):
                yield self.name, word, document, float(end - begin), encode(positions[begin:end])


class _Pool:
    """Whoosh's pool for all other fields, with the postings of the text put where their name sorts."""

    def __init__(self, pool: Any, texts: _Texts) -> None:
        self._pool = pool
        self._texts = texts

    def add(self, item: Item) -> None:
        if item[0] != self._texts.name:
            self._pool.add(item)

    def iter_postings(self) -> Iterator[Item]:
        made = {self._texts.name: self._texts.postings, self._texts.spellings: self._texts.spelled}
        waiting = sorted(name for name in made if name)
        for item in self._pool.iter_postings():
            while waiting and waiting[0] < item[0]:
                yield from made[waiting.pop(0)]()
            yield item
        for name in waiting:
            yield from made[name]()

    def cleanup(self) -> None:
        self._pool.cleanup()


class _Lengths:
    """The lengths of documents, read once: Whoosh opens a column for every posting of a field that has none."""

    def __init__(self, reader: Any, schema: Any, documents: int) -> None:
        self._reader = reader
        self._lengths = {
            name: [reader.doc_field_length(document, name) for document in range(documents)]
            for name, field in schema.items()
            if field.indexed and field.scorable
        }
        self._none = [0] * documents

    def doc_field_length(self, document: int, field: str) -> int:
        return self._lengths.get(field, self._none)[document]

    def close(self) -> None:
        self._reader.close()
