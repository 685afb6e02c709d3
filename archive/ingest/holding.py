"""Holds back what comes in and repeats a withdrawn text, until staff decide: no reader sees it, nothing is lost."""

from __future__ import annotations

from collections.abc import Sequence

from archive.grouping.regroup import regroup
from archive.grouping.withheld import copies_withdrawn
from archive.models import Article, ArticleState, AuditAction, AuditEntry


def hold_copies_of_withdrawn(articles: Sequence[Article]) -> None:
    """Set the state of those among saved and placed articles that repeat a withdrawn text.

    What staff have published, knowing it, stays public. Call in the transaction that stores the articles.
    """
    public = {article.pk: article for article in articles if article.state == ArticleState.PUBLIC}
    copies = copies_withdrawn(public.keys())
    if not copies:
        return
    published = AuditEntry.objects.filter(article__in=copies, action=AuditAction.PUBLISH)
    for pk in sorted(copies - set(published.values_list("article", flat=True))):
        public[pk].state = ArticleState.HELD
        public[pk].save(update_fields=["state"])
        regroup({pk})
