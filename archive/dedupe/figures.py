"""The figures of a report: numbers with what they count, written one way, and things that are counted out (第二期).

`1200名`, `一千二百人` and `1,200余位` are one figure. Reads no dates, prices per unit or shares.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.text.numerals import parse_number
from archive.text.regex import regex
from archive.text.script import to_simplified

_NUMERALS = "〇零一二两三四五六七八九十百千万亿"
_NUMBER = regex(
    rf"(?<![第0-9.{_NUMERALS}])([0-9][0-9,]{{0,11}}+(?:\.[0-9]{{1,4}}+)?(?:[百千]?[万亿])?|[{_NUMERALS}]{{2,9}}+)"
    r"[多余几]?(公[斤里顷]|平方|[\u4e00-\u9fff])"
)
_PEOPLE = "人名位个余"
_DATE_PARTS = "年月日号时点分秒届周大"
"""Also 七十三周年 and 二十大: years told and congresses counted."""
_SMALLEST = 10
"""Below, a figure is in every report: two hours, three towns."""

_COUNTED_OUT = regex(rf"第([0-9]{{1,4}}+|[{_NUMERALS}]{{1,6}}+)([届期批次])([0-9a-z\u4e00-\u9fff]{{2,4}})")
_ENDS_A_NAME = regex(r"[在共于是由将今昨的与和了举召开启落闭]")
_SHORTEST_TELLING = 4
_FEWEST_DIGITS = 2
_SHORTEST_COUNTED = {"次": 4}


def find_figures(text: str) -> frozenset[str]:
    """The figures of a text, such as `1200人`, `3.4吨`, `96万`: value, then what is counted."""
    return frozenset(_figures(to_simplified(text)))


def is_telling(figure: str) -> bool:
    """Whether a figure is one that hardly two events share: three digits that count, or a fraction."""
    return is_particular(figure) and len(figure) >= _SHORTEST_TELLING


def is_particular(figure: str) -> bool:
    """Whether a figure is not round: at least two of its digits count."""
    digits = figure[: len(figure) - len(unit_of(figure))]
    return len(digits.replace(".", "").strip("0")) >= _FEWEST_DIGITS


def unit_of(figure: str) -> str:
    """What a figure counts."""
    return figure.lstrip("0123456789.")


def find_ordinals(plain: str) -> frozenset[tuple[str, str]]:
    """(what is counted out, which) in a plain text: ("志愿服务", "2") of 第二届志愿服务项目大赛."""
    found = set()
    for number, counter, rest in _COUNTED_OUT.findall(plain):
        counted = _ENDS_A_NAME.split(rest)[0]
        value = parse_number(number)
        if value is not None and len(counted) >= _SHORTEST_COUNTED.get(counter, 2):
            found.add((counted, str(value)))
    return frozenset(found)


def _figures(text: str) -> Iterator[str]:
    for match in _NUMBER.finditer(text):
        words, counted = match.groups()
        value = parse_number(words)
        if value is None or counted in _DATE_PARTS or (value < _SMALLEST and isinstance(value, int)):
            continue
        yield f"{value}{'人' if counted in _PEOPLE else counted}"
