"""Every error under the API's addresses is a problem document, whoever raised it, and any origin may read answers."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from archive.api.problems import problem

Handler = Callable[[HttpRequest], HttpResponse]
_DETAILS = {
    HTTPStatus.NOT_FOUND: "There is nothing at this address.",
    HTTPStatus.METHOD_NOT_ALLOWED: "Only GET and HEAD are answered.",
}


def answer_problems(get_response: Handler) -> Handler:
    """Pages for people are replaced where programs ask."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not request.path.startswith(("/api/v1/", "/search.json")):
            return response
        if response.status_code >= HTTPStatus.BAD_REQUEST and "json" not in response.headers.get("Content-Type", ""):
            status = HTTPStatus(response.status_code)
            kept = {name: value for name, value in response.headers.items() if name in ("Allow", "Retry-After")}
            response = problem(status, _DETAILS.get(status, status.description or status.phrase))
            for name, value in kept.items():
                response.headers[name] = value
        # Everything here is public and nothing depends on who asks.
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return middleware
