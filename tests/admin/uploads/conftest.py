"""A member of staff who may do everything, and files of the test's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"
    settings.DATA_DIR = tmp_path


@pytest.fixture
def staff() -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create(username="editor", is_staff=True, is_superuser=True))
    return client
