"""Numbers as Chinese news writes them: 100万, 23.456万, １２, 一百一十, 三千五百余, 二〇一三.

Deliberately not here: finding numbers in running text, and what they count (`archive.resolve`).
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from archive.text.regex import regex
from archive.text.script import to_simplified

_MAX_LENGTH = 40

_DIGITS = {
    **{char: value for value, char in enumerate("零一二三四五六七八九")},
    **{char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")},
    **{"〇": 0, "○": 0, "Ｏ": 0, "两": 2, "弍": 2, "参": 3},
}
_SMALL_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_GREAT_UNITS = (("亿", 10**8), ("万", 10**4))
_FULL_WIDTH: dict[int, int | str] = {ord("０") + n: ord("0") + n for n in range(10)} | {
    ord("．"): ".",
    ord("，"): ",",
    ord("廿"): "二十",
    ord("卅"): "三十",
}

_ARABIC = regex(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_ARABIC_WITH_UNITS = regex(rf"({_ARABIC.pattern})([十百千]*)")
_APPROXIMATE = regex(r"(?<=.)[余多来](?=$|[十百千万亿])")
_FRONT = regex(r"^(?:约|近|逾|超过|超|达)")
_TAIL = regex(r"(?:左右|以上|\+)$")


def parse_number(words: str) -> int | float | None:
    """Read one number, written in Arabic (half or full width) or Chinese numerals or both, with 万 and 亿.

    Words of approximation are accepted and ignored (三千五百余 is 3500, 100多万 is 1000000). Returns an int where the
    value is whole, else a float; None if `words` is not wholly one number.
    """
    text = to_simplified(words.strip()).translate(_FULL_WIDTH).replace(" ", "")
    return _read(text) if text and len(text) <= _MAX_LENGTH else None


@lru_cache(maxsize=4_096)
def _read(text: str) -> int | float | None:
    text = _APPROXIMATE.sub("", _TAIL.sub("", _FRONT.sub("", text)), count=1)
    value = _value(text)
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def is_approximate(words: str) -> bool:
    """Whether the words say "at least" or "about": 110余, 100多万, 逾千, 约30."""
    text = words.strip()
    return bool(_APPROXIMATE.search(text) or _FRONT.search(text) or _TAIL.search(text))


def _value(text: str) -> Decimal | None:
    for unit, size in _GREAT_UNITS:
        left, found, right = text.rpartition(unit)
        if found:
            return _joined(left, right, size)
    return _small(text) if text else None


def _joined(left: str, right: str, size: int) -> Decimal | None:
    """`left` 万 `right`: 3万5000, 两万五 (25000), 万 alone (10000)."""
    high = _value(left) if left else Decimal(1)
    if high is None:
        return None
    if not right:
        return high * size
    if len(right) == 1 and _DIGITS.get(right):
        return high * size + _DIGITS[right] * (size // 10)
    low = _value(right.lstrip("零〇") or "零")
    return None if low is None or low >= size else high * size + low


def _small(text: str) -> Decimal | None:
    """A number below 万 in Chinese numerals, or an Arabic number of any size with 十百千 behind it."""
    match = _ARABIC_WITH_UNITS.fullmatch(text)
    if match:
        value = Decimal(match[1].replace(",", ""))
        for unit in match[2]:
            value *= _SMALL_UNITS[unit]
        return value
    if all(char in _DIGITS for char in text):
        return Decimal("".join(str(_DIGITS[char]) for char in text))
    return _chinese(text)


def _chinese(text: str) -> Decimal | None:
    total, digit, last_unit = 0, None, 10_000
    for char in text:
        if char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
        elif char in _SMALL_UNITS:
            unit = _SMALL_UNITS[char]
            if unit >= last_unit:
                return None
            total += (1 if digit is None else digit) * unit
            digit, last_unit = None, unit
        else:
            return None
    if digit:
        # 一百一 is 110, 三千五 is 3500, but 一百零一 is 101.
        spoken = last_unit >= 100 and text[-2] not in "零〇○"
        total += digit * (last_unit // 10 if spoken else 1)
    return Decimal(total)
