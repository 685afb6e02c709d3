"""Two reviewers at once, and the queue they share: what was not seen is not overwritten."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from archive.models import (
    Article,
    Origin,
    ReviewClaim,
)
from tests.admin.review.judging import add, open_page, reviewer, send, venue

pytestmark = pytest.mark.django_db


def test_two_reviewers_never_get_the_same_article() -> None:
    first, second = add(1), add(2)
    one, two = reviewer("one"), reviewer("two")
    leads = [client.post(reverse("admin_review_next")).headers["Location"] for client in (one, two)]
    assert leads == [reverse("admin_review_article", args=[row.pk]) for row in (first, second)]
    assert two.post(reverse("admin_review_next")).headers["Location"] == leads[1]
    third = reviewer("three").post(reverse("admin_review_next"))
    assert third.headers["Location"] == reverse("admin_review")


def test_what_somebody_holds_is_shown_and_not_changed(article: Article) -> None:
    open_page(reviewer("one"), article)
    two = reviewer("two")
    page = open_page(two, article)
    assert "one 正在审这篇" in page.content.decode()
    answer = send(
        two, article, "correct", seen=page.context["seen"], finding=venue(article).pk, value="武昌区", role="venue"
    )
    assert answer.status_code == 409
    told = answer.content.decode()
    assert "正由 one 审核" in told and 'value="武昌区"' in told
    assert not article.findings.filter(origin=Origin.STAFF).exists()


def test_a_lease_ends_by_itself_and_what_its_holder_did_not_see_is_not_overwritten(article: Article) -> None:
    one, two = reviewer("one"), reviewer("two")
    seen = open_page(one, article).context["seen"]
    ReviewClaim.objects.update(until=timezone.now() - dt.timedelta(seconds=1))
    send(two, article, "correct", finding=venue(article).pk, value="420106", role="venue")
    ReviewClaim.objects.update(until=timezone.now() - dt.timedelta(seconds=1))
    answer = send(
        one, article, "correct", seen=seen, finding=venue(article).pk, value="420500", role="venue", quote="表彰"
    )
    assert answer.status_code == 409
    told = answer.content.decode()
    assert "您打开之后，这篇文章被改动了（two" in told and "您填写的内容还在" in told
    assert 'value="420500"' in told
    assert article.findings.get(origin=Origin.STAFF).value == "420106"
    again = send(one, article, "correct", seen=answer.context["seen"], finding=article.findings.get(origin=Origin.STAFF).pk,
                 value="420500", role="venue")  # fmt: skip
    assert again.status_code == 200
    assert article.findings.get(origin=Origin.STAFF).value == "420500"


def test_what_is_skipped_is_passed_over_until_it_is_asked_for_again() -> None:
    first, second = add(1), add(2)
    client = reviewer()
    assert send(client, first, "skip", seen="").headers["Location"] == reverse("admin_review_article", args=[second.pk])
    assert not ReviewClaim.objects.filter(article=first).exists()
    assert send(client, second, "skip", seen="").headers["Location"] == reverse("admin_review")
    again = client.post(reverse("admin_review_next"), {"again": "1"})
    assert again.headers["Location"] == reverse("admin_review_article", args=[first.pk])


def test_the_queue_keeps_to_a_reason_and_drops_one_there_is_none_of(article: Article) -> None:
    add(2, role="mentioned")
    client = reviewer()
    address = reverse("admin_review")
    assert [row.article.title for row in client.get(address, {"reason": "missing"}).context["waiting"]] == [
        "第2次推进会"
    ]
    assert len(client.get(address, {"reason": "whim"}).context["waiting"]) == 2
    lead = client.post(f"{reverse('admin_review_next')}?reason=missing").headers["Location"]
    assert lead.endswith("?reason=missing")


def test_queue_and_screen_cost_the_same_however_long_the_queue(article: Article) -> None:
    client = reviewer()

    def cost() -> list[int]:
        numbers = []
        for ask in (lambda: client.get(reverse("admin_review")), lambda: open_page(client, article)):
            with CaptureQueriesContext(connection) as queries:
                assert ask().status_code == 200
            numbers.append(len(queries))
        return numbers

    cost()
    few = cost()
    for number in range(2, 9):
        add(number)
    assert cost() == few
    assert max(few) <= 25
