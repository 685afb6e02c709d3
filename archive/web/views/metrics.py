"""Figures for Prometheus, for those who run the archive only."""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from archive.metrics import counted
from archive.web.state_metrics import state

_BY_PROXIES = ("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via")


class _Everything(Collector):
    def collect(self) -> Iterator[Metric]:
        yield from counted()
        yield from state()


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """In Prometheus' text format; 404 to whoever may not see them, who need not know of them."""
    if not _may_see(request):
        raise Http404
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Everything())
    response = HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
    response.headers["Cache-Control"] = "no-store"
    return response


def _may_see(request: HttpRequest) -> bool:
    """Whoever has METRICS_TOKEN; where none is set, programs of this machine that did not come through a proxy."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    # A proxy on this machine connects from loopback for everybody: its marks tell it apart.
    if any(name in request.headers for name in _BY_PROXIES):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
