"""The second factor of staff: who needs it, setting it up, checking codes, taking it away.

A code by the clock (TOTP, RFC 6238) from a telephone, or a recovery code. django-otp checks: no code counts twice, each
failure doubles the wait, a clock that runs off by half a minute is followed. What a session may do is
`archive.accounts.sessions`.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, User
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from archive.models import AuditAction, RecoveryCodes, SecondFactorRule, SecondFactorScope
from archive.review.audit import record

RECOVERY_CODES = 10
_TOTP_DIGITS = 6


@dataclass(frozen=True)
class Standing:
    """Whether an account has a second factor, and whether it has to have one."""

    has_device: bool
    is_required: bool

    @property
    def must_verify(self) -> bool:
        """Whoever set one up is asked for it, required or not."""
        return self.has_device or self.is_required


@dataclass(frozen=True)
class Checked:
    """What became of a code: the device that knows it, or None; `wait`: seconds before another is looked at."""

    device: TOTPDevice | RecoveryCodes | None
    wait: int = 0


def standing_of(user: AbstractBaseUser) -> Standing:
    """One query. The server's setting stands above the rules of the panel: these can only ask for more."""
    devices = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
    rules = SecondFactorRule.objects.filter(
        Q(scope=SecondFactorScope.EVERYONE) | Q(scope__in=OuterRef("groups__role__code"))
    )
    rows = User.objects.filter(pk=user.pk).values_list(Exists(devices), Exists(rules))
    found = list(rows)
    is_required = settings.STAFF_SECOND_FACTOR == "required" or any(rule for _device, rule in found)
    return Standing(has_device=any(device for device, _rule in found), is_required=is_required)


def begin_enrolment(user: AbstractBaseUser, pk: int | None) -> TOTPDevice:
    """The device this session is setting up (`pk`), or a new one.

    Never one that another session began: whoever saw its secret there would have the second factor as well.
    """
    begun = TOTPDevice.objects.filter(user=user, confirmed=False)
    device = begun.filter(pk=pk).first() if pk else None
    if device is None:
        begun.delete()
        device = TOTPDevice.objects.create(user=user, name="totp", confirmed=False)
    return device


@transaction.atomic
def confirm_enrolment(user: AbstractBaseUser, pk: int, code: str) -> tuple[Checked, list[str]]:
    """Take a device for the account's own, in place of any other, once it gives a right code; with new recovery codes."""
    device = TOTPDevice.objects.filter(user=user, pk=pk, confirmed=False).first()
    checked = _check(device, code)
    if checked.device is None or device is None:
        return checked, []
    TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
    device.confirmed = True
    device.save()
    codes = _recovery_codes_of(user).renew(RECOVERY_CODES)
    record(AuditAction.CHANGE, user, by=user, after={"second_factor": "totp"})
    return checked, codes


@transaction.atomic
def check_code(user: AbstractBaseUser, code: str) -> Checked:
    """Check a code of the account's device, or a recovery code, which is used up. Two at once wait for each other."""
    plain = "".join(code.split())
    if len(plain) == _TOTP_DIGITS and plain.isdigit():
        return _check(TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first(), plain)
    checked = _check(RecoveryCodes.objects.select_for_update().filter(user=user).first(), plain[:100])
    if checked.device is not None:
        record(AuditAction.CHANGE, user, by=user, after={"recovery_codes": recovery_codes_left(user)})
    return checked


@transaction.atomic
def renew_recovery_codes(user: AbstractBaseUser) -> list[str]:
    """New codes; the old ones are void."""
    codes = _recovery_codes_of(user).renew(RECOVERY_CODES)
    record(AuditAction.CHANGE, user, by=user, after={"recovery_codes": len(codes)})
    return codes


def recovery_codes_left(user: AbstractBaseUser) -> int:
    device = RecoveryCodes.objects.filter(user=user).first()
    return device.token_set.count() if device is not None else 0


@transaction.atomic
def remove_second_factor(user: AbstractBaseUser, *, by: AbstractBaseUser | None, reason: str = "") -> bool:
    """Forget an account's device and recovery codes; whether there were any. Where one is required, the next login sets up another."""
    had = TOTPDevice.objects.filter(user=user, confirmed=True).exists()
    TOTPDevice.objects.filter(user=user).delete()
    RecoveryCodes.objects.filter(user=user).delete()
    if had:
        record(AuditAction.DELETE, user, by=by, before={"second_factor": "totp"}, reason=reason)
    return had


def _recovery_codes_of(user: AbstractBaseUser) -> RecoveryCodes:
    return RecoveryCodes.objects.get_or_create(user=user, defaults={"name": "recovery"})[0]


def _check(device: TOTPDevice | RecoveryCodes | None, code: str) -> Checked:
    if device is None:
        return Checked(None)
    allowed, why = device.verify_is_allowed()
    if not allowed:
        return Checked(None, wait=int((why["locked_until"] - timezone.now()).total_seconds()) + 1)
    return Checked(device if device.verify_token(code) else None)
