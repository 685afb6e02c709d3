"""Frames tell a kind of event without naming it, and hostile text does not slow them down."""

from __future__ import annotations

import time

import pytest

from archive.resolve.passages import read_passages
from archive.resolve.type_frames import find_frames, portrait_score
from tests.resolve.drafts import draft


def frames(text: str, title: str = "") -> set[str]:
    return {hit.code for hit in find_frames(read_passages(draft(text, title=title)))}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("党员志愿者对河道进行清理。", {"service"}),
        ("义工把热饭送到独居老人家中。", {"service", "care-visit"}),
        ("企业家把六十吨取暖煤送到四所牧区小学。", {"donation"}),
        ("志愿者向农户发放安全手册。", {"campaign"}),
        ("团市委启动2023年全市大学生“三下乡”社会实践活动。", {"launch"}),
        ("今天是第38个国际志愿者日。", {"theme-day"}),
        ("志愿者是一座城市的风景。", set()),
        ("老人说日子越过越好。", set()),
        ("教师节当天天气很好。", set()),
    ],
)
def test_a_sentence_shows_its_frames(text, codes):
    assert frames(text) == codes


def test_doer_and_deed_must_stand_in_one_sentence():
    assert frames("志愿者到了。清理开始。") == set()


def test_years_and_totals_in_the_title_look_back():
    assert "roundup" in frames("大家来了。", title="助学工程十年资助学生3106名")
    assert "roundup" not in frames("助学工程十年资助学生3106名。", title="大家来了")


def test_a_portrait_needs_a_person_or_years_in_the_title():
    body = "侯玉莲今年71岁,退休前教书。十一年来她收过四十个孩子。她说不收钱。她没有停过。"
    assert portrait_score(read_passages(draft(body, title="“四点半奶奶”和四十个孩子"))) >= 3
    assert portrait_score(read_passages(draft(body, title="志愿服务推进会召开"))) == 0


@pytest.mark.parametrize("unit", ["1", "二", "志愿者", "老人送", "一年", "启动“", "100件", "第", "20"])
def test_endless_repetition_is_read_in_time(unit):
    text = unit * (20_000 // len(unit))
    started = time.perf_counter()
    list(find_frames(read_passages(draft(text, title=text))))
    assert time.perf_counter() - started < 2
