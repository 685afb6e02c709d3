from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from archive.search.highlight import SNIPPET_LENGTH, mark_snippet, mark_title
from archive.search.tree import Phrase

LONG = "开头的一句说别的。" * 30 + "志愿者在百步亭社区清理江滩。" + "后面的一句也说别的。" * 30


def test_marks_stand_in_the_original_text() -> None:
    assert mark_title("關懷志願者", [Phrase("志愿者")]) == "關懷<mark>志願者</mark>"
    assert mark_title("ＡＲＴ节", [Phrase("art")]) == "<mark>ＡＲＴ</mark>节"


def test_everything_else_is_escaped() -> None:
    marked = mark_title("<script>武汉</script>&", [Phrase("武汉")])
    assert marked == "&lt;script&gt;<mark>武汉</mark>&lt;/script&gt;&amp;"
    assert mark_title("a<b", [Phrase("a<b")]) == "<mark>a&lt;b</mark>"


def test_the_snippet_is_the_sentence_that_matches() -> None:
    snippet = mark_snippet(LONG, [Phrase("百步亭"), Phrase("志愿者")])
    assert "…<mark>志愿者</mark>在<mark>百步亭</mark>社区清理江滩。" in snippet
    assert snippet.startswith("…") and snippet.endswith("…")


def test_the_passage_with_more_different_words_wins() -> None:
    body = "志愿者来了。" + "中间的话。" * 60 + "志愿者在武汉。"
    assert "<mark>武汉</mark>" in mark_snippet(body, [Phrase("志愿者"), Phrase("武汉")])


def test_without_a_match_it_is_the_beginning() -> None:
    snippet = mark_snippet("第一句。第二句。" * 40, [Phrase("没有")])
    assert snippet.startswith("第一句。第二句。") and snippet.endswith("…")
    assert len(snippet) <= SNIPPET_LENGTH + 2


def test_a_short_text_is_shown_whole() -> None:
    assert mark_snippet("一句话。\n又一句。", []) == "一句话。 又一句。"


def test_a_sentence_too_long_is_cut_around_the_match() -> None:
    snippet = mark_snippet("很" * 500 + "武汉" + "长" * 500, [Phrase("武汉")])
    assert "<mark>武汉</mark>" in snippet and len(snippet) < SNIPPET_LENGTH + 40


def test_fields_mark_only_where_they_look() -> None:
    assert "<mark>" not in mark_title("武汉", [Phrase("武汉", "body")])
    assert "<mark>" not in mark_snippet("武汉", [Phrase("武汉", "title")])
    assert "<mark>" not in mark_title("武汉", [Phrase("武汉", "source")])


@given(st.text(max_size=400), st.lists(st.text(min_size=1, max_size=6), max_size=4))
def test_a_snippet_without_its_marks_is_a_piece_of_the_text(body: str, texts: list[str]) -> None:
    snippet = mark_snippet(body, [Phrase(text) for text in texts])
    plain = html.unescape(re.sub(r"</?mark>", "", snippet))
    assert plain.strip("…") in body.replace("\n", " ") or plain.strip("…") == ""
    assert len(plain) <= 2 * SNIPPET_LENGTH + 10
