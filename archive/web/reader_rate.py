"""How often one address may ask for pages: what holds off robots that read no robots.txt, without a service outside.

Each serving process counts for itself and forgets when it ends. Files and what watches the site are not counted, nor is
the API, which has a rate of its own.
"""

from __future__ import annotations

import ipaddress
import threading
from collections.abc import Callable

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from ninja.throttling import SimpleRateThrottle

from archive.web.client_address import client_address
from archive.web.views.errors import too_often

Handler = Callable[[HttpRequest], HttpResponse]
_NOT_COUNTED = ("/static/", "/healthz", "/readyz", "/metrics", "/api/v1/")
_NETWORK = 64
"""Bits of an IPv6 address that tell one line from another; the rest whoever has it may choose."""


class _ReaderRate(threading.local, SimpleRateThrottle):
    """It keeps what it looks at in itself, hence one for each thread."""

    cache = caches["rates"]

    def get_cache_key(self, request: HttpRequest) -> str:
        return f"reader:{_line(client_address(request))}"


def limit_readers(get_response: Handler) -> Handler:
    """429 beyond READER_RATE, with when to come again; no bound where that is empty."""
    if not settings.READER_RATE:
        return get_response
    rate = _ReaderRate(settings.READER_RATE)

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(_NOT_COUNTED) or rate.allow_request(request):
            return get_response(request)
        return too_often(request, max(1, round(rate.wait() or 1)))

    return middleware


def _line(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:100]
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is None:
        return str(ipaddress.ip_network((parsed, _NETWORK), strict=False))
    return str(parsed)
