"""Our Whoosh codec: Whoosh's own files for everything but the postings of text fields, which are served from arrays.

A segment names its codec in the table of contents, so whoever opens the index with Whoosh, this package importable,
reads terms, postings, positions and statistics of texts as of any other field. Segments are written by `.content` at
one go; Whoosh's own writers cannot write them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import Any

from whoosh.codec.base import FieldCursor
from whoosh.codec.whoosh3 import W3Codec, W3TermsReader
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound

from archive.search.engines.whoosh.columnfile import ColumnFileReader
from archive.search.engines.whoosh.derived import Derived, DerivedUnusable, derived_path, read_derived
from archive.search.engines.whoosh.pairterms import PairTerms, TermPlaces
from archive.search.engines.whoosh.texts import PLACE_OF_FIELD, Texts, read_texts

Term = tuple[str, bytes]


class ArchiveCodec(W3Codec):
    """Pickled with every segment: renaming it makes all indexes unreadable."""

    length_stats = False

    def terms_reader(self, storage: Any, segment: Any) -> ArchiveTermsReader:
        """All terms of a segment. Raises TextsDamaged where its texts cannot be read."""
        name = segment.make_filename(self.TERMS_EXT)
        folder, identifier = Path(storage.folder), segment.segment_id()
        texts = read_texts(folder, identifier)
        try:
            derived = read_derived(derived_path(folder, identifier), identifier, texts)
        except DerivedUnusable:
            derived = None
        reader = ArchiveTermsReader(
            self, storage.open_file(name), storage.file_length(name), segment.open_file(storage, self.POSTS_EXT)
        )
        reader.serve(texts, derived)
        return reader

    def per_document_reader(self, storage: Any, segment: Any) -> ColumnFileReader:
        """Columns, lengths and stored fields of a segment."""
        return ColumnFileReader(storage, segment)


class ArchiveTermsReader(W3TermsReader):
    """Terms of codes, names and numbers from Whoosh's files, those of texts from arrays."""

    def serve(self, texts: Texts, derived: Derived | None) -> None:
        """Take the arrays of the segment; `derived` is None where its fast file cannot be used."""
        self.texts = texts
        self.derived = derived
        found = {
            field: PairTerms(number, texts[group], derived.pairs[group] if derived else None)
            for field, (group, number) in PLACE_OF_FIELD.items()
        }
        self._pair_terms = {field: terms for field, terms in found.items() if not terms.is_empty}

    def places(self, field: str, term: bytes) -> TermPlaces | None:
        """Where a term of a text field stands; None where it does not, or the field is none of texts."""
        terms = self._pair_terms.get(field)
        return terms.places(term) if terms else None

    def own_terms(self, field: str) -> Iterator[tuple[bytes, bytes]]:
        """The terms of a field in Whoosh's files with what the file says of them."""
        prefix = self._keycoder(field, b"")
        for key, value in self._tindex.items_from(prefix):
            if not key.startswith(prefix):
                return
            yield key[len(prefix) :], value

    # What Whoosh asks

    def __contains__(self, term: Term) -> bool:
        if term[0] in PLACE_OF_FIELD:
            return self.places(*term) is not None
        return bool(super().__contains__(term))

    def indexed_field_names(self) -> list[str]:
        return sorted([*super().indexed_field_names(), *self._pair_terms])

    def cursor(self, fieldname: str, fieldobj: Any) -> FieldCursor:
        terms = self._pair_terms.get(fieldname)
        return _PairCursor(terms, fieldobj) if terms else super().cursor(fieldname, fieldobj)

    def terms(self) -> Iterator[Term]:
        return self.terms_from("", b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[Term]:
        for name in self.indexed_field_names():
            if name < fieldname:
                continue
            begin = prefix if name == fieldname else b""
            if name in self._pair_terms:
                yield from ((name, term) for term in self._pair_terms[name].terms_from(begin))
            else:
                yield from takewhile(partial(_is_of, name), super().terms_from(name, begin))

    def items(self) -> Iterator[tuple[Term, TermInfo]]:
        return self.items_from("", b"")

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[Term, TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, tbytes: bytes) -> TermInfo:
        if fieldname not in PLACE_OF_FIELD:
            return super().term_info(fieldname, tbytes)
        return self._pair_terms[fieldname].info(self._found(fieldname, tbytes))

    def frequency(self, fieldname: str, tbytes: bytes) -> float:
        if fieldname not in PLACE_OF_FIELD:
            return float(super().frequency(fieldname, tbytes))
        places = self.places(fieldname, tbytes)
        return float(places.counts.sum()) if places else 0.0

    def doc_frequency(self, fieldname: str, tbytes: bytes) -> int:
        if fieldname not in PLACE_OF_FIELD:
            return int(super().doc_frequency(fieldname, tbytes))
        places = self.places(fieldname, tbytes)
        return len(places.documents) if places else 0

    def matcher(self, fieldname: str, tbytes: bytes, format_: Any, scorer: Any = None) -> Any:
        if fieldname not in PLACE_OF_FIELD:
            return super().matcher(fieldname, tbytes, format_, scorer)
        places = self._found(fieldname, tbytes)
        return PlacesMatcher(
            places.documents.tolist(),
            places.counts.astype(float).tolist(),
            places.values(),
            format_,
            scorer=scorer,
            term=(fieldname, tbytes),
            terminfo=self._pair_terms[fieldname].info(places),
        )

    def _found(self, field: str, term: bytes) -> TermPlaces:
        places = self.places(field, term)
        if places is None:
            raise TermNotFound(f"No term {field}:{term!r}")
        return places


def _is_of(field: str, term: Term) -> bool:
    return term[0] == field


class PlacesMatcher(ListMatcher):
    """Whoosh's matcher of a list in memory, which knows its greatest weight and finds its place at once."""

    def block_max_weight(self) -> float:
        return float(self._terminfo.max_weight())

    def skip_to(self, id: int) -> None:
        self._i: int = bisect_left(self._ids, id, self._i)

    def copy(self) -> PlacesMatcher:
        return PlacesMatcher(
            self._ids,
            self._weights,
            self._values,
            self._format,
            scorer=self._scorer,
            position=self._i,
            term=self._term,
            terminfo=self._terminfo,
        )


class _PairCursor(FieldCursor):
    """Steps through the terms of a text field."""

    def __init__(self, terms: PairTerms, field: Any) -> None:
        self._terms = terms
        self._field = field
        self._place = 0

    def first(self) -> str | None:
        self._place = 0
        return self.text()

    def find(self, term: str | bytes) -> str | None:
        wanted = term if isinstance(term, bytes) else self._field.to_bytes(term)
        self._place = bisect_left(self._terms.lexicon, wanted)
        return self.text()

    def next(self) -> str | None:
        self._place += 1
        return self.text()

    def text(self) -> str | None:
        return self._terms.lexicon[self._place].decode() if self.is_valid() else None

    def term_info(self) -> TermInfo | None:
        places = self._terms.places(self._terms.lexicon[self._place]) if self.is_valid() else None
        return self._terms.info(places) if places else None

    def is_valid(self) -> bool:
        return self._place < len(self._terms.lexicon)
