"""Numbers in Arabic and Chinese numerals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.numerals import is_approximate, parse_number


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("100万", 1_000_000),
        ("23.456万", 234_560),
        ("1.5亿", 150_000_000),
        ("3万5000", 35_000),
        ("10万亿", 10**13),
        ("１２", 12),
        ("1,234.5", 1234.5),
        ("３，０００", 3000),
        ("一百一十", 110),
        ("三千五百余", 3500),
        ("一百零一", 101),
        ("一百一", 110),
        ("两万五", 25_000),
        ("一亿零五万", 100_050_000),
        ("貳拾萬", 200_000),
        ("百余", 100),
        ("十余万", 100_000),
        ("100多万", 1_000_000),
        ("逾3000", 3000),
        ("二〇一三", 2013),
        ("廿三", 23),
        ("0", 0),
        ("零", 0),
    ],
)
def test_it_reads_a_number(words: str, value: float) -> None:
    assert parse_number(words) == value
    assert type(parse_number(words)) is type(value)


@pytest.mark.parametrize("words", ["", "几十", "abc", "1.2.3", "12,34", "一十一百", "余", "①", "万万岁", "1" * 50])
def test_what_is_not_wholly_a_number_is_none(words: str) -> None:
    assert parse_number(words) is None


@given(st.text(alphabet="零〇一二两三九十百千万亿余多来0123456789.,，．+约 "))
def test_no_words_make_it_fail(words: str) -> None:
    value = parse_number(words)
    assert value is None or value >= 0


def test_it_knows_words_of_approximation() -> None:
    assert is_approximate("110余")
    assert is_approximate("逾千")
    assert not is_approximate("110")
