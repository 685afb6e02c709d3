"""For machines: is the site alive, can it answer searches, how far is the index behind."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from archive.search.freshness import index_lag
from archive.search.indexing import index_problem
from archive.web.disk import disk_space


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers and reaches its database, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return _fresh({"status": "no database"}, status=503)
    return _fresh({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 while searches can be answered, else 503; how many articles wait to be indexed, and the oldest how long;
    how much room there is.

    An index that is behind is ready: nothing withdrawn is found in it, and what is new will be. So is a disk that is
    nearly full: readers are not turned away for it.
    """
    try:
        lag = index_lag()
    except DatabaseError:
        return _fresh({"status": "no database"}, status=503)
    try:
        space = disk_space()
    except OSError:
        return _fresh({"status": "no DATA_DIR"}, status=503)
    problem = index_problem()
    usable = problem is None or problem.code == "incomplete"
    told = {
        "status": "ok" if usable else "no index",
        "index": problem.code if problem else "ok",
        "behind": {"articles": lag.articles, "seconds": lag.seconds},
        "disk": {"free_bytes": space.free, "is_low": space.is_low},
    }
    return _fresh(told, status=200 if usable else 503)


def _fresh(answer: dict[str, Any], status: int = 200) -> HttpResponse:
    response = JsonResponse(answer, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
