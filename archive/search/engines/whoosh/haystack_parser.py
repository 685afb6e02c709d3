"""Reads the query strings of Haystack's `SearchQuerySet`, for whichever engine answers them.

They are of Whoosh's language with our texts in it: words of texts are read as readers' own are, codes as they stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from whoosh.fields import DATETIME, TEXT, FieldType, Schema
from whoosh.qparser import FuzzyTermPlugin, QueryParser, QueryParserError
from whoosh.query import NumericRange, Or, Query, Term, TermRange
from whoosh.query import Phrase as WhooshPhrase
from whoosh.util.times import datetime_to_long

from archive.search.engines.whoosh.compile import FIELDNAMES, TREE_FIELDS, compile_tree
from archive.search.engines.whoosh.phrase import CharacterPhrase
from archive.search.engines.whoosh.schema import CONTENT_FIELD, CharacterText, build_fields
from archive.search.tree import Phrase


def read_schema(declared: Mapping[str, Any]) -> tuple[str, Schema]:
    """The name of the document field among Haystack's, and Whoosh's schema of them all."""
    document = next((field.index_fieldname for field in declared.values() if field.document), CONTENT_FIELD)
    return document, build_fields(declared)


def make_parser(content_field: str, schema: Schema) -> QueryParser:
    """What makes Whoosh's queries of query strings."""

    def phrase(fieldname: str, words: list[str], **options: Any) -> Query:
        """What a quoted phrase becomes; in a field of codes it is that code."""
        text = " ".join(words)
        if fieldname in TREE_FIELDS:
            return compile_tree(Phrase(text, TREE_FIELDS[fieldname]))
        if fieldname in schema and isinstance(schema[fieldname], TEXT):
            return WhooshPhrase(fieldname, words, **options)
        return Term(fieldname, text)

    reading = Schema(**{name: _reading_type(name, kind, schema) for name, kind in schema.items()})
    parser = QueryParser(content_field, schema=reading, phraseclass=phrase)
    parser.add_plugins([FuzzyTermPlugin])
    return parser


def sought_phrases(query: Query) -> list[Phrase]:
    """The phrases of a query, for marking them."""
    return [Phrase(leaf.folded) for leaf in query.leaves() if isinstance(leaf, CharacterPhrase)]


def _reading_type(name: str, kind: FieldType, schema: Schema) -> FieldType:
    """How values of a field are read; how they are written is the schema's alone, which stands in the index."""
    if isinstance(kind, DATETIME):
        return _Moment()
    if isinstance(kind, CharacterText) and name in TREE_FIELDS:
        return _Text([field for field in FIELDNAMES[TREE_FIELDS[name]] if field in schema])
    return kind


class _Text(CharacterText):
    def __init__(self, fieldnames: Sequence[str]) -> None:
        super().__init__(stored=False)
        self._fieldnames = fieldnames

    def parse_range(
        self, fieldname: str, start: str, end: str, startexcl: bool, endexcl: bool, boost: float = 1.0
    ) -> Query:
        """A range of pairs of characters, in whatever the field stands for."""
        return Or([TermRange(name, start, end, startexcl, endexcl) for name in self._fieldnames])


class _Moment(DATETIME):
    """A bound that is to be left out is: with all of the day, month or year it names."""

    def parse_range(
        self,
        fieldname: str,
        start: str | None,
        end: str | None,
        startexcl: bool,
        endexcl: bool,
        boost: float = 1.0,
    ) -> Query:
        """Raises QueryParserError: names what is no date."""
        first = self._bound(start, last=startexcl)
        last = self._bound(end, last=not endexcl)
        return NumericRange(fieldname, first, last, startexcl, endexcl)

    def _bound(self, text: str | None, *, last: bool) -> int | None:
        if text is None:
            return None
        try:
            moment = self._parse_datestring(text)
        except Exception as error:  # it raises nothing narrower
            raise QueryParserError(f"{text!r} is not a date") from error
        return int(datetime_to_long(moment.ceil() if last else moment.floor()))
