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


def test_each_of_a_row_of_names_is_a_person_with_the_same_part():
    found = {f.value: f.data["role"] for f in resolve_people(draft("志愿者张兰、李娟和王建国参加。"))}
    assert found == dict.fromkeys(["张兰", "李娟", "王建国"], "志愿者")


def test_an_office_tells_title_and_organisation():
    (finding,) = resolve_people(draft("江州市文明办主任严宏讲话。"))
    assert (finding.data["organisation"], finding.data["title"]) == ("江州市文明办", "主任")


@pytest.mark.parametrize("words", ["严宏(江州市文明办主任)致辞。", "严宏,江州市文明办主任。"])
def test_an_office_behind_the_name_is_read_too(words):
    (finding,) = resolve_people(draft(words))
    assert (finding.value, finding.data["role"]) == ("严宏", "江州市文明办主任")


def test_a_name_further_up_takes_the_fuller_office_told_later():
    (finding,) = resolve_people(draft("会长叶辉到场。江州市慈善总会会长叶辉讲话。"))
    assert finding.data["role"] == "江州市慈善总会会长"


def test_a_name_ends_before_the_verb_that_follows():
    (finding,) = resolve_people(draft("会议听取了主任李飞作的说明。"))
    assert (finding.value, finding.data["role"]) == ("李飞", "主任")


def test_a_place_behind_an_office_is_no_person():
    assert values(resolve_people(draft("省委常委、部长杨万贵,武汉市委常委李述永"))) == ["杨万贵", "李述永"]


@pytest.mark.parametrize(
    ("words", "name"),
    [("参加西部计划的青年", "西部计划"), ("《江州有爱》公益项目", "江州有爱"), ("今年的“爱扑满”公益活动", "爱扑满")],
)
def test_known_and_book_marked_programmes_are_found(words, name):
    assert values(resolve_programmes(draft(words))) == [name]


def test_a_theme_day_in_quotation_marks_is_no_programme():
    trace: list = []
    assert resolve_programmes(draft("举办“国际志愿者日”活动"), trace) == ()
    assert [row.reason for row in trace] == ["theme-day"]


def test_a_programme_knows_how_often_it_is_named_with_or_without_marks():
    (finding,) = resolve_programmes(draft("“爱扑满”项目启动。爱扑满使用办法公布。"))
    assert finding.data["times"] == 2


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("国家“十四五”重点建设工程。", "policy-term"),
        ("持续开展“三化”建设年行动。", "policy-term"),
        ("打造“能吃、能看、能品”的冰雪旅游产业链。", "no-programme-word"),
        ("举行“推动高质量发展”系列主题新闻发布会。", "no-programme-word"),
        ("“中试平台”由线上服务平台和基地组成。", "no-programme-word"),
        ("重庆对3500多株古树启动健康“巡检”，工作人员带着仪器。", "no-programme-word"),
        ("通过微信公众号“西部志愿汇”报名参加活动。", "no-programme-word"),
        ("启动25个“老厂房”改造项目。", "no-programme-word"),
        ("“深海一号”二期工程施工现场。", "policy-term"),
    ],
)
def test_terms_of_policy_and_figures_of_speech_are_no_programmes(words, reason):
    trace: list = []
    assert values(resolve_programmes(draft(words), trace)) == []
    assert [row.reason for row in trace] == [reason]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("“三北”工程攻坚战。", "三北"),
        ("志愿者推出“清晨菜篮”,送菜上门。", "清晨菜篮"),
        ("公益创投的“楼道博物馆”等10个项目胜出。", "楼道博物馆"),
        ("“银龄讲师”走进社区,为老人上志愿课堂。", "银龄讲师"),
        ("两部门启动“共链行动”。", "共链行动"),
    ],
)
def test_programmes_are_told_by_noun_verb_page_or_their_own_ending(words, name):
    assert values(resolve_programmes(draft(words))) == [name]


@pytest.mark.parametrize(
    "words", ["致信商务部长卢特尼克称。", "国际组织负责人祝贺龙年新春。", "书记莫拉莱斯举行会谈。"]
)
def test_the_beginning_of_a_name_and_a_verb_are_no_people(words):
    assert values(resolve_people(draft(words))) == []


def test_a_name_in_parts_ends_before_its_verb():
    assert values(resolve_people(draft("副秘书长阿明娜·穆罕默德表示支持。"))) == ["阿明娜·穆罕默德"]
