"""The audit log tells of every decision of staff, in the same transaction, and nobody can change it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from archive.ingest.store import store_article
from archive.models import Article, AuditAction, AuditEntry, EventType, Finding, LinkRule, Source
from archive.review import audit, decisions, links
from tests.factories import make_article
from tests.ingest.factories import make_body, make_draft, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return User.objects.create(username="editor", is_staff=True, is_superuser=True)


@pytest.fixture
def staff(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


@pytest.fixture
def entry() -> AuditEntry:
    return audit.record(AuditAction.WITHDRAW, make_article(), by=None, before={"state": "public"}, reason="要求")


# Nobody can change it


def test_the_model_refuses_to_change_or_delete_an_entry(entry: AuditEntry) -> None:
    entry.reason = "别的"
    for change in (entry.save, entry.delete):
        with pytest.raises(TypeError, match="only added to"):
            change()
    with pytest.raises(TypeError):
        AuditEntry.objects.update(reason="别的")
    with pytest.raises(TypeError):
        AuditEntry.objects.filter(pk=entry.pk).delete()
    with pytest.raises(TypeError):
        AuditEntry.objects.bulk_update([entry], ["reason"])
    with pytest.raises(TypeError):
        AuditEntry.objects.update_or_create(pk=entry.pk, defaults={"reason": "别的"})
    assert AuditEntry.objects.get().reason == "要求"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE archive_auditentry SET reason = 'x'",
        "DELETE FROM archive_auditentry",
        "INSERT OR REPLACE INTO archive_auditentry SELECT * FROM archive_auditentry",
    ],
)
def test_the_database_refuses_it_as_well(entry: AuditEntry, statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.get().reason == "要求"


def test_not_even_a_superuser_can_change_it_in_the_admin(staff: Client, entry: AuditEntry) -> None:
    change = reverse("admin:archive_auditentry_change", args=[entry.pk])
    assert "要求" in staff.get(change).content.decode()
    assert staff.post(change, {"reason": "x"}).status_code == 403
    assert staff.post(reverse("admin:archive_auditentry_delete", args=[entry.pk]), {"post": "yes"}).status_code == 403
    assert staff.get(reverse("admin:archive_auditentry_add")).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"}
    staff.post(reverse("admin:archive_auditentry_changelist"), chosen)
    assert AuditEntry.objects.get().reason == "要求"


def test_it_outlives_whom_and_what_it_tells_of(editor: User) -> None:
    article = make_article("旧题")
    decisions.withdraw(article, "要求", by=editor)
    editor.delete()
    Article.objects.filter(pk=article.pk).delete()
    entry = AuditEntry.objects.get()
    assert (entry.actor_name, entry.subject_name, entry.article) == ("editor", "旧题", article.pk)


# It tells of every decision


def test_a_decision_that_is_undone_leaves_no_entry_and_one_without_an_entry_is_undone(monkeypatch) -> None:
    article = make_article()
    with pytest.raises(RuntimeError), transaction.atomic():
        decisions.withdraw(article, "要求")
        raise RuntimeError
    assert not AuditEntry.objects.exists()

    def fail(*_args: object, **_more: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(RuntimeError):
        decisions.withdraw(Article.objects.get(), "要求")
    assert Article.public.exists()


def test_joining_and_parting_reports_is_told_with_the_events_they_were_of(editor: User, settings, tmp_path) -> None:
    settings.FILES_DIR = tmp_path / "files"
    first, second = (
        store_article(make_page(make_body(number)), make_draft(body=make_body(number), published=None), ()).article
        for number in (1, 2)
    )
    before = {first.pk: first.event_id, second.pk: second.event_id}
    links.join_reports([first, second], by=editor, note="同一次活动")
    joined = AuditEntry.objects.filter(action="join").order_by("article")
    assert [(entry.article, entry.before["event"]) for entry in joined] == sorted(before.items())
    assert len({entry.after["event"] for entry in joined}) == len({entry.batch for entry in joined}) == 1
    links.part_report(Article.objects.get(pk=second.pk), by=editor)
    parted = AuditEntry.objects.get(action="part")
    assert parted.before["event"] != parted.after["event"]
    links.add_rule(LinkRule(left=first, right=second, kind="none", note="交还机器"), by=editor)
    assert AuditEntry.objects.get(action="add").reason == "交还机器"


def test_a_finding_of_staff_is_told_when_it_is_added_changed_and_deleted(staff: Client) -> None:
    article = make_article()
    EventType.objects.create(code="training", label="培训", label_en="Training")
    EventType.objects.create(code="meeting", label="会议", label_en="Meeting")
    sent = {"article": article.pk, "kind": "event_type", "value": "training", "role": "", "quote": "", "position": 0}
    staff.post(reverse("admin:archive_finding_add"), sent)
    finding = Finding.objects.get()
    address = reverse("admin:archive_finding_change", args=[finding.pk])
    staff.post(address, {**sent, "value": "meeting"})
    staff.post(reverse("admin:archive_finding_delete", args=[finding.pk]), {"post": "yes"})
    deleted, changed, added = AuditEntry.objects.filter(subject_type="finding")
    assert [entry.article for entry in (added, changed, deleted)] == [article.pk] * 3
    assert (added.action, added.after["value"]) == ("add", "training")
    assert (changed.action, changed.before["value"], changed.after["value"]) == ("change", "training", "meeting")
    assert (deleted.action, deleted.before["value"]) == ("delete", "meeting")


def test_a_machine_finding_that_staff_reject_is_told(staff: Client) -> None:
    finding = Finding.objects.create(article=make_article(), kind="event_type", value="training")
    staff.post(reverse("admin:archive_finding_change", args=[finding.pk]), {"state": "rejected"})
    entry = AuditEntry.objects.get()
    assert (entry.before, entry.after) == ({"state": "proposed"}, {"state": "rejected"})


def test_a_source_that_is_renamed_is_told_with_both_names(staff: Client) -> None:
    source = Source.objects.create(name="江城网")
    inline = {f"hosts-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")}
    sent = {"name": "江城新闻网", "kind": "media", "home_region": "", "note": "", **inline}
    assert staff.post(reverse("admin:archive_source_change", args=[source.pk]), sent).status_code == 302
    entry = AuditEntry.objects.get()
    assert (entry.before["name"], entry.after["name"]) == ("江城网", "江城新闻网")


def test_a_password_never_reaches_the_log(staff: Client) -> None:
    sent = {
        "username": "guest",
        "password1": "Xk29-lang-genug",
        "password2": "Xk29-lang-genug",
        "usable_password": "true",
    }
    staff.post(reverse("admin:auth_user_add"), sent)
    entry = AuditEntry.objects.get(subject_type="user")
    assert entry.after["username"] == "guest" and "password" not in entry.after
