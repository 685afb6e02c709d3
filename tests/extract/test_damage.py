"""Damage is repaired or named: generated on news items, and markup, script and lost characters in plain text."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from pypinyin import Style, lazy_pinyin

from archive.extract.article import extract_article
from archive.extract.damage import is_text_with_tags, mend, strip_markup
from tests.extract.pages import make_page

TEXT = (
    "三亚：千名志愿者净滩，捡出一面“墙”\n6月8日是世界海洋日。清晨六点，太阳还没把沙子晒烫，海棠区后海村的沙滩上已经蹲满了人。\n"
    "志愿者把塑料瓶、渔网和单只人字拖按颜色分拣，当场砌成一面“墙”——中间留出一只海龟的空洞。"
)
_DISGUISE = str.maketrans("abcdefghijklmnopqrstuvwxyz", "补产肠诲别蹿驳丑颈箩办濒尘苍辞辫辩谤蝉迟耻惫飞虫测锄")


def _with_readings(text: str) -> str:
    chance = random.Random(text)
    return "".join(
        f"{char}({lazy_pinyin(char, style=Style.TONE)[0]})" if "一" <= char <= "鿿" and chance.random() < 0.2 else char
        for char in text
    )


def _quotes_as(left: str, right: str) -> Callable[[str], str]:
    return lambda text: text.replace("“", left).replace("”", right)


DAMAGE: dict[str, Callable[[str], str]] = {
    "utf-8 as latin-1": lambda text: text.encode().decode("latin-1"),
    "utf-8 as windows-1252": lambda text: text.encode().decode("cp1252", "replace"),
    "gbk as latin-1": lambda text: text.encode("gb18030").decode("latin-1"),
    "utf-8 as gbk": lambda text: text.encode().decode("gb18030", "replace"),
    "every second line": lambda text: "\n".join(
        line.encode("gb18030").decode("latin-1") if number % 2 else line for number, line in enumerate(text.split("\n"))
    ),
    "entities": _quotes_as("&ldquo;", "&rdquo;"),
    "entities twice": _quotes_as("&amp;ldquo;", "&amp;rdquo;"),
    "entities in disguise": _quotes_as(f"&{'ldquo'.translate(_DISGUISE)};", f"&{'rdquo'.translate(_DISGUISE)};"),
    "readings": _with_readings,
}
EXACT = set(DAMAGE) - {"utf-8 as windows-1252", "utf-8 as gbk"}
"""In the other two, characters are lost for good."""


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_repaired_and_named(kind: str) -> None:
    mended, flags = mend(DAMAGE[kind](TEXT))
    assert flags
    if kind in EXACT:
        assert mended == TEXT


def test_sound_text_is_left_alone() -> None:
    assert mend(TEXT) == (TEXT, ())


@pytest.mark.parametrize("kind", DAMAGE)
def test_two_hundred_news_items_are_repaired_or_flagged(kind: str, shared: Path) -> None:
    with gzip.open(shared / "corpus" / "broadcast-news.jsonl.gz", "rt", encoding="utf-8") as lines:
        items = [json.loads(line) for line in lines]
    for item in random.Random(200).sample(items, 200):
        text = f"{item['title']}\n{item['text']}"
        damaged = DAMAGE[kind](text)
        mended, flags = mend(damaged)
        if damaged != text:
            assert flags, item["id"]
            assert kind not in EXACT or mended == text, item["id"]


def test_the_original_of_a_damaged_page_is_kept() -> None:
    page = make_page(DAMAGE["readings"](TEXT))
    draft = extract_article(page)
    assert "inline_pinyin" in draft.flags
    assert page.raw.decode() == DAMAGE["readings"](TEXT)
    assert "(" not in draft.body


@pytest.mark.parametrize(
    ("lost", "restored"),
    [
        ("(摘自2020年3月5日《遼寧日?qǐng)?bào)》)參與服務(wù)的志愿者隊(duì)伍", "《遼寧日報》"),
        ("《辽宁日□》2020年3月5日", "《辽宁日报》"),
        ("全市志□者走上街头，志愿服□队共三十支", "志愿者走上街头，志愿服务队"),
    ],
)
def test_a_lost_character_returns_where_one_word_fits(lost: str, restored: str) -> None:
    assert restored in mend(lost)[0]


def test_a_lost_character_stays_lost_where_several_words_fit() -> None:
    assert mend("志愿者□某来到现场")[0] == "志愿者□某来到现场"


def test_markup_in_plain_text_is_taken_out() -> None:
    text, flags = strip_markup(
        '<div class="c">首页\n风筝<br>题目<p>第一段。</p><script>var a=1;</script></div><!-- x -->'
    )
    assert [line for line in text.splitlines() if line.strip()] == ["首页", "风筝", "题目", "第一段。"]
    assert flags == ("markup_in_text",)


@pytest.mark.parametrize("text", ["当 x<b 且 b>0 时，任选一种。", "标签 <strong> 表示强调。", "5<6"])
def test_text_that_speaks_of_tags_is_no_markup(text: str) -> None:
    assert strip_markup(text) == (text, ())


def test_script_left_in_the_text_is_taken_out() -> None:
    assert strip_markup('第一段。\nvar cpro_id="u000000";\n第二段。')[0].split() == ["第一段。", "第二段。"]


def test_text_in_a_wrapper_of_markup_is_read_as_text() -> None:
    lines = "\n".join(f"第{number}段说的是河边的志愿者和他们的船。" for number in range(6))
    assert is_text_with_tags(f'<div class="crumb">{lines}</div>')
    assert not is_text_with_tags("".join(f"<p>{line}</p>\n" for line in lines.split("\n")))
    assert not is_text_with_tags(f"<!DOCTYPE html><body><pre>{lines}</pre></body>")
