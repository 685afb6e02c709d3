"""Runs in common are found whatever their order; hostile texts are compared in bounded work."""

from itertools import pairwise

import pytest

from archive.dedupe.alignment import LONGEST_COMPARED, Gap, align
from archive.dedupe.plain import plain_text
from tests.dedupe.stories import FUNERAL_NOTICE, STORY

PLAIN = plain_text(STORY)
OTHER = plain_text(FUNERAL_NOTICE)


def test_equal_texts_are_one_run():
    alignment = align(PLAIN, PLAIN)
    assert len(alignment.runs) == 1
    assert alignment.resemblance == 1.0


def test_different_stories_share_nothing():
    assert align(PLAIN, OTHER).shared == 0


def test_runs_are_the_same_characters_in_both_texts():
    alignment = align(PLAIN, OTHER + PLAIN[120:] + PLAIN[:90])
    assert alignment.shared >= len(PLAIN) - 40
    for run in alignment.runs:
        assert alignment.left[run.left : run.left + run.length] == alignment.right[run.right : run.right + run.length]


def test_runs_never_overlap():
    alignment = align("净滩活动在沂河边举行" * 30 + PLAIN, PLAIN + "净滩活动在沂河边举行" * 30)
    for ends in (
        sorted((run.left, run.left + run.length) for run in alignment.runs),
        sorted((run.right, run.right + run.length) for run in alignment.runs),
    ):
        assert all(end <= start for (_, end), (start, _) in pairwise(ends))
    assert alignment.of_left <= 1.0
    assert alignment.of_right <= 1.0


def test_a_moved_half_is_found():
    half = len(PLAIN) // 2
    assert align(PLAIN, PLAIN[half:] + PLAIN[:half]).of_left > 0.98


def test_a_common_phrase_is_no_common_passage():
    assert align("志愿服务活动" + OTHER, PLAIN + "志愿服务活动").shared == 0


def test_a_word_in_anothers_stead_is_a_gap_with_both_words():
    alignment = align(PLAIN, PLAIN.replace("田立新", "高秀兰"))
    assert [(gap.left, gap.right) for gap in alignment.gaps] == [("田立新", "高秀兰")]
    assert alignment.gaps[0].is_swap


def test_lost_characters_count_as_common_once_damage_is_forgiven():
    damaged = "".join(char for place, char in enumerate(PLAIN) if place % 25)
    alignment = align(PLAIN, damaged)
    assert alignment.of_left < 0.97
    assert min(alignment.bridged) > 0.98


def test_empty_texts_share_nothing():
    assert align("", PLAIN).shared == align(PLAIN, "").shared == align("", "").resemblance == 0


def test_a_refrain_without_end_is_compared_in_bounded_work():
    refrain = "志愿" * 500_000
    alignment = align(refrain, "愿志" * 500_000)
    assert len(alignment.left) == LONGEST_COMPARED
    assert len(alignment.runs) <= LONGEST_COMPARED


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("", "zhuangzhuang"),
        ("显著优势", "显xian著优you势"),
        ("20230315", "xxxxxxxx"),
        ("2023年3月15日上午9时", "xxxx年x月xx日上午x时"),
        ("字", ""),
    ],
)
def test_letters_between_words_and_masked_digits_are_damage(left, right):
    assert Gap(left, right).is_damage
    assert Gap(right, left).is_damage


@pytest.mark.parametrize(
    ("left", "right"),
    [("二十三家单位参加", "四十一家单位出席"), ("2023年3月15日", "2024年3月16日"), ("20230315", "xxxx")],
)
def test_other_words_and_digits_are_no_damage(left, right):
    assert not Gap(left, right).is_damage
