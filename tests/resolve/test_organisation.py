"""Organisations: full names cut on the right words, their kinds, what they do; left where the page is not clear."""

from __future__ import annotations

import pytest

from archive.resolve.organisation import resolve_organisations
from archive.resolve.organisation.kinds import kind_labels, kinds_by_ending
from tests.resolve.drafts import draft


def values(findings) -> list[str]:
    return [finding.value for finding in findings]


@pytest.mark.parametrize(
    ("words", "name", "kind"),
    [
        ("由江州市文明办主办。", "江州市文明办", "civility-office"),
        ("市委社会工作部召开会议。", "市委社会工作部", "social-work-department"),
        ("活动由市志愿服务联合会承办。", "市志愿服务联合会", "federation"),
        ("百川集团向江州志愿服务基金会捐款。", "江州志愿服务基金会", "foundation"),
        ("志愿者来到青禾社区。", "青禾社区", "community"),
        ("在江州大学举行。", "江州大学", "school"),
        ("由江州百川科技有限公司提供。", "江州百川科技有限公司", "company"),
        ("縣紅十字會接受捐款。", "县红十字会", "red-cross"),
    ],
)
def test_an_organisation_is_named_from_its_first_character(words, name, kind):
    found = {finding.value: finding.data["kind"] for finding in resolve_organisations(draft(words))}
    assert found[name] == kind


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("济南市“房泽秋”志愿服务中心协办。", "济南市“房泽秋”志愿服务中心"),
        ("由江州百川(集团)有限公司捐赠。", "江州百川(集团)有限公司"),
        ("授权江苏省慈善总会发布。", "江苏省慈善总会"),
        ("志愿者关爱青禾社区。", "青禾社区"),
        ("江州大学教育科学学院的师生", "江州大学教育科学学院"),
        ("国网灵寿县供电公司的志愿者", "国网灵寿县供电公司"),
        ("百川公司向市慈善总会捐款。", "市慈善总会"),
        ("活动中桂子里社区报名。", "桂子里社区"),
        ("光是“晴雨伞”服务队就有百人", "“晴雨伞”服务队"),
        ("江州大学青年志愿者协会成立", "江州大学青年志愿者协会"),
        ("江州市第二人民医院义诊", "江州市第二人民医院"),
        ("共青团江州市委主办", "共青团江州市委"),
    ],
)
def test_a_name_is_cut_on_its_first_and_last_word(words, name):
    assert name in values(resolve_organisations(draft(words)))


def test_the_parts_of_a_list_are_names_of_their_own():
    text = "活动由江州市文明办、江州志愿服务联合会和江州大学共同主办。"
    found = {f.value: (f.role, f.data.get("part")) for f in resolve_organisations(draft(text))}
    assert found == dict.fromkeys(["江州市文明办", "江州志愿服务联合会", "江州大学"], ("organiser", "host"))


def test_a_bare_office_in_a_list_belongs_to_the_place_of_the_first():
    assert values(resolve_organisations(draft("江州市文明办、民政局联合主办。"))) == ["江州市文明办", "江州市民政局"]


@pytest.mark.parametrize(
    ("words", "name", "role"),
    [
        ("主办单位:江州市文明办", "江州市文明办", "organiser"),
        ("活动由江州红十字会承办。", "江州红十字会", "organiser"),
        ("百川集团向江州志愿服务基金会捐款10万元。", "百川集团", "donor"),
        ("百川集团向江州志愿服务基金会捐款10万元。", "江州志愿服务基金会", "recipient"),
        ("江州百川集团现场向慈善总会捐赠30万元。", "江州百川集团", "donor"),
        ("书包捐赠给青禾小学。", "青禾小学", "recipient"),
        ("接受百川集团捐赠的口罩。", "百川集团", "donor"),
        ("江州市民政局有关负责人出席仪式。", "江州市民政局", "participant"),
        ("青禾社区的志愿者参加了活动。", "青禾社区", "participant"),
        ("活动在江州大学举行。", "江州大学", "mentioned"),
    ],
)
def test_what_an_organisation_does_is_read_from_the_words_around(words, name, role):
    assert {f.value: f.role for f in resolve_organisations(draft(words))}[name] == role


def test_short_forms_are_joined_to_the_full_name():
    text = "江州志愿服务基金会(以下简称“江志基金”)成立。江州市慈善总会到场。江志基金致谢。市慈善总会捐款。"
    found = {f.value: f for f in resolve_organisations(draft(text))}
    assert set(found) == {"江州志愿服务基金会", "江州市慈善总会"}
    assert found["江州志愿服务基金会"].data["aliases"] == ["江志基金"]
    assert found["江州市慈善总会"].data["aliases"] == ["市慈善总会"]
    # The sentence that tells the role is the evidence, not the first mention.
    assert (found["江州市慈善总会"].role, found["江州市慈善总会"].quote) == ("donor", "市慈善总会捐款。")


def test_candidates_that_lost_are_told_with_the_reason():
    trace: list = []
    resolve_organisations(draft("走进农村小学,来到社区。"), trace)
    assert [(row.value, row.reason) for row in trace] == [
        ("农村小学", "common-word"),
        ("社区", "kind-only"),
    ]


def test_every_kind_has_labels_in_both_languages():
    assert all(chinese and english for chinese, english in kind_labels().values())
    assert set(kinds_by_ending().values()) <= set(kind_labels())


@pytest.mark.parametrize(
    "words",
    [
        "走进社区。",
        "全国社区",
        "本社区居民",
        "加强社区建设",
        "各中学",
        "可一键联系社区",
        "刚刚考上大学",
        "含一所大学",
        "两万多家公司",
        "青年志愿者协会",
        "一家有限公司",
        "社区志愿服务",
        "大学生们",
    ],
)
def test_a_kind_without_a_name_is_no_organisation(words):
    assert values(resolve_organisations(draft(words))) == []


def test_the_organisation_named_most_often_comes_first():
    text = "江州市文明办很忙。青禾社区很大。青禾社区很远。"
    assert values(resolve_organisations(draft(text)))[0] == "青禾社区"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("文化和旅游行业协会参加会议。", "common-word"),
        ("江州的三级医院用药目录。", "common-word"),
        ("三家海外航空公司开通航线。", "common-word"),
        ("二十国集团等多边平台。", "common-word"),
        ("要重塑党支部的凝聚力。", "sentence"),
        ("压实地方各级党委的责任。", "sentence"),
        ("撤销何松政协第十四届委员资格。", "sentence"),
        ("召开专题协商会,听取意见。", "inside-word"),
        ("优化社区社会保障服务。", "sentence"),
        ("乌国家电力公司宣布停电。", "no-beginning"),
    ],
)
def test_a_trade_a_level_and_a_sentence_are_no_names(text, reason):
    trace: list = []
    assert resolve_organisations(draft(text), trace) == ()
    assert reason in {row.reason for row in trace}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("美国国家气象局表示。", "美国国家气象局"),
        ("报纸22日援引美国加利福尼亚大学的报告。", "美国加利福尼亚大学"),
        ("听取山东省委和省政府汇报。", "山东省政府"),
        ("捐款给市慈善基金会。", "市慈善基金会"),
        ("市口腔医院派出医生。", "市口腔医院"),
    ],
)
def test_a_name_keeps_its_state_and_its_seat(text, name):
    assert name in [finding.value for finding in resolve_organisations(draft(text))]
