"""Staff accounts and groups, in the look of the rest of the admin."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from archive.admin.audited import Audited

admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(Audited, DjangoUserAdmin, ModelAdmin):
    unlogged = ("password", "last_login")
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm


@admin.register(Group)
class GroupAdmin(Audited, DjangoGroupAdmin, ModelAdmin):
    pass
