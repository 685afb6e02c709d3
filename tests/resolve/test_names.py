"""Organisations, programmes and people: taken where the page is clear about them, left where it is not."""

from __future__ import annotations

import pytest

from archive.resolve.organisation import resolve_organisations
from archive.resolve.people import resolve_people
from archive.resolve.programme import resolve_programmes
from tests.resolve.drafts import draft


def values(findings) -> list[str]:
    return [finding.value for finding in findings]


@pytest.mark.parametrize(
    ("words", "name", "kind"),
    [
        ("由江州市文明办主办。", "江州市文明办", "civility-office"),
        ("市委社会工作部召开会议。", "市委社会工作部", "party-government"),
        ("活动由市志愿服务联合会承办。", "市志愿服务联合会", "volunteer-organisation"),
        ("百川集团向江州志愿服务基金会捐款。", "江州志愿服务基金会", "foundation"),
        ("志愿者来到青禾社区。", "青禾社区", "community"),
        ("在江州大学举行。", "江州大学", "school"),
        ("由江州百川科技有限公司提供。", "江州百川科技有限公司", "company"),
        ("縣紅十字會接受捐款。", "县红十字会", "mass-organisation"),
    ],
)
def test_an_organisation_is_named_from_its_first_character(words, name, kind):
    found = {finding.value: finding.data["kind"] for finding in resolve_organisations(draft(words))}
    assert found[name] == kind


@pytest.mark.parametrize(
    "words",
    ["走进社区。", "全国社区", "本社区居民", "加强社区建设", "各中学", "一家有限公司", "社区志愿服务", "大学生们"],
)
def test_a_kind_without_a_name_is_no_organisation(words):
    assert values(resolve_organisations(draft(words))) == []


def test_the_organisation_named_most_often_comes_first():
    text = "江州市文明办发文。青禾社区响应。青禾社区的居民报名。"
    assert values(resolve_organisations(draft(text)))[0] == "青禾社区"


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
