"""Two texts with a passage in common share an anchor, wherever the passage stands."""

from hypothesis import given
from hypothesis import strategies as st

from archive.dedupe.anchors import SHINGLE, WINDOW, choose_anchors
from archive.dedupe.plain import plain_text
from tests.dedupe.stories import STORY

WORDS = st.text(alphabet="志愿服务活动社区举行环境老人学生0123456789", max_size=80)


@given(
    before=WORDS, after=WORDS, other_before=WORDS, other_after=WORDS, passage=st.text("净滩护河同行参加", min_size=20)
)
def test_a_shared_passage_of_twenty_characters_shares_an_anchor(before, after, other_before, other_after, passage):
    assert len(passage) >= SHINGLE + WINDOW - 1
    one = choose_anchors(before + passage + after)
    other = choose_anchors(other_before + passage + other_after)
    assert set(one) & set(other)


def test_anchors_are_few_distinct_and_ordered():
    anchors = choose_anchors(plain_text(STORY))
    assert list(anchors) == sorted(set(anchors))
    assert 15 <= len(anchors) <= 60


def test_anchors_fit_a_signed_column_of_64_bits():
    assert all(-(2**63) <= anchor < 2**63 for anchor in choose_anchors(plain_text(STORY)))


def test_anchors_never_change_between_versions_and_machines():
    assert choose_anchors("志愿服务联合会") == (1844856825644570276,)


def test_a_text_shorter_than_a_shingle_has_none():
    assert choose_anchors("志愿服务") == ()
    assert choose_anchors("") == ()


def test_traditional_and_full_width_copies_have_the_same_anchors():
    assert choose_anchors(plain_text("志願服務聯合會２０２５年")) == choose_anchors(plain_text("志愿服务联合会2025年"))
