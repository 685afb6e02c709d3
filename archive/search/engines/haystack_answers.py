"""What the answers to Haystack's `SearchQuerySet` have in common, whichever engine gives them.

Engines give hits and how many articles have each value; here values become facets of fields and dates, texts become
highlights, and what no engine offers is refused.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from haystack.constants import ID
from haystack.exceptions import SearchBackendError
from haystack.models import SearchResult
from haystack.utils import get_identifier, get_model_ct
from haystack.utils.app_loading import haystack_get_model
from whoosh.support.relativedelta import relativedelta

from archive.search.highlight import mark_snippet
from archive.search.tree import Phrase
from archive.search.words import cut_words

NOTHING: Mapping[str, Any] = {"results": [], "hits": 0}
_NOT_OFFERED = ("within", "dwithin", "distance_point", "stats")
_MAX_STEPS = 10_000
_SIMILAR_WORDS = 30


def refuse_what_is_not_offered(options: Mapping[str, Any], fields: Iterable[str]) -> None:
    """Raises SearchBackendError: names what no engine of this archive has, or a field the index has not."""
    for name in _NOT_OFFERED:
        if options.get(name):
            raise SearchBackendError(f"{name} is not offered by the engines of this archive")
    known = set(fields)
    sorts = [name.lstrip("-") for name in options.get("sort_by") or ()]
    for name in [*(options.get("facets") or ()), *(options.get("date_facets") or ()), *sorts]:
        if name not in known:
            raise SearchBackendError(f"the index has no field {name!r}")


def page_of(options: Mapping[str, Any]) -> tuple[int, int | None]:
    """Begin and end of the page. Haystack's backends give one result where none is asked for."""
    end = options.get("end_offset")
    return options.get("start_offset") or 0, max(end, 1) if end is not None else None


def wanted_models(backend: Any, options: Mapping[str, Any]) -> list[str]:
    """The models results may be of; empty: of any."""
    models = [get_model_ct(model) for model in options.get("models") or ()]
    limited = options.get("limit_to_registered_models")
    if limited is None:
        limited = getattr(settings, "HAYSTACK_LIMIT_TO_REGISTERED_MODELS", True)
    return models or (list(backend.build_models_list()) if limited else [])


def similar_query(instance: Any, text: Callable[[], str], additional: str | None) -> str:
    """A query string for documents that share a word with an object: with its title, or its text where it has none."""
    words = cut_words(getattr(instance, "title", "") or text())[:_SIMILAR_WORDS]
    shared = " OR ".join(f'"{word}"' for word in words if '"' not in word)
    if not shared:
        return ""
    own = f'NOT {ID}:"{get_identifier(instance)}"'
    extra = f" AND ({additional})" if additional and additional != "*" else ""
    return f"({shared}) AND {own}{extra}"


def field_converters(declared: Iterable[Any]) -> dict[str, Callable[[Any], Any]]:
    """What makes the values of results of what the index stores of them, for the fields it stores."""
    return {field.index_fieldname: _converter(field) for field in declared if field.stored}


def _converter(field: Any) -> Callable[[Any], Any]:
    if field.is_multivalued:
        return _split
    return (lambda value: _moment(field.convert(value))) if field.field_type == "date" else field.convert


def _split(value: Any) -> list[str]:
    return value.split(",") if isinstance(value, str) and value else list(value or ())


def field_facet(counts: Mapping[Any, int] | Iterable[tuple[Any, int]]) -> list[tuple[Any, int]]:
    """Values with counts, the commonest first."""
    return sorted(dict(counts).items(), key=lambda pair: (-pair[1], str(pair[0])))


def date_facet(moments: Mapping[dt.datetime, int], asked: Mapping[str, Any]) -> list[tuple[dt.datetime, int]]:
    """Counts from each step's first moment to the next one's, up to the end date; steps without any are left out."""
    gap = relativedelta(**{f"{asked['gap_by']}s": asked.get("gap_amount", 1)})
    step, end = _moment(asked["start_date"]), _moment(asked["end_date"])
    known = sorted(moments)
    counts: Counter[dt.datetime] = Counter()
    place, steps = 0, 0
    while step < end and steps < _MAX_STEPS:
        following = min(step + gap, end)
        while place < len(known) and known[place] < following:
            if known[place] >= step:
                counts[step] += moments[known[place]]
            place += 1
        step, steps = following, steps + 1
    return list(counts.items())


def _moment(value: dt.date) -> dt.datetime:
    """A day as its first moment, as Haystack's backends give it."""
    return value if isinstance(value, dt.datetime) else dt.datetime(value.year, value.month, value.day)


def add_highlights(results: Sequence[SearchResult], phrases: Sequence[Phrase], content_field: str) -> None:
    """The best passage of each text, as `highlighted`; texts not stored are read, in one query a model."""
    for model in {(result.app_label, result.model_name) for result in results}:
        mine = [result for result in results if (result.app_label, result.model_name) == model]
        unknown = [int(result.pk) for result in mine if not vars(result).get(content_field)]
        rows = haystack_get_model(*model)._default_manager.in_bulk(unknown) if unknown else {}
        for result in mine:
            text = str(vars(result).get(content_field) or getattr(rows.get(int(result.pk)), "body", ""))
            passage = mark_snippet(text, phrases).replace("<mark>", "<em>").replace("</mark>", "</em>")
            result.highlighted = {content_field: [passage] if text else []}
            result._additional_fields.append("highlighted")
