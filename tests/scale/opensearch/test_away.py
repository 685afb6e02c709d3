"""With the server away, pages that search say so, nothing else breaks, and what happened meanwhile is caught up with."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.core.checks import run_checks

from archive.models import Article
from archive.search.engine import IndexUnusable
from archive.search.engines.opensearch.client import server
from archive.search.indexing import index_problem, index_stale
from archive.search.query import SearchQuery
from archive.search.run import search
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def freeze(cluster, backend, monkeypatch):
    """Freezes the server while the block lasts: connections are taken, nothing is answered, and nobody waits for long."""
    (node,) = cluster.nodes

    @contextmanager
    def frozen():
        node.process.send_signal(signal.SIGSTOP)
        with monkeypatch.context() as patience:
            impatient = replace(backend.address, seconds=1)
            patience.setattr(type(backend), "server", property(lambda _self: server(impatient)))
            yield
        node.process.send_signal(signal.SIGCONT)
        cluster.wait(1)

    yield frozen
    node.process.send_signal(signal.SIGCONT)
    server.cache_clear()


def test_readers_are_told_and_the_outbox_catches_up(client, freeze) -> None:
    article = make_article("江滩净滩", "志愿者清理江滩。")
    index_stale()
    assert client.get("/search/?q=净滩").status_code == 200
    with freeze():
        refused = client.get("/search/?q=净滩")
        assert refused.status_code == 503
        assert "检索服务暂时没有回应" in refused.text
        assert refused.headers["Retry-After"]
        assert client.get("/api/v1/search?q=净滩").status_code == 503
        told = client.get("/readyz")
        assert (told.status_code, told.json()["index"]) == (503, "away")
        assert [found.id for found in run_checks() if found.id.startswith("archive.W")] == ["archive.W005"]
        assert client.get(f"/articles/{article.pk}/").status_code == 200
        assert client.get("/healthz").status_code == 200
        late = make_article("江滩净滩第二日", "志愿者又来了。")
        with pytest.raises(IndexUnusable, match=r"127\.0\.0\.1"):
            index_stale()
        assert Article.objects.get(pk=late.pk).indexed_revision == 0
    assert index_problem() is None
    assert index_stale().indexed == 1
    assert {hit.id for hit in search(SearchQuery(q="净滩")).hits} == {article.pk, late.pk}


def test_a_server_that_does_not_answer_is_not_asked_by_everybody(client, freeze, caplog) -> None:
    make_article("江滩净滩")
    index_stale()
    with freeze():
        for _reader in range(12):
            assert client.get("/search/?q=净滩").status_code == 503
    waited = [record for record in caplog.records if "does not answer" in record.getMessage()]
    assert 1 <= len(waited) < 12
