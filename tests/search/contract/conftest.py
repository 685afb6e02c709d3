"""What every engine has to answer alike: each test of this folder once an engine.

The server's half runs where real servers are tested (`make test-scale`).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import ON_SCALE

ENGINES = ("embedded", "one node", "three nodes") if ON_SCALE else ("embedded",)
"""Three nodes have three shards with a copy each: what is told apart by shard and by node has to come out the same."""


@pytest.fixture(autouse=True, params=ENGINES)
def engine(request: pytest.FixtureRequest, _own_index, tmp_path) -> Iterator[str]:
    if request.param == "embedded":
        yield request.param
        return
    from tests.scale.opensearch.connected import cluster_or_skip, connected

    nodes, layout = (3, {"shards": 3, "replicas": 1}) if request.param == "three nodes" else (1, {})
    with connected(cluster_or_skip(nodes), tmp_path / "index", **layout):
        yield request.param
