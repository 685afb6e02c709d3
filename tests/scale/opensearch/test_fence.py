"""A node that was cut off holds what the index was, under the same name, and answers: it must not be believed.

It is played by a server of another cluster that holds the index as it was: to a client there is no difference.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.models import SearchFence
from archive.search.engine import IndexUnusable
from archive.search.indexing import index_problem, index_stale, rebuild_index
from archive.search.query import SearchQuery
from archive.search.run import count_found, search
from tests.factories import make_article
from tests.scale.opensearch.connected import cluster_or_skip, connected

pytestmark = pytest.mark.django_db


@pytest.fixture
def cut_off(backend, cluster):
    """The address of a node that knows of the first article and of nothing since, beside the index that has two."""
    today = backend.address
    alone = replace(today, hosts=tuple(f"http://{node.address}" for node in cluster_or_skip(3).nodes[:1]))
    make_article("江滩净滩")
    backend.address = alone
    index_stale()
    assert count_found(SearchQuery(q="净滩")) == 1
    SearchFence.objects.all().delete()
    backend.address = today
    rebuild_index()
    make_article("江滩净滩第二日")
    index_stale()
    yield alone.hosts[0]
    backend.address = alone
    for build in list(backend.server.ask(lambda client: client.indices.get(index=f"{backend.builds.alias}-*"))):
        backend.builds._remove(build)
    backend.address = today


def test_whoever_asks_it_is_answered_by_another(backend, cut_off) -> None:
    backend.address = replace(backend.address, hosts=(*backend.address.hosts, cut_off))
    for _question in range(6):
        assert count_found(SearchQuery(q="净滩")) == 2
        assert search(SearchQuery(q="净滩")).total == 2
        assert len(backend.held()) == 2


def test_alone_it_is_no_answer_at_all(backend, cut_off) -> None:
    backend.address = replace(backend.address, hosts=(cut_off,))
    for _question in range(3):
        with pytest.raises(IndexUnusable) as caught:
            count_found(SearchQuery(q="净滩"))
        assert caught.value.code == "away"


def test_an_index_that_is_not_this_databases_is_made_anew(backend, cut_off) -> None:
    backend.address = replace(backend.address, hosts=(cut_off,))
    problem = index_problem()
    assert problem is not None and problem.code == "missing"
    index_stale()
    assert count_found(SearchQuery(q="净滩")) == 2


def test_the_name_that_nodes_have_to_know_changes_with_the_copies_alone(cluster, tmp_path) -> None:
    everything = {"size": 0, "track_total_hits": True}
    with connected(cluster_or_skip(3), tmp_path / "index", shards=2, replicas=1) as backend:
        rebuild_index()
        names, readers = [], []
        for number, copies in enumerate((1, 1, 2, 2, 0), start=1):
            readers.append(backend.searching)
            _copy(backend, copies)
            make_article("江滩净滩")
            index_stale()
            names.append(backend.builds.fence.name())
            # Whoever read the name before is still answered by it.
            assert readers[-1].ask(everything, {})["hits"]["total"]["value"] == number
        assert names[0] == names[1] != names[2] == names[3] != names[4]
        with pytest.raises(IndexUnusable):
            readers[1].ask(everything, {})


def _copy(backend, copies: int) -> None:
    index = f"{backend.builds.alias}-*"
    settings = {"index": {"number_of_replicas": copies}}
    backend.server.ask(lambda client: client.indices.put_settings(index=index, body=settings, request_timeout=100))
    backend.server.ask(
        lambda client: client.cluster.health(
            index=index,
            wait_for_status="green",
            wait_for_no_relocating_shards=True,
            timeout="100s",
            request_timeout=110,
        )
    )
