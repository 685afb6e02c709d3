"""Personal data: what is private is found and masked in place, what is public by nature is left."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.text.number_checks import is_bank_card, is_hong_kong_identity, is_identity, is_taiwan_identity
from archive.text.personal_data import find_personal_data, mask, mask_personal_data
from tests.time_limit import time_limit


def kinds(text: str) -> list[str]:
    return [span.kind for span in find_personal_data(text)]


def words(text: str) -> list[str]:
    return [text[span.start : span.end] for span in find_personal_data(text)]


@pytest.mark.parametrize(
    ("text", "kind", "datum"),
    [
        ("联系人王老师，电话：１３８１２３４５６７８。", "mobile", "１３８１２３４５６７８"),
        ("请拨打+86 138-1234-5678报名", "mobile", "+86 138-1234-5678"),
        ("王先生电话0531-82345678", "landline", "0531-82345678"),
        ("家庭电话：82345678", "landline", "82345678"),
        ("身份证号11010519491231002X。", "identity", "11010519491231002X"),
        ("身份證號碼：110105194912310021", "identity", "110105194912310021"),
        ("證件A123456(3)", "identity", "A123456(3)"),
        ("卡号6222 0212 3456 7890 128", "bank_card", "6222 0212 3456 7890 128"),
        ("邮箱zhangsan@163.com", "email", "zhangsan@163.com"),
        ("微信号：abc_12345", "account", "abc_12345"),
        ("家住解放路12号3单元502室的王阿姨", "address", "解放路12号3单元502室"),
        ("幸福苑12号楼3单元501室漏水", "address", "12号楼3单元501室"),
        ("小学生李明给老人送花", "minor", "李明"),
        ("8岁的小红很高兴", "minor", "小红"),
        ("张小雨（12岁）说", "minor", "张小雨"),
        ("王小花小朋友上台", "minor", "王小花"),
        ("三（2）班学生李小雨发言", "minor", "李小雨"),
        ("受助學生代表葉輝發言", "aid_recipient", "葉輝"),
        ("贫困户张三家里", "aid_recipient", "张三"),
        ("看望独居老人李桂芳。", "aid_recipient", "李桂芳"),
        ("白血病患者王某某说", "aid_recipient", "王某某"),
    ],
)
def test_what_is_private_is_found_where_it_stands(text, kind, datum):
    assert kinds(text) == [kind]
    assert words(text) == [datum]
    assert datum not in mask_personal_data(text)


@pytest.mark.parametrize(
    "text",
    [
        "市民热线12345、400-820-8820、800-810-8888。",
        "办公室电话0531-82345678,传真82345679。",
        "投稿邮箱：info@example.gov.cn",
        "第110105194912310021号令",
        "捐款账号6222021234567890129,户名:江州市慈善总会",
        "截至2013年12月31日共13812345678901元",
        "志愿者王强(32岁)说",
        "小学生李明(化名)说",
        "18岁的大学生王强",
        "位于解放路12号的图书馆",
        "孤儿院、患者马上得到救治、困难群众温暖过冬",
        "贫困学生万名受益",
        "市文明办主任严宏",
        "编号2013081213800138000x1",
    ],
)
def test_what_is_public_or_nothing_of_the_kind_is_left(text):
    assert words(text) == []
    assert mask_personal_data(text) == text


def test_every_name_of_a_list_is_found():
    assert words("受助学生李明、王芳和赵小雨领到助学金") == ["李明", "王芳", "赵小雨"]


def test_a_name_keeps_its_first_character_and_a_number_its_signs():
    assert mask_personal_data("贫困户张三丰,电话138-1234-5678,a.b@qq.com") == "贫困户张●●,电话●●●-●●●●-●●●●,●●●@qq.com"


PIECES = [
    "13812345678",
    "小学生",
    "李明",
    "8岁的",
    "@qq.com",
    "a",
    "家住",
    "12号",
    "3单元",
    "\n",
    "İ",
    "\ud800",
    "62220212",
    "(",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_masking_keeps_every_offset_and_leaves_nothing_to_find_twice(text):
    spans = find_personal_data(text)
    masked = mask(text, spans)
    assert len(masked) == len(text)
    assert masked.count("\n") == text.count("\n")
    assert all(left.end <= right.start for left, right in pairwise(spans))


REPEATED = [
    "1",
    "13812345678",
    "小学生李明",
    "a@",
    "家住",
    "1 ",
    "3单元",
    "受助学生",
    "一",
    "a.",
    "李明、",
    "户名",
    "岁1",
]


@pytest.mark.parametrize("piece", REPEATED)
def test_a_long_page_of_anything_is_read_in_time(piece):
    with time_limit():
        find_personal_data(piece * (300_000 // len(piece)))


def test_check_digits():
    assert is_identity("11010519491231002X") and not is_identity("110105194912310021")
    assert not is_identity("110105194913310020"), "there is no thirteenth month"
    assert is_bank_card("4111 1111 1111 1111") is False, "too few different digits to be a card"
    assert is_bank_card("6222021234567890128") and not is_bank_card("6222021234567890129")
    assert is_hong_kong_identity("A123456(3)") and not is_hong_kong_identity("A123456(4)")
    assert is_taiwan_identity("A123456789") and not is_taiwan_identity("A123456788")
