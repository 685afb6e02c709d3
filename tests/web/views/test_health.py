"""What machines are told: alive, ready, and how far the index is behind."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from archive.admin.index_state import show_index_state
from archive.models import Article
from archive.search.engine import IndexUnusable
from archive.search.indexing import index_stale
from archive.web.disk import Space
from archive.web.views import health
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def _waiting(settings) -> None:
    """One article the index holds, and two it is behind with, the older since a quarter of an hour."""
    make_article()
    index_stale()
    for _number in range(2):
        make_article()
    oldest = Article.objects.latest("pk")
    Article.objects.filter(pk=oldest.pk).update(changed_at=timezone.now() - dt.timedelta(minutes=15, seconds=30))


@pytest.mark.usefixtures("_waiting")
def test_it_is_ready_and_says_how_far_the_index_is_behind(client: Client) -> None:
    response = client.get("/readyz")
    told = response.json()
    assert (response.status_code, told["status"], told["index"]) == (200, "ok", "ok")
    assert told["behind"]["articles"] == 2
    assert 930 <= told["behind"]["seconds"] < 990
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("_waiting")
def test_nothing_is_behind_once_the_indexer_ran(client: Client) -> None:
    index_stale()
    assert client.get("/readyz").json()["behind"] == {"articles": 0, "seconds": 0}


@pytest.mark.usefixtures("_waiting")
def test_staff_see_it_on_every_page(rf) -> None:
    label, colour = show_index_state(rf.get("/admin/"))
    assert "2 " in label and "15 分" in label and colour == "danger"
    index_stale()
    assert show_index_state(rf.get("/admin/")) == ["索引已同步", "success"]


def test_it_is_not_ready_without_an_index(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "index_problem", lambda: IndexUnusable("missing", "no index"))
    response = client.get("/readyz")
    assert (response.status_code, response.json()["index"]) == (503, "missing")


def test_it_is_not_ready_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(health, "index_lag", fail)
    assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize(("free", "is_low"), [(10 << 30, False), (100 << 20, True)])
def test_it_says_when_the_disk_is_nearly_full_and_answers_searches_still(
    client: Client, monkeypatch: pytest.MonkeyPatch, free: int, is_low: bool
) -> None:
    index_stale()
    monkeypatch.setattr(health, "disk_space", lambda: Space(free=free, total=100 << 30))
    response = client.get("/readyz")
    assert (response.status_code, response.json()["disk"]) == (200, {"free_bytes": free, "is_low": is_low})


def test_it_is_not_ready_without_its_folder(client: Client, settings, tmp_path) -> None:
    settings.DATA_DIR = tmp_path / "gone"
    assert client.get("/readyz").status_code == 503
