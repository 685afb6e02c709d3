"""Sentences as offsets."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.segment import sentence_at, sentences


def _cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一句。第二句！第三句？第四句", ["第一句。", "第二句！", "第三句？", "第四句"]),
        ("甲;乙!丙", ["甲;", "乙!", "丙"]),
        ("一行\n　　二行。\n\n三行", ["一行", "二行。", "三行"]),
        ("真的吗？！是。", ["真的吗？！", "是。"]),
        ("他说：“我们要去。你呢。”然后走了。", ["他说：“我们要去。你呢。”", "然后走了。"]),
        ("“好！”他喊。下句", ["“好！”他喊。", "下句"]),
        ("服务(甲;乙)结束;下句", ["服务(甲;乙)结束;", "下句"]),
        ("“没有后半。第二句。", ["“没有后半。", "第二句。"]),
        ("A&nbsp;B。", ["A&nbsp;B。"]),
    ],
)
def test_it_cuts_where_a_reader_would(text: str, expected: list[str]) -> None:
    assert _cut(text) == expected


def test_the_sentence_around_a_place_is_found() -> None:
    text = "标题\n会议开始。7月7日,大会在武汉召开。结束。"
    start = text.index("武汉")
    low, high = sentence_at(text, start, start + 2)
    assert text[low:high] == "7月7日,大会在武汉召开。"


def test_a_place_across_two_sentences_gets_both() -> None:
    text = "甲句。乙句。丙句。"
    assert text[slice(*sentence_at(text, 1, 4))] == "甲句。乙句。"


@given(st.text(alphabet="甲乙。！？;!\n“”「」（)( &a"))
def test_sentences_are_in_order_and_hold_all_that_is_not_space(text: str) -> None:
    spans = list(sentences(text))
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())


@given(st.text(alphabet="甲乙。！\n“”（)(", min_size=1), st.data())
def test_the_sentence_found_covers_the_place(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    low, high = sentence_at(text, start, end)
    assert 0 <= low <= start
    assert end <= high <= len(text)
