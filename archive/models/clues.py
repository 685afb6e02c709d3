"""What reports are compared by, and what came of it: anchors and keys to find candidates, pairs, and staff's word.

All but `LinkRule` is derived and can be rebuilt from the articles. On SQLite anchors and keys are `WITHOUT ROWID` (migration 25). Rules of staff join or part articles, never
clusters, so that they hold however the archive grows; they are only ever added to: the latest of a pair counts.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Anchor(models.Model):
    """One anchor of an article's text (`archive.dedupe.anchors`)."""

    pk = models.CompositePrimaryKey("hash", "article_id")
    hash = models.BigIntegerField()
    article = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="anchors")

    def __str__(self) -> str:
        return f"{self.hash} {self.article_id}"


class AnchorCount(models.Model):
    """How many anchors an article has; of a copy these are fewer than its text has."""

    article = models.OneToOneField("Article", on_delete=models.CASCADE, primary_key=True, related_name="+")
    number = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.article_id}: {self.number}"


class EventKey(models.Model):
    """One thing an article's event can be found by: a day with a place, a name, a person, a number; hashed."""

    pk = models.CompositePrimaryKey("hash", "article_id")
    hash = models.BigIntegerField()
    article = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="event_keys")

    def __str__(self) -> str:
        return f"{self.hash} {self.article_id}"


class Verdict(models.TextChoices):
    REPRINT = "reprint", _("转载")
    SPUN = "spun", _("改写")
    CONTAINED = "contained", _("包含")
    RECURRING = "recurring", _("历年同文")
    TEMPLATE = "template", _("套用")
    REVIEW = "review", _("待核")


class StoryPair(models.Model):
    """How the texts of two articles relate; `left` has the lower id. Unrelated and partly alike texts have no row."""

    left = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="+")
    right = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="+")
    verdict = models.CharField(_("判断"), max_length=10, choices=Verdict)
    of_left = models.FloatField(_("占前文"))
    of_right = models.FloatField(_("占后文"))
    evidence = models.JSONField(_("依据"), default=list)
    version = models.PositiveSmallIntegerField(default=1, help_text="of the rules that judged")

    class Meta:
        verbose_name = _("文本比对")
        verbose_name_plural = _("文本比对")
        constraints = [models.UniqueConstraint(fields=["left", "right"], name="one_story_pair")]

    def __str__(self) -> str:
        return f"{self.left_id} {self.verdict} {self.right_id}"


class EventPair(models.Model):
    """Two articles whose facts tell of one event; `left` has the lower id."""

    left = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="+")
    right = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="+")
    score = models.FloatField(_("分数"))
    evidence = models.JSONField(_("依据"), default=list)
    version = models.PositiveSmallIntegerField(default=1, help_text="of the rules that judged")

    class Meta:
        verbose_name = _("同一事件")
        verbose_name_plural = _("同一事件")
        constraints = [models.UniqueConstraint(fields=["left", "right"], name="one_event_pair")]

    def __str__(self) -> str:
        return f"{self.left_id} = {self.right_id} ({self.score})"


class LinkRule(models.Model):
    """Staff's word that two articles report one event, or do not; `left` has the lower id. Never changed, only added to."""

    class Kind(models.TextChoices):
        MUST = "must", _("同一事件")
        CANNOT = "cannot", _("不同事件")
        NONE = "none", _("撤销")

    left = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="+")
    right = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("判断"), max_length=6, choices=Kind)
    note = models.TextField(_("说明"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("归并规则")
        verbose_name_plural = _("归并规则")
        ordering = ["id"]
        indexes = [models.Index(fields=["left", "right"], name="link_rule_pair")]

    def __str__(self) -> str:
        return f"{self.left_id} {self.get_kind_display()} {self.right_id}"
