"""What staff may do with rows: evidence and records of what happened are looked at, never changed; and who staff are."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest


class NeverDeleted:
    """Mix in before ModelAdmin: nothing is deleted by hand. Articles are withdrawn; evidence stays."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnly(NeverDeleted):
    """Mix in before ModelAdmin or an inline: neither added, nor changed, nor deleted."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def staff_of(request: HttpRequest) -> AbstractBaseUser:
    """Who is at work: the admin lets nobody else in."""
    assert isinstance(request.user, AbstractBaseUser)
    return request.user
