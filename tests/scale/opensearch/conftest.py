"""A cluster shared by tests, and one that a test may kill."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from archive.search.engines.opensearch.backend import ArchiveOpenSearchBackend
from archive.search.labels import forget_labels
from tests.conftest import ON_SCALE
from tests.scale.opensearch.cluster import Cluster
from tests.scale.opensearch.connected import cluster_or_skip, connected


@pytest.fixture
def cluster() -> Cluster:
    if not ON_SCALE:
        pytest.skip("tests against real servers are run by `make test-scale`")
    return cluster_or_skip()


@pytest.fixture
def backend(cluster: Cluster, tmp_path) -> Iterator[ArchiveOpenSearchBackend]:
    """An index of the test's own, on two shards."""
    forget_labels()
    with connected(cluster, tmp_path / "index", shards=2) as made:
        yield made
    forget_labels()
