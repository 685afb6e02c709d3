"""Answers Haystack's `SearchQuerySet` from a snapshot: query strings, narrowing, facets, sorting, highlighting.

The archive's own pages do not come this way (`archive.search.run` asks `find`); this keeps Haystack's public interface
working for whoever uses it, with right answers first and speed second.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from django.conf import settings
from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.models import SearchResult
from haystack.utils import get_identifier, get_model_ct
from haystack.utils.app_loading import haystack_get_model
from whoosh.fields import DATETIME, KEYWORD, NUMERIC
from whoosh.query import Query, Term
from whoosh.support.relativedelta import relativedelta
from whoosh.util.times import datetime_to_long

from archive.search.engines.whoosh.combinations import count_codes
from archive.search.engines.whoosh.evaluate import evaluate, mask_of
from archive.search.engines.whoosh.phrase import CharacterPhrase
from archive.search.engines.whoosh.snapshot import Mask, Snapshot
from archive.search.highlight import mark_snippet
from archive.search.tree import Phrase
from archive.search.words import cut_words

if TYPE_CHECKING:
    from archive.search.engines.whoosh.backend import ArchiveWhooshBackend

Documents = npt.NDArray[np.int64]
_MAX_STEPS = 10_000
_SIMILAR_WORDS = 30


def search(
    backend: ArchiveWhooshBackend, snapshot: Snapshot, query_string: str, options: Mapping[str, Any]
) -> dict[str, Any]:
    """The dict Haystack expects of a backend: results, hits, facets, spelling_suggestion."""
    query = backend.parse(query_string)
    matches = evaluate(query, snapshot)
    mask = mask_of(matches.documents, snapshot) & _narrowed(backend, snapshot, options)
    scores = np.zeros(snapshot.count, np.float32)
    scores[matches.documents] = matches.scores
    documents = _sorted(np.flatnonzero(mask), scores, snapshot, backend, options.get("sort_by"))
    page = documents[options.get("start_offset") or 0 : _end(options)]
    converters = _converters(backend)
    results = [_result(snapshot, int(document), float(scores[document]), options, converters) for document in page]
    if options.get("highlight"):
        _add_highlights(results, query, backend.content_field_name)
    return {
        "results": results,
        "hits": len(documents),
        "facets": _facets(backend, snapshot, mask, options),
        "spelling_suggestion": None,
    }


def _end(options: Mapping[str, Any]) -> int | None:
    """Where the page ends. Haystack's backends give one result where none is asked for."""
    end = options.get("end_offset")
    return max(end, 1) if end is not None else None


def similar_query(backend: ArchiveWhooshBackend, instance: Any, additional: str | None) -> str:
    """A query string for documents that share a word with an object: with its title, or its text where it has none."""
    words = cut_words(getattr(instance, "title", "") or _stored_text(backend, instance))[:_SIMILAR_WORDS]
    shared = " OR ".join(f'"{word}"' for word in words if '"' not in word)
    if not shared:
        return ""
    own = f'NOT {ID}:"{get_identifier(instance)}"'
    extra = f" AND ({additional})" if additional and additional != "*" else ""
    return f"({shared}) AND {own}{extra}"


def _stored_text(backend: ArchiveWhooshBackend, instance: Any) -> str:
    def read(snapshot: Snapshot) -> str:
        found = evaluate(Term(ID, get_identifier(instance)), snapshot).documents
        return str(snapshot.stored(int(found[0])).get(backend.content_field_name, "")) if len(found) else ""

    return backend.ask(read)


def _narrowed(backend: ArchiveWhooshBackend, snapshot: Snapshot, options: Mapping[str, Any]) -> Mask:
    mask = snapshot.alive
    for query in options.get("narrow_queries") or ():
        mask = mask & mask_of(evaluate(backend.parse(query), snapshot).documents, snapshot)
    models = [get_model_ct(model) for model in options.get("models") or ()]
    limited = options.get("limit_to_registered_models")
    if limited is None:
        limited = getattr(settings, "HAYSTACK_LIMIT_TO_REGISTERED_MODELS", True)
    if not models and limited:
        models = backend.build_models_list()
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


