"""A line that opens with the path of the page (首页 > … > 正文) or words of a pager keeps the story behind them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.extract.article import extract_article
from tests.extract.pages import make_page

CASES = [
    json.loads(line)
    for line in Path(__file__).with_name("cases").joinpath("paths.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_story_stays_whole_and_the_path_goes(case: dict[str, str]) -> None:
    draft = extract_article(make_page(case["content"]))
    assert (draft.title, draft.body) == (case["title"], case["body"])
