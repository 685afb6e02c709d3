"""Whom administrators ask for a second factor: rows are added and taken away, and hold from the next request on."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice

from archive.admin.audited import Audited
from archive.admin.model_admin import ModelAdmin
from archive.models import SecondFactorRule

# Their pages show secrets to whoever may see them: accounts are helped by an action on the list of users.
admin.site.unregister(TOTPDevice)
admin.site.unregister(StaticDevice)


@admin.register(SecondFactorRule)
class SecondFactorRuleAdmin(Audited, ModelAdmin):
    list_display = ["scope", "created_at"]
    fields = ["scope"]

    def has_change_permission(self, request: HttpRequest, obj: SecondFactorRule | None = None) -> bool:
        return False
