"""The fields of an index on the server, from the declarations in `archive.search_indexes`, and what documents become.

Raise SCHEMA_VERSION with every change to fields, folding or tokens: it is part of the names of indexes, so that a
program of one version never reads an index of another.

    content        title, then body, as pairs: what words are looked for in; an END parts the two
    title          the title alone, which counts more, and is asked for by itself; also stored
    body_characters    the different characters of the body, for a single one asked of the body alone
    author source_text names, as pairs
    event_key      the event, or the article's own id with a minus where it has none
    region_numbers …   a number for each code of a facet's field, to count different ones by
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from haystack.constants import DJANGO_CT, DJANGO_ID, ID

from archive.search.engines.opensearch.codes import numbers_field, to_index, to_numbers
from archive.search.engines.opensearch.tokens import character_tokens, text_tokens
from archive.search.facets import FACET_FIELDS

SCHEMA_VERSION = 2
BODY_BEGINS = 1_000_000
"""Tokens of a body are numbered from here on at least, those of a title up to here: titles are far shorter."""
CONTENT, TITLE, BODY_CHARACTERS = "content", "title_pairs", "body_characters"
NAMES = ("author", "source_text")
EVENT_KEY = "event_key"

K1, B_ALL, B_TITLE = 1.2, 0.4, 0.9
"""BM25 as the embedded engine has it: text length counts little, that of titles much."""

_DOCUMENT = "text"
_KEYWORD = {"type": "keyword"}


def index_body(declared: Mapping[str, Any], *, shards: int, replicas: int) -> dict[str, Any]:
    """Settings and mapping of a new index for Haystack's fields. Copies come later: a build is written once."""
    similarity = {name: {"type": "BM25", "k1": K1, "b": b} for name, b in (("all", B_ALL), ("titles", B_TITLE))}
    return {
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": replicas,
            "refresh_interval": "30s",  # writers refresh themselves; this is for one that was killed before it did
            "similarity": similarity,
        },
        "mappings": {
            "dynamic": "strict",
            "_source": {"excludes": [CONTENT, TITLE, BODY_CHARACTERS, *NAMES, *map(numbers_field, FACET_FIELDS)]},
            "properties": _properties(declared),
        },
    }


def _properties(declared: Mapping[str, Any]) -> dict[str, Any]:
    fields = {field.index_fieldname: _field(field) for field in declared.values()}
    fields.pop(_DOCUMENT, None)
    return {
        **fields,
        ID: _KEYWORD,
        DJANGO_CT: _KEYWORD,
        DJANGO_ID: _KEYWORD,
        CONTENT: {**_pairs("all"), "position_increment_gap": BODY_BEGINS},
        TITLE: _pairs("titles"),
        BODY_CHARACTERS: {"type": "text", "analyzer": "whitespace", "index_options": "docs", "norms": False},
        EVENT_KEY: {"type": "long"},
        **{name: _pairs("all") for name in NAMES},
        **{numbers_field(field): {"type": "long", "index": False} for field in FACET_FIELDS},
    }


def _pairs(similarity: str) -> dict[str, Any]:
    return {"type": "text", "analyzer": "whitespace", "index_options": "positions", "similarity": similarity}


def _field(field: Any) -> dict[str, Any]:
    if field.field_type == "integer":
        return {"type": "long"}
    if field.field_type in {"date", "datetime"}:
        return {"type": "date"}
    if field.field_type in {"float", "boolean"}:
        return {"type": field.field_type}
    if field.is_multivalued:
        return _KEYWORD
    return {"type": "keyword", "index": False, "doc_values": False}


def document_source(prepared: Mapping[str, Any]) -> dict[str, Any]:
    """A document as it is sent, from what Haystack prepared: texts as tokens, codes with levels, unknown days left out."""
    source: dict[str, Any] = {}
    for name, value in prepared.items():
        if isinstance(value, list | tuple):
            source[name] = to_index(name, map(str, value))
        elif isinstance(value, dt.date):
            source[name] = value.isoformat()
        elif name in NAMES:
            source[name] = text_tokens(value)
        elif name != _DOCUMENT and value not in (None, 0):
            source[name] = value
    title, body = str(prepared.get("title") or ""), str(prepared.get(_DOCUMENT) or "")
    source[CONTENT] = [text_tokens(title), text_tokens(body)]
    source[TITLE] = text_tokens(title)
    source[BODY_CHARACTERS] = character_tokens(body)
    if prepared.get("article"):
        source[EVENT_KEY] = event_key(prepared)
    source |= {numbers_field(field): to_numbers(source[field]) for field in FACET_FIELDS if field in source}
    return source


def event_key(prepared: Mapping[str, Any]) -> int:
    """What the reports of one event have in common, and nothing else has."""
    return int(prepared.get("event") or -int(prepared["article"]))
