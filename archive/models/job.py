"""Work that runs in the background: what is asked for, how far it is, what came of it. `archive.jobs` writes it.

That at most one runs at a time is the database's own rule, so that it holds however many workers there are.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    WAITING = "waiting", _("等待中")
    RUNNING = "running", _("进行中")
    FINISHED = "finished", _("完成")
    FAILED = "failed", _("失败")
    STOPPED = "stopped", _("已停止")


class Job(models.Model):
    kind = models.CharField(_("任务"), max_length=30, help_text="a key of archive.jobs.kinds.KINDS")
    parameters = models.JSONField(_("参数"), default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("提交者"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    batch = models.CharField(_("同批编号"), max_length=36, help_text=_("审计记录中同批的条目用同一编号"))
    state = models.CharField(_("状态"), max_length=10, choices=JobState, default=JobState.WAITING)
    done = models.PositiveIntegerField(_("已处理"), default=0)
    total = models.PositiveIntegerField(_("总数"), default=0)
    counts = models.JSONField(_("结果"), default=dict, help_text="outcome -> how many")
    cursor = models.JSONField(default=dict, editable=False, help_text="where the next step begins")
    error = models.TextField(_("错误"), blank=True)
    stop_requested = models.BooleanField(default=False, editable=False)
    worker = models.CharField(max_length=36, blank=True, editable=False, help_text="who holds it")
    lease_until = models.DateTimeField(null=True, editable=False, help_text="after this its worker is taken for dead")
    attempts = models.PositiveSmallIntegerField(default=0, editable=False, help_text="begun since the last whole step")
    created_at = models.DateTimeField(_("提交时间"), auto_now_add=True)
    started_at = models.DateTimeField(_("开始"), null=True, editable=False)
    finished_at = models.DateTimeField(_("结束"), null=True, editable=False)

    class Meta:
        verbose_name = _("后台任务")
        verbose_name_plural = _("后台任务")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state=JobState.RUNNING), name="one_job_runs_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["id"], condition=models.Q(state=JobState.WAITING), name="job_waiting")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes of it."""
        return self.state not in (JobState.WAITING, JobState.RUNNING)
