from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.web.masked_markup import mask_markup, text_of
from archive.web.safe_markup import make_harmless


def stars(words: str) -> str:
    return re.sub(r"\d{3,}", lambda match: "*" * len(match[0]), words)


@pytest.mark.parametrize(
    ("markup", "masked"),
    [
        ("<p>电话12345</p>", "<p>电话*****</p>"),
        ("<p>12<b>34</b>5</p>", "<p>**<b>**</b>*</p>"),
        ("<p>12</p><p>34</p>", "<p>12</p><p>34</p>"),
        ("<p>12<br>34</p>", "<p>12<br>34</p>"),
        ("<p>&lt;12345&amp;</p>", "<p>&lt;*****&amp;</p>"),
        ('<a href="https://a.example/12345" rel="x">更多</a>', '<a rel="x">更多</a>'),
        ('<a href="https://a.example/%31%32%33" title="a>b">更多</a>', '<a title="a>b">更多</a>'),
        ('<a title="电话&quot;12345">更多</a>', "<a>更多</a>"),
        ("", ""),
    ],
)
def test_it_masks_words_as_they_are_read_and_attributes(markup, masked):
    assert mask_markup(markup, stars) == masked


def test_blocks_are_lines_of_their_own():
    assert text_of("<p>一<b>二</b></p><p>三</p>").split() == ["一二", "三"]


PIECES = st.sampled_from(["<p>", "</p>", "<b>", "<a href='http://x/\"'>", "</a>", "&lt;", "&#49;", "<", ">", '"', "123", "甲", "<img alt='4>56'>", "<img alt=\"<b>\">"])  # fmt: skip


@given(st.lists(PIECES, max_size=12))
def test_masking_leaves_harmless_markup_harmless(pieces):
    harmless = make_harmless("".join(pieces))
    assert "<img" not in harmless
    masked = mask_markup(harmless, stars)
    assert not re.search(r"\d{3,}", text_of(masked))
    assert make_harmless(masked) == masked.replace("\xa0", "&nbsp;")
    assert mask_markup(harmless, lambda words: words) == harmless
