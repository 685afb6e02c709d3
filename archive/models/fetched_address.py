"""What became of an address of the web the last time it was fetched, and what its server can be asked with next time."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FetchedAddress(models.Model):
    address = models.CharField(_("网址"), max_length=2000, unique=True)
    url = models.CharField(_("转到"), max_length=2000, blank=True, help_text=_("经过重定向之后的网址"))
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, help_text=_("上次收到的内容"))
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    fetched_at = models.DateTimeField(_("上次收到"), null=True, blank=True)
    failures = models.PositiveIntegerField(_("连续失败"), default=0)
    next_at = models.DateTimeField(_("不早于"), null=True, blank=True)
    trouble = models.TextField(_("失败原因"), blank=True)

    class Meta:
        verbose_name = _("抓取的网址")
        verbose_name_plural = _("抓取的网址")
        ordering = ["-id"]
        indexes = [models.Index(fields=["failures"], condition=~models.Q(trouble=""), name="address_in_trouble")]

    def __str__(self) -> str:
        return self.address
