"""A reader's report of an error, or a request for removal, and staff's answer."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _


class CorrectionState(models.TextChoices):
    OPEN = "open", _("待处理")
    ACCEPTED = "accepted", _("已采纳")
    DECLINED = "declined", _("未采纳")


def make_ticket() -> str:
    """A number a reader can quote: eight characters without look-alikes, out of 32^8."""
    return "".join(secrets.choice("23456789ABCDEFGHJKLMNPQRSTUVWXYZ") for _digit in range(8))


class Correction(models.Model):
    class Kind(models.TextChoices):
        ERROR = "error", _("内容有误")
        REMOVAL = "removal", _("请求撤下")
        OTHER = "other", _("其他")

    ticket = models.CharField(_("编号"), max_length=8, unique=True, default=make_ticket, editable=False)
    article = models.ForeignKey(
        "Article", verbose_name=_("文章"), null=True, blank=True, on_delete=models.SET_NULL, related_name="corrections"
    )
    kind = models.CharField(_("类别"), max_length=10, choices=Kind, default=Kind.ERROR)
    message = models.TextField(_("内容"), max_length=4000)
    contact = models.CharField(_("联系方式"), max_length=200, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=CorrectionState, default=CorrectionState.OPEN)
    answer = models.TextField(_("答复"), blank=True)
    created_at = models.DateTimeField(_("提交时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("更正")
        verbose_name_plural = _("更正")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.ticket
