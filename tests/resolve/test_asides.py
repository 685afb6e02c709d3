"""Asides are found where a reader would skip, and hostile text does not slow them down."""

from __future__ import annotations

import pytest

from archive.resolve.asides import find_asides
from archive.resolve.passages import read_passages
from tests.resolve.drafts import draft
from tests.time_limit import time_limit


def kind_of(words: str, text: str) -> str | None:
    passages = read_passages(draft(f"开头一句说新闻。{text}", title="题目"))
    return find_asides(passages).kind_at(passages.folded.index(words))


@pytest.mark.parametrize(
    ("words", "text", "kind"),
    [
        ("捐赠", "昨天企业捐赠了桌椅。", None),
        ("累计", "据悉,该企业累计捐赠百万元。", "background"),
        ("捐赠", "据悉,该企业去年捐赠百万元。", "background"),
        ("敬老", "他曾多次参加敬老活动。", "background"),
        ("招募", "会议强调,要招募更多的人。", "speech"),
        ("表彰", "市长指出,志愿服务是美德。要表彰先进。", "speech"),
        ("看望", "“老人很好,我们常去看望他们。”队长笑了。", "speech"),
        ("考察", "下一步,学员将前往外地考察。", "plan"),
        ("弘扬", "为弘扬雷锋精神,3月5日,社区开展义诊。", "purpose"),
        ("义诊", "为弘扬雷锋精神,3月5日,社区开展义诊。", None),
        ("慈善", "“中华慈善日爱心进万家主题活动”启动了。", None),
    ],
)
def test_what_kind_of_part_words_stand_in(words: str, text: str, kind: str | None):
    assert kind_of(words, text) == kind


def test_a_first_sentence_tells_the_news_be_it_to_come():
    passages = read_passages(draft("据悉,晚宴将于12月5日举行。下一步将继续募捐。", title="题目"))
    assert [aside.kind for aside in find_asides(passages).found] == ["plan"]


def test_a_list_of_fields_is_background():
    assert kind_of("赈灾", "奖项褒扬在赈灾、扶老、助学等领域的贡献。") == "background"


def test_a_title_has_no_asides():
    passages = read_passages(draft("正文。", title="据悉下一步将招募"))
    assert find_asides(passages).found == ()


def test_asides_do_not_overlap_and_lie_inside_the_text():
    text = "开头一句。为丰富生活,5月4日,社区办活动。他说:“我们,将继续来的,希望大家都来。”据了解,此前曾办三次,下一步将再办。"
    passages = read_passages(draft(text, title=""))
    ends = [0]
    for aside in find_asides(passages).found:
        assert ends[-1] <= aside.start < aside.end <= len(passages.text)
        ends.append(aside.end)
    assert len(ends) > 3


@pytest.mark.parametrize(
    "unit", ["志愿、", "“", "“志,愿", "为进一步", "自2000年,", "会议要求", "据悉", "将于", "1、", "累计"]
)
def test_endless_repetition_is_read_in_time(unit: str):
    passages = read_passages(draft(f"开头一句。{unit * (100_000 // len(unit))}", title=""))
    with time_limit():
        find_asides(passages)
