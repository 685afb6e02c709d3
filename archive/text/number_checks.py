"""Check digits of numbers that name a person: mainland, Hong Kong and Taiwan identity numbers, bank cards.

Pure arithmetic on one number (spaces and hyphens allowed, letters in any case). Deliberately not here: finding them.
"""

from __future__ import annotations

import datetime as dt
import re

from archive.text.regex import regex

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_TAIWAN_LETTERS = "abcdefghjklmnpqrstuvxywzio"
_GAPS = regex(r"[\s-]")


def is_identity(number: str) -> bool:
    """A mainland citizen's number of 18 places (GB 11643: birthday, ISO 7064 mod 11-2)."""
    digits = _GAPS.sub("", number).lower()
    if not re.fullmatch(r"\d{17}[\dx]", digits):
        return False
    try:
        dt.date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return digits[17] == "10x98765432"[total % 11]


def is_bank_card(number: str) -> bool:
    """A payment card's number of 16 to 19 places (ISO/IEC 7812: Luhn)."""
    digits = _GAPS.sub("", number)
    if not re.fullmatch(r"\d{16,19}", digits) or len(set(digits)) < 4:
        return False
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def is_hong_kong_identity(number: str) -> bool:
    """A Hong Kong number, its check digit in brackets: weights 9 to 2, modulo 11, a space counting 36."""
    match = re.fullmatch(r"([a-z]{1,2})(\d{6})\(([\da])\)", number.lower())
    if match is None:
        return False
    values = [ord(letter) - 87 for letter in match[1]] + [int(digit) for digit in match[2]]
    if len(match[1]) == 1:
        values.insert(0, 36)
    rest = sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True)) % 11
    return match[3] == {0: "0", 1: "a"}.get(rest, str(11 - rest) if rest else "0")


def is_taiwan_identity(number: str) -> bool:
    """A Taiwan number: the letter as two digits, then weights 8 to 1, modulo 10."""
    match = re.fullmatch(r"([a-z])(\d{9})", number.lower())
    if match is None:
        return False
    letter = _TAIWAN_LETTERS.index(match[1]) + 10
    digits = [int(digit) for digit in match[2]]
    total = letter // 10 + letter % 10 * 9 + sum(d * w for d, w in zip(digits, range(8, 0, -1), strict=False))
    return (total + digits[8]) % 10 == 0
