"""Roles are there after `migrate`, keep what people changed about them, and never take over a group of somebody's."""

from __future__ import annotations

import io
import itertools

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import CommandError, call_command

from archive.accounts.rights import rights_of
from archive.accounts.roles import give_role, grant_rights
from archive.models import AuditEntry, Role, RoleCode

pytestmark = pytest.mark.django_db


def held_by(code: RoleCode) -> set[str]:
    rows = Role.objects.get(code=code).group.permissions.select_related("content_type")
    return {f"{row.content_type.app_label}.{row.codename}" for row in rows}


@pytest.mark.parametrize("code", RoleCode)
def test_a_fresh_database_has_each_role_with_its_rights(code: RoleCode) -> None:
    assert held_by(code) == rights_of(code)


def test_the_groups_have_chinese_names() -> None:
    names = [Role.objects.get(code=code).group.name for code in RoleCode]
    assert names == ["查阅员", "复核员", "编辑", "管理员"]


def test_each_role_has_more_than_the_one_before() -> None:
    rights = [rights_of(code) for code in RoleCode]
    assert all(fewer < more for fewer, more in itertools.pairwise(rights))


def test_nobody_may_change_the_audit_log() -> None:
    for code in RoleCode:
        assert not {right for right in rights_of(code) if right.endswith("_auditentry")} - {"archive.view_auditentry"}


def test_what_was_taken_or_added_by_hand_outlives_the_next_migration() -> None:
    group = Role.objects.get(code=RoleCode.EDITOR).group
    group.name = "责任编辑"
    group.save()
    taken = Permission.objects.get(codename="withdraw_article")
    added = Permission.objects.get(codename="view_user")
    group.permissions.remove(taken)
    group.permissions.add(added)
    grant_rights()
    group = Role.objects.get(code=RoleCode.EDITOR).group
    assert group.name == "责任编辑" and not Group.objects.filter(name="编辑").exists()
    assert taken not in group.permissions.all() and added in group.permissions.all()


def test_a_right_that_is_new_to_a_role_is_given() -> None:
    role = Role.objects.get(code=RoleCode.READER)
    right = Permission.objects.get(codename="view_article")
    role.granted.remove("archive.view_article")
    role.save()
    role.group.permissions.remove(right)
    grant_rights()
    assert right in Role.objects.get(code=RoleCode.READER).group.permissions.all()


def test_a_group_that_staff_had_made_is_not_taken_over() -> None:
    Role.objects.filter(code=RoleCode.EDITOR).delete()
    theirs = Group.objects.get(name="编辑")
    theirs.permissions.clear()
    grant_rights()
    assert Role.objects.get(code=RoleCode.EDITOR).group.name == "编辑 (editor)"
    assert not theirs.permissions.exists()


def test_an_account_has_one_role_at_a_time() -> None:
    user = User.objects.create(username="li")
    other = Group.objects.create(name="夜班")
    user.groups.add(other)
    for code in (RoleCode.EDITOR, RoleCode.READER):
        give_role(user, code)
    assert set(user.groups.values_list("name", flat=True)) == {"夜班", "查阅员"} and user.is_staff


def test_the_command_makes_an_account_and_logs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("江城夜读灯火下的 9271\n"))
    call_command("add_staff", "wang", role="administrator", stdout=io.StringIO())
    user = User.objects.get(username="wang")
    assert user.check_password("江城夜读灯火下的 9271") and user.is_staff and not user.is_superuser
    assert user.has_perm("auth.change_user")
    assert AuditEntry.objects.get(subject_type="user").after == {"username": "wang", "role": "administrator"}


@pytest.mark.parametrize("password", ["", "12345678", "password1234"])
def test_the_command_refuses_weak_passwords(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
    with pytest.raises(CommandError):
        call_command("add_staff", "wang", role="reader")
    assert not User.objects.exists()
