"""Answers Haystack's `SearchQuerySet`: query strings, narrowing, facets, sorting, highlighting, as the embedded engine does.

Query strings are read by the parser both engines share. The archive's own pages do not come this way; right answers come
first and speed second: facets are counted whole, and what a server does not sort by is sorted here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from haystack.backends.whoosh_backend import WhooshSearchQuery
from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.models import SearchResult
from whoosh.fields import DATETIME, KEYWORD, NUMERIC
from whoosh.fields import ID as IDENTIFIER

from archive.search.engines.haystack_answers import (
    add_highlights,
    date_facet,
    field_converters,
    field_facet,
    page_of,
    refuse_what_is_not_offered,
    similar_query,
    wanted_models,
)
from archive.search.engines.opensearch.codes import from_index
from archive.search.engines.opensearch.compile import Query
from archive.search.engines.opensearch.haystack_compile import compile_query
from archive.search.engines.opensearch.haystack_facets import count_values
from archive.search.engines.opensearch.pages import DEPTH, read_all
from archive.search.engines.whoosh.haystack_parser import make_parser, read_schema, sought_phrases

if TYPE_CHECKING:
    from archive.search.engines.opensearch.backend import ArchiveOpenSearchBackend

Hit = Mapping[str, Any]


class ArchiveOpenSearchQuery(WhooshSearchQuery):
    """Haystack's query builder for the language of Whoosh, which this engine understands too."""


