"""`manage.py reset_second_factor NAME`: for whoever lost the telephone and the recovery codes."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from archive.accounts.second_factor import remove_second_factor


class Command(BaseCommand):
    help = _("解除一个账户的两步验证；仍有要求的，下次登录时重新设置")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME", help=_("用户名"))

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["name"]
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(_("没有这个账户：%(name)s") % {"name": name}, returncode=2)
        had = remove_second_factor(user, by=None, reason="reset_second_factor")
        told = _("已解除 %(name)s 的两步验证") if had else _("%(name)s 没有设置两步验证")
        self.stdout.write(told % {"name": name})
