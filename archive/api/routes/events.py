"""One event."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from ninja import Router

from archive.api.problems import Refused
from archive.api.routes.articles import LARGEST_ID
from archive.api.routes.reading import reads
from archive.api.schemas.article import EventAnswer
from archive.api.shapes.event import event_shape
from archive.models import Article

router = Router(tags=["events"])


@reads(router, "events/{int:pk}", EventAnswer, errors=(404,))
def read_event(request: HttpRequest, pk: int) -> dict[str, Any]:
    """An event with every public report of it; 404 where none is public."""
    rows = Article.public.filter(event_id=pk) if pk <= LARGEST_ID else Article.public.none()
    articles = list(rows.select_related("publisher", "event").prefetch_related("findings"))
    if not articles or articles[0].event is None:
        raise Refused(HTTPStatus.NOT_FOUND, "There is no such event.")
    return event_shape(articles[0].event, articles)
