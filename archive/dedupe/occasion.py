"""What a report tells of its event that other reports of it would tell too: days, places, names, people, numbers.

Made from a draft and its findings; holds no text but the plain one. Only the opening is read for what tells one event from others: there
a report says who did what, where and when, and what stands further down is background that many reports share. Names that
much of the news names (`archive.dedupe.common_names`) tell no event. Does not compare: that is `archive.dedupe.pairing`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from archive.dedupe.common_names import common_names
from archive.dedupe.figures import find_figures, find_ordinals
from archive.dedupe.plain import plain_text
from archive.records import Fact
from archive.text.normalise import fold
from archive.text.regex import regex
from archive.text.script import to_simplified

NATIONWIDE = "000000"

_QUOTED = regex(r"[“《「『]([^“”《》「」『』\n]{4,30})[”》」』]")
_DIGEST_TITLE = regex(r"要闻|扫描|大事记|简讯|简报|动态|一览|集锦|速览|汇总|盘点|集纳|快讯")
_DIGEST_NAME = regex(r"(?:要闻|扫描|大事记|简讯|简报|一览|集锦|速览|汇总|集纳|快讯)$")
_DATED_ITEM = regex(r"(?:^|[;；。\n])\s{0,8}([0-9]{1,2}月[0-9]{1,2}日)")
_FEWEST_ITEMS = 3
_YEARLESS = regex(r"XXXX-([0-9]{2})-([0-9]{2})")
_YEAR_NAME = regex(
    r"(?:19|20)[0-9]{2}(?!年)[\u4e00-\u9fff]{2,16}?"
    r"(?:论坛|大会|峰会|博览会|年会|交易会|展览会|运动会|锦标赛|邀请赛|马拉松|艺术节|文化节|电影节|音乐节)"
)
"""Something held again and again, named with its year (2024世界人工智能大会): a name, and the year in it no figure."""

_CAMPAIGN = regex(r"(?:[日周月节季]|一日捐)$")
"""Names of days, weeks and feasts, which every town keeps: they tell no event from another."""

_RUBRIC = regex(r"【([^】\n]{2,30})】")
"""Before a title: the name of a series, which goes on the next day."""

_COMMENT_TITLE = regex(r"快评|短评|锐评|时评|社评|社论|评论员|反响|热议|述评|访谈|特写|各界人士表示")
"""Such a text is about what others report, or about many events."""

_STATEMENT = regex(
    r"发表谈话|发表声明表示|发表题为[^，。\n]{2,60}的文章|(?:引起|引发|激起)[^，。\n]{0,12}(?:共鸣|反响)"
)
"""So begins what somebody says of an event, or how it was taken."""

_STATED_WITHIN = 160
"""Characters of the body in which such a text says so."""

OPENING = 320
"""Characters of the body in which a report tells its event."""

_LONGEST_TITLE = 500
_LONGEST_READ = 20_000


KINDS_READ = frozenset(
    {"event_date", "region", "person", "organisation", "headcount", "event_type", "programme"},
)
"""Kinds of findings that tell of an event; whoever reads the others for it reads them in vain."""


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """The event as one report tells it. Sets are empty and days None where it does not say."""

    start: dt.date | None = None
    end: dt.date | None = None
    approximate: bool = False
    """The days are those of the report, not of the event (近日), or a whole month or year."""

    published: dt.date | None = None
    """The day of the report: what dates the event where nothing else does."""

    yearless: tuple[int, int] | None = None
    """Month and day of the event where the report does not tell the year."""

    regions: frozenset[str] = frozenset()
    """Codes of the venues (GB/T 2260), nationwide left out."""

    home: frozenset[str] = frozenset()
    """Codes of the places the publisher is of, where the report names no venue: local papers leave out where they are."""

    names: frozenset[str] = frozenset()
    """Quoted names and titles, and programmes, in plain characters."""

    people: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    """Figures with what they count (`archive.dedupe.figures`)."""

    ordinals: frozenset[tuple[str, str]] = frozenset()
    """(what is counted, which): ("志愿服务", "2") of 第二届志愿服务项目大赛."""

    organisers: frozenset[str] = frozenset()
    headcount: int | None = None
    kinds: frozenset[str] = frozenset()
    is_digest: bool = False
    """A round-up of several events, which is a report of none of them."""

    is_comment: bool = False
    """A comment on an event, or how people took it: no report of it."""

    title: str = ""
    """In plain characters."""

    text: str = ""
    """Title and opening in plain characters."""


def describe_occasion(
    text: str,
    findings: Sequence[Fact],
    published: dt.date | None = None,
    *,
    common: Container[str] | None = None,
) -> Occasion:
    """Gather what identifies the main event of a report; `text` is title and body, a line each.

    `common` are names that tell no event, those of `archive.dedupe.common_names` unless told otherwise.
    """
    common = common_names() if common is None else common
    title, _, body = text.partition("\n")
    opening = f"{title[:_LONGEST_TITLE]}\n{body[:OPENING]}"
    start, end, approximate = _days(findings)
    folded = plain_text(opening)
    regions = frozenset(_values(findings, "region", "venue")) - {NATIONWIDE}
    home = frozenset(_values(findings, "region", "publisher")) - {NATIONWIDE}
    return Occasion(
        start=start,
        end=end,
        approximate=approximate,
        yearless=_yearless(findings) if start is None else None,
        published=published,
        regions=regions,
        home=frozenset() if regions else home,
        names=_without(common, _names(opening, findings)),
        people=_without(common, _told(folded, _values(findings, "person"))),
        numbers=find_figures(_YEAR_NAME.sub(" ", opening)),
        ordinals=find_ordinals(folded),
        organisers=_without(common, _told(folded, _values(findings, "organisation", "organiser"))),
        headcount=max((int(value) for value in _values(findings, "headcount") if value.isdecimal()), default=None),
        kinds=frozenset(_values(findings, "event_type")),
        is_digest=is_digest(text[:_LONGEST_READ]),
        is_comment=_is_comment(title[:_LONGEST_TITLE], body[:_STATED_WITHIN]),
        title=plain_text(title[:_LONGEST_TITLE]),
        text=folded,
    )


def _is_comment(title: str, opening: str) -> bool:
    return any(found is not None for found in (_COMMENT_TITLE.search(title), _STATEMENT.search(opening)))


def is_digest(text: str) -> bool:
    """Whether a text, its title in the first line, strings the news of several events together."""
    text = fold(to_simplified(text))
    items = len(set(_DATED_ITEM.findall(text)))
    title = text.partition("\n")[0].strip()
    if _DIGEST_NAME.search(title):
        return True
    titled = _DIGEST_TITLE.search(title) is not None
    return items >= _FEWEST_ITEMS or (titled and text.count(";") >= _FEWEST_ITEMS - 1)


def is_above(code: str, other: str) -> bool:
    """Whether a region lies in another or is it: 370000 is above 371300 is above 371302."""
    stem = code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
    return other.startswith(stem)


def is_vague(edtf: str, precision: object) -> bool:
    """Whether a date does not name the very days of an event."""
    return "~" in edtf or precision not in ("day", "minute", "second")


def _days(findings: Sequence[Fact]) -> tuple[dt.date | None, dt.date | None, bool]:
    """First and last day of the main event."""
    for finding in findings:
        if finding.kind == "event_date" and finding.role == "event":
            start, end = finding.data.get("start"), finding.data.get("end")
            if start and end:
                vague = is_vague(finding.value, finding.data.get("precision"))
                return dt.date.fromisoformat(start), dt.date.fromisoformat(end), vague
    return None, None, False


def _yearless(findings: Sequence[Fact]) -> tuple[int, int] | None:
    """Month and day of the main event, the year unknown."""
    value = next((found.value for found in findings if found.kind == "event_date" and found.role == "event"), "")
    match = _YEARLESS.fullmatch(value)
    return (int(match[1]), int(match[2])) if match else None


def _values(findings: Sequence[Fact], kind: str, role: str | None = None) -> Iterable[str]:
    return (found.value for found in findings if found.kind == kind and role in (None, found.role))


def _told(plain: str, names: Iterable[str]) -> Iterable[str]:
    """Those of the names that stand in a plain text, in plain characters."""
    return (name for name in map(plain_text, names) if name in plain)


def _without(common: Container[str], names: Iterable[str]) -> frozenset[str]:
    return frozenset(name for name in names if name not in common)


def _names(text: str, findings: Sequence[Fact]) -> frozenset[str]:
    quoted = (plain_text(name) for name in _QUOTED.findall(text))
    programmes = (plain_text(name) for name in _values(findings, "programme"))
    series = "".join(plain_text(rubric) for rubric in _RUBRIC.findall(text.partition("\n")[0]))
    held_yearly = (plain_text(name) for name in _YEAR_NAME.findall(text))
    names = frozenset((*quoted, *programmes, *held_yearly))
    return frozenset(name for name in names if len(name) >= 4 and name not in series and not _CAMPAIGN.search(name))
