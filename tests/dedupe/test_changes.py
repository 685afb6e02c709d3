"""What a copy changed against the text it copies."""

from __future__ import annotations

import pytest

from archive.dedupe.changes import LONGEST_READ, Change, find_changes, mark_words
from archive.text.script import traditional_forms

TITLE = "护河同行净滩活动举行"
ONE = "5月18日，沂河边的三百名志愿者捡起了垃圾。"
TWO = "会长陆守仁说，这是第九年。"
THREE = "下一次在6月举行。"


def changed(before: str, after: str) -> list[Change]:
    return list(find_changes((TITLE, before), (TITLE, after)).sentences)


def test_an_exact_copy_changed_nothing():
    changes = find_changes((TITLE, ONE + TWO), (TITLE, ONE + TWO))
    assert not changes
    assert changes.kept == 2


def test_script_width_and_punctuation_are_no_changes():
    forms = {char: options[0] for char, options in traditional_forms().items()}
    traditional = "".join(forms.get(char, char) for char in ONE).replace("5", "５").replace("，", ",")
    assert not find_changes((TITLE, ONE), (f"【{TITLE}】", traditional))


def test_the_same_words_cut_into_other_sentences_are_no_change():
    assert changed(ONE + "大家来了，大家走了。" + THREE, ONE + "大家来了。大家走了。" + THREE) == []


def test_sentences_are_dropped_and_added():
    added = "本网编辑整理发布。"
    assert changed(ONE + TWO + THREE, ONE + THREE + added) == [
        Change("dropped", TWO, ""),
        Change("added", "", added),
    ]


def test_a_reworded_sentence_shows_both_wordings():
    reworded = "5月18日，沂河边的五百名志愿者捡起了垃圾。"
    (change,) = changed(ONE + TWO, reworded + TWO)
    assert change == Change("reworded", ONE, reworded)
    assert [(piece.kind, piece.text) for piece in mark_words(change)] == [
        ("same", "5月18日，沂河边的"),
        ("dropped", "三"),
        ("added", "五"),
        ("same", "百名志愿者捡起了垃圾。"),
    ]


def test_a_sentence_with_other_words_is_one_dropped_and_one_added():
    other = "活动由市河长办主办。"
    assert changed(ONE + TWO, ONE + other) == [Change("dropped", TWO, ""), Change("added", "", other)]


def test_a_sentence_cut_short_is_reworded():
    cut = "5月18日，沂河边"
    assert changed(ONE, cut) == [Change("reworded", ONE, cut)]


def test_a_moved_sentence_is_neither_dropped_nor_added():
    assert changed(ONE + TWO + THREE, THREE + ONE + TWO) == [Change("moved", THREE, THREE)]


def test_a_refrain_is_counted_as_often_as_it_stands():
    assert changed(TWO + ONE + TWO, TWO + ONE) == [Change("dropped", TWO, "")]


def test_another_title_is_told_with_both():
    assert find_changes((TITLE, ONE), ("沂河净滩", ONE)).title == (TITLE, "沂河净滩")
    assert find_changes((TITLE, ONE), ("", ONE)).title == (TITLE, "")


@pytest.mark.parametrize(("before", "after"), [("", ""), ("。。。\n！", ""), ("", "？")])
def test_texts_without_words_did_not_change(before, after):
    assert changed(before, after) == []


def test_pieces_of_a_change_put_together_are_both_sentences():
    change = Change("reworded", ONE, "5月19日沂河边有五百名青年志愿者，捡垃圾。")
    pieces = mark_words(change)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == change.before
    assert "".join(piece.text for piece in pieces if piece.kind != "dropped") == change.after


def test_the_words_of_an_added_sentence_are_one_piece():
    assert [piece.kind for piece in mark_words(Change("added", "", ONE))] == ["added"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("好。坏。" * 20_000, "坏。坏。好。" * 20_000),
        ("".join(f"{number}人来。" for number in range(5000)), "".join(f"{number}人走。" for number in range(5000))),
        ("一" * 100_000, "一二" * 50_000),
    ],
    ids=["two words over and over", "all reworded", "no sentence ends"],
)
def test_texts_made_to_waste_time_are_compared_up_to_a_bound(before, after):
    changes = find_changes(("", before), ("", after))
    for change in changes.sentences:
        assert len(mark_words(change)) <= 2 * 1000
    assert sum(len(change.before) for change in changes.sentences) <= LONGEST_READ
