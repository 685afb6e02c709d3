"""A search's answer as JSON."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from archive.search.query import FILTERS, SearchQuery
from archive.search.results import DateSpan, FacetValue, Hit, SearchResults


def search_shape(results: SearchResults) -> dict[str, Any]:
    """The whole answer."""
    return {
        "query": query_shape(results.query),
        "total": results.total,
        "articles": results.articles,
        "events": results.events,
        "page": results.query.page,
        "pages": results.pages,
        "per_page": results.query.per_page,
        "took_ms": round(results.took_ms, 2),
        "notices": list(results.notices),
        "suggestion": results.suggestion,
        "hits": [hit_shape(hit) for hit in results.hits],
        "facets": {name: [facet_shape(value) for value in values] for name, values in results.facets.items()},
        "facet_sizes": dict(results.facet_sizes),
    }


def query_shape(query: SearchQuery) -> dict[str, Any]:
    """The query as understood, by the names of its parameters."""
    return {
        "q": query.q,
        **{name: list(query.values(name)) for name in FILTERS},
        "region_role": query.region_role,
        "from": query.date_from or None,
        "to": query.date_to or None,
        "by": query.by,
        "sort": query.effective_sort,
        "view": query.view,
    }


def hit_shape(hit: Hit) -> dict[str, Any]:
    """One hit; `title` is plain text, `snippet` safe HTML with `<mark>`."""
    return {
        "id": hit.id,
        "url": reverse("article", args=[hit.id]),
        "title": hit.plain_title,
        "title_html": hit.title,
        "snippet": hit.snippet,
        "published": hit.published,
        "event_date": date_shape(hit.event_date),
        "regions": [{"code": region.code, "name": region.name, "path": list(region.path)} for region in hit.regions],
        "event_types": [{"code": label.code, "label": label.label} for label in hit.event_types],
        "source": {"id": int(hit.source.code), "name": hit.source.label} if hit.source else None,
        "event": hit.event,
        "reports": hit.reports,
        "score": round(hit.score, 4),
    }


def date_shape(span: DateSpan | None) -> dict[str, Any] | None:
    """An event date, or None."""
    if span is None:
        return None
    return {"start": span.start, "end": span.end, "precision": span.precision, "edtf": span.edtf}


def facet_shape(value: FacetValue) -> dict[str, Any]:
    """One facet value with those below it."""
    shape: dict[str, Any] = {
        "value": value.value,
        "label": value.label,
        "count": value.count,
        "selected": value.selected,
    }
    if value.children:
        shape["children"] = [facet_shape(child) for child in value.children]
    return shape
