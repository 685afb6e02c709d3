"""Where crawlers may go, and how a browser or another program searches here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Keeps crawlers out of the endless combinations of filters, the API and stored originals."""
    context = {"sitemap": request.build_absolute_uri(reverse("sitemap"))}
    return render(request, "robots.txt", context, content_type="text/plain; charset=utf-8")


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """The description by which a browser adds the archive to its search engines (OpenSearch 1.1)."""
    context = {
        "description": _("在志愿新闻档案里检索报道"),
        "icon": request.build_absolute_uri(static("img/seal.svg")),
        "search": request.build_absolute_uri(reverse("search")),
        "feed": request.build_absolute_uri(reverse("search_feed")),
        "own": request.build_absolute_uri(),
    }
    return render(request, "opensearch.xml", context, content_type="application/opensearchdescription+xml")
