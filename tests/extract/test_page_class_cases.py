"""Pages of every kind, labelled before any program saw them: no article is refused, hardly any other page passes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from archive.extract.article import extract_article
from tests.extract.pages import make_page

CASES = [
    json.loads(line)
    for line in Path(__file__).with_name("cases").joinpath("page_classes.jsonl").read_text("utf-8").splitlines()
]
ARTICLES = [case for case in CASES if case["class"] == "article"]
OTHERS = [case for case in CASES if case["class"] != "article"]
_MOST_MISSED = 3


def _class(case: dict[str, Any]) -> str:
    return extract_article(make_page(case["content"])).page_class


@pytest.mark.parametrize("case", ARTICLES, ids=lambda case: case["id"])
def test_an_article_stays_one(case: dict[str, Any]) -> None:
    assert _class(case) == "article"


def test_other_pages_are_told_from_articles() -> None:
    missed = [case["id"] for case in OTHERS if _class(case) == "article"]
    assert len(missed) <= _MOST_MISSED, missed


def test_most_of_them_get_their_own_class() -> None:
    wrong = [case["id"] for case in OTHERS if _class(case) != case["class"]]
    assert len(wrong) <= _MOST_MISSED + 3, wrong
