"""One article."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from ninja import Router

from archive.api.problems import Refused
from archive.api.routes.reading import reads
from archive.api.schemas.article import ArticleAnswer
from archive.api.shapes.article import article_shape
from archive.models import Article, ArticleState, Withdrawal

router = Router(tags=["articles"])
LARGEST_ID = 2**63 - 1


@reads(router, "articles/{int:pk}", ArticleAnswer, errors=(404, 410))
def read_article(request: HttpRequest, pk: int) -> dict[str, Any]:
    """All that is known of an article, each fact with its evidence; 410 where it has been withdrawn."""
    rows = Article.objects.select_related("publisher", "current_version").prefetch_related("findings")
    article = rows.filter(pk=pk).first() if pk <= LARGEST_ID else None
    if article is None or article.state not in (ArticleState.PUBLIC, ArticleState.WITHDRAWN):
        raise Refused(HTTPStatus.NOT_FOUND, "There is no such article.")
    if article.state == ArticleState.WITHDRAWN:
        raise Refused(HTTPStatus.GONE, "This article has been withdrawn.", withdrawn=_tombstone(article))
    return article_shape(article)


def _tombstone(article: Article) -> dict[str, str] | None:
    """When and for what kind of reason; None for articles withdrawn before that was kept."""
    withdrawal = Withdrawal.standing(article)
    return {"at": withdrawal.at.isoformat(), "reason": withdrawal.reason} if withdrawal else None
