"""An archive of the sample pages, made once, and a backup of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.keeping.archives import copy_archive, manage


@pytest.fixture(scope="session")
def sample_archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Not to be changed: `archive` is a copy."""
    data = tmp_path_factory.mktemp("kept") / "sample"
    manage(data, "prepare")
    yield data
    shutil.rmtree(data)


@pytest.fixture
def archive(sample_archive: Path, tmp_path: Path) -> Path:
    return copy_archive(sample_archive, tmp_path / "archive")


@pytest.fixture(scope="session")
def sample_backup(sample_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Not to be changed."""
    file = tmp_path_factory.mktemp("backups") / "sample.tar"
    manage(sample_archive, "backup", file)
    return file
