"""The switch between light, dark and what the system asks for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from archive.web.theme import COOKIE, KEPT_SECONDS, known_theme


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keeps the choice and leads back to the page it was made on."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    response.set_cookie(
        COOKIE,
        known_theme(request.POST.get("theme", "")),
        max_age=KEPT_SECONDS,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response
