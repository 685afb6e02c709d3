"""One article: clean text, facts, and for each fact its sentence."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.models import Article
from archive.web.presenters.article_page import present_article
from archive.web.presenters.links import site_address
from archive.web.shown import shows_article


@require_safe
@shows_article
def article_page(request: HttpRequest, article: Article) -> HttpResponse:
    """The reading page of an article."""
    return render(request, "article/page.html", {"page": present_article(article, site_address(request))})
