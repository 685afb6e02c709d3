"""Pages are tested over an index of their own and with the English catalogue compiled as a set-up compiles it."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import trans_real

from tests.search.conftest import _own_index  # noqa: F401  autouse here as well


@pytest.fixture(scope="session")
def english() -> None:
    """The compiled English catalogue, newer than its source."""
    source = Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES" / "django.po"
    compiled = source.with_suffix(".mo")
    if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
        with source.open("rb") as po, compiled.open("wb") as mo:
            write_mo(mo, read_po(po, locale="en"))
        trans_real._translations.clear()
        trans_real._default = None
