"""What staff are asked about an article, and when a question is asked again."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection

from archive.ingest.store import store_article
from archive.models import Article, Correction, Finding, ReviewItem, ReviewReason
from archive.review import queue
from archive.review.corrections import answer_correction, file_correction
from archive.review.decisions import touch_article, withdraw
from archive.review.doubts import confirm_findings
from archive.triage.items import ask_about, settle
from tests.ingest.factories import BODY, make_draft, make_event_date, make_page, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path) -> None:
    settings.FILES_DIR = tmp_path / "files"


def store(*findings: Any, **draft: Any) -> Article:
    sure = (make_event_date(), make_region())
    return store_article(make_page(url="http://a.example/1"), make_draft(**draft), findings or sure).article


def asked(article: Article) -> list[str]:
    return list(article.review_items.filter(settled_at=None).values_list("reason", flat=True))


def test_a_page_the_machine_is_sure_of_is_not_asked_about() -> None:
    assert asked(store()) == []


def test_a_place_held_with_little_confidence_is_asked_about() -> None:
    article = store(make_event_date(), make_region(confidence=0.5))
    assert asked(article) == ["confidence"]
    assert article.review_items.get().about == ["region:venue:420100"]


def test_two_places_about_as_likely_are_asked_about_and_a_district_of_the_first_is_not() -> None:
    article = store(make_event_date(), make_region("420100"), make_region("420102"))
    assert asked(article) == []
    article = store_article(
        make_page("b", url="http://a.example/2"),
        make_draft(body="另一篇。" + BODY),
        (make_event_date(), make_region("420100"), make_region("370000", confidence=0.75)),
    ).article
    assert asked(article) == ["candidates"]


def test_extractors_that_disagree_and_missing_facts_are_asked_about_in_this_order() -> None:
    article = store(make_region(), flags=("date_disagreement",))
    assert asked(article) == ["disagreement", "missing"]
    weights = list(article.review_items.values_list("weight", flat=True))
    assert weights == sorted(weights)


def test_personal_data_is_asked_about_without_its_words() -> None:
    personal = make_region("mobile", kind="personal_data", role="", quote="138****5678", start=30, end=41)
    article = store(make_event_date(), make_region(), personal)
    assert article.review_items.get(reason="personal").about == ["mobile:30"]


def test_what_staff_accepted_or_set_is_asked_about_no_more() -> None:
    article = store(make_event_date(confidence=0.4), make_region(confidence=0.4))
    article.findings.filter(kind="region").update(state="accepted")
    ask_about([article.pk])
    assert article.review_items.get().about == ["event_date:event:2013-07-07"]
    Finding.objects.create(
        article=article, kind="event_date", value="2013-07-06", role="event", origin="staff", state="accepted"
    )
    touch_article(article)
    assert asked(article) == []


def test_a_settled_question_is_not_asked_again_until_it_is_another() -> None:
    article = store(make_event_date(), make_region(confidence=0.4))
    user = User.objects.create(username="reviewer")
    assert settle(article.pk, by=user) == []
    ask_about([article.pk])
    assert asked(article) == []
    assert article.review_items.get().settled_by == user
    article.findings.filter(kind="region").update(value="370000")
    ask_about([article.pk])
    assert asked(article) == ["confidence"]
    assert article.review_items.get().settled_by is None


def test_a_readers_correction_comes_first_and_goes_by_an_answer_alone() -> None:
    article = store(make_event_date(), make_region(confidence=0.4))
    correction = Correction(article=article, kind="error", message="日期有误")
    file_correction(correction, address="203.0.113.7")
    assert asked(article) == ["correction", "confidence"]
    assert settle(article.pk, by=None) == [ReviewReason.CORRECTION]
    correction.state = "declined"
    answer_correction(correction)
    assert asked(article) == []


def test_a_request_for_removal_comes_before_an_error() -> None:
    article = store()
    for kind in ("error", "removal"):
        file_correction(Correction(article=article, kind=kind, message="x"), address="203.0.113.7")
    other = store_article(make_page("b", url="http://a.example/2"), make_draft(body="另一篇。" + BODY), ()).article
    file_correction(Correction(article=other, kind="error", message="x"), address="203.0.113.7")
    assert [item.article_id for item in ReviewItem.objects.filter(reason="correction")] == [article.pk, other.pk]


def test_a_new_version_asks_again_about_what_staff_set_even_after_it_was_settled_once() -> None:
    article = store()
    Finding.objects.create(
        article=article, kind="region", value="370000", role="venue", origin="staff", state="accepted"
    )
    touch_article(article)
    for number in (1, 2):
        changed = make_draft(body=f"第{number}次更改。{BODY}")
        store_article(make_page(f"第{number}次", url="http://a.example/1"), changed, (make_event_date(), make_region()))
        assert asked(article) == ["doubt"]
        assert settle(article.pk, by=None) == [ReviewReason.DOUBT]
        confirm_findings(article.findings.all())
        assert asked(article) == []


def test_what_readers_do_not_see_is_not_asked_about() -> None:
    article = store(make_event_date(), make_region(confidence=0.4))
    withdraw(article, "x")
    assert asked(article) == []
    assert asked(store_article(make_page("目录"), make_draft(page_class="list", title="目录"), ()).article) == []


def test_asking_about_many_articles_costs_few_queries(django_assert_max_num_queries) -> None:
    keys = [
        store_article(
            make_page(f"{number}", url=f"http://a.example/{number}"),
            make_draft(body=f"第{number}篇。{BODY}", title=f"第{number}篇"),
            (make_region(confidence=0.4),),
        ).article.pk
        for number in range(8)
    ]
    ReviewItem.objects.all().delete()
    with django_assert_max_num_queries(8):
        ask_about(keys)
    assert ReviewItem.objects.count() == 16


@pytest.mark.parametrize("reason", ["", "personal"])
def test_the_queue_is_read_from_its_index_and_never_sorted(reason: str) -> None:
    """However many questions there are: what is open stands in an index, in order, from its beginning."""
    if connection.vendor != "sqlite":
        pytest.skip("how PostgreSQL goes about it depends on how many rows there are")
    plan = queue._open(ReviewReason(reason) if reason else None).values_list("article", flat=True)[:20].explain()
    assert f"USING INDEX review_open{'_by_reason' if reason else ''}" in plan
    assert "TEMP B-TREE" not in plan
