"""Who publishes: a medium, an organisation's site, a portal. Known by the hosts it serves pages from or by name.

An article's *publisher* is a Source. The source it *claims* (来源:) and its *dateline* are text on the article and may
name somebody else.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceKind(models.TextChoices):
    MEDIA = "media", _("新闻媒体")
    GOVERNMENT = "government", _("党政机关")
    FEDERATION = "federation", _("志愿服务组织")
    FOUNDATION = "foundation", _("基金会")
    PORTAL = "portal", _("门户与平台")
    SCHOOL = "school", _("学校")
    COMPANY = "company", _("企业")
    UNKNOWN = "unknown", _("未知")


class Source(models.Model):
    name = models.CharField(_("名称"), max_length=200, unique=True)
    kind = models.CharField(_("类别"), max_length=20, choices=SourceKind, default=SourceKind.UNKNOWN)
    home_region = models.ForeignKey(
        "Region", verbose_name=_("所在地区"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField(_("备注"), blank=True)

    class Meta:
        verbose_name = _("来源")
        verbose_name_plural = _("来源")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SourceHost(models.Model):
    source = models.ForeignKey(Source, verbose_name=_("来源"), on_delete=models.CASCADE, related_name="hosts")
    host = models.CharField(_("主机名"), max_length=253, unique=True)

    class Meta:
        verbose_name = _("主机名")
        verbose_name_plural = _("主机名")
        ordering = ["host"]

    def __str__(self) -> str:
        return self.host
