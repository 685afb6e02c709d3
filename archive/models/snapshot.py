"""A search frozen to be cited: its words and filters, every article it found, in what state each was, and a hash over all.

Never changed and never deleted by the program; what has changed since is told when it is looked at.
"""

import secrets

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


def make_key() -> str:
    """What its address ends with: ten characters without look-alikes, out of 31^10."""
    return "".join(secrets.choice("23456789abcdefghjkmnpqrstuvwxyz") for _digit in range(10))


class Snapshot(models.Model):
    key = models.CharField(_("编号"), max_length=10, unique=True, default=make_key, editable=False)
    query = models.TextField(_("检索"), blank=True, help_text=_("检索页地址中问号之后的部分"))
    articles = models.TextField(_("文章"), blank=True, help_text="id:revision in the order found, parted by spaces")
    total = models.PositiveIntegerField(_("篇数"))
    digest = models.CharField("SHA-256", max_length=64, db_index=True)
    index_state = models.CharField(_("索引状态"), max_length=100)
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("检索快照")
        verbose_name_plural = _("检索快照")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["query", "digest"], name="one_snapshot_an_answer")]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("snapshot", args=[self.key])

    @property
    def revisions(self) -> dict[int, int]:
        """Article id -> the revision it was in, in the order found."""
        pairs = (pair.split(":") for pair in self.articles.split())
        return {int(article): int(revision) for article, revision in pairs}
