"""Errors as RFC 9457 problem details: as answers, and as what a route raises."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import JsonResponse


class Refused(Exception):
    """A question with no answer; `more` are members of its problem document's own."""

    def __init__(self, status: HTTPStatus, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.more = more


def problem(status: HTTPStatus, detail: str, **more: Any) -> JsonResponse:
    """An `application/problem+json` answer; `more` are members of its own."""
    body = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail, **more}
    return JsonResponse(
        body,
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )
