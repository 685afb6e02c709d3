"""Second opinions on title, date and body."""

from __future__ import annotations

import random

import pytest

from archive.extract.article import extract_article
from archive.extract.second_body import agreement, second_body
from tests.extract.pages import make_page
from tests.time_limit import time_limit

PARAGRAPHS = [
    "清晨六点，太阳还没把沙子晒烫，海棠区后海村的沙滩上已经蹲满了人，来自学校、潜店和酒店的志愿者排成一排。",
    "垃圾没有直接拉走。志愿者把塑料瓶、渔网和单只人字拖按颜色分拣，当场砌成一面六米长的墙，中间留出海龟的空洞。",
    "渔民蒲阿丰带着两个儿子来了。他坦白，自己年轻时也往海里扔过破网，那时候不懂，以为海是没有底的。",
]


def _page(*, title_tag: str = "千名志愿者净滩", day: str = "2022-06-08", meta: str = "", body: str = "") -> str:
    text = body or "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f"<html><head><title>{title_tag}</title>{meta}</head><body><div class=nav><a href=/>首页</a><a href=/a>公益</a></div>"
        f"<h1>千名志愿者净滩</h1><div class=info>{day} 17:20 来源：椰风网</div><div class=article>{text}</div>"
        "<div class=related><a href=1>海口骑楼亮灯</a><a href=2>琼海早茶</a></div></body></html>"
    )


def _flags(markup: str, url: str | None = None) -> set[str]:
    draft = extract_article(make_page(markup, media_type="text/html", url=url))
    return {flag for flag in draft.flags if flag.endswith("_disagreement")}


def test_a_plain_page_has_no_disagreement() -> None:
    assert _flags(_page()) == set()


def test_the_second_body_holds_the_paragraphs_and_no_menu() -> None:
    body = second_body(_page())
    assert all(paragraph in body for paragraph in PARAGRAPHS)
    assert "首页" not in body and "琼海" not in body


def test_a_title_tag_of_another_article_disagrees() -> None:
    assert "title_disagreement" in _flags(
        _page(title_tag="股市收盘播报大盘冲高回落", meta='<meta property="og:title" content="股市收盘播报大盘冲高">')
    )


def test_two_days_far_apart_disagree() -> None:
    assert "date_disagreement" in _flags(_page(meta='<meta name="publishdate" content="2019-01-01">'))
    assert "date_disagreement" in _flags(_page(), "http://a.example/2019/0115/1.htm")
    assert "date_disagreement" not in _flags(_page(meta='<meta name="publishdate" content="2022-06-09">'))


def test_two_long_texts_side_by_side_disagree() -> None:
    chance = random.Random(1)
    words = [
        "".join(chance.choices("天地人山水风云日月星河春夏秋冬花鸟鱼虫车船米面茶酒书画琴棋", k=30)) for _ in range(40)
    ]
    other = "".join(f"<p>{word[:15]}，{word[15:]}。</p>" for word in words)
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    markup = _page(body=body).replace("<div class=related>", f"<div class=comments>{other}</div><div class=related>")
    assert "body_disagreement" in _flags(markup)


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [("", "", 1, 1), ("志愿者净滩", "", 0, 0), ("甲乙丙丁戊己", "甲乙丙丁戊己", 1, 1)],
)
def test_agreement_is_a_share(one: str, other: str, least: float, most: float) -> None:
    assert least <= agreement(one, other) <= most


@pytest.mark.parametrize(
    "markup", ["<" * 500_000, "<script>" * 100_000, "<!--" * 200_000, "<a " * 300_000 + ">", "<p>字，" * 100_000]
)
def test_hostile_markup_is_read_in_bounded_time(markup: str) -> None:
    with time_limit():
        second_body(markup)
