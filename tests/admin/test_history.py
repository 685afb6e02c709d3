"""Who changed what and when is told on each row's history, and how it was can be put back through its form."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from archive.accounts.roles import give_role
from archive.admin.audited import Audited
from archive.admin.foreseen import SEEN
from archive.admin.history import WithHistory
from archive.admin.read_only import ReadOnly
from archive.models import (
    Article,
    AuditAction,
    AuditEntry,
    Event,
    EventType,
    Feed,
    Finding,
    LinkRule,
    Origin,
    RegionName,
    RoleCode,
    SecondFactorRule,
    Source,
)
from archive.review import audit
from archive.review.history import set_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create(username="编辑甲", is_staff=True, is_superuser=True))
    return client


def address(row: Any, page: str) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk])


def filled(response: Any) -> dict[str, Any]:
    """The fields of a form's page as a browser would send them back."""
    context, sent = response.context, {}
    forms = [context["adminform"].form]
    for wrapped in context["inline_admin_formsets"]:
        forms += [wrapped.formset.management_form, *wrapped.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is not False:
                sent[bound.html_name] = "" if value is None else value
    return sent


def save(client: Client, where: str, sent: dict[str, Any]) -> None:
    """Send a form; where the panel asks first what follows from it, agree."""
    response = client.post(where, sent)
    if response.status_code == 200 and "kept" in response.context:
        agreed = re.search(rf'name="{SEEN}" value="([^"]+)"', response.content.decode())
        response = client.post(where, {**sent, SEEN: agreed[1] if agreed else ""})
    assert response.status_code == 302


def change(client: Client, row: Any, **values: Any) -> None:
    where = address(row, "change")
    save(client, where, {**filled(client.get(where)), **values})
    row.refresh_from_db()


def moments(client: Client, row: Any) -> list[str]:
    html = client.get(address(row, "history")).content.decode()
    return re.findall(r'<article class="moment">.*?</article>', html, re.DOTALL)


def restore(client: Client, row: Any, moment: str) -> Any:
    """Open the form as it was then, and save it."""
    where = unescape(re.search(r'<a href="([^"]+)">恢复到这次改动之前', moment)[1])
    response = client.get(where)
    save(client, where, filled(response))
    row.refresh_from_db()
    return response


def test_a_source_is_told_with_who_when_from_what_to_what_and_put_back(staff: Client, rows: Article) -> None:
    source = rows.publisher
    first = source.name
    change(staff, source, name="江城晚报", kind="media")
    change(staff, source, name="江城都市报")
    newest, older = moments(staff, source)
    assert "编辑甲" in newest and "<del>江城晚报</del>" in newest and "<ins>江城都市报</ins>" in newest
    assert "新闻媒体" in older
    response = restore(staff, source, newest)
    assert "表单里是所选时刻的内容（名称）" in response.content.decode()
    assert source.name == "江城晚报" and source.kind == "media"
    restore(staff, source, older)
    assert source.name == first and source.kind != "media", "as it was before staff ever touched it"
    assert len(moments(staff, source)) == 4


def test_looking_at_how_it_was_changes_nothing(staff: Client, rows: Article) -> None:
    source = rows.publisher
    change(staff, source, name="江城晚报")
    change(staff, source, name="江城都市报")
    entry = AuditEntry.objects.filter(subject_type="source").first()
    shown = staff.get(f"{address(source, 'change')}?restore={entry.pk}").context["adminform"].form
    assert shown.initial["name"] == "江城晚报"
    source.refresh_from_db()
    assert source.name == "江城都市报" and AuditEntry.objects.filter(subject_type="source").count() == 2


def test_an_articles_title_is_put_back_and_reaches_readers_and_evidence(staff: Client, rows: Article) -> None:
    old, revision = rows.title, rows.revision
    finding = rows.findings.exclude(start=None).first()
    words = rows.text[finding.start : finding.end]
    change(staff, rows, title="改过的标题", dateline="本报江城")
    change(staff, rows, title="又改过的更长的标题")
    restore(staff, rows, moments(staff, rows)[0])
    assert rows.title == "改过的标题" and rows.dateline == "本报江城" and rows.revision > revision
    change(staff, rows, title=old)
    finding.refresh_from_db()
    assert rows.text[finding.start : finding.end] == words


def test_the_history_of_an_article_tells_of_its_facts(staff: Client, rows: Article) -> None:
    finding = rows.findings.filter(origin=Origin.MACHINE).first()
    staff.post(address(finding, "change"), {"state": "rejected"})
    assert "否定" in moments(staff, rows)[0] and str(finding) in unescape(moments(staff, rows)[0])
    staff.post(address(finding, "change"), {"state": "proposed"})
    restore(staff, finding, moments(staff, finding)[0])
    assert finding.state == "rejected"


@pytest.mark.parametrize(
    ("model", "field", "values"),
    [
        (EventType, "label", ("大会", "集会")),
        (RegionName, "name", ("楚", "荆楚")),
        (Feed, "name", ("一号", "二号")),
    ],
)
def test_vocabularies_aliases_and_feeds_go_back_too(
    staff: Client, rows: Article, model: Any, field: str, values: tuple[str, str]
) -> None:
    row = model.objects.first()
    for value in values:
        change(staff, row, **{field: value})
    restore(staff, row, moments(staff, row)[0])
    assert getattr(row, field) == values[0]


def test_the_history_of_an_event_tells_what_was_decided_of_it(staff: Client, rows: Article) -> None:
    """It is taken back where it was decided, on the page that arranges events."""
    told = {"before": {"title": "江城净滩"}, "after": {"title": "江城大净滩"}, "reason": "全称"}
    audit.record(AuditAction.CHANGE, rows.event, by=User.objects.get(), **told)
    moment = moments(staff, rows.event)[0]
    assert "<del>江城净滩</del>" in moment and "<ins>江城大净滩</ins>" in moment and "全称" in moment
    assert "恢复到这次改动之前" not in moment


def test_whatever_can_be_edited_in_the_admin_is_logged_and_has_such_a_history() -> None:
    for model, model_admin in admin.site._registry.items():
        assert isinstance(model_admin, WithHistory | ReadOnly), model
        # Events and rules of grouping are changed on pages that log for themselves.
        assert isinstance(model_admin, Audited | ReadOnly) or model in (Event, LinkRule), model


def test_what_was_deleted_is_made_anew_from_the_log(staff: Client, rows: Article) -> None:
    term = EventType.objects.create(code="fair", label="集市", label_en="Fair", description="义卖与集市")
    staff.post(address(term, "delete"), {"post": "yes"})
    entry = AuditEntry.objects.get(subject_type="eventtype", action="delete")
    page = staff.get(reverse("admin:archive_auditentry_change", args=[entry.pk])).content.decode()
    where = unescape(re.search(r'href="([^"]+restore=\d+)"', page)[1])
    assert staff.post(where, filled(staff.get(where))).status_code == 302
    again = EventType.objects.get(code="fair")
    assert (again.label, again.label_en, again.description) == ("集市", "Fair", "义卖与集市")


def test_a_fact_of_staff_that_was_deleted_is_made_anew(staff: Client, rows: Article) -> None:
    finding = Finding.objects.create(article=rows, kind="region", value="420000", role="venue", origin="staff")
    staff.post(address(finding, "delete"), {"post": "yes"})
    entry = AuditEntry.objects.get(subject_type="finding", action="delete")
    where = f"{reverse('admin:archive_finding_add')}?restore={entry.pk}"
    assert staff.post(where, filled(staff.get(where))).status_code == 302
    assert Finding.objects.get(origin="staff").value == "420000"


def test_what_names_a_row_that_is_gone_or_was_cut_is_told_and_left(rows: Article) -> None:
    done, lost = set_back(rows, {"publisher": 999, "title": "长" * 2000 + "…", "dateline": "本报", "undone": True})
    assert done == ["电头"] and lost == ["本页发布者", "标题"]
    assert rows.publisher_id != 999 and rows.dateline == "本报"


@pytest.mark.parametrize("wrong", ["x", "0", "9" * 30, "²", "-1", ""])
def test_a_wrong_moment_shows_the_row_as_it_is(staff: Client, rows: Article, wrong: str) -> None:
    for where in (address(rows, "change"), reverse("admin:archive_source_add")):
        assert staff.get(where, {"restore": wrong}).status_code == 200


def test_a_moment_of_another_row_is_not_taken(staff: Client, rows: Article) -> None:
    other = Source.objects.exclude(pk=rows.publisher_id).first()
    change(staff, other, name="别的来源")
    change(staff, other, name="别的来源二")
    entry = AuditEntry.objects.filter(subject_type="source").last()
    shown = staff.get(f"{address(rows.publisher, 'change')}?restore={entry.pk}").context["adminform"].form
    assert shown.initial["name"] == rows.publisher.name


def test_readers_of_the_panel_see_who_and_when_but_neither_values_nor_why(client: Client, rows: Article) -> None:
    SecondFactorRule.objects.all().delete()
    audit.record("withdraw", rows, by=None, before={"state": "public"}, after={"state": "withdrawn"}, reason="来信要求")
    give_role(User.objects.create(username="li"), RoleCode.READER)
    client.force_login(User.objects.get(username="li"))
    [moment] = moments(client, rows)
    assert "撤回" in moment and "来信" not in moment and "<del>" not in moment and "恢复" not in moment


def test_who_is_in_which_group_is_logged(staff: Client) -> None:
    user = User.objects.create(username="wang", is_staff=True)
    group = Group.objects.get(role__code="editor")
    sent = {"username": "wang", "is_active": "on", "is_staff": "on", "groups": [group.pk],
            "date_joined_0": "2026-01-01", "date_joined_1": "08:00"}  # fmt: skip
    assert staff.post(address(user, "change"), sent).status_code == 302
    entry = AuditEntry.objects.filter(subject_type="user", subject=str(user.pk)).first()
    assert (entry.before, entry.after) == ({"groups": []}, {"groups": ["编辑"]})
    assert "编辑" in moments(staff, user)[0]
