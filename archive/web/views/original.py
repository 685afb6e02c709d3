"""The stored original of an article: shown harmless under a policy of its own, or handed out untouched to keep.

Shown with personal data masked. The very bytes of a page that holds any are for staff only.
"""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from archive.errors import StoreError
from archive.ingest.originals import read_original
from archive.models import Article, ArticleVersion, SavedFile, public_text
from archive.web.presenters.links import web_address
from archive.web.presenters.original import present_original
from archive.web.shown import shows_article
from archive.web.views.versions import version_number

# Nothing runs, nothing is loaded from elsewhere, no form is sent, and the page has no origin: even markup that slipped
# through the cleaning could do nothing. Only our own style sheets load. Staff see it framed beside the clean text, nobody else may frame it.
SEALED = (
    "default-src 'none'; style-src 'self'; img-src 'self'; sandbox; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)

_LOST = ("missing_original", "damaged_original")


@require_safe
@xframe_options_sameorigin
@shows_article
def original_page(request: HttpRequest, article: Article) -> HttpResponse:
    """The page as it was saved, `?version=` of several; `?download=1` gives its bytes, or 403 where they hold personal data."""
    version = _version(article, request.GET.get("version", ""))
    saved_file = version.saved_file if version else None
    if saved_file is None:
        return render(request, "404.html", status=404)
    seen = public_text(article, article.findings.all())
    is_staff = request.user.has_perm("archive.view_savedfile")
    if request.GET.get("download") and is_staff:
        return _download(request, saved_file)
    original = present_original(saved_file, seen)
    if request.GET.get("download"):
        if original.is_open or original.reason in _LOST:
            return _download(request, saved_file)
        return render(request, "article/kept_private.html", {"article": article}, status=403)
    address = seen.words(article.url)
    context = {
        "article": article,
        "version": version,
        "title": seen.title,
        "saved_file": saved_file,
        # The folders it came in through say more about this machine than about the page.
        "file_name": seen.words(re.split(r"[/\\]", saved_file.name)[-1]),
        "original": original,
        "address": address,
        "source_address": web_address(address),
        "may_download": is_staff or original.is_open,
    }
    response = render(request, "article/original.html", context)
    response.headers["Content-Security-Policy"] = SEALED
    return response


def _version(article: Article, value: str) -> ArticleVersion | None:
    """The version named in an address; the current one where it names none the article has."""
    number = version_number(value)
    if number is None or (article.current_version is not None and article.current_version.number == number):
        return article.current_version
    return article.versions.select_related("saved_file").filter(number=number).first() or article.current_version


def _download(request: HttpRequest, saved_file: SavedFile) -> HttpResponse:
    try:
        data = read_original(saved_file)
    except StoreError:
        return render(request, "404.html", status=404)
    name = saved_file.name.rsplit("/", 1)[-1] or saved_file.sha256
    response = HttpResponse(data, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = SEALED
    return response
