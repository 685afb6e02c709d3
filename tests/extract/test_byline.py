"""Names in bylines are told from roles, offices and ordinary words."""

from __future__ import annotations

import pytest

from archive.extract.byline import find_authors, find_editor
from archive.extract.labels import find_claims
from archive.extract.lines import Line
from archive.extract.names import is_name, split_names


@pytest.mark.parametrize("word", ["丁军勤", "李婷", "欧阳文静", "阿里木·买买提"])
def test_names_are_names(word):
    assert is_name(word)


@pytest.mark.parametrize("word", ["记者", "解团", "文明办", "安徽大学", "未知", "河岸日报", "昨日从", "澎湃·政务号"])
def test_offices_and_words_are_not(word):
    assert not is_name(word)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("记者 范少伟 汪泷 通讯员 刘国芹", ["范少伟", "汪泷", "刘国芹"]),
        ("唐 瑞", ["唐 瑞"]),
        ("作者 吴慧、李姗", ["吴慧", "李姗"]),
        ("邹祖云李航", ["邹祖云", "李航"]),
        ("记者秦鹏摄影报道", ["秦鹏"]),
        ("毕若旭 安徽大学 王文瑄", ["毕若旭", "王文瑄"]),
        ("清河区文明办", []),
    ],
)
def test_a_list_of_names_is_cut_apart(text, names):
    assert [text[start:end] for start, end in split_names(text)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("本报讯(记者 张鹏)3月5日,志愿者走进敬老院,为老人理发。", ("张鹏",)),
        ("□本报记者 徐梦通讯员 庄倩倩 在清河区有这样一群人,他们是志愿者。", ("徐梦", "庄倩倩")),
        ("羊城晚报讯 记者陈玉霞报道:大雨牵动人心,各地志愿者赶赴灾区。", ("陈玉霞",)),
        ("记者昨日从共青团工作会上获悉,将招募一万名志愿者。", ()),
        ("志愿者在清扫道路。记者 张鹏 摄", ()),
        ("活动受到欢迎。(清河区文明办)", ()),
        ("活动受到欢迎。(见习记者 肖蔚男 实习生 何欣)", ("肖蔚男", "何欣")),
        ("河岸新闻网3月5日电 (张芹 史雅琴)志愿者走进敬老院。", ("张芹", "史雅琴")),
    ],
)
def test_authors_are_found_where_they_sign(text, names):
    assert find_authors((), [Line(text)], ())[0] == names


def test_the_responsible_editor_comes_first_and_the_header_before_the_tail():
    header = find_claims([Line("来源:河岸日报 编辑:苏文静")])
    tail = find_claims([Line("编辑:郭晓梅 责编:方志远 审核:张鹏")])
    assert find_editor(header, tail) == ("苏文静", "编辑:苏文静")
    assert find_editor((), tail) == ("方志远", "责编:方志远")
    assert find_editor(find_claims([Line("编辑:河岸日报")])) is None
