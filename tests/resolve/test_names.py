"""Programmes and people: taken where the page is clear about them, left where it is not."""

from __future__ import annotations

import pytest

from archive.resolve.people import resolve_people
from archive.resolve.programme import resolve_programmes
from tests.resolve.drafts import draft


def values(findings) -> list[str]:
    return [finding.value for finding in findings]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("开展“江州红·邻里守望”志愿服务行动。", "江州红·邻里守望"),
        ("以及“爱心罐”使用办法。", "爱心罐"),
        ("打造“江州无忧”品牌。", "江州无忧"),
        ("启动「暖冬行」項目。", "暖冬行"),
    ],
)
def test_a_quoted_name_beside_its_kind_is_a_programme(words, name):
    assert values(resolve_programmes(draft(words))) == [name]


@pytest.mark.parametrize(
    "words",
    [
        "以“同心同行”为主题的活动。",
        "授予“最美志愿者”称号。",
        "他说“大家辛苦了”。",
        "“奉献、友爱”的精神",
        "获“优秀组织奖”。",
    ],
)
def test_a_motto_an_honour_and_speech_are_no_programmes(words):
    assert values(resolve_programmes(draft(words))) == []


def test_people_carry_their_offices():
    text = "大会由江州市文明办主任严宏主持,省委常委、宣传部副部长杨万成,志愿者张兰等出席。"
    found = {finding.value: finding.data["role"] for finding in resolve_people(draft(text))}
    assert found == {
        "严宏": "江州市文明办主任",
        "杨万成": "省委常委、宣传部副部长",
        "张兰": "志愿者",
    }


@pytest.mark.parametrize("words", ["志愿者高兴地说", "主任任务重", "志愿者来到社区", "副会长单位", "居民方便多了"])
def test_words_that_begin_like_a_surname_are_no_people(words):
    assert values(resolve_people(draft(words))) == []


def test_a_name_on_a_traditional_page_is_written_simplified_and_quoted_as_it_stands():
    (finding,) = resolve_people(draft("市慈善總會會長葉輝出席。"))
    assert finding.value == "叶辉"
    assert "葉輝" in finding.quote
