"""Something that was held or happened, which one or more articles report.

Where, when and of what kind it was is read from its lead article's findings; the event itself only joins reports.
"""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


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
    lead_is_set = models.BooleanField(_("主报道由人工指定"), default=False)
    title_is_set = models.BooleanField(_("标题由人工拟定"), default=False)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("并入"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("此事件的报道后来归入的事件；旧网址会转到那里"),
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
