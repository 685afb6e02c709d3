"""What every engine has to answer alike: each test of this folder once an engine.

The server's half runs where real servers are tested (`make test-scale`).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import ON_SCALE

# One shard, and several: what is told apart by shard has to come out the same.
ENGINES = ("embedded", "one shard", "three shards") if ON_SCALE else ("embedded",)


@pytest.fixture(autouse=True, params=ENGINES)
def engine(request: pytest.FixtureRequest, _own_index, tmp_path) -> Iterator[str]:
    if request.param == "embedded":
        yield request.param
        return
    from tests.scale.opensearch.connected import cluster_or_skip, connected

    with connected(cluster_or_skip(), tmp_path / "index", shards=3 if request.param == "three shards" else 1):
        yield request.param
