"""Which names are put before staff as possibly one."""

from __future__ import annotations

import pytest

from archive.search.name_variants import spelling_key, variants_of


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("organisation", "武汉市文明办", "武汉精神文明建设委员会办公室"),
        ("organisation", "湖北省红十字会", "湖北红会"),
        ("organisation", "“蓝天”救援队", "蓝天救援队"),
        ("organisation", "藍天救援隊", "蓝天救援队"),
        ("programme", "“邻里守望”", "邻里守望活动"),
        ("programme", "暖冬 行动", "暖冬公益项目"),
    ],
)
def test_spellings_of_one_name_are_alike(kind: str, one: str, other: str) -> None:
    assert spelling_key(kind, one) == spelling_key(kind, other)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("organisation", "武汉市文明办", "宜昌市文明办"),
        ("organisation", "武汉市红十字会", "武汉市文明办"),
        ("organisation", "江岸区团委", "武昌区团委"),
        ("programme", "行动", "活动"),
        ("programme", "暖冬行动", "暖春行动"),
    ],
)
def test_other_names_are_not(kind: str, one: str, other: str) -> None:
    assert spelling_key(kind, one) != spelling_key(kind, other)


def test_groups_come_with_the_most_articles_first_and_lone_names_not_at_all() -> None:
    names = {"武汉市文明办": 3, "unknown": 9, "武汉文明办": 4, "红十字会": 50, "暖冬 队": 1, "暖冬队": 1}
    assert variants_of("organisation", names) == [
        [("武汉文明办", 4), ("武汉市文明办", 3)],
        [("暖冬 队", 1), ("暖冬队", 1)],
    ]
