"""Real HTML pages: title and day as labelled, and as much text as a person would keep."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest

from archive.extract.article import extract_article
from archive.readers.registry import read_pages
from archive.records import Draft, Page

# Chinese characters a person would keep, to the nearest ten: from the article's first to its last sentence as read on the
# page, without captions, comments, notices and lists; compared with what readability-lxml and `second_body` keep.
KEPT = {
    "163-4.html": 3060, "163-5.html": 830, "163-9.html": 880, "baijiahao-2.html": 220, "baijiahao-3.html": 1840,
    "baijiahao-4.html": 1790, "cjddsb-1.html": 590, "cjn-1.html": 920, "cmse-1.html": 610, "ednchina-1.html": 1430,
    "guancha-2.html": 760, "hexun-1.html": 100, "huanqiu-1.html": 2580, "ifeng-1.html": 3330, "ifeng-3.html": 1050,
    "mingridapan-1.html": 110, "njxfhn-1.html": 2380, "sina-1.html": 920, "sina-2.html": 150, "sina-3.html": 3100,
    "sina-5.html": 330, "stcn-1.html": 150, "thepaper-3.html": 2640, "thepaper-4.html": 990, "thepaper-5.html": 1360,
    "toutiao-2.html": 90, "toutiao-3.html": 3140, "toutiao-5.html": 2900, "wechat-1.html": 740,
}  # fmt: skip
_HAN = re.compile(r"[一-鿿]")


@cache
def _drafts(folder: Path) -> dict[str, Draft]:
    drafts = {}
    for name in KEPT:
        page = next(read_pages(folder / name))
        assert isinstance(page, Page)
        drafts[name] = extract_article(page)
    return drafts


@pytest.fixture
def folder(shared: Path) -> Path:
    return shared / "corpus" / "html"


def _labels(folder: Path) -> list[dict[str, str | None]]:
    return [json.loads(line) for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()]


def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def test_titles_and_days_are_as_labelled(folder: Path) -> None:
    drafts = _drafts(folder)
    wrong = []
    for label in _labels(folder):
        draft = drafts[str(label["file"])]
        day = draft.published.value[:10] if draft.published else None
        if _plain(draft.title) != _plain(label["title"] or "") or (label["published"] and day != label["published"]):
            wrong.append(label["file"])
    assert wrong == []


@pytest.mark.parametrize("name", KEPT)
def test_the_body_is_about_what_a_person_would_keep(name: str, folder: Path) -> None:
    draft = _drafts(folder)[name]
    assert 0.6 <= len(_HAN.findall(draft.body)) / KEPT[name] <= 1.4


def test_the_two_bodies_agree_on_most_pages(folder: Path) -> None:
    flagged = [name for name, draft in _drafts(folder).items() if "body_disagreement" in draft.flags]
    assert len(flagged) <= 5
