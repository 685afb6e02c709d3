"""The stored original of an article: shown harmless under a policy of its own, or handed out untouched to keep."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from archive.errors import StoreError
from archive.ingest.originals import read_original
from archive.models import Article, SavedFile
from archive.web.presenters.links import web_address
from archive.web.presenters.original import present_original
from archive.web.shown import shows_article

# Nothing runs, nothing is loaded from elsewhere, no form is sent, and the page has no origin: even markup that slipped
# through the cleaning could do nothing. Only our own style sheets load.
SEALED = (
    "default-src 'none'; style-src 'self'; img-src 'self'; sandbox; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@require_safe
@shows_article
def original_page(request: HttpRequest, article: Article) -> HttpResponse:
    """The page as it was saved; `?download=1` gives its bytes."""
    saved_file = article.current_version.saved_file if article.current_version else None
    if saved_file is None:
        return render(request, "404.html", status=404)
    if request.GET.get("download"):
        return _download(request, saved_file)
    context = {
        "article": article,
        "saved_file": saved_file,
        "original": present_original(saved_file),
        "source_address": web_address(article.url),
    }
    response = render(request, "article/original.html", context)
    response.headers["Content-Security-Policy"] = SEALED
    return response


def _download(request: HttpRequest, saved_file: SavedFile) -> HttpResponse:
    try:
        data = read_original(saved_file)
    except StoreError:
        return render(request, "404.html", status=404)
    name = saved_file.name.rsplit("/", 1)[-1] or saved_file.sha256
    response = HttpResponse(data, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SEALED
    return response
