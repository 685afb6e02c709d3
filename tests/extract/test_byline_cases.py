"""Who wrote, who edited, where from and when, in every form that pages write it: cases in a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from archive.extract.article import extract_article
from tests.extract.pages import make_page

CASES = [
    json.loads(line)
    for line in Path(__file__).with_name("cases").joinpath("bylines.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_each_form_is_read(case: dict[str, Any]) -> None:
    draft = extract_article(make_page(case["content"]))
    assert list(draft.authors) == case["authors"]
    assert draft.original_source == case["source"]
    assert draft.editor == case["editor"]
    assert (draft.published.value[:16] if draft.published else None) == case["published"]
