"""Cleaning and folding."""

from hypothesis import given
from hypothesis import strategies as st

from archive.text.normalise import clean_line, clean_lines, fold, half_width


def test_a_clean_line_has_no_invisible_characters_and_single_spaces() -> None:
    assert clean_line("\ufeff\u3000\u3000志愿\u200b服务\xa0\xa0 \t走进\x00社区\ue601\r\n") == "志愿服务 走进社区"


def test_lines_break_at_any_line_break_and_empty_ones_go() -> None:
    assert clean_lines("一\r\n\r\n二\r三\n\u3000\n四\u2028五") == ["一", "二", "三", "四", "五"]


def test_half_width_keeps_chinese_punctuation_that_has_no_ascii_twin() -> None:
    assert half_width("２０１３年，（武汉）。") == "2013年,(武汉)。"


def test_folding_joins_width_case_and_script() -> None:
    assert fold("ＡＢＣ志願服務") == fold("abc志愿服务") == "abc志愿服务"


@given(st.text())
def test_folding_keeps_the_length_and_is_final(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


def test_every_character_of_the_basic_plane_folds_to_one_that_folds_to_itself() -> None:
    plane = "".join(map(chr, range(0x10000)))
    assert len(fold(plane)) == len(plane)
    assert fold(fold(plane)) == fold(plane)
