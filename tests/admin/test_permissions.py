"""Every address and every action of the admin, by role: who gets in, who does not. A new one has to be given a row here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from archive.accounts.roles import give_role
from archive.models import Article, ArticleState, Role, RoleCode

pytestmark = pytest.mark.django_db

READER, REVIEWER, EDITOR, ADMINISTRATOR = RoleCode
NOBODY = None
STAFF = "any account of staff"

# model: who sees it, adds, changes, deletes: the least of the roles that may; the roles above may too.
MODELS: dict[str, tuple[Any, Any, Any, Any]] = {
    "archive_article": (READER, NOBODY, REVIEWER, NOBODY),
    "archive_articleversion": (READER, NOBODY, NOBODY, NOBODY),
    "archive_auditentry": (EDITOR, NOBODY, NOBODY, NOBODY),
    "archive_bulkitem": (REVIEWER, NOBODY, NOBODY, NOBODY),
    "archive_correction": (REVIEWER, REVIEWER, REVIEWER, EDITOR),
    "archive_event": (READER, NOBODY, REVIEWER, NOBODY),
    "archive_eventdecision": (READER, NOBODY, NOBODY, NOBODY),
    "archive_eventpair": (READER, NOBODY, NOBODY, NOBODY),
    "archive_eventtype": (READER, EDITOR, EDITOR, EDITOR),
    "archive_feed": (READER, EDITOR, EDITOR, EDITOR),
    "archive_fetchedaddress": (READER, NOBODY, NOBODY, NOBODY),
    "archive_finding": (READER, REVIEWER, REVIEWER, REVIEWER),
    "archive_houserule": (READER, EDITOR, EDITOR, NOBODY),
    "archive_ingestoutcome": (READER, NOBODY, NOBODY, NOBODY),
    "archive_ingestrun": (READER, NOBODY, NOBODY, NOBODY),
    "archive_job": (REVIEWER, NOBODY, NOBODY, NOBODY),
    "archive_linkrule": (READER, REVIEWER, NOBODY, NOBODY),
    "archive_namealias": (READER, EDITOR, EDITOR, EDITOR),
    "archive_region": (READER, EDITOR, EDITOR, NOBODY),
    "archive_regionname": (READER, EDITOR, EDITOR, EDITOR),
    "archive_savedfile": (READER, NOBODY, NOBODY, NOBODY),
    "archive_snapshot": (READER, NOBODY, NOBODY, NOBODY),
    "archive_secondfactorrule": (ADMINISTRATOR, ADMINISTRATOR, NOBODY, ADMINISTRATOR),
    "archive_servicefield": (READER, EDITOR, EDITOR, EDITOR),
    "archive_source": (READER, EDITOR, EDITOR, NOBODY),
    "archive_sourcehost": (READER, EDITOR, EDITOR, EDITOR),
    "archive_storypair": (READER, NOBODY, NOBODY, NOBODY),
    "archive_withdrawal": (REVIEWER, NOBODY, NOBODY, NOBODY),
    "auth_group": (ADMINISTRATOR, ADMINISTRATOR, ADMINISTRATOR, ADMINISTRATOR),
    "auth_user": (ADMINISTRATOR, ADMINISTRATOR, ADMINISTRATOR, ADMINISTRATOR),
}
# address: the least role that may open it.
PAGES: dict[str, Any] = {
    "admin:index": STAFF,
    "admin:password_change": STAFF,
    "admin:password_change_done": STAFF,
    "admin:jsi18n": STAFF,
    "admin:search": STAFF,
    "admin:auth_user_password_change": ADMINISTRATOR,
    "admin:archive_article_bulk": EDITOR,
    "admin_upload": EDITOR,
    "admin_names": READER,
    **{
        f"admin:archive_{model}_{page}": least
        for model in ("eventtype", "houserule", "namealias", "regionname", "servicefield", "source", "sourcehost")
        for page, least in (("export", READER), ("import", EDITOR))
    },
    "second_factor": STAFF,
    "second_factor_enrol": STAFF,
    "admin_review": REVIEWER,
    "admin_review_values": REVIEWER,
}
# address of one row: its model, the least role, and whether it is sent (POST) or opened.
ROW_PAGES: dict[str, tuple[str, Any, str]] = {
    "admin:archive_event_arrange": ("event", REVIEWER, "get"),
    "admin:archive_event_undo": ("eventdecision", REVIEWER, "get"),
    "admin:archive_job_progress": ("job", REVIEWER, "get"),
    "admin:archive_job_stop": ("job", EDITOR, "post"),
    "admin:archive_job_undo": ("job", EDITOR, "post"),
    "admin_review_article": ("article", REVIEWER, "get"),
    "admin:archive_houserule_try": ("houserule", EDITOR, "post"),
    "admin:archive_houserule_apply": ("houserule", EDITOR, "post"),
}
# address: the least role whose request is taken; answered by leading on.
POSTED: dict[str, Any] = {"admin_review_next": REVIEWER, "admin_review_article": REVIEWER}
# These say themselves what they need: open to all, or bound to one model's rights (tested below).
ELSEWHERE = {
    "admin_names_merge",  # leads back without names: tests/admin/test_names.py
    "admin:login", "admin:logout", "admin:autocomplete", "admin:view_on_site", "admin:app_list", "second_factor_verify",
    "admin_upload_part", "admin_upload_retry", "admin_upload_resume",
}  # fmt: skip
ACTIONS: dict[tuple[str, str], Any] = {
    ("archive_article", "bulk_chosen"): EDITOR,
    ("archive_article", "withdraw_chosen"): EDITOR,
    ("archive_article", "publish_chosen"): EDITOR,
    ("archive_article", "confirm_chosen"): REVIEWER,
    ("archive_article", "join_chosen"): REVIEWER,
    ("archive_article", "part_chosen"): REVIEWER,
    ("archive_correction", "withdraw_articles"): EDITOR,
    ("archive_event", "join_chosen"): REVIEWER,
    ("archive_finding", "confirm_chosen"): REVIEWER,
    ("auth_user", "reset_second_factor"): ADMINISTRATOR,
}
WHO = [None, *RoleCode]  # None: staff without a role


def name_of(model_admin: Any) -> str:
    return f"{model_admin.opts.app_label}_{model_admin.opts.model_name}"


def addresses(patterns: list[Any], path: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """The name and path of every address below /admin/."""
    for item in patterns:
        here = path + str(item.pattern)
        if isinstance(item, URLResolver):
            inner = f"{item.namespace}:" if item.namespace else space
            yield from addresses(item.url_patterns, here, inner)
        elif isinstance(item, URLPattern) and here.startswith("admin/") and item.name:
            yield space + item.name, here


def may(role: RoleCode | None, least: Any) -> bool:
    if least is NOBODY:
        return False
    return least == STAFF or (role is not None and list(RoleCode).index(role) >= list(RoleCode).index(least))


def staff(role: RoleCode | None) -> User:
    user = User.objects.create(username=f"staff-{role}", is_staff=True)
    if role is not None:
        give_role(user, role)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def client_of() -> Any:
    def log_in(role: RoleCode | None) -> Client:
        client, user = Client(), staff(role)
        client.force_login(user)
        device = TOTPDevice.objects.create(user=user, name="totp")
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
        return client

    return log_in


def test_every_address_of_the_admin_has_a_row() -> None:
    of_models = {
        f"admin:{model}_{page}" for model in MODELS for page in ("changelist", "add", "history", "delete", "change")
    }
    known = of_models | set(PAGES) | set(ROW_PAGES) | set(POSTED) | ELSEWHERE
    found = {name for name, _path in addresses(get_resolver().url_patterns)}
    assert found == known, f"without a row: {sorted(found - known)}; no longer there: {sorted(known - found)}"


def test_every_action_has_a_row_and_says_what_it_needs() -> None:
    found = {}
    for model_admin in admin.site._registry.values():
        for name in model_admin.actions:
            action = model_admin.get_action(name)[0]
            found[(name_of(model_admin), name)] = action
            assert getattr(action, "allowed_permissions", None), f"{name} declares no permissions"
    assert set(found) == set(ACTIONS)


@pytest.mark.parametrize("role", WHO)
def test_pages_of_models_open_for_those_who_may(client_of: Any, rows: Article, role: RoleCode | None) -> None:
    client, wrong = client_of(role), []
    User.objects.create(username="somebody else")
    for model_admin in admin.site._registry.values():
        name = name_of(model_admin)
        row = model_admin.model._default_manager.last()
        assert row is not None, f"no row of {name} to try it on"
        sees, adds, changes, deletes = MODELS[name]
        can_delete = may(role, deletes) and model_admin.has_delete_permission(request_of(role), row)
        for page, args, open_to in (
            ("changelist", [], may(role, sees)),
            ("add", [], may(role, adds)),
            ("change", [row.pk], may(role, sees)),
            ("history", [row.pk], may(role, sees)),
            ("delete", [row.pk], can_delete),
        ):
            status = client.get(reverse(f"admin:{name}_{page}", args=args)).status_code
            if status != (200 if open_to else 403):
                wrong.append((name, page, status))
        status = client.post(reverse(f"admin:{name}_change", args=[row.pk]), {}).status_code
        if (status == 403) is may(role, changes):
            wrong.append((name, "sent change", status))
        status = client.post(reverse(f"admin:{name}_add"), {}).status_code
        if (status == 403) is may(role, adds):
            wrong.append((name, "sent add", status))
        if not may(role, deletes):
            status = client.post(reverse(f"admin:{name}_delete", args=[row.pk]), {"post": "yes"}).status_code
            if status != 403:
                wrong.append((name, "sent delete", status))
    assert wrong == []


def request_of(role: RoleCode | None) -> Any:
    request = RequestFactory().get("/admin/")
    request.user = User.objects.get(username=f"staff-{role}")
    return request


@pytest.mark.parametrize("role", WHO)
def test_deleting_is_open_to_those_whose_row_says_so(rows: Article, role: RoleCode | None) -> None:
    """A row that may not be deleted (a term in use) hides the right; one may be without obstacle."""
    staff(role)
    for model_admin in admin.site._registry.values():
        name = name_of(model_admin)
        user = request_of(role).user
        if MODELS[name][3] is not NOBODY:
            right = f"{model_admin.opts.app_label}.delete_{model_admin.opts.model_name}"
            assert user.has_perm(right) is may(role, MODELS[name][3]), right


@pytest.mark.parametrize("role", WHO)
@pytest.mark.parametrize("name", PAGES)
def test_other_pages_open_for_those_who_may(client_of: Any, role: RoleCode | None, name: str) -> None:
    args = [User.objects.create(username="somebody").pk] if name == "admin:auth_user_password_change" else []
    status = client_of(role).get(reverse(name, args=args)).status_code
    assert status == (200 if may(role, PAGES[name]) else 403)


@pytest.mark.parametrize("role", WHO)
def test_pages_of_one_row_open_for_those_who_may(client_of: Any, rows: Article, role: RoleCode | None) -> None:
    client, wrong = client_of(role), []
    for name, (model, least, method) in ROW_PAGES.items():
        row = apps.get_model("archive", model)._default_manager.last()
        status = getattr(client, method)(reverse(name, args=[row.pk])).status_code
        if status != ((302 if method == "post" else 200) if may(role, least) else 403):
            wrong.append((name, status))
    assert wrong == []


@pytest.mark.parametrize("role", WHO)
def test_what_is_sent_is_taken_from_those_who_may(client_of: Any, rows: Article, role: RoleCode | None) -> None:
    client = client_of(role)
    for name, least in POSTED.items():
        address = reverse(name, args=[rows.pk] if name == "admin_review_article" else [])
        assert client.post(address, {"act": "skip"}).status_code == (302 if may(role, least) else 403)


@pytest.mark.parametrize("role", WHO)
def test_actions_are_offered_to_those_who_may(rows: Article, role: RoleCode | None) -> None:
    staff(role)
    for model_admin in admin.site._registry.values():
        request = request_of(role)
        offered = set(model_admin.get_actions(request)) - {"delete_selected"}
        name = name_of(model_admin)
        assert offered == {action for (model, action), least in ACTIONS.items() if model == name and may(role, least)}


@pytest.mark.parametrize("role", [None, READER, REVIEWER])
def test_an_action_sent_by_hand_without_the_right_changes_nothing(
    client_of: Any, rows: Article, role: RoleCode | None
) -> None:
    sent = {"action": "withdraw_chosen", "_selected_action": [rows.pk], "apply": "1", "reason": "other"}
    client_of(role).post(reverse("admin:archive_article_changelist"), sent)
    rows.refresh_from_db()
    assert rows.state == ArticleState.PUBLIC


def test_an_editor_withdraws_by_the_same_request(client_of: Any, rows: Article) -> None:
    sent = {"action": "withdraw_chosen", "_selected_action": [rows.pk], "apply": "1", "reason": "other"}
    client_of(EDITOR).post(reverse("admin:archive_article_changelist"), sent)
    rows.refresh_from_db()
    assert rows.state == ArticleState.WITHDRAWN


@pytest.mark.parametrize("role", WHO)
def test_type_ahead_gives_rows_only_to_those_who_see_them(client_of: Any, rows: Article, role: RoleCode | None) -> None:
    asked = {"term": "湖北", "app_label": "archive", "model_name": "region", "field_name": "parent"}
    assert client_of(role).get(reverse("admin:autocomplete"), asked).status_code == (200 if may(role, READER) else 403)


def test_nobody_gets_in_without_an_account_of_staff(client: Client, rows: Article) -> None:
    for account in (None, User.objects.create(username="not staff")):
        if account is not None:
            give_role(account, ADMINISTRATOR)
            User.objects.filter(pk=account.pk).update(is_staff=False)
            client.force_login(account)
        for name, path in addresses(get_resolver().url_patterns):
            if name not in ("admin:login", "admin:logout"):
                asked = "/" + path.replace("<path:object_id>", "1").replace("<id>", "1").replace("<int:pk>", "1")
                response = client.get(asked)
                assert response.status_code in (302, 404), (name, response.status_code)
                assert response.status_code == 404 or reverse("admin:login") in response.headers["Location"], name


def test_an_administrator_cannot_become_a_superuser_or_touch_one(client_of: Any) -> None:
    root = User.objects.create(username="root", is_staff=True, is_superuser=True)
    client = client_of(ADMINISTRATOR)
    me = User.objects.get(username="staff-administrator")
    sent = {"username": me.username, "is_active": "on", "is_staff": "on", "is_superuser": "on",
            "date_joined_0": "2026-01-01", "date_joined_1": "08:00", "groups": [me.groups.get().pk]}  # fmt: skip
    assert client.post(reverse("admin:auth_user_change", args=[me.pk]), sent).status_code == 302
    me.refresh_from_db()
    assert not me.is_superuser
    for address in ("admin:auth_user_change", "admin:auth_user_password_change", "admin:auth_user_delete"):
        assert client.post(reverse(address, args=[root.pk]), {"post": "yes"}).status_code == 403


def test_links_of_the_sidebar_lead_where_one_may_go(client_of: Any) -> None:
    shown = client_of(READER).get(reverse("admin:index")).content.decode()
    assert reverse("admin:archive_article_changelist") in shown
    for address in ("admin:archive_correction_changelist", "admin_upload", "admin:auth_user_changelist"):
        assert f'href="{reverse(address)}"' not in shown


def test_a_group_that_is_a_role_can_be_renamed_and_not_deleted(client_of: Any) -> None:
    client, group = client_of(ADMINISTRATOR), Role.objects.get(code=READER).group
    client.post(reverse("admin:auth_group_delete", args=[group.pk]), {"post": "yes"})
    assert Group.objects.filter(pk=group.pk).exists()
