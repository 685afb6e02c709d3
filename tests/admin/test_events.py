"""The page for arranging an event: from ticked reports to a preview, to the decision, and back."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from archive.ingest.store import store_article
from archive.models import Article, Event, EventDecision, LinkRule
from archive.records import StatedDate
from archive.review.event_changes import Retitle
from archive.review.event_decisions import decide
from tests.dedupe.stories import FUNERAL_NOTICE, STORY
from tests.ingest.factories import make_draft, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create(username="reviewer", is_staff=True, is_superuser=True))
    return client


def add(name: str, body: str, title: str, day: str) -> Article:
    published = StatedDate(value=day, precision="day", quote=day, rule="label")
    draft = make_draft(title=title, body=body, published=published)
    return store_article(make_page(f"{name}{body}", url=f"http://{name}.example/1"), draft, ()).article


@pytest.fixture(autouse=True)
def reports() -> dict[str, Article]:
    stories = {
        "river": (STORY, "护河同行净滩", "2025-05-18"),
        "copy": (STORY + "图片来自网络", "护河同行净滩转载", "2025-05-19"),
        "notice": (FUNERAL_NOTICE, "许怀远逝世", "2025-05-20"),
    }
    made = {name: add(name, *story) for name, story in stories.items()}
    return {name: Article.objects.get(pk=article.pk) for name, article in made.items()}


def arrange(event: int | None, **asked: Any) -> str:
    return reverse("admin:archive_event_arrange", args=[event], query=asked or None)


def places() -> dict[str, int | None]:
    return dict(Article.objects.values_list("title", "event"))


def test_two_events_are_merged_from_the_list_after_a_preview(staff: Client, reports: dict[str, Article]) -> None:
    before = places()
    events = [reports["river"].event_id, reports["notice"].event_id]
    sent = {"action": "join_chosen", "_selected_action": events}
    page = staff.post(reverse("admin:archive_event_changelist"), sent, follow=True)
    shown = page.content.decode()
    assert 'id="preview"' in shown and shown.count("data-event") == 3
    assert places() == before
    done = staff.post(page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"], follow=True)
    assert len(set(places().values())) == 1
    assert "撤销" in done.content.decode()
    undo = reverse("admin:archive_event_undo", args=[EventDecision.objects.get().pk])
    assert 'id="after"' in staff.get(undo).content.decode()
    assert len(set(places().values())) == 1
    staff.post(undo)
    assert places() == before
    assert "已于" in staff.get(undo).content.decode()


def test_a_report_is_split_off_and_moved(staff: Client, reports: dict[str, Article]) -> None:
    copy, event = reports["copy"], reports["copy"].event_id
    staff.post(arrange(event, op="split", article=copy.pk, note="另一天的活动"))
    assert Article.objects.get(pk=copy.pk).event_id != event
    assert EventDecision.objects.get().note == "另一天的活动"
    staff.post(reverse("admin:archive_event_undo", args=[EventDecision.objects.get().pk]))
    staff.post(arrange(event, op="move", article=copy.pk, target=reports["notice"].event_id))
    assert Article.objects.get(pk=copy.pk).event_id == Article.objects.get(pk=reports["notice"].pk).event_id


def test_the_lead_and_the_title_are_chosen(staff: Client, reports: dict[str, Article]) -> None:
    event = reports["copy"].event_id
    staff.post(arrange(event, op="lead", article=reports["copy"].pk))
    staff.post(arrange(event, op="title", title="沂河净滩"))
    saved = Event.objects.get(pk=event)
    assert (saved.lead, saved.lead_is_set, saved.title, saved.title_is_set) == (
        reports["copy"], True, "沂河净滩", True)  # fmt: skip
    shown = staff.get(arrange(event)).content.decode()
    assert "指定主报道" in shown and "拟定标题" in shown
    staff.post(arrange(event, op="any_lead"))
    assert Event.objects.get(pk=event).lead == reports["river"]


def test_articles_of_the_list_lead_to_the_preview(staff: Client, reports: dict[str, Article]) -> None:
    address = reverse("admin:archive_article_changelist")
    for action, names, shown in (
        ("join_chosen", ("river", "notice"), 'id="preview"'),
        ("join_chosen", ("river", "copy"), "请选择不同事件的文章"),
        ("part_chosen", ("copy",), 'id="preview"'),
        ("part_chosen", ("copy", "notice"), "请选择同一事件的文章"),
    ):
        sent = {"action": action, "_selected_action": [reports[name].pk for name in names]}
        assert shown in staff.post(address, sent, follow=True).content.decode()
    assert not LinkRule.objects.exists()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"op": "split"}, "请先勾选报道"),
        ({"op": "lead", "article": "x"}, "请先勾选报道"),
        ({"op": "merge"}, "请选择另一个有报道的事件"),
        ({"op": "move", "target": "99999999999999999999999"}, "请选择另一个有报道的事件"),
        ({"op": "nonsense"}, "整理事件"),
        ({"page": "x", "target": "x"}, "整理事件"),
    ],
)
def test_what_means_nothing_is_told_and_changes_nothing(
    staff: Client, reports: dict[str, Article], asked: dict[str, str], told: str
) -> None:
    address, before = arrange(reports["river"].event_id, **asked), places()
    assert told in staff.get(address).content.decode()
    assert told in staff.post(address).content.decode()
    assert places() == before and not EventDecision.objects.exists()


def test_what_did_not_come_back_is_named(staff: Client, reports: dict[str, Article]) -> None:
    copy = reports["copy"]
    staff.post(arrange(copy.event_id, op="split", article=copy.pk))
    decision = EventDecision.objects.get()
    LinkRule.objects.create(left=reports["river"], right=copy, kind="cannot")
    told = staff.post(reverse("admin:archive_event_undo", args=[decision.pk]), follow=True).content.decode()
    assert "1 篇没有回到原来的事件：《护河同行净滩转载》" in told


def test_an_event_and_a_decision_that_are_not_there_are_not_found(staff: Client) -> None:
    assert staff.get(arrange(99999)).status_code == 404
    assert staff.get(reverse("admin:archive_event_undo", args=[99999])).status_code == 404


def test_hostile_titles_are_words(staff: Client, reports: dict[str, Article]) -> None:
    event = reports["river"].event
    decide(Retitle(event=event, title="<script>alert(1)</script>"))
    Article.objects.filter(pk=reports["copy"].pk).update(title="<script>alert(2)</script>")
    shown = staff.get(arrange(event.pk, op="lead", article=reports["copy"].pk)).content.decode()
    assert "<script>alert(" not in shown and "&lt;script&gt;alert(2)" in shown
