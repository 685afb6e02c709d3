"""Datelines are found at the front of the text and name their outlet."""

from __future__ import annotations

import pytest

from archive.extract.dateline import find_dateline, outlet_of
from archive.extract.lines import Line


@pytest.mark.parametrize(
    ("text", "dateline", "outlet"),
    [
        ("新华社北京3月5日电(记者张鹏)志愿服务座谈会在京召开。", "新华社北京3月5日电", "新华社"),
        ("本报武汉7月7日电社区志愿服务总站今天揭牌成立。", "本报武汉7月7日电", None),
        ("在临沂客户端讯5月16日下午,座谈会召开。", "在临沂客户端", "在临沂客户端"),
        ("宿遷網訊 8月8日下午,助學金發放儀式舉行。", "宿遷網", "宿遷網"),
        ("中新网武汉11月5日电 (张芹 史雅琴)全国社区网络春晚启动。", "中新网武汉11月5日电", "中新网"),
        ("香港, 2024年8月5日 - (亚太商讯) – 年度义工嘉许计划开始。", "亚太商讯", "亚太商讯"),
        ("志愿者正在教孩子。红网时刻7月23日讯(记者 周丹)现场总结会召开。", "红网时刻7月23日讯", "红网时刻"),
        ("漢網消息(通訊員 鄒祖云)推進會召開。", "漢網", "漢網"),
    ],
)
def test_a_dateline_is_found_and_names_its_outlet(text, dateline, outlet):
    found = find_dateline([Line(text)])
    assert found is not None
    assert found[0] == dateline
    assert found[1] in text
    assert outlet_of(dateline) == outlet


@pytest.mark.parametrize(
    "text",
    ["3月5日上午,志愿者走进敬老院。", "据多家媒体2日报道,大雨成灾。", "他看了新闻联播,12月5日电影开机。", ""],
)
def test_other_first_sentences_have_none(text):
    assert find_dateline([Line(text)]) is None
