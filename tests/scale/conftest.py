"""Servers of the tests' own."""

from __future__ import annotations

import pytest

from tests.conftest import ON_SCALE
from tests.keeping.conftest import sample_archive, sample_backup  # noqa: F401  (fixtures)
from tests.scale import lacks
from tests.scale.postgres import Server, shared_server


@pytest.fixture(scope="session")
def postgres() -> Server:
    """A running PostgreSQL server; make databases on it as needed."""
    if not ON_SCALE:
        pytest.skip("tests against real servers are run by `make test-scale`")
    server = shared_server()
    if server is None:
        pytest.skip(lacks("PostgreSQL: initdb and postgres are not on this machine (Debian: postgresql)"))
    return server
