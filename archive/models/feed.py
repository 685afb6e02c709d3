"""A feed that staff subscribed to: where new pages are learned of. What `fetch_feeds` did last is noted beside it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.errors import FetchError
from archive.fetch.addresses import parse_target


class Feed(models.Model):
    address = models.CharField(_("订阅地址"), max_length=2000, unique=True, help_text=_("RSS 或 Atom 的网址"))
    name = models.CharField(_("名称"), max_length=200, blank=True, help_text=_("留空则用订阅源自己的标题"))
    active = models.BooleanField(_("启用"), default=True)
    etag = models.CharField(max_length=200, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    resolved = models.CharField(max_length=2000, blank=True, editable=False, help_text="where it was after redirects")
    checked_at = models.DateTimeField(_("上次查看"), null=True, blank=True, editable=False)
    next_at = models.DateTimeField(_("不早于"), null=True, blank=True, editable=False)
    failures = models.PositiveIntegerField(_("连续失败"), default=0, editable=False)
    trouble = models.TextField(_("失败原因"), blank=True, editable=False)
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("订阅源")
        verbose_name_plural = _("订阅源")
        ordering = ["name", "address"]

    def __str__(self) -> str:
        return self.name or self.address

    def clean(self) -> None:
        """Whether the address can be one of the web; that it is a feed shows when it is fetched."""
        try:
            parse_target(self.address)
        except FetchError as error:
            raise ValidationError({"address": error.reason}) from error
