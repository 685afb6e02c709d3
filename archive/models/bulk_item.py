"""What a job in bulk does to one article: what was there, what is there now, so that it can be put back.

The rows are also what the job works through: one that waits is still to be done.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class BulkOutcome(models.TextChoices):
    WAITING = "waiting", _("待处理")
    CHANGED = "changed", _("已更改")
    UNCHANGED = "unchanged", _("本已如此")
    SKIPPED = "skipped", _("跳过")
    FAILED = "failed", _("失败")
    UNDONE = "undone", _("已还原")
    KEPT = "kept", _("此后另有改动，未还原")


class BulkItem(models.Model):
    job = models.ForeignKey("Job", verbose_name=_("任务"), on_delete=models.CASCADE, related_name="items")
    article = models.ForeignKey("Article", verbose_name=_("文章"), on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(_("结果"), max_length=10, choices=BulkOutcome, default=BulkOutcome.WAITING)
    reason = models.CharField(_("原因"), max_length=200, blank=True)
    before = models.JSONField(_("之前"), default=dict)
    after = models.JSONField(_("之后"), default=dict)

    class Meta:
        verbose_name = _("批量处理的文章")
        verbose_name_plural = _("批量处理的文章")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["job", "article"], name="one_bulk_item_an_article")]
        indexes = [models.Index(fields=["job", "outcome", "id"], name="bulk_item_outcome")]

    def __str__(self) -> str:
        return f"{self.job_id}: {self.article_id}"
