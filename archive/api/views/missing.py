"""Addresses under the API that name nothing."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from archive.api.problems import problem


def missing_json(request: HttpRequest) -> HttpResponse:
    """404 as a problem document instead of a page."""
    return problem(HTTPStatus.NOT_FOUND, "There is nothing at this address.")
