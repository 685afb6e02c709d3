"""Figures are read alike however they are written."""

import pytest

from archive.dedupe.figures import find_figures, find_ordinals, is_particular, is_telling, unit_of
from archive.dedupe.plain import plain_text


@pytest.mark.parametrize("text", ["1200名志愿者", "1,200余位居民", "一千二百人", "1200名", "1200個人", "1200多人次"])
def test_people_are_counted_alike_whatever_the_measure_word(text):
    assert find_figures(text) == {"1200人"}


def test_ten_thousands_are_multiplied_out():
    assert find_figures("8.6万人、3.4吨、96万元") == {"86000人", "3.4吨", "960000元"}


def test_square_and_kilo_units_are_told_apart():
    assert find_figures("沿河15公里清理垃圾15公斤") == {"15公里", "15公斤"}


@pytest.mark.parametrize("text", ["2024年3月15日10时30分", "第12届", "3个小时", "两天", ""])
def test_dates_ordinals_and_small_counts_are_no_figures(text):
    assert find_figures(text) == frozenset()


def test_a_round_figure_tells_little():
    assert [figure for figure in ("100人", "26吨", "110人", "1240人", "3.4吨") if is_particular(figure)] == [
        "26吨",
        "110人",
        "1240人",
        "3.4吨",
    ]
    assert not is_telling("26吨")
    assert is_telling("110人")
    assert unit_of("3.4公斤") == "公斤"


def test_what_is_counted_out_is_read_in_either_writing():
    arabic = find_ordinals(plain_text("第2期应急救护员培训班"))
    assert find_ordinals(plain_text("第二期應急救護員培訓班")) == arabic == {("应急救护", "2")}


def test_the_name_of_what_is_counted_ends_before_the_verb():
    assert find_ordinals("第133届广交会在广州开幕") == find_ordinals("第133届广交会共有志愿者") == {("广交会", "133")}


def test_a_megabyte_of_digits_is_read_at_once():
    assert isinstance(find_figures("1" * 500_000 + "一" * 500_000 + "人"), frozenset)
