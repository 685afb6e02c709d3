from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from archive.web.presenters.evidence import Mark, cut_sentence, locate, mark_lines

TEXT = "推进会在汉召开\n7月7日,推进会在武汉市百步亭社区召开。会上捐款100万元。\n<b>尾</b>"


def mark(words: str, number: int, **fields) -> Mark:
    start = TEXT.index(words)
    return Mark(number=number, start=start, end=start + len(words), **fields)


def plain(html: str) -> str:
    tagless = re.sub(r"</?span[^>]*>", "", html)
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        tagless = tagless.replace(entity, character)
    return tagless


def test_it_sets_a_span_with_an_anchor_around_the_words():
    lines = mark_lines(TEXT, [mark("武汉市百步亭社区", 12, strong=True)])
    assert '<span class="ev strong" data-fact="12" id="e12">武汉市百步亭社区</span>' in lines[1]


def test_it_escapes_everything_else():
    assert mark_lines(TEXT, [])[2] == "&lt;b&gt;尾&lt;/b&gt;"
    assert (
        mark_lines(TEXT, [mark("<b>尾", 1)])[2] == '<span class="ev" data-fact="1" id="e1">&lt;b&gt;尾</span>&lt;/b&gt;'
    )


def test_it_nests_marks_that_lie_inside_each_other():
    line = mark_lines(TEXT, [mark("武汉市百步亭社区", 1), mark("武汉市", 2)])[1]
    assert 'id="e1"><span class="ev" data-fact="2" id="e2">武汉市</span>百步亭社区</span>' in line


def test_it_splits_marks_that_cross_and_anchors_each_once():
    line = mark_lines(TEXT, [mark("推进会在武汉市", 1), mark("武汉市百步亭社区", 2)])[1]
    assert plain(line) == TEXT.split("\n")[1]
    assert line.count('id="e1"') == line.count('id="e2"') == 1
    assert line.count("<span") == line.count("</span>")


@given(
    st.text(alphabet='ab<&"\n武汉', max_size=40),
    st.lists(st.tuples(st.integers(0, 45), st.integers(0, 45)), max_size=6),
)
def test_marking_never_changes_the_text_and_always_balances(text, spans):
    marks = [
        Mark(number=number, start=min(span), end=min(max(span), len(text)))
        for number, span in enumerate(spans)
        if min(span) < min(max(span), len(text))
    ]
    html = "\n".join(mark_lines(text, marks))
    assert plain(html) == text
    assert html.count("<span") == html.count("</span>")
    assert len(re.findall(r' id="e\d+"', html)) == len(set(re.findall(r' id="e\d+"', html)))


def test_it_trusts_offsets_only_while_they_cut_out_the_quote():
    start = TEXT.index("百步亭")
    assert locate(TEXT, "百步亭", start, start + 3) == (start, start + 3)
    assert locate(TEXT, "百步亭", 0, 3) == (start, start + 3)
    assert locate(TEXT, "不在文中", 0, 4) is None
    assert locate(TEXT, "", None, None) is None


def words(parts) -> list[str]:
    return [part.words for part in parts]


def test_a_sentence_ends_at_its_full_stop_and_keeps_the_words_apart():
    assert words(cut_sentence(TEXT, [mark("捐款100万元", 1)])) == ["会上", "捐款100万元", "。"]


def test_a_long_sentence_is_cut_on_both_sides():
    text = "甲" * 100 + "乙" + "丙" * 100
    parts = cut_sentence(text, [Mark(number=1, start=100, end=101)], context=5)
    assert words(parts) == ["…", "甲甲甲甲甲", "乙", "丙丙丙丙丙…"]


def test_a_sentence_with_several_names_is_shown_once_with_all_of_them():
    parts = cut_sentence(TEXT, [mark("武汉市", 2), mark("7月7日", 1), mark("武汉", 3)])
    assert words(parts) == ["7月7日", ",推进会在", "武汉市", "百步亭社区召开。"]
    assert [part.number for part in parts if part.number] == [1, 2]


def test_names_beyond_the_longest_sentence_are_left_out():
    text = "王甲、" + "某" * 200 + "、李乙出席。"
    parts = cut_sentence(text, [Mark(number=1, start=0, end=2), Mark(number=2, start=204, end=206)], context=3)
    assert words(parts) == ["王甲", "、某某…"]
