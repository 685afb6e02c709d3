"""Titles that are the same but for a word: 习近平会见越南总理 and 习近平会见新加坡总理 are of two events."""

from __future__ import annotations

from archive.text.regex import regex

_DIGITS = regex(r"[0-9]+|[〇零一二三四五六七八九十百]+")


def swapped_title(left: str, right: str, *, frame: float) -> str:
    """`left / right` where two plain titles have a word or a number in each other's stead, else ''.

    What both begin and end with has to be at least the share `frame` of the longer one, 0 to 1.
    """
    if not left or not right or left == right:
        return ""
    start = _common_start(left, right)
    end = _common_start(left[start:][::-1], right[start:][::-1])
    inner = left[start : len(left) - end], right[start : len(right) - end]
    if start + end < frame * max(len(left), len(right)):
        return ""
    numbers = _DIGITS.findall(left), _DIGITS.findall(right)
    return f"{left} / {right}" if all(inner) or (all(numbers) and numbers[0] != numbers[1]) else ""


def _common_start(left: str, right: str) -> int:
    for place, (a, b) in enumerate(zip(left, right, strict=False)):
        if a != b:
            return place
    return min(len(left), len(right))
