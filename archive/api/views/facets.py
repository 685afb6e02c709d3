"""One facet as JSON: its values page by page, or those whose names fit what somebody looks for."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse

from archive.api.answers import answers_json
from archive.api.problems import problem
from archive.api.shapes.facet import facet_page_shape
from archive.search.facet_params import facet_from_params


@answers_json
def facet_json(request: HttpRequest, name: str) -> dict[str, Any] | HttpResponse:
    """404 for a facet that does not exist."""
    page = facet_from_params(name, request.GET)
    if page is None:
        return problem(HTTPStatus.NOT_FOUND, "There is no such facet.")
    return facet_page_shape(page)
