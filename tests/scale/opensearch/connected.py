"""Has Haystack ask a cluster of the tests' own instead of the embedded engine, for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import pytest
from haystack import connections
from opensearchpy.exceptions import OpenSearchException

from archive.search.engines.opensearch.backend import ArchiveOpenSearchBackend
from archive.search_url import read_search_url
from tests.scale import lacks
from tests.scale.opensearch.cluster import Cluster, Missing, shared_cluster

_ENGINE = "archive.search.engines.opensearch.backend.ArchiveOpenSearchEngine"
_PATIENCE = 120
"""Seconds for an answer: machines may be slow, and that is not what is tested."""
_numbers = count(1)


def cluster_or_skip(nodes: int = 1) -> Cluster:
    """The cluster of so many nodes of this test run; skips, and says so at the end, where the machine cannot run one."""
    try:
        return shared_cluster(nodes)
    except Missing as error:
        pytest.skip(lacks(f"OpenSearch: {error}"))


@contextmanager
def connected(cluster: Cluster, folder: Path, **options: int) -> Iterator[ArchiveOpenSearchBackend]:
    """The backend of this thread, with indexes of its own that are gone afterwards. `options` as in SEARCH_URL."""
    prefix = f"test{next(_numbers)}"
    address = read_search_url(cluster.url(prefix, **{"seconds": _PATIENCE, **options}))
    before = connections.connections_info["default"]
    connections.connections_info["default"] = {"ENGINE": _ENGINE, "PATH": str(folder), "ADDRESS": address}
    connections.reload("default")
    try:
        yield connections["default"].get_backend()
    finally:
        connections.connections_info["default"] = before
        connections.reload("default")
        with suppress(OpenSearchException):  # the test may have taken the server away
            cluster.client().indices.delete(index=f"{prefix}-*", ignore_unavailable=True)
