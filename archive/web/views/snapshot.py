"""Searches frozen to be cited: making one, its page, its articles to take home."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from archive.export.selection import Selection
from archive.export.snapshots import SnapshotRefused, freeze
from archive.models import Snapshot
from archive.search.params import query_from_params
from archive.web.presenters.snapshot_page import present_snapshot, query_of, refusal
from archive.web.views.export import file_response


@require_POST
def make_snapshot(request: HttpRequest) -> HttpResponse:
    """Freeze the search whose parameters `query` holds and lead to it."""
    query, _notices = query_from_params(QueryDict(request.POST.get("query", "")))
    try:
        return redirect(freeze(query))
    except SnapshotRefused as error:
        busy = error.code == "too_often"
        status = HTTPStatus.TOO_MANY_REQUESTS if busy else HTTPStatus.UNPROCESSABLE_ENTITY
        context = {"reason": refusal(error.code), "query": query}
        return render(request, "snapshot/refused.html", context, status=status)


@require_safe
def snapshot_page(request: HttpRequest, key: str) -> HttpResponse:
    """What was found, how to cite it, what has changed since."""
    snapshot = get_object_or_404(Snapshot, key=key)
    number = request.GET.get("page", "")
    page = present_snapshot(
        snapshot,
        page=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
        site=settings.SITE_NAME,
        address=request.build_absolute_uri(snapshot.get_absolute_url()),
    )
    return render(request, "snapshot/page.html", {"page": page})


@require_safe
def snapshot_file(request: HttpRequest, key: str, suffix: str) -> StreamingHttpResponse:
    """The frozen articles as they are now, in the frozen order; withdrawn ones are gone."""
    snapshot = get_object_or_404(Snapshot, key=key)
    selection = Selection(
        query=query_of(snapshot),
        ids=tuple(snapshot.revisions),
        total=snapshot.total,
        index_state=snapshot.index_state,
        made_at=snapshot.created_at,
    )
    return file_response(request, selection, suffix)
