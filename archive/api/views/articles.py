"""One article as JSON."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse

from archive.api.answers import answers_json
from archive.api.problems import problem
from archive.api.shapes.article import article_shape
from archive.models import Article, ArticleState, Withdrawal

_LARGEST_ID = 2**63 - 1


@answers_json
def article_json(request: HttpRequest, pk: int) -> dict[str, Any] | HttpResponse:
    """404 for unknown and rejected articles, 410 for withdrawn ones."""
    rows = Article.objects.select_related("publisher", "current_version").prefetch_related("findings")
    article = rows.filter(pk=pk).first() if pk <= _LARGEST_ID else None
    if article is None or article.state == ArticleState.REJECTED:
        return problem(HTTPStatus.NOT_FOUND, "There is no such article.")
    if article.state == ArticleState.WITHDRAWN:
        return problem(HTTPStatus.GONE, "This article has been withdrawn.", withdrawn=_tombstone(article))
    return article_shape(article)


def _tombstone(article: Article) -> dict[str, str] | None:
    """When and for what kind of reason; None for articles withdrawn before that was kept."""
    withdrawal = Withdrawal.standing(article)
    return {"at": withdrawal.at.isoformat(), "reason": withdrawal.reason} if withdrawal else None
