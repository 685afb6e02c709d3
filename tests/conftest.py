"""Fixtures shared by all tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.cache import cache

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
