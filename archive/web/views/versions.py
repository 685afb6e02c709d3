"""The versions of a page and what changed between two of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.models import Article
from archive.web.presenters.version_list import present_versions
from archive.web.shown import shows_article


@require_safe
@shows_article
def versions_page(request: HttpRequest, article: Article) -> HttpResponse:
    """All versions, `?from=` and `?to=` compared; without them the last two."""
    before, after = (version_number(request.GET.get(name, "")) for name in ("from", "to"))
    return render(request, "article/versions.html", {"page": present_versions(article, before, after)})


def version_number(value: str) -> int | None:
    """A version named in an address; None where it is no number."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else None
