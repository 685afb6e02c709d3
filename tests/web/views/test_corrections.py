"""Readers report an error and follow it by its number; nothing they wrote comes back to anybody but staff."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from archive.models import ArticleState, Correction, CorrectionState
from tests.factories import make_article, make_finding, make_hubei

pytestmark = pytest.mark.django_db

NEW = "/corrections/new"
MESSAGE = "会议在宜昌召开，见湖北日报。"
SENT = {"kind": "error", "message": MESSAGE, "contact": "a@example.org", "website": ""}


@pytest.fixture
def article():
    make_hubei()
    article = make_article("推进会召开", "7月7日,推进会在武汉市召开。", date="2013-07-07")
    make_finding(article, "region", "420100", role="venue", quote="武汉市")
    return article


def address(article) -> str:
    return f"{NEW}?article={article.pk}"


def send(client, article, status: int = 302, **fields):
    response = client.post(address(article), {**SENT, "about": "whole", **fields})
    assert response.status_code == status, response.content.decode()
    return response


def test_the_form_offers_the_articles_facts_and_parts(client, article):
    finding = article.findings.get(kind="region")
    html = client.get(f"{address(article)}&finding={finding.pk}").content.decode()
    assert f'<option value="f{finding.pk}" selected>何地：湖北 武汉</option>' in html
    assert "何时：2013年7月7日" in html
    assert '<option value="title">标题</option>' in html
    assert "推进会召开" in html


def test_a_report_reaches_staff_with_the_fact_it_is_about(client, article):
    finding = article.findings.get(kind="region")
    response = send(client, article, about=f"f{finding.pk}")
    correction = Correction.objects.get()
    assert response.headers["Location"] == f"/corrections/{correction.ticket}/"
    assert (correction.article, correction.finding, correction.about) == (article, finding, "何地：湖北 武汉")
    assert (correction.message, correction.contact, correction.state) == (MESSAGE, "a@example.org", "open")


def test_the_fact_stays_named_when_its_finding_is_replaced(client, article):
    finding = article.findings.get(kind="region")
    send(client, article, about=f"f{finding.pk}")
    finding.delete()
    assert Correction.objects.get().about == "何地：湖北 武汉"


def test_the_status_page_shows_state_and_answer_and_nothing_of_the_sender(client, article):
    send(client, article)
    correction = Correction.objects.get()
    html = client.get(correction.get_absolute_url()).content.decode()
    assert f"{correction.ticket[:4]} {correction.ticket[4:]}" in html
    assert "还没有答复" in html
    correction.state, correction.answer = CorrectionState.ACCEPTED, "已改为宜昌。\n经手人电话13812345678 <b>谢谢</b>"
    correction.save()
    html = client.get(correction.get_absolute_url()).content.decode()
    assert "已采纳" in html
    assert "已改为宜昌" in html
    assert "13812345678" not in html
    assert "<b>谢谢" not in html
    assert MESSAGE not in html
    assert "a@example.org" not in html


def test_staffs_answer_is_dated(client, article):
    send(client, article)
    correction = Correction.objects.get()
    client.force_login(User.objects.create(username="editor", is_staff=True, is_superuser=True))
    fields = {"kind": "error", "article": article.pk, "message": MESSAGE, "state": "declined", "answer": "原文如此。"}
    response = client.post(reverse("admin:archive_correction_change", args=[correction.pk]), fields)
    assert response.status_code == 302
    correction.refresh_from_db()
    assert correction.answered_at is not None
    assert "未采纳" in client.get(correction.get_absolute_url()).content.decode()


def test_staff_cannot_close_it_without_an_answer_or_change_what_was_written(client, article):
    send(client, article)
    correction = Correction.objects.get()
    client.force_login(User.objects.create(username="editor", is_staff=True, is_superuser=True))
    change = reverse("admin:archive_correction_change", args=[correction.pk])
    fields = {"kind": "error", "article": article.pk, "message": "改写读者的话", "state": "accepted", "answer": " "}
    assert "请写明答复" in client.post(change, fields).content.decode()
    html = client.get(change).content.decode()
    assert correction.get_absolute_url() in html and MESSAGE in html and 'name="message"' not in html
    assert client.post(change, {**fields, "answer": "已改正。"}).status_code == 302
    correction.refresh_from_db()
    assert (correction.message, correction.answer, correction.state) == (MESSAGE, "已改正。", "accepted")


def test_one_that_was_settled_without_words_does_not_say_it_waits(client, article):
    send(client, article)
    Correction.objects.update(state=CorrectionState.ACCEPTED)
    html = client.get(Correction.objects.get().get_absolute_url()).content.decode()
    assert "还没有答复" not in html and "已经处理" in html


@pytest.mark.parametrize("state", [ArticleState.WITHDRAWN, ArticleState.REJECTED])
def test_an_article_that_is_gone_is_not_named(client, article, state):
    send(client, article, kind="removal")
    article.state = state
    article.save()
    html = client.get(Correction.objects.get().get_absolute_url()).content.decode()
    assert "推进会" not in html
    assert article.get_absolute_url() not in html
    assert "已不再公开" in html
    response = client.get(address(article))
    assert "没有编号为" in response.content.decode()
    assert "推进会" not in response.content.decode()


def test_a_number_is_found_however_it_is_written(client, article):
    send(client, article)
    ticket = Correction.objects.get().ticket
    written = f"{ticket[:4].lower()}-{ticket[4:]}"
    assert client.get("/corrections/", {"number": written}).headers["Location"] == f"/corrections/{ticket}/"
    assert client.get(f"/corrections/{ticket.lower()}/").status_code == 200


@pytest.mark.parametrize("number", ["AAAAAAAA", "x", "<script>", "0" * 300])
def test_an_unknown_number_is_said_to_be_unknown(client, number):
    response = client.get("/corrections/", {"number": number})
    assert response.status_code == 404
    assert "没有编号为" in response.content.decode()
    assert "<script>" not in response.content.decode().replace("<script src", "")
    assert client.get("/corrections/AAAAAAAA/").status_code == 404


@pytest.mark.parametrize("fields", [{"message": ""}, {"message": "长" * 4001}, {"kind": "no"}, {"about": "f999"}])
def test_a_wrong_field_is_named_and_what_was_written_is_kept(client, article, fields):
    html = send(client, article, 422, **{"contact": "留着这句", **fields}).content.decode()
    assert 'role="alert"' in html
    assert "留着这句" in html
    assert not Correction.objects.exists()


def test_a_program_that_fills_in_every_field_is_refused(client, article):
    html = send(client, article, 422, website="https://spam.example").content.decode()
    assert "此栏请留空" in html
    assert not Correction.objects.exists()


def test_one_address_may_send_five_an_hour_and_another_is_not_held_up(client, article):
    for _ in range(5):
        send(client, article)
    response = send(client, article, 429)
    assert 3500 < int(response.headers["Retry-After"]) <= 3601
    assert MESSAGE in response.content.decode()
    assert Correction.objects.count() == 5
    other = Client(REMOTE_ADDR="192.0.2.7")
    send(other, article)
    hour_ago = timezone.now() - dt.timedelta(minutes=61)
    Correction.objects.update(created_at=hour_ago)
    send(client, article)


def test_one_address_may_send_twenty_a_day(client, article):
    send(client, article)
    row = Correction.objects.get()
    Correction.objects.bulk_create([Correction(message="x", sender=row.sender) for _ in range(19)])
    Correction.objects.update(created_at=timezone.now() - dt.timedelta(hours=3))
    send(client, article, 429)


def test_the_senders_address_is_kept_as_a_digest_and_for_a_day(client, article):
    send(client, article)
    first = Correction.objects.get()
    assert re.fullmatch(r"[0-9a-f]{64}", first.sender)
    Correction.objects.update(created_at=timezone.now() - dt.timedelta(hours=25))
    send(client, article)
    first.refresh_from_db()
    assert first.sender == ""


def test_behind_our_proxy_the_address_it_names_counts(client, article, settings):
    settings.TRUSTED_PROXIES = 1
    forged = "203.0.113.9, 198.51.100.1"
    for number in range(5):
        client.post(
            address(article), {**SENT, "about": ""}, headers={"x-forwarded-for": f"{number}.0.0.1, 198.51.100.1"}
        )
    assert client.post(address(article), SENT, headers={"x-forwarded-for": forged}).status_code == 429
    assert client.post(address(article), SENT, headers={"x-forwarded-for": "198.51.100.2"}).status_code == 302


def test_a_form_without_its_token_is_refused(article):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address(article), SENT).status_code == 403
    html = strict.get(address(article)).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)[1]
    assert strict.post(address(article), {**SENT, "csrfmiddlewaretoken": token}).status_code == 302


def test_a_report_about_no_article_is_taken_too(client):
    response = client.post(NEW, SENT)
    assert response.status_code == 302
    assert Correction.objects.get().article is None


@pytest.mark.parametrize("value", ["x", "999", "9" * 40, "-1", "１"])
def test_a_wrong_article_is_told_and_left_out(client, value):
    response = client.get(NEW, {"article": value})
    assert response.status_code == 200
    assert "没有编号为" in response.content.decode()


def test_pages_of_reports_are_kept_from_crawlers_and_caches(client, article):
    send(client, article)
    for path in (address(article), Correction.objects.get().get_absolute_url(), "/corrections/"):
        response = client.get(path)
        assert '<meta name="robots" content="noindex">' in response.content.decode()
        assert "no-store" in response.headers["Cache-Control"]


def test_the_form_asks_few_questions(client, article, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        client.get(address(article))
