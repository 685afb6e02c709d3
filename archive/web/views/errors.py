"""What a reader sees when something is wrong: in words, with a way on, and never a stack trace."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

DATABASE_AWAY = (OperationalError, InterfaceError)
"""Raised where the database cannot be reached, is full, or took too long."""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: an address or a form that cannot be understood."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: a page for staff, or a form without its token."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing here, with the search box to go on."""
    return render(request, "404.html", status=404)


def unavailable(request: HttpRequest, reason: str) -> HttpResponse:
    """503 for a while. `reason`: `missing`, `outdated`, `damaged` or `away` of the index, or `database`."""
    response = render(request, "503.html", {"reason": reason}, status=503)
    response.headers["Retry-After"] = "30"
    response.headers["Cache-Control"] = "no-store"
    return response


def too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    """429: more pages than one address may ask for; `seconds` until it may ask again."""
    response = render(request, "429.html", {"seconds": seconds}, status=429)
    response.headers["Retry-After"] = str(seconds)
    response.headers["Cache-Control"] = "no-store"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500: the template stands alone, because what failed may be what other pages are made with.

    503 where a database that does not answer failed what stands around the pages: sessions, logging in.
    """
    if isinstance(sys.exc_info()[1], DATABASE_AWAY):
        return unavailable(request, "database")
    return HttpResponse(loader.get_template("500.html").render(), status=500)
