"""Answers Haystack's `SearchQuerySet` from a snapshot: query strings, narrowing, facets, sorting, highlighting.

The archive's own pages do not come this way (`archive.search.run` asks `find`); this keeps Haystack's public interface
working for whoever uses it, with right answers first and speed second.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.models import SearchResult
from haystack.utils import get_identifier
from whoosh.fields import DATETIME, KEYWORD, NUMERIC
from whoosh.query import Term
from whoosh.util.times import long_to_datetime

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
from archive.search.engines.whoosh.combinations import count_codes
from archive.search.engines.whoosh.evaluate import evaluate, mask_of
from archive.search.engines.whoosh.haystack_parser import sought_phrases
from archive.search.engines.whoosh.snapshot import Mask, Snapshot

if TYPE_CHECKING:
    from archive.search.engines.whoosh.backend import ArchiveWhooshBackend

Documents = npt.NDArray[np.int64]


def search(
    backend: ArchiveWhooshBackend, snapshot: Snapshot, query_string: str, options: Mapping[str, Any]
) -> dict[str, Any]:
    """The dict Haystack expects of a backend: results, hits, facets, spelling_suggestion."""
    refuse_what_is_not_offered(options, backend.schema.names())
    query = backend.parse(query_string)
    matches = evaluate(query, snapshot)
    mask = mask_of(matches.documents, snapshot) & _narrowed(backend, snapshot, options)
    scores = np.zeros(snapshot.count, np.float32)
    scores[matches.documents] = matches.scores
    documents = _sorted(np.flatnonzero(mask), scores, snapshot, backend, options.get("sort_by"))
    begin, end = page_of(options)
    page = documents[begin:end]
    converters = field_converters(backend.declared_fields().values())
    results = [_result(snapshot, int(document), float(scores[document]), options, converters) for document in page]
    if options.get("highlight"):
        add_highlights(results, sought_phrases(query), backend.content_field_name)
    return {
        "results": results,
        "hits": len(documents),
        "facets": _facets(backend, snapshot, mask, options),
        "spelling_suggestion": None,
    }


def similar(backend: ArchiveWhooshBackend, instance: Any, additional: str | None) -> str:
    """A query string for documents that share a word with an object."""
    return similar_query(instance, lambda: _stored_text(backend, instance), additional)


def _stored_text(backend: ArchiveWhooshBackend, instance: Any) -> str:
    def read(snapshot: Snapshot) -> str:
        found = evaluate(Term(ID, get_identifier(instance)), snapshot).documents
        return str(snapshot.stored(int(found[0])).get(backend.content_field_name, "")) if len(found) else ""

    return backend.ask(read)


def _narrowed(backend: ArchiveWhooshBackend, snapshot: Snapshot, options: Mapping[str, Any]) -> Mask:
    mask = snapshot.alive
    for query in options.get("narrow_queries") or ():
        mask = mask & mask_of(evaluate(backend.parse(query), snapshot).documents, snapshot)
    models = wanted_models(backend, options)
    if models:
        chosen = np.zeros(snapshot.count, np.bool_)
        for model in models:
            chosen[evaluate(Term(DJANGO_CT, model), snapshot).documents] = True
        mask = mask & chosen
    return mask


def _sorted(
    documents: Documents,
    scores: npt.NDArray[np.float32],
    snapshot: Snapshot,
    backend: ArchiveWhooshBackend,
    sort_by: Any,
) -> Documents:
    newest_first = -snapshot.numbers("article")[documents] if "article" in backend.schema else documents
    keys: list[Any] = [newest_first]
    for name in reversed(sort_by or []):
        rank = _ranks(documents, snapshot, backend, name.lstrip("-"))
        keys.append(-rank if name.startswith("-") else rank)
    if not sort_by:
        keys.append(-scores[documents])
    return documents[np.lexsort(keys)]


def _ranks(documents: Documents, snapshot: Snapshot, backend: ArchiveWhooshBackend, field: str) -> Documents:
    """A number a document that sorts as its value does."""
    if field in backend.schema and isinstance(backend.schema[field], NUMERIC | DATETIME):
        return snapshot.numbers(field)[documents]
    values = [str(snapshot.stored(int(document)).get(field, "")) for document in documents]
    if not values:
        return np.empty(0, np.int64)
    ranks: Documents = np.unique(np.array(values, dtype=object), return_inverse=True)[1].astype(np.int64)
    return ranks


def _result(
    snapshot: Snapshot,
    document: int,
    score: float,
    options: Mapping[str, Any],
    converters: Mapping[str, Callable[[Any], Any]],
) -> SearchResult:
    stored = dict(snapshot.stored(document))
    app_label, model_name = stored.pop(DJANGO_CT).split(".")
    key = stored.pop(DJANGO_ID)
    fields = {
        name: converters[name](value) if name in converters else value
        for name, value in stored.items()
        if name != "score"
    }
    result_class = options.get("result_class") or SearchResult
    return result_class(app_label, model_name, key, score, **fields)


def _facets(
    backend: ArchiveWhooshBackend, snapshot: Snapshot, mask: Mask, options: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "fields": {name: _field_facet(backend, snapshot, mask, name) for name in options.get("facets") or ()},
        "dates": {
            name: date_facet(_moments(snapshot, mask, name), asked)
            for name, asked in (options.get("date_facets") or {}).items()
        },
        "queries": {
            f"{field}:{value}": int(mask[evaluate(backend.parse(f"{field}:{value}"), snapshot).documents].sum())
            for field, value in options.get("query_facets") or ()
        },
    }


def _field_facet(backend: ArchiveWhooshBackend, snapshot: Snapshot, mask: Mask, field: str) -> list[tuple[Any, int]]:
    kind = backend.schema[field]
    if isinstance(kind, KEYWORD):
        return field_facet(count_codes(snapshot.codes(field), np.flatnonzero(mask)))
    if isinstance(kind, DATETIME):
        return field_facet(_moments(snapshot, mask, field))
    if isinstance(kind, NUMERIC):
        return field_facet(_numbers(snapshot, mask, field))
    return field_facet(Counter(snapshot.stored(int(document)).get(field) for document in np.flatnonzero(mask)))


def _numbers(snapshot: Snapshot, mask: Mask, field: str) -> dict[int, int]:
    values, counts = np.unique(snapshot.numbers(field)[mask], return_counts=True)
    return dict(zip(map(int, values), map(int, counts), strict=True))


def _moments(snapshot: Snapshot, mask: Mask, field: str) -> dict[dt.datetime, int]:
    """Each moment of the hits that have one, and how many have it."""
    return {long_to_datetime(value): count for value, count in _numbers(snapshot, mask, field).items() if value}
