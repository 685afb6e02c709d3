"""The index learns of changes from the database alone: none is stored without being waiting, and no reader writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import reverse

from archive.models import Article
from archive.review.decisions import withdraw
from archive.search.freshness import index_lag
from archive.search.indexing import index_stale
from archive.search.query import SearchQuery
from archive.search.run import search
from tests.factories import make_article, make_hubei

pytestmark = pytest.mark.django_db


def files_of(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(file.relative_to(folder)): (file.stat().st_size, file.stat().st_mtime_ns)
        for file in folder.rglob("*")
        if file.is_file() and not file.name.endswith((".lock", "WRITELOCK"))
    }


def test_a_change_waits_from_its_own_transaction_on_and_not_if_that_fails() -> None:
    article = make_article()
    index_stale()
    with pytest.raises(RuntimeError), transaction.atomic():
        withdraw(article, "asked for")
        assert index_lag().articles == 1
        raise RuntimeError("the power went")
    assert index_lag().articles == 0
    assert [hit.id for hit in search(SearchQuery()).hits] == [article.pk]


def test_draining_twice_writes_nothing_the_second_time() -> None:
    make_article()
    first, second = index_stale(), index_stale()
    assert (first.indexed, second.indexed, second.removed) == (1, 0, 0)


def test_an_article_that_changes_while_it_is_being_indexed_stays_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    from archive.search import indexing

    article = make_article()
    real = indexing.mark_indexed

    def change_first(read: list[tuple[int, int]]) -> None:
        Article.objects.filter(pk=article.pk).update(revision=7)
        real(read)

    monkeypatch.setattr(indexing, "mark_indexed", change_first)
    index_stale()
    assert index_lag().articles == 1


def test_neither_readers_nor_staff_at_work_write_to_the_index(client: Client, tmp_path: Path) -> None:
    make_hubei()
    article = make_article(venues=["420100"])
    index_stale()
    before = files_of(tmp_path / "index")
    client.force_login(User.objects.create(username="editor", is_staff=True, is_superuser=True))
    for address in ("/", "/search/?q=志愿者", f"/articles/{article.pk}/", "/api/v1/search?q=志愿者", "/readyz"):
        assert client.get(address).status_code == 200
    sent = {"action": "withdraw_chosen", "_selected_action": [article.pk], "apply": "1", "reason": "privacy"}
    client.post(reverse("admin:archive_article_changelist"), sent)
    assert client.get("/api/v1/search?q=志愿者").json()["total"] == 0
    assert index_lag().articles == 1
    assert before and files_of(tmp_path / "index") == before
