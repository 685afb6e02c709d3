"""The original of every format can be shown again."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.ingest.run import ingest_files
from archive.models import SavedFile, public_text
from archive.web.presenters.original import present_original

FORMATS = Path(__file__).resolve().parents[3] / "samples" / "formats"

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", sorted(FORMATS.iterdir()), ids=lambda path: path.name)
def test_the_original_shows_the_words_of_the_article(path: Path) -> None:
    report = ingest_files([str(path)])
    assert not report.counts.get("failed")
    files = list(SavedFile.objects.all())
    assert files
    for saved_file in files:
        article = saved_file.version.article
        original = present_original(saved_file, public_text(article, article.findings.all()))
        assert original.reason == ""
        shown = original.text or original.markup or ""
        assert "志愿" in shown or "公益" in shown
        assert "\ufffd" not in shown
