"""Rows inserted many at a time are what saving them one by one would have made."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.forms import model_to_dict

from archive.models import Article, ArticleState, Event, Finding, SavedFile
from archive.models.insertion import give_ids, insert_all, insert_rows, store_json

pytestmark = pytest.mark.django_db

MOMENT = dt.datetime(2021, 6, 5, 23, 30, 1, 5, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def make_article(number: int) -> Article:
    return Article(
        url=f"http://a.example/{number}",
        title="净滩“活动”",
        body="一段\n二段",
        captions=["图"],
        quotes={"来源": "江城"},
        event_start=dt.date(2021, 6, 5),
        captured_at=MOMENT,
        views=3,
        state=ArticleState.REJECTED,
    )


def stored(pk: int) -> dict[str, Any]:
    """What SQLite holds of an article, moments and ids left out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM archive_article WHERE id = %s", [pk])
        names = [column[0] for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True)) | {"id": 0, "created_at": "", "changed_at": ""}


def test_the_rows_are_those_that_saving_makes() -> None:
    saved, inserted = make_article(1), make_article(1)
    saved.save()
    insert_all([inserted])
    read, other = Article.objects.get(pk=inserted.pk), Article.objects.get(pk=saved.pk)
    assert model_to_dict(read, exclude=["id"]) == model_to_dict(other, exclude=["id"])
    assert (read.captured_at, read.state) == (MOMENT, "rejected")
    text = {name: value for name, value in stored(saved.pk).items() if name not in ("captions", "quotes")}
    assert text.items() <= stored(inserted.pk).items()


def test_the_objects_can_be_used_and_saved_again() -> None:
    article = make_article(1)
    insert_all([article])
    assert article.created_at == Article.objects.get().created_at
    article.title = "改"
    article.save()
    assert [row.title for row in Article.objects.all()] == ["改"]


def test_ids_follow_the_highest_there_ever_was() -> None:
    insert_all(gone := [Event(title="一"), Event(title="二")])
    last = gone[-1].pk
    Event.objects.all().delete()
    insert_all(rows := [Event(title="三"), Event(title="四")])
    assert [row.pk for row in rows] == [last + 1, last + 2]
    assert Event.objects.create(title="五").pk == last + 3


def test_ids_may_be_given_beforehand_so_that_rows_can_point_to_each_other() -> None:
    articles, events = [make_article(1)], [Event(title="一")]
    give_ids(articles)
    give_ids(events)
    articles[0].event, events[0].lead = events[0], articles[0]
    insert_all(events)
    insert_all(articles)
    assert Event.objects.get().lead == Article.objects.get()
    connection.check_constraints()


def test_what_constraints_forbid_is_refused() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_all([SavedFile(sha256="a", media_type="", size=1, name="") for _twice in range(2)])
    assert not SavedFile.objects.exists()


def test_nothing_is_inserted_for_nothing() -> None:
    insert_all([])
    assert not Article.objects.exists()


def test_plain_rows_are_inserted_as_given() -> None:
    article = make_article(1)
    insert_all([article])
    columns = ("article_id", "kind", "value", "role", "data", "quote", "rule", "rule_version", "confidence")
    values = (article.pk, "region", "420100", "venue", store_json({"名": [1]}), "在江城", "r", 1, 0.5)
    insert_rows(Finding, (*columns, "origin", "state", "position", "doubt"), [(*values, "machine", "proposed", 0, "")])
    finding = Finding.objects.get()
    assert (finding.article, finding.data, finding.quote) == (article, {"名": [1]}, "在江城")
