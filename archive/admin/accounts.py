"""Staff accounts and groups, in the look of the rest of the admin. Only superusers touch what superusers are."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from archive.accounts.second_factor import remove_second_factor
from archive.admin.audited import Audited
from archive.admin.read_only import staff_of

admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(Audited, DjangoUserAdmin, ModelAdmin):
    unlogged = ("password", "last_login")
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ["username", "groups_of", "is_active", "is_staff", "is_superuser", "two_step", "last_login"]
    list_filter = ["groups", "is_active", "is_staff"]
    actions = ["reset_second_factor"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        devices = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        return super().get_queryset(request).prefetch_related("groups").annotate(has_device=Exists(devices))

    @admin.display(description=_("两步验证"), boolean=True)
    def two_step(self, user: Any) -> bool:
        return user.has_device

    @admin.action(description=_("解除所选用户的两步验证"), permissions=["change"])
    def reset_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """For those who lost the telephone; whoever may not change an account cannot take its second factor either."""
        done = [
            user
            for user in queryset
            if _may_touch(request, user) and remove_second_factor(user, by=staff_of(request), reason="admin")
        ]
        self.message_user(request, _("已解除 %(number)d 个账户的两步验证") % {"number": len(done)}, messages.SUCCESS)

    @admin.display(description=Group._meta.verbose_name_plural)
    def groups_of(self, user: User) -> str:
        return "、".join(group.name for group in user.groups.all())

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Rights come by groups; single ones, and all at once, are a superuser's to give."""
        fields = list(super().get_readonly_fields(request, obj))
        return fields if _is_superuser(request) else [*fields, "is_superuser", "user_permissions"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_touch(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """One by one: each deletion is checked against whose account it is."""
        return obj is not None and _may_touch(request, obj) and super().has_delete_permission(request, obj)


@admin.register(Group)
class GroupAdmin(Audited, DjangoGroupAdmin, ModelAdmin):
    pass


def _is_superuser(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))


def _may_touch(request: HttpRequest, account: User | None) -> bool:
    return account is None or not account.is_superuser or _is_superuser(request)
