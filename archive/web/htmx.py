"""Requests for parts of a page (`django_htmx.middleware`), told from those for pages."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class HtmxRequest(HttpRequest):
    """A request that went through the middleware."""

    htmx: HtmxDetails


def wants_parts(request: HtmxRequest) -> bool:
    """Whether parts are asked for; one that goes back in the browser's history asks for the page."""
    return bool(request.htmx) and not request.htmx.history_restore_request
