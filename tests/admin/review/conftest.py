"""The vocabularies the review screen names, and one article to be judged."""

from __future__ import annotations

from typing import Any

import pytest

from archive.models import (
    Article,
    EventType,
)
from archive.search.labels import forget_labels
from tests.admin.review.judging import add
from tests.factories import make_hubei


@pytest.fixture(autouse=True)
def _vocabularies(settings, tmp_path) -> Any:
    settings.FILES_DIR = tmp_path / "files"
    make_hubei()
    for code, label in (("meeting", "会议"), ("award", "表彰"), ("training", "培训")):
        EventType.objects.create(code=code, label=label, label_en=code)
    forget_labels()
    yield
    forget_labels()


@pytest.fixture
def article() -> Article:
    return add(1)
