"""What every request to the site passes through."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from archive.search.engine import IndexUnusable
from archive.web.views.errors import DATABASE_AWAY, unavailable

logger = logging.getLogger(__name__)
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


class SayUnavailable:
    """What cannot be answered now, because the index or the database is away, is a 503 that says so, not a fault."""

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, IndexUnusable):
            return unavailable(request, exception.code)
        if isinstance(exception, DATABASE_AWAY):
            logger.exception("The database does not answer")
            return unavailable(request, "database")
        return None
