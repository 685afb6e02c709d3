"""Every sample page comes out as the file beside it says.

A new case is two files: `<case>.txt` or `<case>.html`, and `<case>.expected.json` with the fields that matter to it
(and the page's `url`, where one is needed).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from archive.extract.article import extract_article
from archive.records import Draft, StatedDate
from tests.extract.pages import make_page

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "extract"
CASES = sorted(SAMPLES.glob("*.expected.json"))


def as_json(draft: Draft, field: str) -> Any:
    value = getattr(draft, field)
    if isinstance(value, StatedDate):
        return {"value": value.value, "precision": value.precision, "rule": value.rule}
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name.removesuffix(".expected.json"))
def test_the_sample_comes_out_as_expected(path: Path) -> None:
    wanted = json.loads(path.read_text(encoding="utf-8"))
    stem = path.name.removesuffix(".expected.json")
    source = next(file for file in SAMPLES.glob(f"{stem}.*") if file.suffix in (".txt", ".html"))
    draft = extract_article(
        make_page(
            source.read_text(encoding="utf-8"),
            media_type="text/html" if source.suffix == ".html" else "text/plain",
            url=wanted.get("url"),
        )
    )
    assert {field: as_json(draft, field) for field in wanted["expected"]} == wanted["expected"]
