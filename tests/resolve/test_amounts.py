"""Sums and headcounts: how much, of what, for what, how many."""

from __future__ import annotations

import pytest

from archive.resolve.amounts import resolve_amounts
from archive.resolve.headcounts import resolve_headcounts
from tests.resolve.drafts import draft


def sums(body: str) -> list[tuple]:
    return [(f.data["value"], f.data["unit"], f.data["what"]) for f in resolve_amounts(draft(body))]


def heads(body: str) -> list[tuple]:
    return [(f.data["value"], f.data["at_least"]) for f in resolve_headcounts(draft(body))]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("百川集团向基金会捐款100万元。", (1_000_000, "CNY", "donation")),
        ("捐款捐物达23.456万元。", (234_560, "CNY", "donation")),
        ("共收到社会各界捐款382万元。", (3_820_000, "CNY", "raised")),
        ("累计募集善款1,185万元。", (11_850_000, "CNY", "raised")),
        ("发放助学金34.3万元。", (343_000, "CNY", "grant")),
        ("红十字会拨款30万元人民币。", (300_000, "CNY", "grant")),
        ("累计捐款超过1.7亿元。", (170_000_000, "CNY", "donation")),
        ("老人捐出五千元。", (5000, "CNY", "donation")),
        ("捐赠20万港元。", (200_000, "HKD", "donation")),
        ("項目總額100萬元。", (1_000_000, "CNY", "other")),
        ("a total amount of rmb 1,008,975 yuan raised", (1_008_975, "CNY", "raised")),
    ],
)
def test_a_sum_is_read_with_its_meaning(words, expected):
    assert sums(words) == [expected]


@pytest.mark.parametrize("words", ["“一元爱心”捐赠", "庆元旦", "多元共治", "单元楼", "2013年元月", "第100元"])
def test_words_with_the_same_character_are_no_sums(words):
    assert sums(words) == []


def test_each_gift_is_told_by_its_own_clause_and_gifts_come_first():
    assert sums("慈善会发放助学金34万元,接受公司捐赠40万元,再次捐赠40万元。") == [
        (400_000, "CNY", "donation"),
        (340_000, "CNY", "grant"),
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("代表共110余人出席大会。", (110, True)),
        ("近30人参加。", (30, False)),
        ("共160多人参加培训。", (160, True)),
        ("百余人到场。", (100, True)),
        ("吸引26名居民参与。", (26, False)),
        ("逾200人与会。", (200, True)),
        ("八十余名志愿者骨干参加。", (80, True)),
    ],
)
def test_a_headcount_is_read_with_its_vagueness(words, expected):
    assert heads(words) == [expected]


@pytest.mark.parametrize(
    "words", ["一人独居。", "每人发两件。", "社区有13万居民。", "资助学生7万余人次。", "第3名参赛。", "2013年人口普查"]
)
def test_what_is_no_headcount_is_left(words):
    assert heads(words) == []


def test_those_present_come_before_those_helped():
    assert [value for value, _more in heads("慰问了12名老人。共有40余人参加活动。")] == [40, 12]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("给每人发放慰问金500元。", {"value": 500, "what": "grant", "per": "person"}),
        ("每户补助1000元。", {"value": 1000, "what": "subsidy", "per": "household"}),
        ("标准为300元/人。", {"value": 300, "per": "person"}),
        ("捐款共计23.456万元。", {"value": 234_560, "what": "donation", "total": True}),
        ("物资折合人民币约12万元。", {"value": 120_000, "what": "worth", "about": True}),
        ("捐赠价值五十万元的药品。", {"value": 500_000, "what": "worth"}),
        ("资助每名学生2000至3000元。", {"value": 3000, "low": 2000, "per": "person"}),
        ("资助30至50万元。", {"value": 500_000, "low": 300_000}),
        ("募集善款新台币300万元。", {"value": 3_000_000, "what": "raised"}),
        ("社会捐款100万元以上。", {"value": 1_000_000, "at_least": True}),
        ("最高资助20万", {"value": 200_000, "unit": "CNY", "what": "grant"}),
        ("投入80多万元建成。", {"value": 800_000, "what": "invested", "at_least": True}),
        ("向灾区捐赠棉被2000套。", {"value": 2000, "unit": "套", "what": "goods"}),
    ],
)
def test_a_sum_says_what_it_is_for_and_how_exact_it_is(words, expected):
    (finding,) = resolve_amounts(draft(words))
    assert {key: finding.data.get(key) for key in expected} == expected


@pytest.mark.parametrize(
    "words", ["全市人口20万", "粉丝20万,点赞", "开展2000场活动", "购买图书300册。", "捐赠仪式分三份工作"]
)
def test_figures_of_other_things_are_no_sums(words):
    assert sums(words) == []


@pytest.mark.parametrize(
    ("words", "what", "who"),
    [
        ("慰问了12名空巢老人。", "beneficiaries", "空巢老人"),
        ("80余名志愿者上街清扫。", "volunteers", "志愿者"),
        ("100多名干部职工参加仪式。", "attendees", "干部职工"),
        ("68名志愿律师成立服务队。", "volunteers", "志愿律师"),
        ("志愿者接待了37名群众。", "other", "群众"),
        ("约300人到场观看。", "attendees", None),
    ],
)
def test_a_headcount_says_who_they_were(words, what, who):
    (finding,) = resolve_headcounts(draft(words))
    assert (finding.data["what"], finding.data.get("who")) == (what, who)


@pytest.mark.parametrize(
    "words", ["空袭造成86人死亡,其中包括23名儿童。", "造成2名儿童死亡。", "导致5名患者遇难。", "枪击已致12名学生受伤。"]
)
def test_victims_are_nobodys_beneficiaries(words):
    assert {finding.data["what"] for finding in resolve_headcounts(draft(words))} == {"other"}


@pytest.mark.parametrize("words", ["排名上升8位,成为第一。", "数十人到场。"])
def test_ranks_and_vague_numbers_are_no_headcounts(words):
    assert resolve_headcounts(draft(words)) == ()


def test_what_people_did_is_no_part_of_who_they_were():
    (finding,) = resolve_headcounts(draft("那里有40多名村民被困。"))
    assert finding.data["who"] == "村民"
