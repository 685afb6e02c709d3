"""What every request to the site passes through."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

Handler = Callable[[HttpRequest], HttpResponse]


def language_from_cookie(get_response: Handler) -> Handler:
    """The interface is in the site's language until a reader chooses another; the browser's list is not asked.

    An archive of Chinese sources opens in Chinese for everyone, and one address looks the same to all who share it.
    """
    known = {code for code, _label in settings.LANGUAGES}

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in known else settings.SITE_LANGUAGE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware
