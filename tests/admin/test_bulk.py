"""The pages of bulk work: from a list to a preview, to a job, and back again."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from archive.jobs.kinds import performers
from archive.jobs.running import run_next
from archive.models import Article, BulkItem, Finding, Job
from tests.admin.conftest import add_article
from tests.factories import make_event_type, make_hubei

pytestmark = pytest.mark.django_db

BULK = "admin:archive_article_bulk"
SET = {"bulk-change": "set_type", "bulk-preview": "1", "bulk-value": "meeting"}


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create(username="editor", is_staff=True, is_superuser=True))
    return client


@pytest.fixture(autouse=True)
def articles() -> list[Article]:
    make_event_type("meeting", "会议")
    make_hubei()
    return [add_article(number) for number in (1, 2, 3)]


def page(client: Client, **asked: Any) -> str:
    response = client.get(reverse(BULK), asked)
    assert response.status_code == 200
    return response.content.decode()


def start(client: Client, asked: dict[str, Any], total: int) -> Any:
    return client.post(reverse(BULK, query=asked), {"total": total})


def test_a_filtered_list_leads_to_the_page_with_the_same_filter(staff: Client) -> None:
    listed = staff.get(reverse("admin:archive_article_changelist"), {"state__exact": "public"}).content.decode()
    assert f"{reverse(BULK)}?state__exact=public" in listed
    Article.objects.filter(pk=Article.objects.last().pk).update(state="rejected")
    assert "列表中的全部 2 篇" in page(staff, state__exact="public")
    assert "档案中的全部 3 篇" in page(staff)


def test_ticked_articles_lead_to_the_page_about_them(staff: Client, articles: list[Article]) -> None:
    ticked = [articles[0].pk, articles[2].pk]
    address = reverse("admin:archive_article_changelist", query={"state__exact": "public"})
    sent = {"action": "bulk_chosen", "_selected_action": ticked, "select_across": "0"}
    assert "所选的 2 篇" in staff.post(address, sent, follow=True).content.decode()
    sent["select_across"] = "1"
    assert "列表中的全部 3 篇" in staff.post(address, sent, follow=True).content.decode()


def test_every_change_shows_its_form_and_asks_before_it_previews(staff: Client) -> None:
    for change in ("set_type", "set_region", "set_source", "publish", "withdraw", "reextract"):
        shown = page(staff, **{"bulk-change": change})
        assert 'id="bulk-form"' in shown and 'id="preview"' not in shown


def test_a_preview_starts_the_job_and_the_job_is_taken_back(staff: Client) -> None:
    shown = page(staff, **SET)
    assert "3 篇中将更改 3 篇" in shown and "执行：更改 3 篇" in shown
    response = start(staff, SET, 3)
    job = Job.objects.get()
    assert response.headers["Location"] == reverse("admin:archive_job_change", args=[job.pk])
    assert not Finding.objects.filter(kind="event_type").exists()
    run_next(performers(), threading.Event())
    assert Finding.objects.filter(kind="event_type", value="meeting").count() == 3
    shown = staff.get(reverse("admin:archive_job_change", args=[job.pk])).content.decode()
    assert "撤销整批" in shown and "批量处理：设定事件类型" in shown and "档案中的全部 3 篇" in shown
    staff.post(reverse("admin:archive_job_undo", args=[job.pk]))
    run_next(performers(), threading.Event())
    assert not Finding.objects.filter(kind="event_type").exists()
    assert "撤销整批" not in staff.get(reverse("admin:archive_job_change", args=[job.pk])).content.decode()
    undo = Job.objects.get(kind="bulk_undo")
    assert "所撤销的任务" in staff.get(reverse("admin:archive_job_change", args=[undo.pk])).content.decode()


def test_a_batch_is_taken_back_once(staff: Client) -> None:
    start(staff, SET, 3)
    job = Job.objects.get()
    staff.post(reverse("admin:archive_job_undo", args=[job.pk]))
    assert Job.objects.count() == 1, "it is not over yet"
    run_next(performers(), threading.Event())
    for _again in range(2):
        staff.post(reverse("admin:archive_job_undo", args=[job.pk]))
    assert Job.objects.filter(kind="bulk_undo").count() == 1


def test_a_list_that_grew_since_the_preview_is_previewed_again(staff: Client) -> None:
    add_article(4)
    response = start(staff, SET, 3)
    assert response.status_code == 200 and "列表在预览之后变了" in response.content.decode()
    assert not Job.objects.exists() and not BulkItem.objects.exists()


@pytest.mark.parametrize(
    "asked",
    [
        {"bulk-change": "no such change"},
        {**SET, "bulk-value": "no such type"},
        {**SET, "bulk-value": ""},
        {**SET, "ids": "x,²,99999999999999999999,"},
        {**SET, "q": "nothing is called so"},
        {"bulk-change": "withdraw", "bulk-preview": "1", "bulk-reason": "whim"},
    ],
)
def test_what_means_nothing_starts_nothing(staff: Client, asked: dict[str, str]) -> None:
    assert staff.get(reverse(BULK), asked).status_code == 200
    start(staff, asked, 0)
    assert not Job.objects.exists()


def test_a_filter_that_means_nothing_leads_back_to_the_list(staff: Client) -> None:
    response = staff.get(reverse(BULK), {"nothing__exact": "1"})
    assert response.headers["Location"] == reverse("admin:archive_article_changelist")


def test_a_withdrawal_asks_for_the_right_to_withdraw(client: Client) -> None:
    user = User.objects.create(username="helper", is_staff=True)
    from django.contrib.auth.models import Permission

    names = ("add_job", "view_job", "view_article", "change_article")
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(user)
    assert "bulk-change=withdraw" not in page(client)
    taken = {"bulk-change": "withdraw", "bulk-preview": "1", "bulk-reason": "scope"}
    assert client.get(reverse(BULK), taken).status_code == 403
    assert start(client, taken, 3).status_code == 403
    job = Job.objects.create(kind="bulk", parameters={"change": "withdraw", "values": {}}, state="finished")
    assert client.post(reverse("admin:archive_job_undo", args=[job.pk])).status_code == 403


def test_hostile_titles_are_words(staff: Client, articles: list[Article]) -> None:
    Article.objects.filter(pk=articles[0].pk).update(title="<script>alert(1)</script>")
    assert "<script>alert(1)" not in page(staff, **SET)
