"""One time an article was taken away from readers: why, and until when. Of the reasons readers are told the kind."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.article import Article


class WithdrawalReason(models.TextChoices):
    PRIVACY = "privacy", _("涉及个人信息")
    REQUEST = "request", _("应当事人请求")
    COPYRIGHT = "copyright", _("版权原因")
    LEGAL = "legal", _("法律要求")
    ERROR = "error", _("内容失实")
    SCOPE = "scope", _("不属于本档案的范围")
    OTHER = "other", _("其他原因")


class Withdrawal(models.Model):
    article = models.ForeignKey("Article", verbose_name=_("文章"), on_delete=models.CASCADE, related_name="withdrawals")
    reason = models.CharField(_("原因"), max_length=10, choices=WithdrawalReason, default=WithdrawalReason.OTHER)
    note = models.TextField(_("说明"), blank=True, help_text=_("仅工作人员可见"))
    correction = models.ForeignKey(
        "Correction",
        verbose_name=_("更正"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="withdrawals",
    )
    at = models.DateTimeField(_("撤回时间"), auto_now_add=True)
    ended_at = models.DateTimeField(_("恢复时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("撤回")
        verbose_name_plural = _("撤回")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=models.Q(ended_at=None), name="one_withdrawal_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.get_reason_display()}"

    @classmethod
    def standing(cls, article: Article) -> Withdrawal | None:
        """The one that keeps the article from readers now."""
        return cls.objects.filter(article=article, ended_at=None).first()