def search(backend: ArchiveOpenSearchBackend, query_string: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """The dict Haystack expects of a backend: results, hits, facets, spelling_suggestion.

    Raises:
        SearchBackendError: names what is not offered.
        IndexUnusable: the index cannot be asked.
    """
    question = _Question(backend, query_string, options)
    total, queries = question.count()
    results = question.results()
    return {
        "results": results,
        "hits": total,
        "facets": {"fields": question.fields(), "dates": question.dates(), "queries": queries},
        "spelling_suggestion": None,
    }


def similar(instance: Any, additional: str | None) -> str:
    """A query string for documents that share a word with the title of an object: servers keep no texts."""
    return similar_query(instance, str, additional)


class _Question:
    def __init__(self, backend: ArchiveOpenSearchBackend, query_string: str, options: Mapping[str, Any]) -> None:
        self._backend = backend
        self._searching = backend.searching
        self._options = options
        declared = backend.declared_fields()
        self._content_field, self._schema = read_schema(declared)
        refuse_what_is_not_offered(options, self._schema.names())
        self._parser = make_parser(self._content_field, self._schema)
        self._converters = field_converters(declared.values())
        self._asked = self._parser.parse(str(query_string))
        wanted = compile_query(self._asked, self._schema)
        self._query: Query = {"bool": {"must": [wanted], "filter": list(self._filters())}}

    def _filters(self) -> Iterator[Query]:
        for query in self._options.get("narrow_queries") or ():
            yield self._compiled(query)
        models = wanted_models(self._backend, self._options)
        if models:
            yield {"terms": {DJANGO_CT: models}}

    def _compiled(self, query_string: str) -> Query:
        return compile_query(self._parser.parse(str(query_string)), self._schema)

    def count(self) -> tuple[int, dict[str, int]]:
        """How many hits there are, and how many of them each query of `query_facet` finds."""
        names = [f"{field}:{value}" for field, value in self._options.get("query_facets") or ()]
        asked = {str(number): {"filter": self._compiled(name)} for number, name in enumerate(names)}
        body = {"query": self._query, "size": 0, "track_total_hits": True, "aggs": asked}
        told = self._searching.ask(body, {})
        counts = {name: int(told["aggregations"][str(number)]["doc_count"]) for number, name in enumerate(names)}
        return int(told["hits"]["total"]["value"]), counts

    def fields(self) -> dict[str, Any]:
        """The values of each field with their counts."""
        return {name: field_facet(self._values(name)) for name in self._options.get("facets") or ()}

    def dates(self) -> dict[str, Any]:
        """The counts of the steps of each field of dates."""
        asked = self._options.get("date_facets") or {}
        return {name: date_facet(self._values(name), steps) for name, steps in asked.items()}

    def _values(self, name: str) -> Mapping[Any, int]:
        kind = self._schema[name]
        if isinstance(kind, KEYWORD | NUMERIC | IDENTIFIER):
            return count_values(self._query, name, kind, self._searching)
        return Counter(self._stored(hit).get(name) for hit in self._read_all([]))

    def results(self) -> list[SearchResult]:
        """The page asked for, highlighted if that was asked for."""
        results = list(map(self._result, self._page()))
        if self._options.get("highlight"):
            add_highlights(results, sought_phrases(self._asked), self._content_field)
        return results

    def _page(self) -> list[Hit]:
        begin, end = page_of(self._options)
        sorts = list(self._options.get("sort_by") or ())
        sorted_there = all(isinstance(self._schema[name.lstrip("-")], NUMERIC) for name in sorts)
        if end is not None and end <= DEPTH and sorted_there:
            body = self._body(sorts) | {"from": begin, "size": max(0, end - begin)}
            page: list[Hit] = self._searching.ask(body, {})["hits"]["hits"]
            return page
        if sorted_there:
            return self._read_all(sorts)[begin:end]
        hits = self._read_all(["-article"] if "article" in self._schema else [])
        # Sorting keeps what is equal in the order it had.
        for name in reversed(sorts):
            hits.sort(key=partial(self._rank, name.lstrip("-")), reverse=name.startswith("-"))
        return hits[begin:end]

    def _read_all(self, sorts: list[str]) -> list[Hit]:
        return read_all(self._body(sorts), self._searching)

    def _body(self, sorts: list[str]) -> dict[str, Any]:
        """By relevance where no order is asked for; the newest article first among equal ones."""
        orders = sorts or (["-article"] if "article" in self._schema else [])
        by = [_order(name) for name in orders]
        if not sorts:
            by.insert(0, {"_score": "desc"})
        elif "article" in self._schema:
            by.append(_order("-article"))
        return {"query": self._query, "sort": [*by, {ID: "asc"}], "track_scores": True, "_source": True}

    def _rank(self, name: str, hit: Hit) -> Any:
        """What a document is sorted by, as the embedded engine does."""
        value = self._stored(hit).get(name)
        if isinstance(self._schema[name], DATETIME):
            return "" if value is None else value.isoformat()
        if isinstance(self._schema[name], NUMERIC):
            return value or 0
        return ",".join(value) if isinstance(value, list) else str("" if value is None else value)

    def _stored(self, hit: Hit) -> dict[str, Any]:
        """What the index keeps of a document to be read; what is only to be found stands in the source too."""
        source = hit["_source"]
        fields = {name: source[name] for name in (ID, DJANGO_CT, DJANGO_ID)}
        for name, convert in self._converters.items():
            if name in source:
                value = source[name]
                fields[name] = convert([from_index(name, one) for one in value] if isinstance(value, list) else value)
            elif isinstance(self._schema[name], NUMERIC) and not isinstance(self._schema[name], DATETIME):
                fields[name] = 0
        return fields

    def _result(self, hit: Hit) -> SearchResult:
        fields = self._stored(hit)
        app_label, model_name = fields.pop(DJANGO_CT).split(".")
        result_class = self._options.get("result_class") or SearchResult
        return result_class(app_label, model_name, fields.pop(DJANGO_ID), hit["_score"] or 0.0, **fields)


def _order(name: str) -> dict[str, Any]:
    """An order by a number or moment; none is less than any."""
    if name.startswith("-"):
        return {name[1:]: {"order": "desc", "missing": "_last"}}
    return {name: {"order": "asc", "missing": "_first"}}
