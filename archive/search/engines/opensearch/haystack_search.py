"""Answers Haystack's `SearchQuerySet`: filters, narrowing by a code, facets of fields, sorting, slices, similar articles.

The archive's own pages do not come this way. Not here, and said so where asked for: facets of dates and of queries,
highlighting, boosts; patterns and fuzzy words are read as plain ones.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from haystack.backends import BaseSearchQuery, SearchNode
from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.inputs import AutoQuery, BaseInput, Exact
from haystack.models import SearchResult
from haystack.utils import get_identifier, get_model_ct

from archive.search.engines.opensearch.codes import from_index, to_index
from archive.search.engines.opensearch.compile import EVERYTHING, NOTHING, Query, compile_tree
from archive.search.parse import parse_query
from archive.search.tree import AnyOf, Phrase, TextField, Words
from archive.search.words import cut_words, exact_tree

if TYPE_CHECKING:
    from archive.search.engines.opensearch.backend import ArchiveOpenSearchBackend

_TEXTS: Mapping[str, TextField] = {
    "content": "",
    "text": "",
    "title": "title",
    "author": "author",
    "source_text": "source",
}
_RANGES = frozenset({"gt", "gte", "lt", "lte"})
_NARROWED = re.compile(r'(?P<field>[a-z_]+):"?(?P<code>.*?)"?\Z', re.DOTALL)
_UNSUPPORTED = ("highlight", "date_facets", "query_facets", "boost", "within", "dwithin", "distance_point")
_MOST_VALUES = 10_000
_SIMILAR_WORDS = 30


class ArchiveOpenSearchQuery(BaseSearchQuery):
    """Builds queries of the server's language from what a SearchQuerySet collected."""

    def build_query(self) -> Query:
        """The query for all filters."""
        return _node(self, self.query_filter) if self.query_filter else EVERYTHING


def search(backend: ArchiveOpenSearchBackend, query: Any, options: Mapping[str, Any]) -> dict[str, Any]:
    """The dict Haystack expects of a backend: results, hits, facets.

    Raises:
        NotImplementedError: names the option this engine does not have.
    """
    for name in _UNSUPPORTED:
        if options.get(name):
            raise NotImplementedError(f"{name} is not offered by the OpenSearch engine")
    begin = options.get("start_offset") or 0
    end = options.get("end_offset")
    body = {
        "query": {"bool": {"must": [_read(query)], "filter": _narrowed(backend, options)}},
        "from": begin,
        "size": max(1, (end if end is not None else begin + _MOST_VALUES) - begin),
        "sort": _sort(options.get("sort_by")),
        "track_total_hits": True,
        "aggs": {name: {"terms": {"field": name, "size": _MOST_VALUES}} for name in options.get("facets") or ()},
    }
    answer = backend.searching.ask(body, {})
    facets = {name: _facet(name, told["buckets"]) for name, told in answer.get("aggregations", {}).items()}
    return {
        "results": [_result(hit, options) for hit in answer["hits"]["hits"]],
        "hits": int(answer["hits"]["total"]["value"]),
        "facets": {"fields": facets, "dates": {}, "queries": {}},
        "spelling_suggestion": None,
    }


def similar_query(instance: Any) -> Query:
    """Articles that share a word with the title of an object, itself left out."""
    words = cut_words(str(getattr(instance, "title", "")))[:_SIMILAR_WORDS]
    own = {"term": {ID: get_identifier(instance)}}
    return {"bool": {"must": [compile_tree(AnyOf(tuple(map(Phrase, words))))], "must_not": [own]}}


def _read(query: Any) -> Query:
    """A query as built here, or a string in the language readers use."""
    if isinstance(query, dict):
        return query
    return EVERYTHING if query == "*" else compile_tree(exact_tree(parse_query(str(query)).tree))


def _node(builder: ArchiveOpenSearchQuery, node: SearchNode) -> Query:
    parts = [
        _node(builder, child) if isinstance(child, SearchNode) else _condition(node, *child) for child in node.children
    ]
    if node.connector == "OR":
        found: Query = {"bool": {"should": parts, "minimum_should_match": 1}}
    else:
        found = {"bool": {"must": parts}}
    return {"bool": {"must_not": [found]}} if node.negated else found


def _condition(node: SearchNode, expression: str, value: Any) -> Query:
    field, kind = node.split_expression(expression)
    if isinstance(value, AutoQuery):
        return _read(value.query_string)
    plain = value.query_string if isinstance(value, BaseInput) else value
    if kind == "in":
        return {"bool": {"should": [_is(field, one) for one in plain], "minimum_should_match": 1}}
    if kind == "range":
        return {"range": {field: {"gte": _value(plain[0]), "lte": _value(plain[1])}}}
    if kind in _RANGES:
        return {"range": {field: {kind: _value(plain)}}}
    return _is(field, plain, exactly=kind == "exact" or isinstance(value, Exact))


def _is(field: str, value: Any, *, exactly: bool = False) -> Query:
    if field in _TEXTS:
        text = str(value)
        tree = Phrase(text, _TEXTS[field]) if exactly else exact_tree(Words(text, _TEXTS[field]))
        return compile_tree(tree) if text else NOTHING
    return {"terms": {field: to_index(field, [str(_value(value))])}}


def _value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _narrowed(backend: ArchiveOpenSearchBackend, options: Mapping[str, Any]) -> list[Query]:
    models = [get_model_ct(model) for model in options.get("models") or ()] or backend.build_models_list()
    filters: list[Query] = [{"terms": {DJANGO_CT: models}}]
    for query in options.get("narrow_queries") or ():
        found = _NARROWED.match(query)
        if not found:
            raise NotImplementedError(f"narrowing by {query!r}: the OpenSearch engine narrows by field:value")
        filters.append(_is(found["field"], found["code"], exactly=True))
    return filters


def _sort(names: Any) -> list[Any]:
    wanted = [
        {name.lstrip("-"): {"order": "desc" if name.startswith("-") else "asc", "missing": "_last"}}
        for name in names or ()
    ]
    return [*wanted, *([] if wanted else [{"_score": "desc"}]), {"article": {"order": "desc", "missing": "_last"}}]


def _facet(field: str, buckets: Any) -> list[tuple[str, int]]:
    return [(from_index(field, str(bucket["key"])), int(bucket["doc_count"])) for bucket in buckets]


def _result(hit: Mapping[str, Any], options: Mapping[str, Any]) -> SearchResult:
    fields = dict(hit["_source"])
    app_label, model_name = fields.pop(DJANGO_CT).split(".")
    key = fields.pop(DJANGO_ID)
    plain = {
        name: [from_index(name, code) for code in value] if isinstance(value, list) else value
        for name, value in fields.items()
    }
    result_class = options.get("result_class") or SearchResult
    return result_class(app_label, model_name, key, hit["_score"] or 0.0, **plain)
