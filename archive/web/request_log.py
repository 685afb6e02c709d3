"""Names each request, counts it, and says which requests and which questions to the database were slow.

First among the middleware. The id comes from X-Request-ID where a proxy sent a harmless one, goes back in the answer
and stands on every log line of the request, to the last byte of a streamed file.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.signals import request_finished
from django.db import connection
from django.http import HttpRequest, HttpResponse

from archive.logs import begin_request, end_request
from archive.metrics import REQUESTS

logger = logging.getLogger(__name__)
Handler = Callable[[HttpRequest], HttpResponse]
_LONGEST = 500
"""Characters of an address or a statement that are worth reading in a log."""


def log_requests(get_response: Handler) -> Handler:
    """`SLOW_REQUEST_SECONDS` and `SLOW_QUERY_SECONDS` say from when on; 0 says never."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request_id = begin_request(request.headers.get("X-Request-ID", ""))
        started = time.perf_counter()
        with connection.execute_wrapper(_tell_slow_query):
            response = get_response(request)
        _tell(request, response, time.perf_counter() - started)
        response.headers["X-Request-ID"] = request_id
        return response

    return middleware


def _tell(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    match = request.resolver_match
    view = (match.view_name if match else "") or "other"  # never the path: anybody can make up paths
    REQUESTS.labels(view, f"{response.status_code // 100}xx").observe(seconds)
    if 0 < settings.SLOW_REQUEST_SECONDS <= seconds:
        told = {"status": response.status_code, "seconds": round(seconds, 3), "view": view}
        address = _short(request.get_full_path())  # percent-encoded: no line breaks
        logger.warning("slow request: %s %s took %.2f s", request.method, address, seconds, extra=told)


def _tell_slow_query(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    started = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        seconds = time.perf_counter() - started
        if 0 < settings.SLOW_QUERY_SECONDS <= seconds:
            # Without its parameters, which may be what a reader wrote.
            told = {"seconds": round(seconds, 3)}
            logger.warning("slow query: %s took %.2f s", _short(" ".join(sql.split())), seconds, extra=told)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _forget(**_kwargs: Any) -> None:
    end_request()


# When the server has sent the last byte, which for a streamed file is after the middleware.
request_finished.connect(_forget, dispatch_uid="archive.web.request_log")
