"""What sums and counts of people have in common: the figure itself, and how exact the page is about it.

Deliberately not here: what a figure counts (`amounts`, `headcounts`).
"""

from __future__ import annotations

import re

from archive.text.numerals import parse_number

ARABIC = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s?[十百千万亿]{0,2}"
CHINESE = r"[一二两三四五六七八九十百千万亿零]{1,12}"
ABOUT = r"(?:约|近|逾|超过?|不少于|至少|高达|达|大约|将近|突破)?"
MORE = r"[余多来]?"

FIGURE = rf"(?P<about>{ABOUT})(?P<number>{ARABIC}|{CHINESE})(?P<more>{MORE})"
"""Groups about, number, more; a unit (万, 亿) may follow in a group `unit`, then `more2`."""
_AT_LEAST = {"逾", "超", "超过", "不少于", "至少", "突破"}
_NEARLY = {"约", "近", "大约", "将近"}


def value_of(match: re.Match[str]) -> int | float | None:
    """The number of a match with groups `number` and `unit`; None where it is none."""
    words = match["number"].replace(" ", "") + match["unit"]
    # 百余人 and 千余人 leave out the one.
    return parse_number("一" + words if words[0] in "百千万亿" else words)


def is_word(match: re.Match[str]) -> bool:
    """Whether a Chinese numeral below ten makes a word and no count: 一元爱心, 二元, 三元."""
    number = match["number"]
    return len(number) == 1 and not number.isdigit() and not match["unit"]


def is_at_least(match: re.Match[str], after: str = "") -> bool:
    """Whether the page says that there is more: 余, 多, 逾, 以上."""
    return bool(match["more"] or match["more2"] or match["about"] in _AT_LEAST or after.startswith("以上"))


def is_about(match: re.Match[str], after: str = "") -> bool:
    """Whether the page says that the figure is rounded: 约, 近, 左右."""
    return match["about"] in _NEARLY or after.startswith("左右")
