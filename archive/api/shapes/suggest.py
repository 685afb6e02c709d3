"""Suggestions while somebody types, as JSON."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from archive.search.facets import FACET_BY_NAME
from archive.search.suggest import Suggestion, suggest


def suggest_shape(typed: str, limit: int) -> dict[str, Any]:
    """At most `limit` suggestions for what is typed, its first 100 characters."""
    return {"q": typed[:100], "suggestions": [_shape(one) for one in suggest(typed, limit)]}


def _shape(suggestion: Suggestion) -> dict[str, Any]:
    query = suggestion.query
    facet = FACET_BY_NAME.get(suggestion.kind)
    return {
        "kind": suggestion.kind,
        "kind_label": str(facet.heading) if facet else _("标题"),
        "value": suggestion.value,
        "label": suggestion.label,
        "within": suggestion.within,
        "count": suggestion.count,
        "url": f"{reverse('search')}?{query.to_querystring()}"
        if query
        else reverse("article", args=[suggestion.value]),
    }
