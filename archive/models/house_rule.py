"""A rule of the house: what a correction taught, kept for all pages to come and applied to those there are.

`key` is what is met on pages: a host, a name of a place, a word; `value` what it means: a source's name, the code of a
region or of a vocabulary's term, the id of a source. A rule counts while it is `active`; `preview` is what a trial over the
whole archive found (`archive.jobs.house_rules`).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class HouseRuleKind(models.TextChoices):
    SITE = "site", _("网站")
    PLACE = "place", _("地名")
    TYPE_CUE = "type_cue", _("事件类型的线索词")
    FIELD_CUE = "field_cue", _("服务领域的线索词")
    SOURCE_ALIAS = "source_alias", _("来源的别名")


class HouseRule(models.Model):
    kind = models.CharField(_("种类"), max_length=12, choices=HouseRuleKind)
    key = models.CharField(
        _("网页上的写法"), max_length=253, help_text=_("网站填主机名；地名、线索词、来源别名填网页上的词语")
    )
    value = models.CharField(_("意为"), max_length=200, help_text=_("可输入汉字、拼音或首字母；网站填来源名称"))
    data = models.JSONField(_("细节"), default=dict, blank=True, help_text="of a site: kind, home_region, selectors")
    note = models.CharField(_("缘由"), max_length=200, blank=True)
    active = models.BooleanField(_("生效"), default=False, editable=False)
    preview = models.JSONField(_("试算"), default=dict, blank=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("何人"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    made_at = models.DateTimeField(_("建立时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("规则")
        verbose_name_plural = _("规则")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_house_rule_a_key")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.key} → {self.value}"
