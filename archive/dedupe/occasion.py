"""What a report tells of its event that other reports of it would tell too: days, places, names, people, numbers.

Made from a draft and its findings; holds no text but the plain one. Does not compare: that is `archive.dedupe.pairing`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from archive.dedupe.plain import plain_text

NATIONWIDE = "000000"

_QUOTED = re.compile(r"[“《「『]([^“”《》「」『』\n]{4,30})[”》」』]")
_NUMBER = re.compile(r"(?<![0-9])[0-9]++(?:\.[0-9]++)?(?:多|余)?[万亿]?余?[\u4e00-\u9fff]")
_DATE_PART = re.compile(r"[年月日号时点分秒]$")
_ORDINAL = re.compile(r"第([0-9]+|[一二三四五六七八九十百]+)[届次期](.{2,12})")
_CAMPAIGN = re.compile(r"(?:[日周月节季]|一日捐)$")
"""Names of days, weeks and feasts, which every town keeps: they tell no event from another."""

_LONGEST_READ = 20_000


class Fact(Protocol):
    """What is read of a finding, be it a record fresh from a page or a stored row."""

    @property
    def kind(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def data(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """The event as one report tells it. Sets are empty and days None where it does not say."""

    start: dt.date | None = None
    end: dt.date | None = None
    approximate: bool = False
    """The days are those of the report, not of the event (近日), or a whole month or year."""

    published: dt.date | None = None
    """The day of the report: what dates the event where nothing else does."""

    regions: frozenset[str] = frozenset()
    """Codes of the venues (GB/T 2260), nationwide left out."""

    names: frozenset[str] = frozenset()
    """Quoted names and titles, and programmes, in plain characters."""

    people: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    """Numbers of at least four characters with the word they count."""

    ordinals: frozenset[tuple[str, str]] = frozenset()
    """(what is counted, which): ("志愿服务", "二") of 第二届志愿服务项目大赛."""

    organisers: frozenset[str] = frozenset()
    headcount: int | None = None
    kinds: frozenset[str] = frozenset()
    text: str = ""
    """Title and body in plain characters."""


def describe_occasion(text: str, findings: Sequence[Fact], published: dt.date | None = None) -> Occasion:
    """Gather what identifies the main event of a report; `text` is title and body, a line each."""
    text = text[:_LONGEST_READ]
    start, end, approximate = _days(findings)
    folded = plain_text(text)
    return Occasion(
        start=start,
        end=end,
        approximate=approximate,
        published=published,
        regions=frozenset(_values(findings, "region", "venue")) - {NATIONWIDE},
        names=_names(text, findings),
        people=frozenset(_values(findings, "person")),
        numbers=frozenset(_numbers(text)),
        ordinals=frozenset((counted[:4], number) for number, counted in _ORDINAL.findall(folded)),
        organisers=frozenset(_values(findings, "organisation", "organiser")),
        headcount=max((int(value) for value in _values(findings, "headcount") if value.isdecimal()), default=None),
        kinds=frozenset(_values(findings, "event_type")),
        text=folded,
    )


def is_above(code: str, other: str) -> bool:
    """Whether a region lies in another or is it: 370000 is above 371300 is above 371302."""
    stem = code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
    return other.startswith(stem)


def _days(findings: Sequence[Fact]) -> tuple[dt.date | None, dt.date | None, bool]:
    """First and last day of the main event."""
    for finding in findings:
        if finding.kind == "event_date" and finding.role == "event":
            start, end = finding.data.get("start"), finding.data.get("end")
            if start and end:
                vague = "~" in finding.value or finding.data.get("precision") not in ("day", "minute", "second")
                return dt.date.fromisoformat(start), dt.date.fromisoformat(end), vague
    return None, None, False


def _values(findings: Sequence[Fact], kind: str, role: str | None = None) -> Iterable[str]:
    return (found.value for found in findings if found.kind == kind and role in (None, found.role))


def _names(text: str, findings: Sequence[Fact]) -> frozenset[str]:
    quoted = (plain_text(name) for name in _QUOTED.findall(text))
    programmes = (plain_text(name) for name in _values(findings, "programme"))
    return frozenset(name for name in (*quoted, *programmes) if len(name) >= 4 and not _CAMPAIGN.search(name))


def _numbers(text: str) -> Iterable[str]:
    for match in _NUMBER.finditer(text):
        number = match.group()
        if len(number) >= 4 and not _DATE_PART.search(number):
            yield number
