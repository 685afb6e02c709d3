"""The two vocabularies staff own: kinds of event, and fields of service. The shipped rows are the starting point."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class _Term(models.Model):
    code = models.SlugField(_("代码"), max_length=30, primary_key=True)
    label = models.CharField(_("名称"), max_length=30, unique=True)
    label_en = models.CharField(_("英文名称"), max_length=60)
    description = models.CharField(_("说明"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("次序"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.label

    @property
    def local_label(self) -> str:
        """The label in the interface's language."""
        return self.label_en if (get_language() or "").startswith("en") else self.label


class EventType(_Term):
    class Meta(_Term.Meta):
        verbose_name = _("事件类型")
        verbose_name_plural = _("事件类型")


class ServiceField(_Term):
    class Meta(_Term.Meta):
        verbose_name = _("服务领域")
        verbose_name_plural = _("服务领域")
