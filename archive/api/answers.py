"""How the API answers: JSON in readable characters, read only, with any origin allowed to read it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from archive.api.problems import problem
from archive.search.engine import IndexUnusable


def answers_json(view: Callable[..., dict[str, Any] | HttpResponse]) -> Callable[..., HttpResponse]:
    """Turns what a view returns into JSON; other methods than GET and HEAD are refused."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            response: HttpResponse = problem(HTTPStatus.METHOD_NOT_ALLOWED, "Only GET and HEAD are answered.")
            response.headers["Allow"] = "GET, HEAD"
        else:
            response = _answer(lambda: view(request, *args, **kwargs))
        # Everything here is public and nothing depends on who asks.
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return wrapper


def _answer(ask: Callable[[], dict[str, Any] | HttpResponse]) -> HttpResponse:
    try:
        answer = ask()
    except IndexUnusable as error:
        refused = problem(HTTPStatus.SERVICE_UNAVAILABLE, f"The search index is {error.code} and will be built anew.")
        refused.headers["Retry-After"] = "30"
        return refused
    if isinstance(answer, HttpResponse):
        return answer
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
