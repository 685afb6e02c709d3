"""What staff decided: who, when, what, on what, from what to what, and why. Only ever added to.

Guarded three times: the admin shows it and no more, the model refuses to change or delete a row, and triggers of the
database refuse whatever goes past the model. Rows name people and things by number and words, not by reference, so that
they outlive both. `archive.review.audit` writes them.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AuditAction(models.TextChoices):
    WITHDRAW = "withdraw", _("撤回")
    PUBLISH = "publish", _("公开")
    SET_ASIDE = "set_aside", _("标为非报道")
    ADD = "add", _("新增")
    CHANGE = "change", _("更改")
    DELETE = "delete", _("删除")
    JOIN = "join", _("归为同一事件")
    PART = "part", _("移出事件")
    CONFIRM = "confirm", _("复核无误")
    ANSWER = "answer", _("答复")
    PURGE = "purge", _("删除原始文件")


class AppendOnly(models.QuerySet[Any]):
    """Rows can be added and read."""

    def update(self, **_values: Any) -> NoReturn:
        raise TypeError("the audit log is only added to")

    def delete(self) -> NoReturn:
        raise TypeError("the audit log is only added to")

    def bulk_update(self, *_args: Any, **_more: Any) -> NoReturn:
        raise TypeError("the audit log is only added to")


class AuditEntry(models.Model):
    at = models.DateTimeField(_("时间"), auto_now_add=True, db_index=True)
    actor = models.PositiveBigIntegerField(_("用户编号"), null=True, help_text=_("命令行没有用户编号"))
    actor_name = models.CharField(_("何人"), max_length=150)
    action = models.CharField(_("何事"), max_length=10, choices=AuditAction)
    subject_type = models.CharField(_("对象种类"), max_length=40)
    subject = models.CharField(_("对象编号"), max_length=64)
    subject_name = models.CharField(_("对象"), max_length=200)
    article = models.PositiveBigIntegerField(_("文章编号"), null=True, db_index=True)
    before = models.JSONField(_("之前"), default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("之后"), default=dict, encoder=DjangoJSONEncoder)
    reason = models.TextField(_("原因"), blank=True)
    batch = models.CharField(_("同批"), max_length=36, blank=True, db_index=True, help_text=_("一次操作中的各条相同"))

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = _("审计记录")
        verbose_name_plural = _("审计记录")
        ordering = ["-id"]
        indexes = [models.Index(fields=["subject_type", "subject"], name="audit_of_a_row")]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M} {self.actor_name} {self.get_action_display()} {self.subject_name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; raises TypeError for one that is there already."""
        if not self._state.adding:
            raise TypeError("the audit log is only added to")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("the audit log is only added to")
