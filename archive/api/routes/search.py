"""The search, the values of one facet, suggestions while somebody types."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import resolve, reverse
from ninja import Router

from archive.api.parameters import FACET_PART, PAGING, SEARCH, SUGGESTING
from archive.api.problems import Refused
from archive.api.routes.reading import reads
from archive.api.schemas.search import FacetAnswer, SearchAnswer, SuggestAnswer
from archive.api.shapes.facet import facet_page_shape
from archive.api.shapes.search import search_shape
from archive.api.shapes.suggest import suggest_shape
from archive.search.facet_params import facet_from_params
from archive.search.params import query_from_params
from archive.search.run import search
from archive.search.suggest import DEFAULT_LIMIT, MAX_LIMIT

router = Router(tags=["search"])


@reads(router, "search", SearchAnswer, parameters=(*SEARCH, *PAGING))
def search_articles(request: HttpRequest) -> dict[str, Any]:
    """Hits and facets; the same as `/search.json`. What cannot be understood is dropped with a notice."""
    query, notices = query_from_params(request.GET)
    return search_shape(search(query, notices))


@reads(router, "facets/{name}", FacetAnswer, parameters=(*SEARCH, *FACET_PART), errors=(404,))
def list_facet(request: HttpRequest, name: str) -> dict[str, Any]:
    """The values of one facet page by page, or those whose names fit `find`."""
    page = facet_from_params(name, request.GET)
    if page is None:
        raise Refused(HTTPStatus.NOT_FOUND, "There is no such facet.")
    return facet_page_shape(page)


@reads(router, "suggest", SuggestAnswer, parameters=SUGGESTING)
def suggest_names(request: HttpRequest) -> dict[str, Any]:
    """Names of places, organisations and programmes, then titles, for what somebody types."""
    limit = request.GET.get("limit", "")
    number = int(limit) if re.fullmatch(r"[1-9][0-9]?", limit) else DEFAULT_LIMIT
    return suggest_shape(request.GET.get("q", ""), min(number, MAX_LIMIT))


def search_json(request: HttpRequest) -> HttpResponse:
    """`/search.json`: the API's answer under the search page's own address."""
    answer: HttpResponse = resolve(reverse("api:search_articles")).func(request)
    return answer


search_json.csrf_exempt = True  # type: ignore[attr-defined]  # as everything of the API: it changes nothing
