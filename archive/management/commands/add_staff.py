"""`manage.py add_staff NAME --role ROLE`: an account for the admin. The password is asked for, or read from standard input."""

from __future__ import annotations

import getpass
import sys
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from archive.accounts.roles import give_role
from archive.models import AuditAction, RoleCode
from archive.review.audit import record


class Command(BaseCommand):
    help = _("新建工作人员账户")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", metavar="NAME", help=_("用户名；不写则询问"))
        parser.add_argument("--role", choices=RoleCode.values, default=RoleCode.READER, help=_("角色"))

    def handle(self, *args: Any, **options: Any) -> None:
        user = User(username=options["name"] or input(_("用户名：")).strip())
        try:
            user.full_clean(exclude=["password"])
            user.set_password(_ask_password(user))
        except ValidationError as error:
            raise CommandError("\n".join(error.messages), returncode=2) from error
        role = RoleCode(options["role"])
        with transaction.atomic():
            give_role(user, role)
            record(AuditAction.ADD, user, by=None, after={"username": user.username, "role": role.value})
        self.stdout.write(_("已新建 %(name)s，角色：%(role)s") % {"name": user.username, "role": role.label})


def _ask_password(user: User) -> str:
    """One line of standard input where nobody can be asked.

    Raises:
        ValidationError: the password is too weak, or was not typed twice alike.
    """
    if not sys.stdin.isatty():
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = getpass.getpass(_("密码："))
        if getpass.getpass(_("再输一次：")) != password:
            raise ValidationError(_("两次输入的密码不同"))
    validate_password(password, user)
    return password
