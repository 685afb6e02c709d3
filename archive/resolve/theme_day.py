"""Resolves theme days and feasts an article names as its occasion: 国际志愿者日, 学雷锋纪念日, 中华慈善日, 重阳节 …

Which day of which year that was is no concern here (`event_date`); `edition` is kept where the page counts (第38个).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from archive.errors import DataFileError
from archive.records import Draft, Finding
from archive.resolve.passages import Passages, read_passages
from archive.resolve.vocabulary import read_rows
from archive.text.numerals import parse_number
from archive.text.regex import regex
from archive.text.word_finder import WordFinder

RULE_VERSION = 1

_MAX_FINDINGS = 6
_MAX_MATCHES = 200
_COLUMNS = ("code", "label", "label_en", "month", "day", "year_zero", "names")
_COUNT_BEFORE = regex(r"第\s?(\d{1,3}|[一二三四五六七八九十百]{1,5})\s?[个届次]\s?(?:中国|全国)?[“\"「]?$")
# 教师节快乐路, 青年节文艺部: the day inside another name.
_INSIDE = regex(r"路|街|村|镇|广场|公园|大桥")


@dataclass(frozen=True, kw_only=True)
class ThemeDay:
    """One row of the table. `month`/`day` are None where the day moves; its n-th time fell in `year_zero` + n."""

    code: str
    label: str
    label_en: str
    month: int | None
    day: int | None
    year_zero: int | None
    names: tuple[str, ...]


@cache
def load_theme_days() -> tuple[ThemeDay, ...]:
    """All theme days, in the order of the file.

    Raises:
        DataFileError: names the line of a damaged row.
    """
    days = []
    for line, row in read_rows("theme_days.csv", _COLUMNS):
        try:
            month, day, zero = (int(row[key]) if row[key] else None for key in ("month", "day", "year_zero"))
        except ValueError as error:
            raise DataFileError(f"theme_days.csv line {line}: {error}") from error
        words = {key: row[key] for key in ("code", "label", "label_en")}
        days.append(ThemeDay(**words, month=month, day=day, year_zero=zero, names=tuple(row["names"].split("|"))))
    return tuple(days)


@cache
def theme_days_by_code() -> dict[str, ThemeDay]:
    """The same days by their code."""
    return {day.code: day for day in load_theme_days()}


def resolve_theme_days(draft: Draft) -> tuple[Finding, ...]:
    """Theme days named, the title's first, then counted ones, then by how often they are named; `value` is the code.

    `data` {label, month, day, first_year, edition}: the last where the page counts, month and day None where they move.
    """
    passages = read_passages(draft)
    groups: dict[str, list[Finding]] = {}
    for finding in islice(_mentions(passages), _MAX_MATCHES):
        groups.setdefault(finding.value, []).append(finding)
    ranked = sorted(groups.values(), key=lambda group: _rank(group, passages))
    return tuple(min(group, key=lambda f: _worth(f, passages)) for group in ranked[:_MAX_FINDINGS])


def _rank(group: list[Finding], passages: Passages) -> tuple[tuple[bool, bool, int], int]:
    return min(_worth(finding, passages) for finding in group), -len(group)


def _worth(finding: Finding, passages: Passages) -> tuple[bool, bool, int]:
    start = finding.start or 0
    return start >= passages.body_start, "edition" not in finding.data, start


def _mentions(passages: Passages) -> Iterator[Finding]:
    for at, end in _names().find_longest(passages.folded):
        if _INSIDE.match(passages.folded, end):
            continue
        day = _by_name()[passages.folded[at:end]]
        counted = _COUNT_BEFORE.search(passages.before(at, 16))
        edition = parse_number(counted[1]) if counted else None
        start = at - (len(counted[0]) if counted else 0)
        data = {"label": day.label, "month": day.month, "day": day.day}
        data["first_year"] = day.year_zero + 1 if day.year_zero is not None else None
        yield Finding(
            kind="theme_day",
            value=day.code,
            quote=passages.quote(start, end),
            start=start,
            end=end,
            rule="theme_day_counted" if edition else "theme_day_named",
            rule_version=RULE_VERSION,
            confidence=0.95 if edition or start < passages.body_start else 0.8,
            data={**data, "edition": int(edition)} if edition else data,
        )


@cache
def _by_name() -> dict[str, ThemeDay]:
    return {name: day for day in load_theme_days() for name in day.names}


@cache
def _names() -> WordFinder:
    return WordFinder(_by_name())
