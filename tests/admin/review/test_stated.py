"""What a page says of itself is corrected on the review screen as far as it is known."""

from __future__ import annotations

import datetime as dt

import pytest

from archive.models import (
    Article,
    AuditEntry,
    Source,
)
from tests.admin.review.judging import open_page, reviewer, send

pytestmark = pytest.mark.django_db


def test_title_and_source_are_corrected_with_the_evidence_in_place(article: Article) -> None:
    source = Source.objects.create(name="江城日报")
    answer = send(
        reviewer(),
        article,
        "restate",
        title="一个长得多的新标题：推进会",
        publisher="江城日报",
        claimed_source="江城网",
        dateline="",
    )
    assert answer.status_code == 200
    saved = Article.objects.get(pk=article.pk)
    assert (saved.title, saved.publisher, saved.claimed_source) == ("一个长得多的新标题：推进会", source, "江城网")
    dated = saved.findings.get(kind="event_date")
    assert saved.text[dated.start : dated.end] == "7月7日上午"
    assert send(reviewer(), article, "restate", title="题" * 501).status_code == 422
    assert send(reviewer(), article, "restate", publisher="没有这家").status_code == 422


def test_dates_and_authors_are_corrected_as_far_as_they_are_known(article: Article) -> None:
    client = reviewer()
    shown = open_page(client, article).content.decode()
    assert f'name="published" value="{article.published[:10]}' in shown
    dates = {"published": "2014年1月2日 8:05", "original_published": "2013-12"}
    assert send(client, article, "restate", **dates, authors="吴慧、 李姗").status_code == 200
    saved = Article.objects.get(pk=article.pk)
    assert (saved.published, saved.published_precision) == ("2014-01-02T08:05:00+08:00", "minute")
    assert (saved.original_published, saved.original_published_precision) == ("2013-12", "month")
    assert (saved.published_on, saved.authors) == (dt.date(2014, 1, 2), ["吴慧", "李姗"])
    shown = open_page(client, article).content.decode()
    assert 'name="published" value="2014-01-02 08:05"' in shown and 'value="吴慧、李姗"' in shown
    entries = AuditEntry.objects.count()
    send(client, article, "restate", published="2014-01-02 08:05", original_published="2013-12", authors="吴慧、李姗")
    assert AuditEntry.objects.count() == entries, "what is sent as it was shown changes nothing"
    send(client, article, "restate", published="", authors="")
    saved.refresh_from_db()
    assert (saved.published, saved.published_precision, saved.published_on, saved.authors) == ("", "", None, [])


@pytest.mark.parametrize("typed", ["昨天", "2013-13-01", "2013-02-30", "0000", "2999-01-01", "2013-1-1 25:00", "²⁰¹³"])
def test_a_date_that_is_none_is_refused_with_what_was_typed(article: Article, typed: str) -> None:
    before = article.published
    answer = send(reviewer(), article, "restate", published=typed)
    assert answer.status_code == 422 and typed in answer.content.decode()
    article.refresh_from_db()
    assert article.published == before
