"""Titles that are the same but for a word."""

import pytest

from archive.dedupe.titles import swapped_title


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("主席会见越南总理", "主席会见新加坡总理"),
        ("第六次会议举行", "第五次会议举行"),
        ("净滩活动开幕", "净滩活动闭幕"),
    ],
)
def test_a_word_in_anothers_stead_is_told(left, right):
    assert swapped_title(left, right, frame=1 / 3) == f"{left} / {right}"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("净滩活动举行", "净滩活动举行"),
        ("净滩活动举行", "净滩活动在沂河举行"),
        ("", "净滩"),
        ("净滩活动", "百日捐款启动"),
    ],
)
def test_longer_equal_and_unlike_titles_are_no_swap(left, right):
    assert swapped_title(left, right, frame=1 / 3) == ""
