"""Lists of other articles below a text that stand under no heading: told by items of one shape that bear dates.

Three items or more, each a headline with its date before, behind or below it, perhaps with a summary or an outlet.

Deliberately not here: items without dates (`strangers`, `tail`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from archive.extract.lines import Line
from archive.extract.noise import is_system_row
from archive.extract.stamps import find_stamps
from archive.text.regex import regex

_CLOCK = r"(?:[\sT]?\d{1,2}:\d\d(?::\d\d)?)?"
_SHORT = rf"[\[(【]\s?\d{{1,2}}[-/.月]\d{{1,2}}日?{_CLOCK}\s?[\])】]"
_FULL = rf"(?:19|20)\d\d\s?[-/.年]\s?\d{{1,2}}\s?[-/.月]\s?\d{{1,2}}日?{_CLOCK}"
_AGO = r"(?:\d{1,2}\s?(?:分钟|小时|天|周|个月)前|(?:刚刚|昨天|前天|今天)\s?\d{1,2}:\d\d)"
_MARK = r"(?:[·•▪◆■►▶>»*-]\s?|\d{1,2}[.、]\s?)?"
_NUMERIC = rf"[\[(【]?\s?(?:(?:19|20)\d\d[-/.])?\d{{1,2}}[-/.]\d{{1,2}}{_CLOCK}\s?[\])】]?"
_ENDS_DATED = regex(rf"\s?(?:{_SHORT}|[\[(【]?\s?{_FULL}\s?[\])】]?|\s\d{{1,2}}[-/]\d{{1,2}}{_CLOCK}|{_AGO})\s?$")
_STARTS_DATED = regex(rf"^{_MARK}{_NUMERIC}[\s|:]{{0,2}}(?=[一-鿿“\"《【\[])")
_DATE_ALONE = regex(
    rf"(?:(?:发布)?(?:时间|日期|于)\s?:?\s?)?(?:{_NUMERIC}|[\[(【]?\s?{_FULL}\s?[\])】]?|{_AGO}|\d{{1,2}}月\d{{1,2}}日{_CLOCK})\s?"
)
_BESIDE = regex(
    r"(?:(?:文章|稿件|信息)?来源|作者|编辑|阅读|浏览|点击|评论|发布时间|时间|日期)\s?[::]?\s?[^\s。,:]{0,14}|(?:记者|通讯员)\s?[一-鿿·]{2,6}|[^\s。,:\d]{2,12}(?:[网报社台]|新闻|客户端|在线|发布)|\d{1,7}(?:\s?(?:次|阅读|评论|人))?|[\s|·/()\[\]]+"
)
_SENTENCE_END = regex(r"[。!?…;,:][”\"’」』)\s]*$")
_BRACKETED = regex(r"\([^()]*\)|【[^【】]*】")
_SIGNED = regex(r"[一-鿿]{2,30}(?:部|委|办|办公室|会|局|厅|院|校|中心|队|站|政府|公司|社区|街道|组|团|处|社|室)\s?$")
# A run of one of these units makes a list: title and date on one line, on two, or with a summary between or behind.
_RUNS = tuple(regex(f"(?:{unit}){{3,}}") for unit in ("I", "TD", "DT", "TSD", "DTS", "TDS", "IS"))
_IN_BRACKETS = regex(r"[\])】]\s?$")
_LONGEST_OFFICE = 12
_LONGEST_TITLE, _LONGEST_SUMMARY, _FEWEST_HAN = 60, 200, 5
_LOOKED_AT = 120


class Items(NamedTuple):
    """The lines of a list, `first` to `last` (exclusive)."""

    first: int
    last: int


def find_items(lines: Sequence[Line], start: int) -> Items:
    """The longest list of dated items after line `start`; both ends len(lines) where there is none."""
    first = start + 1
    kinds = "".join(_kind(line) for line in lines[first : first + _LOOKED_AT])
    runs = [match.span() for run in _RUNS for match in run.finditer(kinds)]
    if not runs:
        return Items(len(lines), len(lines))
    # Lines that can be read both ways are headlines over dates, unless that leaves a headline over at the end.
    whole = len(kinds)
    begin, end = max(runs, key=lambda span: (span[1] - span[0], span[1] if span[1] == whole else -span[0]))
    if kinds.startswith("TD", begin) and _is_signature(lines[first + begin], lines[first + begin + 1]):
        begin += 2
    return Items(first + begin, first + end)


def _is_signature(name: Line, day: Line) -> bool:
    """The office and, below it, the day that sign a notice."""
    return bool(_SIGNED.fullmatch(name.key.strip())) and "年" in day.key


def _kind(line: Line) -> str:
    """D for a date alone, I for a headline with one, T for a headline, S for a sentence, o for anything else."""
    key = line.key.strip()
    if len(key) > _LONGEST_SUMMARY or is_system_row(key):
        return "o"
    if len(key) <= _LONGEST_TITLE and _is_date(key):
        return "D"
    if _SENTENCE_END.search(key):
        return "S" if line.han >= 10 else "o"
    if line.han < _FEWEST_HAN or _BRACKETED.fullmatch(key) or len(key) > _LONGEST_TITLE + 20:
        return "o"
    dated = _ENDS_DATED.search(key)
    if dated:
        return "o" if _signs(key[: dated.start()], dated[0]) else "I"
    return "I" if _STARTS_DATED.match(key) else "T"


def _signs(name: str, day: str) -> bool:
    """An office and its day; a headline may end like one (换届大会, 宣讲队), but dates in brackets sign nothing."""
    if not _SIGNED.fullmatch(name) or _IN_BRACKETS.search(day):
        return False
    return "年" in day or len(name) <= _LONGEST_OFFICE


def _is_date(key: str) -> bool:
    """A date with nothing but an outlet, labels or a counter beside it."""
    if _DATE_ALONE.fullmatch(key):
        return True
    stamp = next(find_stamps(key), None)
    if stamp is None:
        ago = re.search(_AGO, key)
        return ago is not None and not _BESIDE.sub("", key[: ago.start()] + " " + key[ago.end() :])
    return not _BESIDE.sub("", f"{key[: stamp.start]} {key[stamp.end :]}")
