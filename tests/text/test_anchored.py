"""Looking only where a match can begin loses none: every pattern read so finds what `finditer` finds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from archive.resolve import amounts, figures, headcounts
from archive.text import dates
from archive.text.anchored import find_places, matches_at
from archive.text.normalise import fold
from tests.quality.labelled_pages import DEV, read_lines

READ = [
    *[(pattern, dates._OPENINGS) for pattern in sorted(dates._OPENED, key=lambda pattern: pattern.pattern)],
    *[(p, figures._OPENINGS) for p in (amounts._MONEY, amounts._BARE, amounts._GOODS, headcounts._PEOPLE)],
]
WORDS = [
    *"0123456789.-/— ~:,、()第约近逾超不至高达大将突余多来一二两三四五六七八九十百千万亿零〇廿卅元人名位套件日号月年起",
    *("民国", "农历", "阴历", "旧历", "今年", "去年", "正月", "腊月", "冬月", "初", "上旬", "底", "夏天", "上半年"),
    *(
        "的",
        "第一个",
        "最后一",
        "星期",
        "周",
        "本月",
        "上个月",
        "上午",
        "成立",
        "不少于",
        "至少",
        "大约",
        "将近",
        "超过",
    ),
    *("港币", "块钱", "志愿者", "2013年", "7月", "老人", "٣", "\n"),
]


def spans(matches) -> list[tuple[int, int]]:
    return [match.span() for match in matches]


@given(st.lists(st.sampled_from(WORDS), max_size=30).map("".join))
def test_it_finds_what_finditer_finds(text):
    for pattern, openings in READ:
        found = spans(matches_at(pattern, text, find_places(openings, text)))
        assert found == spans(pattern.finditer(text)), pattern.pattern


def test_it_loses_nothing_on_pages():
    for line in read_lines(DEV):
        text = fold(line["content"])
        for pattern, openings in READ:
            expected = spans(pattern.finditer(text))
            assert spans(matches_at(pattern, text, find_places(openings, text))) == expected


def test_no_match_begins_inside_the_one_before():
    assert spans(matches_at(re.compile("aa"), "aaaa", [0, 1, 2, 3])) == [(0, 2), (2, 4)]
