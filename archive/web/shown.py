"""Which articles and events a reader may see, and what the others answer: 404 unknown, rejected or held, 410 withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from archive.models import Article, ArticleState, Withdrawal

P = ParamSpec("P")
ArticleView = Callable[Concatenate[HttpRequest, Article, P], HttpResponse]
_LARGEST_ID = 2**63 - 1


def shows_article(view: ArticleView[P]) -> Callable[..., HttpResponse]:
    """Gives the view the public article behind `pk`, with its publisher and the file of its current version."""

    @wraps(view)
    def wrapper(request: HttpRequest, pk: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        rows = Article.objects.select_related("publisher", "event", "current_version__saved_file")
        article = rows.filter(pk=pk).first() if pk <= _LARGEST_ID else None
        if article is None or article.state not in (ArticleState.PUBLIC, ArticleState.WITHDRAWN):
            raise Http404
        if article.state == ArticleState.WITHDRAWN:
            withdrawal = Withdrawal.standing(article)
            return render(request, "410.html", {"withdrawal": withdrawal}, status=410)
        return view(request, article, *args, **kwargs)

    return wrapper
