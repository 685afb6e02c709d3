"""Searches frozen to be cited."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from archive.export import snapshots
from archive.models import Article, Snapshot
from archive.review.decisions import withdraw
from archive.search.indexing import index_stale
from tests.factories import make_article, make_event_type

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    make_event_type("meeting", "会议")
    for name in ("甲", "乙", "丙"):
        make_article(f"志愿服务{name}", "武汉的志愿服务。", types=["meeting"], fingerprint=name * 3)
    index_stale()


def freeze(client, query: str) -> str:
    response = client.post("/snapshots/", {"query": query})
    assert response.status_code == 302
    return response.headers["Location"]


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.usefixtures("archive")
class TestSnapshots:
    def test_a_search_is_frozen_with_all_it_finds_and_how_to_cite_it(self, client):
        address = freeze(client, "q=志愿&type=meeting&page=3")
        snapshot = Snapshot.objects.get()
        assert list(snapshot.revisions) == [hit["id"] for hit in client.get("/search.json?q=志愿").json()["hits"]]
        html = page(client, address)
        assert f"http://testserver{address}" in html
        assert "志愿，事件类型 会议" in html
        assert snapshot.digest in html
        assert "没有变化" in html

    def test_the_same_answer_frozen_twice_is_one_snapshot(self, client):
        assert freeze(client, "q=志愿") == freeze(client, "q=志愿&page=2")
        assert freeze(client, "q=志愿") != freeze(client, "q=志愿服务")

    def test_it_says_what_has_changed_since_and_names_nothing_withdrawn(self, client):
        address = freeze(client, "q=志愿")
        withdraw(Article.objects.get(title="志愿服务甲"), "测试")
        Article.objects.filter(title="志愿服务乙").update(revision=7)
        make_article("志愿服务丁", "武汉的志愿服务。")
        index_stale()
        html = page(client, address)
        assert "1 篇有更改" in html
        assert "1 篇已不再公开" in html
        assert "现在多出 1 篇" in html
        assert "志愿服务甲" not in html
        assert "志愿服务丁" in html

    def test_its_articles_are_taken_home_in_the_frozen_order(self, client):
        address = freeze(client, "q=志愿").rstrip("/")
        response = client.get(f"{address}.jsonl")
        records = [json.loads(line) for line in b"".join(response.streaming_content).splitlines()]
        assert [record["id"] for record in records] == list(Snapshot.objects.get().revisions)

    def test_a_search_without_results_is_not_frozen(self, client):
        response = client.post("/snapshots/", {"query": "type=training"})
        assert response.status_code == 422
        assert "没有结果" in response.content.decode()
        assert not Snapshot.objects.exists()

    def test_a_search_that_finds_too_much_is_not_frozen(self, client, monkeypatch):
        monkeypatch.setattr(snapshots, "MOST", 2)
        assert client.post("/snapshots/", {"query": ""}).status_code == 422

    def test_a_flood_of_snapshots_is_stopped_for_an_hour(self, client, monkeypatch):
        monkeypatch.setattr(snapshots, "AN_HOUR", 1)
        freeze(client, "q=志愿")
        assert client.post("/snapshots/", {"query": "q=武汉"}).status_code == 429
        freeze(client, "q=志愿")  # known already: nothing is stored
        Snapshot.objects.update(created_at=timezone.now() - timedelta(hours=2))
        freeze(client, "q=武汉")

    def test_other_sites_cannot_freeze_searches_in_a_reader_s_name(self):
        assert Client(enforce_csrf_checks=True).post("/snapshots/", {"query": "q=志愿"}).status_code == 403

    @pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30, "2"])
    def test_any_page_number_gets_an_answer(self, client, number):
        assert "志愿服务甲" in page(client, f"{freeze(client, 'q=志愿')}?page={number}")

    def test_an_unknown_snapshot_is_not_found(self, client):
        assert client.get("/snapshots/nosuchkey0/").status_code == 404
