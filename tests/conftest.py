"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from hypothesis import HealthCheck
from hypothesis import settings as generated

from archive.models import merged_names
from tests.scale import NOT_TESTED

# No example is failed for the time it took, nor a test for how slowly its examples are made: machines are slow at times.
generated.register_profile("archive", deadline=None, suppress_health_check=[HealthCheck.too_slow])
generated.load_profile("archive")

ON_SCALE = os.environ.get("TEST_DATABASE") == "postgres"
"""Whether real servers are to be tested: `make test-scale`."""

SCALE = Path(__file__).parent / "scale"
INDEX = Path(__file__).parent / "search"
READ_FOR_INDEX = ("test_indexing.py", "test_outbox.py", "test_documents.py")
"""Of the tests of the embedded index those about what it is made from; what it does with its own files is the same anywhere."""
CONTRACT = Path(__file__).parent / "search" / "contract"
"""What every search engine has to answer alike; one of them is a server."""
SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture
def shared() -> Path:
    """The folder of real material that lies beside a checkout on some machines, never inside it."""
    if not SHARED.is_dir():
        pytest.skip(f"the real pages are not on this machine: no {SHARED.name}/ folder beside the checkout")
    return SHARED


@pytest.fixture(autouse=True)
def _plain_static_files(settings) -> None:
    """Tests need no collected static files."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def _nothing_asked_yet() -> None:
    """What earlier tests asked of the API does not count towards its bound in the next."""
    cache.clear()


@pytest.fixture(autouse=True)
def _nothing_merged_yet() -> None:
    """The table of merged names is kept in the process; each test begins without one, as its database does."""
    merged_names.keep({})


def pytest_configure(config: pytest.Config) -> None:
    """Django has read its settings: programs that tests start have databases of their own, and the usual rate."""
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("READER_RATE", None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With real servers: their own tests, and what opens a database; the rest says the same as without."""
    if ON_SCALE:
        on_postgres = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
        chosen = [item for item in items if _needs_servers(item) or (on_postgres and _opens_database(item))]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
        items[:] = chosen


def pytest_unconfigure(config: pytest.Config) -> None:
    for what in NOT_TESTED:
        print(f"NOT TESTED: {what}")


def _needs_servers(item: pytest.Item) -> bool:
    return item.path.is_relative_to(SCALE) or item.path.is_relative_to(CONTRACT)


def _opens_database(item: pytest.Item) -> bool:
    if "browser" in item.keywords or (item.path.parent == INDEX and item.path.name not in READ_FOR_INDEX):
        return False
    return item.get_closest_marker("django_db") is not None or "db" in getattr(item, "fixturenames", ())
