"""One event as JSON."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse

from archive.api.answers import answers_json
from archive.api.problems import problem
from archive.api.shapes.event import event_shape
from archive.models import Article

_LARGEST_ID = 2**63 - 1


@answers_json
def event_json(request: HttpRequest, pk: int) -> dict[str, Any] | HttpResponse:
    """404 for an event none of whose reports is public."""
    rows = Article.public.filter(event_id=pk) if pk <= _LARGEST_ID else Article.public.none()
    articles = list(rows.select_related("publisher", "event").prefetch_related("findings"))
    if not articles or articles[0].event is None:
        return problem(HTTPStatus.NOT_FOUND, "There is no such event.")
    return event_shape(articles[0].event, articles)
