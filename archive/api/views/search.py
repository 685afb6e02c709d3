"""The search as JSON: `/search.json` and `/api/v1/search`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from archive.api.answers import answers_json
from archive.api.shapes.search import search_shape
from archive.search.params import query_from_params
from archive.search.run import search


@answers_json
def search_json(request: HttpRequest) -> dict[str, Any]:
    """Hits and facets for the same parameters as the page."""
    query, notices = query_from_params(request.GET)
    return search_shape(search(query, notices))
