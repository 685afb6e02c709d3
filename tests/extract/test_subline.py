"""Outlet and writer beside the date, and the poster of a forum's entry."""

from __future__ import annotations

import pytest

from archive.extract.lines import Line
from archive.extract.subline import find_outlet, find_poster, find_writers


def _lines(*texts: str) -> list[Line]:
    return [Line(text) for text in texts]


@pytest.mark.parametrize(
    ("header", "witness", "outlet"),
    [
        (("河边修鞋人", "2019年6月1日 怀川生活网 记者 毋小娟"), "", "怀川生活网"),
        (("河边修鞋人", "燕赵街坊 2022-06-08 记者 武小钢"), "", "燕赵街坊"),
        (("河边修鞋人", "牧野融媒", "2021-07-28 08:33"), "", "牧野融媒"),
        (("河边修鞋人", "2020年9月16日 之江城事 俞晴川"), "", "之江城事"),
        (("河边修鞋人", "2026-03-06 08:00 琴岛早知道"), "河边修鞋人-琴岛早知道", "琴岛早知道"),
        (("河边修鞋人", "2026-03-06 08:00 琴岛早知道"), "", None),
        (("首页 > 社会万象 > 正文", "河边修鞋人", "社会万象 2014-02-18 记者 王强"), "", None),
        (("河边修鞋人", "社会新闻 2014-02-18"), "社会新闻", None),
        (("浦江晨报 2005年3月14日 星期一 第6版 百姓", "河边修鞋人"), "", None),
        (("河边修鞋人", "2014-02-18 星期二 打印 字号"), "", None),
    ],
)
def test_an_outlet_beside_the_date_needs_a_second_sign(header, witness, outlet):
    title = header.index("河边修鞋人")
    found = find_outlet(_lines(*header), witness, title)
    assert (found[0] if found else None) == outlet


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("2016-03-29 新论周刊 晏如", ["晏如"]),
        ("2024/04/03 南瀛鄉訊 記者沈佳穎／臺南報導", ["沈佳穎"]),
        ("普晓燕 2025-11-24 09:30:00原创", ["普晓燕"]),
        ("2024-04-03 09:00 发布于福建", []),
        ("发表于 2007-4-23 21:08 只看该作者 倒序看帖", []),
        ("十佳志愿者评选方案 2025-01-28 23:09", []),
    ],
)
def test_names_beside_the_date_are_writers(line, names):
    assert [name for several, _ in find_writers(_lines("题目", line)) for name in several] == names


def test_the_name_above_member_data_is_the_poster():
    header = _lines("石城论坛 » 行动版 » 净河小记", "河边的阿猫", "版主", "UID 1024", "帖子 876")
    assert find_poster(header) == (["河边的阿猫"], "河边的阿猫")
    assert find_poster(_lines("返回列表", "Lv.7 高原老炮")) is None
    assert find_poster(_lines("净河小记", "2020-01-01")) is None
