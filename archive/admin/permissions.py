"""What actions ask for beside the four permissions every model has (`@admin.action(permissions=[…])`)."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.http import HttpRequest


class MayWithdraw:
    """Mix in before ModelAdmin: withdrawing and publishing take more than correcting."""

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return _user(request).has_perm("archive.withdraw_article")


class MayLink:
    """Mix in before ModelAdmin: saying which reports tell of the same event makes rules."""

    def has_link_permission(self, request: HttpRequest) -> bool:
        return _user(request).has_perm("archive.add_linkrule")


class MayBulk:
    """Mix in before ModelAdmin: a change of many articles at once runs as a job."""

    def has_bulk_permission(self, request: HttpRequest) -> bool:
        return _user(request).has_perm("archive.add_job")


def _user(request: HttpRequest) -> AbstractUser | AnonymousUser:
    return request.user
