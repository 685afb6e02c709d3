"""What a copy changed against the report it copies."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.models import Article
from archive.web.presenters.comparison import compare_reports
from archive.web.shown import shows_article


@require_safe
@shows_article
def changes_page(request: HttpRequest, article: Article) -> HttpResponse:
    """Sentence by sentence; 404 for a report that copies none readers may see."""
    original = Article.public.select_related("publisher").filter(pk=article.reprint_of_id or 0).first()
    if original is None:
        raise Http404
    return render(request, "article/changes.html", {"page": compare_reports(original, article)})
