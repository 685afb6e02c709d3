"""Whose sessions count: one that owes the second factor is nobody, on every page, until it has given it.

So the API, files to take home and originals need no checks of their own. Of /admin/ such a session gets the pages that
ask for the factor, and logging out. Readers' pages that ask nobody who they are cost no query.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from archive.accounts.second_factor import standing_of

Handler = Callable[[HttpRequest], HttpResponse]


def hold_unverified(get_response: Handler) -> Handler:
    """Middleware, behind those of django.contrib.auth and django_otp."""

    def middleware(request: HttpRequest) -> HttpResponse:
        claimed = request.user
        vars(request)["claimed_user"] = claimed
        if request.path == reverse("admin:logout"):
            return get_response(request)
        request.user = cast(User, SimpleLazyObject(lambda: _trusted(claimed)))
        return _send_to_the_step(request) or get_response(request)

    return middleware


def claimed_user(request: HttpRequest) -> User | None:
    """The account of staff whose password was given, verified or not."""
    user = vars(request).get("claimed_user", request.user)
    return cast(User, user) if user.is_authenticated and user.is_active and user.is_staff else None


def is_verified(user: Any) -> bool:
    """Whether this session gave the second factor."""
    return getattr(user, "otp_device", None) is not None


def _trusted(claimed: Any) -> Any:
    if not claimed.is_authenticated or is_verified(claimed) or not standing_of(claimed).must_verify:
        return claimed
    return AnonymousUser()


def _send_to_the_step(request: HttpRequest) -> HttpResponse | None:
    """Where a session that owes the factor has to go first; None for all others."""
    claimed = vars(request)["claimed_user"]
    if not request.path.startswith(reverse("admin:index")):
        return None
    if not claimed.is_authenticated or request.user.is_authenticated:
        return None
    step = reverse("second_factor_verify" if standing_of(claimed).has_device else "second_factor_enrol")
    if request.path == step:
        return None
    asked = {"next": request.get_full_path()} if request.method == "GET" else {}
    return HttpResponseRedirect(f"{step}?{urlencode(asked)}" if asked else step)
