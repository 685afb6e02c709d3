"""Something that was held or happened, which one or more articles report.

Where, when and of what kind it was is read from its lead article's findings; the event itself only joins reports.
"""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.models.article import Article, Relation


class Event(models.Model):
    title = models.CharField(_("标题"), max_length=500)
    lead = models.ForeignKey(
        "Article",
        verbose_name=_("主报道"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("事件")
        verbose_name_plural = _("事件")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("event", args=[self.pk])


def open_event(article: Article) -> Event:
    """A new event, saved, with `article` as its lead report; the article's columns are set for the caller to save."""
    event = Event.objects.create(title=str(article)[:500], lead=article)
    article.event = event
    article.relation = Relation.LEAD
    return event
