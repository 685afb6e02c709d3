"""What staff decided about events, with what stood before and after, so that it can be taken back.

The rules that make a decision last are `LinkRule` rows and the marks of `Event`; this is the memory of how they came
about. Rows are added and marked as taken back, never deleted.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class EventDecisionKind(models.TextChoices):
    MERGE = "merge", _("合并事件")
    SPLIT = "split", _("拆出报道")
    MOVE = "move", _("移动报道")
    LEAD = "lead", _("指定主报道")
    TITLE = "title", _("拟定标题")


class EventDecision(models.Model):
    kind = models.CharField(_("决定"), max_length=6, choices=EventDecisionKind)
    events: models.ManyToManyField[Any, Any] = models.ManyToManyField(
        "Event", verbose_name=_("事件"), related_name="decisions"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("决定者"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    note = models.TextField(_("说明"), blank=True)
    batch = models.CharField(_("同批编号"), max_length=36)
    before = models.JSONField(_("之前"), default=dict, help_text="articles and events as they were, and what tied them")
    after = models.JSONField(_("之后"), default=dict)
    rules = models.JSONField(default=list, help_text="[left, right, kind before] of every rule it added")
    created_at = models.DateTimeField(_("时间"), auto_now_add=True)
    undone_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("事件决定")
        verbose_name_plural = _("事件决定")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"#{self.pk} {self.get_kind_display()}"
