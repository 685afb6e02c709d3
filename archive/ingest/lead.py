"""Which of several copies of one story leads its event: the one published first, whatever order they arrived in.

Knows exact copies only. Leaves an event alone whose lead staff chose.
"""

from __future__ import annotations

from django.db.models import F, Q

from archive.models import Article, Relation

_UNDATED = "9999"


def is_older(article: Article, first: Article) -> bool:
    """Whether `article` states an earlier day of its own than `first`, the copy that leads so far."""
    return _day(article) < _day(first)


def take_lead(article: Article, first: Article) -> None:
    """Make the saved `article` the lead of `first`'s event, `first` and its reprints reprints of it.

    Does nothing where another report leads the event than `first`. Sets `article`'s columns for the caller to save.
    """
    event = first.event
    if event is None or event.lead_id != first.pk:
        return
    if event.title == str(first)[:500]:
        event.title = str(article)[:500]
    event.lead = article
    event.save(update_fields=["lead", "title"])
    copies = Article.objects.filter(Q(pk=first.pk) | Q(reprint_of=first)).exclude(pk=article.pk)
    copies.update(reprint_of=article, relation=Relation.REPRINT, revision=F("revision") + 1)
    article.reprint_of, article.relation = None, Relation.LEAD


def _day(article: Article) -> str:
    return (article.published or article.original_published or _UNDATED)[:10]
