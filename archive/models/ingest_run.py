"""A run of ingest and what became of each input."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    NEW = "new", _("新文章")
    DUPLICATE = "duplicate", _("重复")
    NEW_VERSION = "new_version", _("新版本")
    REPRINT = "reprint", _("转载")
    NOT_ARTICLE = "not_article", _("不是报道")
    FAILED = "failed", _("失败")


class IngestRun(models.Model):
    class State(models.TextChoices):
        RUNNING = "running", _("进行中")
        FINISHED = "finished", _("完成")
        INTERRUPTED = "interrupted", _("中断")

    batch = models.CharField(_("批次"), max_length=100, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.RUNNING)
    inputs = models.JSONField(_("输入"), default=list)
    folder = models.TextField(_("起始文件夹"), blank=True, help_text=_("相对路径由此算起"))
    retry_of = models.ForeignKey(
        "self", verbose_name=_("重试"), null=True, blank=True, on_delete=models.SET_NULL, related_name="retries"
    )
    job = models.ForeignKey(
        "Job", verbose_name=_("后台任务"), null=True, blank=True, on_delete=models.SET_NULL, related_name="ingest_runs"
    )
    counts = models.JSONField(_("计数"), default=dict)
    started_at = models.DateTimeField(_("开始"), auto_now_add=True)
    finished_at = models.DateTimeField(_("结束"), null=True, blank=True)

    class Meta:
        verbose_name = _("入档批次")
        verbose_name_plural = _("入档批次")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.batch or f"#{self.pk}"


class IngestOutcome(models.Model):
    run = models.ForeignKey(IngestRun, verbose_name=_("批次"), on_delete=models.CASCADE, related_name="outcomes")
    input = models.CharField(_("输入"), max_length=1000, help_text=_("文件，必要时带行号"))
    item_id = models.CharField(_("编号"), max_length=200, blank=True)
    outcome = models.CharField(_("结果"), max_length=12, choices=Outcome)
    article = models.ForeignKey(
        "Article", verbose_name=_("文章"), null=True, blank=True, on_delete=models.SET_NULL, related_name="outcomes"
    )
    stage = models.CharField(_("阶段"), max_length=20, blank=True)
    code = models.CharField(_("代码"), max_length=40, blank=True)
    reason = models.TextField(_("原因"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("入档结果")
        verbose_name_plural = _("入档结果")
        ordering = ["run", "id"]
        indexes = [
            models.Index(fields=["run", "outcome"]),
            models.Index(fields=["code"], condition=models.Q(outcome="failed"), name="outcome_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.input}: {self.outcome}"
