"""Makes the roles' groups and gives them their rights, after every `migrate`; gives accounts a role.

Permissions come into being after the migrations of a fresh database, so no migration can give them. Each is given
once: what an administrator took from a group stays taken.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission, User
from django.db import connections, transaction
from django.utils import translation

from archive.accounts.rights import rights_of
from archive.models import Role, RoleCode


def grant_rights(using: str = "default", **_signal: Any) -> None:
    """Receiver of `post_migrate`. Safe to repeat."""
    if (
        Role._meta.db_table not in connections[using].introspection.table_names()
    ):  # migrated back to before there were roles
        return
    for app in ("auth", "archive"):
        create_permissions(apps.get_app_config(app), verbosity=0, using=using)
    known = {
        f"{row.content_type.app_label}.{row.codename}": row
        for row in Permission.objects.using(using).select_related("content_type")
    }
    with transaction.atomic(using=using):
        for code in RoleCode:
            role = _role(code, using)
            new = sorted(rights_of(code) - set(role.granted))
            role.group.permissions.add(*(known[name] for name in new))
            role.granted = sorted({*role.granted, *new})
            role.save(using=using)


def _role(code: RoleCode, using: str) -> Role:
    role = Role.objects.using(using).select_related("group").filter(code=code).first()
    return role or Role.objects.using(using).create(code=code, group=_new_group(code, using))


def _new_group(code: RoleCode, using: str) -> Group:
    """Never a group that staff had made: its members would gain rights nobody gave them."""
    with translation.override(None):  # as the sources have it, whatever language whoever migrates reads
        label = str(code.label)
    name = label if not Group.objects.using(using).filter(name=label).exists() else f"{label} ({code.value})"
    return Group.objects.using(using).create(name=name)


def give_role(user: User, code: RoleCode) -> None:
    """Makes the account one of staff, with this role and no other."""
    user.is_staff = True
    user.save()
    user.groups.remove(*Group.objects.filter(role__isnull=False))
    user.groups.add(Role.objects.get(code=code).group)
