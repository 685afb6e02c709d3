"""Administrative units of GB/T 2260, today's and those abolished since 1990, with every name they went by.

A unit's code is its identity. An abolished unit points to its successor; facets and pages use the unit that exists
today, so resolving follows successors before anything is stored.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RegionLevel(models.IntegerChoices):
    PROVINCE = 1, _("省级")
    PREFECTURE = 2, _("地级")
    COUNTY = 3, _("县级")


class Region(models.Model):
    code = models.CharField(_("行政区划代码"), max_length=6, primary_key=True, help_text=_("GB/T 2260"))
    name = models.CharField(_("名称"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=80, blank=True)
    short_name = models.CharField(_("简称"), max_length=60, help_text=_("界面上使用的短名，如 湖北、武汉"))
    level = models.PositiveSmallIntegerField(_("级别"), choices=RegionLevel)
    parent = models.ForeignKey(
        "self", verbose_name=_("上级"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    valid_from = models.PositiveSmallIntegerField(_("设立年份"), null=True, blank=True)
    valid_to = models.PositiveSmallIntegerField(_("撤销年份"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", verbose_name=_("继任单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors"
    )
    pinyin = models.CharField(_("拼音"), max_length=120, help_text=_("小写，无声调，无空格"))

    class Meta:
        verbose_name = _("地区")
        verbose_name_plural = _("地区")
        ordering = ["code"]
        indexes = [models.Index(fields=["level", "valid_to"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_current(self) -> bool:
        return self.valid_to is None


class RegionName(models.Model):
    """A further name of a unit: a former name with its years, a short form, an abbreviation, a zone inside it."""

    class Kind(models.TextChoices):
        FORMER = "former", _("曾用名")
        SHORT = "short", _("简称")
        ABBREVIATION = "abbreviation", _("单字简称")
        ZONE = "zone", _("开发区、新区或兵团单位")

    region = models.ForeignKey(Region, verbose_name=_("地区"), on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("名称"), max_length=60)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind)
    valid_from = models.PositiveSmallIntegerField(_("起始年份"), null=True, blank=True)
    valid_to = models.PositiveSmallIntegerField(_("终止年份"), null=True, blank=True)

    class Meta:
        verbose_name = _("地区别名")
        verbose_name_plural = _("地区别名")
        ordering = ["region", "kind", "name"]
        constraints = [models.UniqueConstraint(fields=["region", "name", "kind"], name="one_region_name_a_kind")]

    def __str__(self) -> str:
        return self.name
