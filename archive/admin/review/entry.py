"""Who may review: those who may change findings. And what a reviewer works through: a reason, and what they skipped."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from archive.models import ReviewReason

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
_SKIPPED = "review_skipped"
_MOST_SKIPPED = 200


def for_reviewers(view: View[P]) -> View[P]:
    """Refuses staff who may not change findings."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.has_perm("archive.change_finding"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapper


def chosen_reason(request: HttpRequest) -> ReviewReason | None:
    """The reason a reviewer works through; None for all, also where the address names none there is."""
    value = request.GET.get("reason", "")
    return ReviewReason(value) if value in ReviewReason.values else None


def skipped(request: HttpRequest) -> list[int]:
    """What this login passed over, the latest last: not offered again while it lasts."""
    return list(request.session.get(_SKIPPED, []))


def skip(request: HttpRequest, article: int) -> None:
    """Remember an article as passed over."""
    kept = [key for key in skipped(request) if key != article]
    request.session[_SKIPPED] = [*kept, article][-_MOST_SKIPPED:]


def forget_skipped(request: HttpRequest) -> None:
    """Offer again what was passed over."""
    request.session.pop(_SKIPPED, None)
