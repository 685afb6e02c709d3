"""Likeness of words and rare phrases: bounds, symmetry, and what they ignore."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.dedupe.phrases import shared_phrases, weigh_phrases
from archive.dedupe.plain import plain_text
from archive.dedupe.wording import common_pairs, similarity
from tests.dedupe.stories import FUNERAL_NOTICE, STORY
from tests.time_limit import time_limit

texts = st.text(alphabet="志愿者服务活动江豚守望护鸥缙云山123ab", max_size=60)


@given(texts, texts)
def test_likeness_is_between_none_and_all_and_the_same_both_ways(left, right):
    assert 0.0 <= similarity(left, right) <= 1.0 + 1e-9
    assert similarity(left, right) == pytest.approx(similarity(right, left))


@given(texts, texts)
def test_rare_phrases_weigh_the_same_both_ways(left, right):
    assert weigh_phrases(shared_phrases(left, right)) == weigh_phrases(shared_phrases(right, left))


def test_a_text_is_wholly_like_itself_and_unlike_another():
    story, notice = plain_text(STORY), plain_text(FUNERAL_NOTICE)
    assert similarity(story, story) == pytest.approx(1.0)
    assert similarity(story, notice) < 0.2


def test_words_everybody_uses_are_no_rare_phrase():
    assert "志愿" in common_pairs()
    assert shared_phrases("我们的志愿服务活动", "他们的志愿服务活动") == frozenset()


def test_a_name_no_list_knows_is_a_rare_phrase():
    assert shared_phrases("队员古丽娜尔开了直播", "瓜农说古丽娜尔嗓子哑了") == {"古丽娜尔"}


@pytest.mark.parametrize("text", ["", "甲", "甲乙"])
def test_too_little_text_is_like_nothing(text):
    assert similarity(text, "") == 0.0
    assert shared_phrases(text, text) == frozenset()


def test_a_megabyte_is_compared_in_time():
    long = "护鸥缙云江豚" * 170_000
    with time_limit():
        similarity(long, long[::-1])
        shared_phrases(long, long[::-1])
