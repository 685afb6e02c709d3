"""The original bytes of a page, as they came in: kept for ever, addressed by their hash.

The row says what came and when; the bytes lie compressed under DATA_DIR (`archive.ingest.originals` writes and reads
them). Rows are never changed after they are written, but that `purged_at` tells when the bytes of a withdrawn page were
deleted on purpose (`archive.keeping.retention`); the hash stays.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedFile(models.Model):
    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True, editable=False)
    media_type = models.CharField(_("媒体类型"), max_length=100)
    charset = models.CharField(_("字符集"), max_length=40, blank=True)
    size = models.PositiveBigIntegerField(_("字节数"), help_text=_("解压后的大小"))
    name = models.CharField(_("文件名"), max_length=500, help_text=_("首次收到时的名称"))
    url = models.TextField(_("网址"), blank=True)
    captured_at = models.DateTimeField(_("存档时间"), null=True, blank=True, help_text=_("保存该页面的时间，若已知"))
    received_at = models.DateTimeField(_("收到时间"), auto_now_add=True)
    purged_at = models.DateTimeField(_("内容删除时间"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("原始文件")
        verbose_name_plural = _("原始文件")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.sha256[:12]})"
