"""A reader's report of an error, or a request for removal, and staff's answer.

Known to its sender by the number alone. `answer` is public, `message` and `contact` are for staff only.
"""

import secrets

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

TICKET_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
TICKET_LENGTH = 8


class CorrectionState(models.TextChoices):
    OPEN = "open", _("待处理")
    REVIEWING = "reviewing", _("核实中")
    ACCEPTED = "accepted", _("已采纳")
    DECLINED = "declined", _("未采纳")


def make_ticket() -> str:
    """A number a reader can quote: eight characters without look-alikes, out of 32^8."""
    return "".join(secrets.choice(TICKET_SIGNS) for _digit in range(TICKET_LENGTH))


class Correction(models.Model):
    class Kind(models.TextChoices):
        ERROR = "error", _("内容有误")
        PRIVACY = "privacy", _("涉及个人信息")
        REMOVAL = "removal", _("请求撤下")
        OTHER = "other", _("其他")

    ticket = models.CharField(_("编号"), max_length=8, unique=True, default=make_ticket, editable=False)
    article = models.ForeignKey(
        "Article", verbose_name=_("文章"), null=True, blank=True, on_delete=models.SET_NULL, related_name="corrections"
    )
    kind = models.CharField(_("类别"), max_length=10, choices=Kind, default=Kind.ERROR)
    about = models.CharField(
        _("所指内容"), max_length=200, blank=True, help_text=_("读者所指的事实或部分，提交时的样子")
    )
    finding = models.ForeignKey(
        "Finding", verbose_name=_("所指事实"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    message = models.TextField(_("内容"), max_length=4000)
    contact = models.CharField(_("联系方式"), max_length=200, blank=True, help_text=_("仅工作人员可见"))
    sender = models.CharField(
        max_length=64, blank=True, db_index=True, editable=False, help_text="keyed digest of the address, for a day"
    )
    state = models.CharField(_("状态"), max_length=10, choices=CorrectionState, default=CorrectionState.OPEN)
    answer = models.TextField(_("答复"), blank=True, help_text=_("凭编号可见，请勿写入个人信息"))
    created_at = models.DateTimeField(_("提交时间"), auto_now_add=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("更正")
        verbose_name_plural = _("更正")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.ticket

    def get_absolute_url(self) -> str:
        return reverse("correction", args=[self.ticket])

    @property
    def is_closed(self) -> bool:
        return self.state in (CorrectionState.ACCEPTED, CorrectionState.DECLINED)