def _converters(backend: ArchiveWhooshBackend) -> dict[str, Callable[[Any], Any]]:
    """What makes the values of fields of what the index stores of them."""
    return {field.index_fieldname: _converter(field) for field in backend.declared_fields().values()}


def _converter(field: Any) -> Callable[[Any], Any]:
    if field.is_multivalued:
        return lambda value: value.split(",") if value else []
    convert: Callable[[Any], Any] = field.convert
    return convert


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


def _add_highlights(results: list[SearchResult], query: Query, content_field: str) -> None:
    """The best passage of each text, as `highlighted`; texts not stored are read, in one query a model."""
    phrases = [Phrase(leaf.folded) for leaf in query.leaves() if isinstance(leaf, CharacterPhrase)]
    for model in {(result.app_label, result.model_name) for result in results}:
        mine = [result for result in results if (result.app_label, result.model_name) == model]
        unknown = [int(result.pk) for result in mine if not vars(result).get(content_field)]
        rows = haystack_get_model(*model)._default_manager.in_bulk(unknown) if unknown else {}
        for result in mine:
            text = str(vars(result).get(content_field) or getattr(rows.get(int(result.pk)), "body", ""))
            passage = mark_snippet(text, phrases).replace("<mark>", "<em>").replace("</mark>", "</em>")
            result.highlighted = {content_field: [passage] if text else []}
            result._additional_fields.append("highlighted")


def _facets(
    backend: ArchiveWhooshBackend, snapshot: Snapshot, mask: Mask, options: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "fields": {name: _field_facet(backend, snapshot, mask, name) for name in options.get("facets") or ()},
        "dates": {
            name: _date_facet(snapshot, mask, name, asked) for name, asked in (options.get("date_facets") or {}).items()
        },
        "queries": {
            f"{field}:{value}": int(mask[evaluate(backend.parse(f"{field}:{value}"), snapshot).documents].sum())
            for field, value in options.get("query_facets") or ()
        },
    }


def _field_facet(backend: ArchiveWhooshBackend, snapshot: Snapshot, mask: Mask, field: str) -> list[tuple[Any, int]]:
    if isinstance(backend.schema[field], KEYWORD):
        counts: Iterable[tuple[Any, int]] = count_codes(snapshot.codes(field), np.flatnonzero(mask)).items()
    elif isinstance(backend.schema[field], NUMERIC):
        values, numbers = np.unique(snapshot.numbers(field)[mask], return_counts=True)
        counts = zip(map(int, values), map(int, numbers), strict=True)
    else:
        counts = Counter(snapshot.stored(int(document)).get(field) for document in np.flatnonzero(mask)).items()
    return sorted(counts, key=lambda pair: (-pair[1], str(pair[0])))


def _date_facet(snapshot: Snapshot, mask: Mask, field: str, asked: Mapping[str, Any]) -> list[tuple[dt.datetime, int]]:
    """Counts from each step's first moment to the next one's, up to the end date."""
    gap = relativedelta(**{f"{asked['gap_by']}s": asked.get("gap_amount", 1)})
    step, end = _moment(asked["start_date"]), _moment(asked["end_date"])
    values = snapshot.numbers(field)[mask]
    counts: list[tuple[dt.datetime, int]] = []
    while step < end and len(counts) < _MAX_STEPS:
        following = min(step + gap, end)
        inside = (values >= datetime_to_long(step)) & (values < datetime_to_long(following))
        counts.append((step, int(inside.sum())))
        step = following
    return [(moment, count) for moment, count in counts if count]


def _moment(value: dt.date) -> dt.datetime:
    return value if isinstance(value, dt.datetime) else dt.datetime(value.year, value.month, value.day)
