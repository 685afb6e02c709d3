"""Each search test gets an index of its own and no labels from the test before."""

from __future__ import annotations

from pathlib import Path

import pytest
from haystack import connections

from archive.search.labels import forget_labels


@pytest.fixture(autouse=True)
def _own_index(settings, tmp_path: Path):
    forget_labels()
    backend = connections["default"].get_backend()
    before = backend.path
    backend.path = str(tmp_path / "index")
    yield
    backend.path = before
    forget_labels()
