"""Suggestions while somebody types, as JSON."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.api.answers import answers_json
from archive.search.facets import FACET_BY_NAME
from archive.search.suggest import DEFAULT_LIMIT, MAX_LIMIT, Suggestion, suggest


@answers_json
def suggest_json(request: HttpRequest) -> dict[str, Any]:
    """`q` is what is typed; `limit` at most MAX_LIMIT suggestions are given."""
    limit = request.GET.get("limit", "")
    number = int(limit) if re.fullmatch(r"[1-9][0-9]?", limit) else DEFAULT_LIMIT
    typed = request.GET.get("q", "")
    return {"q": typed[:100], "suggestions": [_shape(one) for one in suggest(typed, min(number, MAX_LIMIT))]}


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
