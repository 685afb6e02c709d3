"""The four roles of staff: a stable code for each group, whatever staff call the group."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _


class RoleCode(models.TextChoices):
    """From the fewest rights to the most: each has those of the one before, and its own."""

    READER = "reader", _("查阅员")
    REVIEWER = "reviewer", _("复核员")
    EDITOR = "editor", _("编辑")
    ADMINISTRATOR = "administrator", _("管理员")


class Role(models.Model):
    """Which group is which role; the group can be renamed, and not be deleted.

    `granted` are the permissions ("app.codename") the role was ever given by the program, so that one taken away
    by hand is not given again.
    """

    code = models.CharField(_("代码"), max_length=20, primary_key=True, choices=RoleCode)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="role", verbose_name=_("用户组"))
    granted = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("角色")
        verbose_name_plural = _("角色")

    def __str__(self) -> str:
        return str(self.group)
