"""Frames tell a kind of event without naming it, and hostile text does not slow them down."""

from __future__ import annotations

import pytest

from archive.resolve.passages import read_passages
from archive.resolve.type_frames import find_frames, find_last_resort
from archive.resolve.whole_page import is_commentary, portrait_score
from tests.resolve.drafts import draft
from tests.time_limit import time_limit


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
        ("退休工人从包里掏出两千元现金。", {"donation"}),
        ("四十名新生每人领到三千元助学补助。", {"aid"}),
        ("律师给社工上了一堂课。", {"training"}),
        ("十家机构的负责人围坐在一起。", {"meeting"}),
        ("文明办组队赴邻市考察。", {"exchange"}),
        ("师范学院实践队在两个乡开展入户调查。", {"practice"}),
        ("教师每人骑车上班。", set()),
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


def test_a_page_without_cues_is_taken_for_service_only_where_somebody_serves():
    assert _resort("三十多名居民拿起铁锹铲除淤泥。") == "service"
    assert _resort("从十三人壮大到二百人。") == "roundup"
    assert _resort("铁锹放在墙边。") is None
    assert _resort("天晴了。风停了。门开了。志愿者到了。") is None


def _resort(text: str) -> str | None:
    hit = find_last_resort(read_passages(draft(text)))
    return hit.code if hit else None


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "二",
        "志愿者",
        "老人送",
        "一年",
        "启动“",
        "100件",
        "第",
        "20",
        "居民",
        "大学",
        "每人",
        "元",
        "给",
        "从一",
        "召开",
        "在会",
        "注册志愿者",
    ],
)
def test_endless_repetition_is_read_in_time(unit):
    text = unit * (100_000 // len(unit))
    with time_limit():
        passages = read_passages(draft(text, title=text))
        list(find_frames(passages))
        find_last_resort(passages)
        is_commentary(passages)
        portrait_score(passages)


def test_a_commentary_judges_and_names_no_day():
    judged = "志愿时长成了商品,恐怕根源在于硬性指标。参与值得肯定,不参与也不宜指责,回归本身才是治本之策。"
    assert is_commentary(read_passages(draft(judged, title="让志愿服务回归本身")))
    assert not is_commentary(read_passages(draft(f"3月5日,市文明办召开座谈会。{judged}", title="座谈会召开")))
