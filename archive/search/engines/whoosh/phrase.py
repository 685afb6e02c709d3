"""The query for exact characters, in one text field or in title and body together.

A Whoosh query like another: Whoosh's own searcher can run it through `matcher`. Our evaluation
(`archive.search.engines.whoosh.evaluate`) reads `fieldnames` and `folded` instead.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from whoosh.matching import ListMatcher, NullMatcher
from whoosh.query import Query

from archive.search.characters import fold_text
from archive.search.engines.whoosh.postings import find_phrase


class CharacterPhrase(Query):
    """Characters that stand one after the other in any of `fieldnames`."""

    def __init__(self, fieldnames: tuple[str, ...], text: str, boost: float = 1.0) -> None:
        self.fieldnames = fieldnames
        self.folded = fold_text(text)
        self.boost = boost

    def __repr__(self) -> str:
        return f"CharacterPhrase({self.fieldnames!r}, {self.folded!r})"

    def __str__(self) -> str:
        return f'{"|".join(self.fieldnames)}:"{self.folded}"'

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CharacterPhrase) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[tuple[str, ...], str, float]:
        return self.fieldnames, self.folded, self.boost

    def field(self) -> str:
        return self.fieldnames[0]

    def estimate_size(self, ixreader: Any) -> int:
        return int(ixreader.doc_count())

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """The documents of one segment, scored by how often they hold the phrase."""
        reader = searcher.reader()
        found = [find_phrase(reader, fieldname, self.folded) for fieldname in self.fieldnames]
        totals = np.zeros(reader.doc_count_all(), np.float64)
        for postings in found:
            totals[postings.documents] += postings.counts
        documents = [int(document) for document in np.flatnonzero(totals) if not reader.is_deleted(int(document))]
        if not documents:
            return NullMatcher()
        return ListMatcher(documents, [float(totals[document]) * self.boost for document in documents])
