"""Who of the staff has to log in with a second factor, and the recovery codes that stand in for a lost device.

The devices themselves are django-otp's tables.
"""

from __future__ import annotations

import hashlib
import secrets
from base64 import b32encode

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice

from archive.models.role import RoleCode


class SecondFactorScope(models.TextChoices):
    EVERYONE = "everyone", _("所有工作人员")
    READER = RoleCode.READER.value, RoleCode.READER.label
    REVIEWER = RoleCode.REVIEWER.value, RoleCode.REVIEWER.label
    EDITOR = RoleCode.EDITOR.value, RoleCode.EDITOR.label
    ADMINISTRATOR = RoleCode.ADMINISTRATOR.value, RoleCode.ADMINISTRATOR.label


class SecondFactorRule(models.Model):
    """A row asks for the second factor; taking it away asks no more. `STAFF_SECOND_FACTOR=required` needs no row."""

    scope = models.CharField(
        _("对谁"), max_length=20, unique=True, choices=SecondFactorScope, default=SecondFactorScope.EVERYONE
    )
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("两步验证要求")
        verbose_name_plural = _("两步验证要求")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.get_scope_display()


class RecoveryCodes(StaticDevice):
    """An account's recovery codes, of which digests are stored: whoever reads the database cannot log in by them.

    A code has eighty random bits, so that a plain digest is as good as a slow one.
    """

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = _("备用验证码")
        verbose_name_plural = _("备用验证码")

    def renew(self, number: int) -> list[str]:
        """Replace all codes by so many new ones, which are told this once."""
        codes = [b32encode(secrets.token_bytes(10)).decode() for _code in range(number)]
        self.token_set.all().delete()
        for code in codes:
            self.token_set.create(token=_digest(self.pk, code))
        return ["-".join(code[at : at + 4] for at in range(0, 16, 4)) for code in codes]

    def verify_token(self, token: str) -> bool:
        """Whether this is a code not used yet; it is used up by that. Counts failures, and refuses while they are many."""
        plain = "".join(sign for sign in token.upper() if sign.isalnum())
        return bool(super().verify_token(_digest(self.pk, plain)))


def _digest(device: int, code: str) -> str:
    """Eighty bits in the sixteen characters django-otp has for a code; other accounts' codes digest otherwise."""
    return b32encode(hashlib.sha256(f"archive.recovery:{device}:{code}".encode()).digest()[:10]).decode()
