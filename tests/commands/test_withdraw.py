"""Withdrawing and restoring from the command line: all of them or none, with the reason on record."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from archive.models import Article, ArticleState, AuditEntry, Correction, Finding, Relation, Withdrawal
from tests.factories import make_article, make_finding

pytestmark = pytest.mark.django_db


def command(*words: object) -> str:
    said = io.StringIO()
    call_command(*map(str, words), stdout=said)
    return said.getvalue()


def test_readers_are_told_when_and_for_what_kind_of_reason_but_nothing_else(client: Client) -> None:
    article = make_article("张三受助记", "正文里的话。")
    request = Correction.objects.create(article=article, kind="privacy", message="请撤下")
    command("withdraw", article.pk, "--reason", "privacy", "--note", "来信甲", "--ticket", request.ticket.lower())
    withdrawal = Withdrawal.objects.get()
    assert (withdrawal.reason, withdrawal.note, withdrawal.correction) == ("privacy", "来信甲", request)
    page = client.get(f"/articles/{article.pk}/")
    text = page.content.decode()
    assert page.status_code == 410
    assert "涉及个人信息" in text and f"{withdrawal.at:%Y-%m}" in text
    assert not any(words in text for words in ("张三", "正文里的话", "来信甲", request.ticket))
    answer = client.get(f"/api/v1/articles/{article.pk}")
    assert (answer.status_code, answer.json()["withdrawn"]["reason"]) == (410, "privacy")
    assert "张三" not in answer.content.decode()


def test_one_that_is_restored_has_all_that_staff_decided(client: Client) -> None:
    article = make_article()
    mine = make_finding(article, "event_type", "training", origin="staff", state="accepted")
    rejected = make_finding(article, "event_type", "meeting", state="rejected")
    command("withdraw", article.pk)
    command("restore_article", article.pk, "--note", "误会")
    assert client.get(f"/articles/{article.pk}/").status_code == 200
    assert Finding.objects.get(pk=mine.pk).state == "accepted"
    assert Finding.objects.get(pk=rejected.pk).state == "rejected"
    assert Withdrawal.objects.get().ended_at is not None
    assert [entry.action for entry in AuditEntry.objects.all()] == ["publish", "withdraw"]
    assert AuditEntry.objects.all()[0].actor_name.startswith("manage.py")


def test_reprints_go_with_it_or_are_told_of() -> None:
    first = make_article()
    copy = make_article(reprint_of=first, relation=Relation.REPRINT)
    assert str(copy.pk) in command("withdraw", first.pk)
    command("withdraw", first.pk, "--with-reprints")
    assert not Article.public.exists()


def test_withdrawing_again_changes_the_reason_and_not_the_moment() -> None:
    article = make_article()
    command("withdraw", article.pk, "--reason", "error")
    moment = Withdrawal.objects.get().at
    command("withdraw", article.pk, "--reason", "legal")
    assert (Withdrawal.objects.get().reason, Withdrawal.objects.get().at) == ("legal", moment)


@pytest.mark.parametrize(
    "words",
    [
        ("withdraw", 1, 999),
        ("withdraw", 1, "--ticket", "NOSUCH99"),
        ("restore_article", 1),
        ("restore_article", 999),
    ],
)
def test_a_wrong_number_changes_nothing(words: tuple[object, ...]) -> None:
    article = make_article()
    given = [article.pk if word == 1 else word for word in words]
    with pytest.raises(CommandError) as caught:
        command(*given)
    assert caught.value.returncode == 2
    assert Article.objects.get().state == ArticleState.PUBLIC
    assert not AuditEntry.objects.exists()
