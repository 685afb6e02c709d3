"""What staff are asked to look at, and who is looking at what right now.

A `ReviewItem` is one question about one article; `archive.triage` keeps the table. A settled row stays: the same question
is not asked twice, another one about the same article is. A `ReviewClaim` is a lease: it ends by itself, so that nobody
who goes home keeps an article from the others.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewReason(models.TextChoices):
    """Why an article is asked about, the most pressing first."""

    CORRECTION = "correction", _("读者更正")
    DOUBT = "doubt", _("网页有新版本")
    PERSONAL = "personal", _("个人信息")
    DISAGREEMENT = "disagreement", _("提取结果不一致")
    CANDIDATES = "candidates", _("有多个候选")
    CONFIDENCE = "confidence", _("把握不大")
    MISSING = "missing", _("缺时间或地点")


class ReviewItem(models.Model):
    article = models.ForeignKey(
        "Article", verbose_name=_("文章"), on_delete=models.CASCADE, related_name="review_items"
    )
    reason = models.CharField(_("缘由"), max_length=12, choices=ReviewReason)
    weight = models.PositiveSmallIntegerField(_("次序"), help_text="the lowest is asked first")
    about = models.JSONField(_("所问"), default=list, help_text="what tells this question from an earlier one")
    asked_at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    settled_at = models.DateTimeField(_("审结时间"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("何人"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("审核事项")
        verbose_name_plural = _("审核事项")
        ordering = ["weight", "article"]
        constraints = [models.UniqueConstraint(fields=["article", "reason"], name="one_review_item_a_reason")]
        indexes = [
            # The queue, whole and of one reason: read from its beginning, never sorted.
            models.Index(fields=["weight", "article"], condition=models.Q(settled_at=None), name="review_open"),
            models.Index(
                fields=["reason", "weight", "article"],
                condition=models.Q(settled_at=None),
                name="review_open_by_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.article_id}"


class ReviewClaim(models.Model):
    article = models.OneToOneField("Article", primary_key=True, on_delete=models.CASCADE, related_name="review_claim")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("何人"), on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField(_("至"), db_index=True)

    class Meta:
        verbose_name = _("审核占用")
        verbose_name_plural = _("审核占用")

    def __str__(self) -> str:
        return f"{self.article_id} {self.by_id}"
