"""The review screen: what is sent is done, logged and shown."""

from __future__ import annotations

import pytest
from django.urls import reverse

from archive.ingest.store import store_article
from archive.models import (
    Article,
    AuditEntry,
    Correction,
    Finding,
    Origin,
    Region,
    ReviewItem,
    Source,
)
from archive.review.corrections import file_correction
from archive.search.labels import forget_labels
from archive.triage.items import ask_about
from tests.admin.review.judging import add, effective, open_page, reviewer, send, venue, venue_states
from tests.ingest.factories import BODY, make_draft, make_event_date, make_page

pytestmark = pytest.mark.django_db


def test_the_screen_shows_text_facts_and_what_is_asked(article: Article) -> None:
    page = open_page(reviewer(), article).content.decode()
    assert "青山社区" in page and "把握不大" in page and "待审" in page
    assert f'data-fact="{venue(article).pk}"' in page
    assert reverse("original", args=[article.pk]) in page


def test_accepting_is_logged_and_changes_nothing_for_readers(article: Article) -> None:
    revision = Article.objects.get(pk=article.pk).revision
    assert send(reviewer(), article, "accept", finding=venue(article).pk).status_code == 200
    assert venue(article).state == "accepted"
    assert Article.objects.get(pk=article.pk).revision == revision
    entry = AuditEntry.objects.get()
    assert (entry.actor_name, entry.before, entry.after) == ("one", {"state": "proposed"}, {"state": "accepted"})
    assert not ReviewItem.objects.filter(settled_at=None).exists()


def test_correcting_one_of_a_kind_leaves_the_others_as_they_stand(article: Article) -> None:
    wrong = article.findings.get(value="award")
    answer = send(reviewer(), article, "correct", finding=wrong.pk, value="培训", quote="推进会")
    assert answer.status_code == 200
    assert sorted(effective(article, "event_type")) == ["meeting", "training"]
    row = article.findings.get(origin=Origin.STAFF)
    assert (row.value, article.text[row.start : row.end]) == ("training", "推进会")
    wrong.refresh_from_db()
    assert wrong.state == "rejected"


def test_a_corrected_place_keeps_the_places_mentioned_and_reaches_the_index(article: Article) -> None:
    before = Article.objects.get(pk=article.pk).revision
    send(reviewer(), article, "correct", finding=venue(article).pk, value="武昌区", role="venue", quote="")
    assert effective(article, "region") == ["420106", "420500"]
    assert Article.objects.get(pk=article.pk).revision > before


@pytest.mark.parametrize("typed", ["420106", "武昌区", "武昌区（420106）"])
def test_a_value_is_sent_as_code_name_or_both(article: Article, typed: str) -> None:
    send(reviewer(), article, "correct", finding=venue(article).pk, value=typed, role="venue")
    assert article.findings.get(origin=Origin.STAFF).value == "420106"


def test_of_two_places_of_one_name_the_reviewer_has_to_choose(article: Article) -> None:
    Region.objects.create(code="370106", name="武昌区", short_name="武昌", level=3, parent_id="420100", pinyin="")
    forget_labels()
    answer = send(reviewer(), article, "correct", finding=venue(article).pk, value="武昌区", role="venue")
    assert answer.status_code == 422
    assert "请从列表中选一个" in answer.content.decode()


def test_what_is_refused_changes_nothing_and_stays_in_its_field(article: Article) -> None:
    dated = article.findings.get(kind="event_date")
    answer = send(reviewer(), article, "correct", finding=dated.pk, value="上周三", role="event", quote="没有的话")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "应为 EDTF 日期" in page and 'value="上周三"' in page and "没有的话</textarea>" in page
    assert not AuditEntry.objects.exists()
    assert article.findings.filter(state="rejected").count() == 0


def test_choosing_one_rejects_its_rivals() -> None:
    article = add(1, confidence=0.6)
    rival = Finding.objects.create(
        article=article, kind="region", value="420500", role="venue", confidence=0.58, position=9
    )
    send(reviewer(), article, "choose", finding=rival.pk)
    assert effective(article, "region") == ["420500", "420500"]
    assert venue_states(article) == ["rejected", "accepted"]


def test_rejecting_is_taken_back(article: Article) -> None:
    client, row = reviewer(), venue(article)
    send(client, article, "reject", finding=row.pk)
    assert effective(article, "region") == ["420500"]
    send(client, article, "restore", finding=row.pk)
    assert effective(article, "region") == ["420100", "420500"]


def test_what_the_machine_missed_is_added_with_its_words(article: Article) -> None:
    send(reviewer(), article, "add", kind="programme", value="青山计划", quote="青山社区")
    row = article.findings.get(kind="programme")
    assert (row.origin, row.state, article.text[row.start : row.end]) == ("staff", "accepted", "青山社区")
    assert send(reviewer(), article, "add", kind="programme", value=" ").status_code == 422
    assert send(reviewer(), article, "add", kind="weather", value="x").status_code == 422


