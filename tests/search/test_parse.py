from __future__ import annotations

import pytest

from archive.search.parse import parse_query
from archive.search.tree import AllOf, AnyOf, Node, Phrase, Without, Words
from archive.search.words import cut_words, exact_tree, loose_tree


@pytest.mark.parametrize(
    ("q", "tree"),
    [
        ("", None),
        ("   ", None),
        ('""', None),
        ("武汉", Words("武汉")),
        ("武汉 志愿", AllOf((Words("武汉"), Words("志愿")))),
        ("武汉　志愿", AllOf((Words("武汉"), Words("志愿")))),
        ('"学 雷锋"', Phrase("学 雷锋")),
        ("“学雷锋”", Phrase("学雷锋")),
        ("「學雷鋒」日", AllOf((Phrase("學雷鋒"), Words("日")))),
        ("＂学雷锋＂", Phrase("学雷锋")),
        ("武汉 OR 临沂", AnyOf((Words("武汉"), Words("临沂")))),
        ("武汉 ＯＲ 临沂", AnyOf((Words("武汉"), Words("临沂")))),
        ("武汉 AND 临沂", AllOf((Words("武汉"), Words("临沂")), strict=True)),
        ("武汉 ＡＮＤ 临沂", AllOf((Words("武汉"), Words("临沂")), strict=True)),
        ("武汉 AND NOT 临沂", AllOf((Words("武汉"), Without(Words("临沂"))), strict=True)),
        ("(武汉 AND 临沂) 会", AllOf((AllOf((Words("武汉"), Words("临沂")), strict=True), Words("会")))),
        ("武汉 AND", Words("武汉")),
        ("武汉AND临沂", AllOf((Words("武汉"), Words("临沂")), strict=True)),
        ("“武汉”OR『临沂』", AnyOf((Phrase("武汉"), Phrase("临沂")))),
        ("武汉or临沂", Words("武汉or临沂")),
        ("武汉ORANGE", Words("武汉ORANGE")),
        ("AND 武汉 临沂", AllOf((Words("武汉"), Words("临沂")))),
        ("a b OR c", AnyOf((AllOf((Words("a"), Words("b"))), Words("c")))),
        ("a (b OR c)", AllOf((Words("a"), AnyOf((Words("b"), Words("c")))))),
        ("a （b OR c）", AllOf((Words("a"), AnyOf((Words("b"), Words("c")))))),
        ("-武汉", Without(Words("武汉"))),
        ("－武汉", Without(Words("武汉"))),
        ("志愿 NOT 武汉", AllOf((Words("志愿"), Without(Words("武汉"))))),
        ('志愿 -"武汉 市"', AllOf((Words("志愿"), Without(Phrase("武汉 市"))))),
        ("NOT NOT 武汉", Words("武汉")),
        ("covid-19", Words("covid-19")),
        ("a - b", AllOf((Words("a"), Words("-"), Words("b")))),
        ("or not and", AllOf((Words("or"), Words("not"), Words("and")))),
        ("ORANGE", Words("ORANGE")),
        ("title:武汉", Words("武汉", "title")),
        ("标题：武汉", Words("武汉", "title")),
        ('来源:"中国社区网"', Phrase("中国社区网", "source")),
        ("作者:(吴慧 OR 李姗)", AnyOf((Words("吴慧", "author"), Words("李姗", "author")))),
        ("-title:武汉", Without(Words("武汉", "title"))),
        ("正文: 武汉 会议", AllOf((Words("武汉", "body"), Words("会议")))),
        ("http://a.cn", Words("http://a.cn")),
        ("title:", Words("title:")),
        ("OR OR", None),
        ("NOT", None),
        ("武汉 OR", Words("武汉")),
        ("OR 武汉", Words("武汉")),
        (")武汉(", Words("武汉")),
        ("((武汉", Words("武汉")),
        ('武汉"', Words("武汉")),
        ("武汉) 临沂", AllOf((Words("武汉"), Words("临沂")))),
    ],
)
def test_it_reads_the_query_language(q: str, tree: Node | None) -> None:
    assert parse_query(q).tree == tree


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("武汉志愿者", ("武汉", "志愿者")),
        ("爱扑满", ("爱扑满",)),
        ("COVID-19疫情", ("covid-19", "疫情")),
        ("3.5%", ("3.5%",)),
        ("的", ("的",)),
        ("，。", (",。",)),
        ("志願者，武漢", ("志愿者", "武汉")),
    ],
)
def test_it_cuts_words_without_leaving_single_characters(text: str, words: tuple[str, ...]) -> None:
    assert cut_words(text) == words


def test_every_cut_word_stands_in_the_text() -> None:
    text = "社区志愿服务全国联络总站工作推进会在汉召开"
    words = cut_words(text)
    assert len(words) > 3
    assert all(word in text and len(word) > 1 for word in words)


def test_loosening_keeps_phrases_and_exclusions() -> None:
    loose = loose_tree(parse_query('武汉 志愿者 "学雷锋" -临沂').tree)
    words = tuple(map(Phrase, ("武汉", "志愿者", "志愿", "愿者")))
    assert loose == AllOf((AnyOf(words), Phrase("学雷锋"), Without(Phrase("临沂"))))
    assert loose_tree(parse_query('"学雷锋" -临沂').tree) is None
    assert loose_tree(parse_query("武汉").tree) is None


def test_adjacent_words_are_better_together() -> None:
    tree = exact_tree(Words("武汉志愿者"))
    assert tree == AllOf((Phrase("武汉"), Phrase("志愿者")), better=(Phrase("武汉志愿者"),))
