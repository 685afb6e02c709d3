"""The index's fields, from the declarations in `archive.search_indexes`, and the version of all that stands in it.

Raise SCHEMA_VERSION with every change to the fields, the folding or the way terms are made: an index of another
version is rebuilt, never read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from whoosh.analysis import StemmingAnalyzer
from whoosh.fields import BOOLEAN, DATETIME, KEYWORD, NGRAM, NGRAMWORDS, NUMERIC, TEXT, FieldType, Schema
from whoosh.fields import ID as IDENTIFIER
from whoosh.query import Every, NullQuery, Query

from archive.search.engines.whoosh.analyzer import PairTokenizer, PositionArrays
from archive.search.engines.whoosh.texts import TEXT_FIELDS
from archive.search.tree import Words
from archive.search.words import exact_tree

SCHEMA_VERSION = 5
CONTENT_FIELD = "text"


class CharacterText(TEXT):
    """A text in which any run of characters can be found."""

    def __init__(self, *, stored: bool) -> None:
        super().__init__(analyzer=PairTokenizer(), stored=stored)
        self.format = PositionArrays()

    def self_parsing(self) -> bool:
        return True

    def parse_query(self, fieldname: str, qstring: str, boost: float = 1.0) -> Query:
        """A word of a Haystack query string, read like a reader's own; wildcards add nothing here and are dropped."""
        from archive.search.engines.whoosh.compile import TREE_FIELDS, compile_tree

        text = qstring.replace("*", " ").replace("?", " ").strip()
        if not text:
            return Every() if qstring else NullQuery
        return compile_tree(exact_tree(Words(text, TREE_FIELDS.get(fieldname, ""))))


def build_fields(declared: Mapping[str, Any]) -> Schema:
    """The Whoosh schema for Haystack's fields. Text is stored only where Haystack is told to store it."""
    fields: dict[str, FieldType] = {
        ID: IDENTIFIER(stored=True, unique=True),
        DJANGO_CT: IDENTIFIER(stored=True),
        DJANGO_ID: IDENTIFIER(stored=True),
    }
    for field in declared.values():
        fields[field.index_fieldname] = _field_type(field)
    return Schema(**fields)


def _field_type(field: Any) -> FieldType:
    if field.is_multivalued:
        return KEYWORD(stored=field.stored, commas=True, scorable=False)
    if field.field_type in {"date", "datetime"}:
        return _one_term(DATETIME(stored=field.stored, sortable=True))
    if field.field_type == "integer":
        return _one_term(NUMERIC(int, bits=32, signed=False, stored=field.stored, sortable=True, default=0))
    if field.index_fieldname in TEXT_FIELDS:
        return CharacterText(stored=field.stored)
    return _foreign_type(field)


def _foreign_type(field: Any) -> FieldType:
    """Kinds of field the archive has none of, as Haystack's own Whoosh backend has them."""
    if field.field_type == "float":
        return NUMERIC(float, stored=field.stored)
    if field.field_type == "boolean":
        return BOOLEAN(stored=field.stored)
    if field.field_type == "ngram":
        return NGRAM(minsize=3, maxsize=15, stored=field.stored)
    if field.field_type == "edge_ngram":
        return NGRAMWORDS(minsize=2, maxsize=15, at="start", stored=field.stored)
    return TEXT(analyzer=field.analyzer or StemmingAnalyzer(), stored=True)


def _one_term(field: NUMERIC) -> NUMERIC:
    """A number under itself alone, not under eight or sixteen coarser ones as well.

    Those make Whoosh's own ranges faster; ours are read off columns, and the terms would be half the work of indexing.
    """
    field.shift_step = 0
    return field