def test_a_page_that_is_no_report_leaves_readers_and_comes_back(article: Article) -> None:
    client = reviewer()
    assert send(client, article, "set_aside").status_code == 302
    assert Article.objects.get(pk=article.pk).state == "rejected"
    assert AuditEntry.objects.get().action == "set_aside"
    send(client, article, "take_back")
    assert Article.objects.get(pk=article.pk).state == "public"


def test_a_reviewer_does_not_publish_what_was_withdrawn(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(state="withdrawn")
    assert send(reviewer(), article, "take_back").status_code == 422
    assert Article.objects.get(pk=article.pk).state == "withdrawn"


def test_a_readers_correction_is_answered_before_the_page_is_done(article: Article) -> None:
    file_correction(Correction(article=article, kind="error", message="地点有误"), address="203.0.113.7")
    client, correction = reviewer(), Correction.objects.get()
    assert "地点有误" in open_page(client, article).content.decode()
    assert send(client, article, "finish").status_code == 422
    send(client, article, "answer", ticket=correction.ticket, state="accepted", answer="已更正，谢谢")
    correction.refresh_from_db()
    assert (correction.state, correction.answer) == ("accepted", "已更正，谢谢")
    assert send(client, article, "finish").status_code == 302


def test_accepting_all_is_done_with_the_page_and_leads_to_the_next(article: Article) -> None:
    other = add(2, confidence=0.6)
    answer = send(reviewer(), article, "accept_all")
    assert answer.headers["Location"] == reverse("admin_review_article", args=[other.pk])
    rows = {row.value: row.state for row in article.findings.all()}
    assert rows == {
        "2013-07-07": "accepted",
        "420100": "accepted",
        "420500": "proposed",
        "meeting": "accepted",
        "award": "accepted",
    }
    assert not ReviewItem.objects.filter(article=article, settled_at=None).exists()
    batches = set(AuditEntry.objects.values_list("batch", flat=True))
    assert len(batches) == 1 and "" not in batches


def test_rivals_are_not_accepted_all_at_once(article: Article) -> None:
    article.findings.filter(kind="region", role="venue").update(confidence=0.8)
    Finding.objects.create(article=article, kind="region", role="venue", value="420500", confidence=0.75, position=9)
    ask_about([article.pk])
    client = reviewer()
    assert send(client, article, "accept_all").status_code == 422
    assert not article.findings.exclude(state="proposed").exists()
    send(client, article, "choose", finding=article.findings.get(value="420100").pk)
    assert send(client, article, "accept_all").status_code == 302
    assert article.findings.get(value="420500", role="venue").state == "rejected"


@pytest.mark.parametrize(
    ("kind", "typed", "wanted"),
    [
        ("region", "wuchang", "420106"),
        ("region", "yc", "420500"),
        ("region", "宜昌", "420500"),
        ("region", "4201", "420100"),
        ("region", "全国", "000000"),
        ("event_type", "peixun", "training"),
        ("event_type", "hy", "meeting"),
        ("beneficiary", "空巢", "empty-nest-elderly"),
        ("theme_day", "leifeng", ""),
        ("source", "江城", ""),
    ],
)
def test_values_are_found_by_characters_pinyin_and_initials(kind: str, typed: str, wanted: str) -> None:
    Source.objects.create(name="江城晚报")
    found = reviewer().get(reverse("admin_review_values"), {"kind": kind, "q": typed}).json()["values"]
    assert found and (not wanted or wanted in [one["value"] for one in found])


@pytest.mark.parametrize(
    "query", [{}, {"kind": "x", "q": "y"}, {"kind": "region", "q": "\x00" * 99}, {"kind": "amount", "q": "1"}]
)
def test_type_ahead_never_fails(query: dict[str, str]) -> None:
    assert reviewer().get(reverse("admin_review_values"), query).json() == {"values": []}


@pytest.mark.parametrize(
    "fields",
    [
        {"act": "accept"},
        {"act": "accept", "finding": "9" * 30},
        {"act": "accept", "finding": "x"},
        {"act": "no such act"},
        {"act": "answer", "ticket": "ABCDEFGH", "state": "accepted"},
        {"act": "correct", "finding": "²", "value": "x"},
    ],
)
def test_what_makes_no_sense_is_refused(article: Article, fields: dict[str, str]) -> None:
    act = fields.pop("act")
    assert send(reviewer(), article, act, **fields).status_code == 422
    assert not AuditEntry.objects.exists()


def test_an_article_that_is_not_there_is_not_found() -> None:
    for number in ("999", "9" * 30):
        address = reverse("admin_review") + f"{number}/"
        assert reviewer().get(address).status_code == 404
        assert reviewer().post(address, {"act": "skip"}).status_code in (302, 404)


def test_a_hostile_page_is_text_and_nothing_else() -> None:
    draft = make_draft(title="<script>alert(1)</script>", body='<img src=x onerror="alert(1)">' + BODY)
    article = store_article(make_page("h", url="http://a.example/9"), draft, (make_event_date(),)).article
    Finding.objects.create(article=article, kind="person", value="<b>张三</b>", quote='"><script>x</script>')
    page = open_page(reviewer(), article).content.decode()
    assert (
        "<script>alert" not in page and "<img src=x" not in page and "<b>张三" not in page and "<script>x" not in page
    )
