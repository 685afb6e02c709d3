"""When this page says it was published, and when the source it names published first.

Only what the page states about itself counts. Dates of events in the text, the day of capture and clocks in the page's
head never do; a date in the address is the last resort.

Deliberately not here: meta tags (`metadata`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import unquote, urlsplit

from archive.extract.labels import FIELD_BY_LABEL, Claim
from archive.extract.lines import Line
from archive.extract.noise import is_breadcrumb
from archive.extract.shapes import is_meta
from archive.extract.stamps import Stamp, find_labelled_stamp, find_stamps
from archive.extract.zones import Zones
from archive.records import StatedDate
from archive.text.normalise import fold
from archive.text.regex import regex

_WEEKDAY = regex(r"^星期[一二三四五六日天]$|今天是|现在是|当前时间")
_YEARLESS = regex(r"^\s?(?P<month>1[0-2]|0?[1-9])[-月/](?P<day>3[01]|[12]\d|0?[1-9])日?\s?$")
_PRINT_EDITION = regex(r"《[^《》]{2,12}(?:报|刊|周刊|杂志)》\s?\(\s?(?=(?:19|20)\d\d)")
_SIGNED_BY = regex(r"(?:[^\s。,]{2,30}[\s)]{1,3}|^\s?)$")
_DATELINE = regex(r"^\W{0,2}[一-鿿]{2,8}[,,\s]{1,2}(?=(?:19|20)\d\d年)")
_ROW = regex(r"^\s?(?:19|20)\d\d[-/]\d{1,2}[-/]\d{1,2}")
_URL_DAYS = tuple(
    regex(pattern)
    for pattern in (
        r"(?<!\d)(?P<y>20[0-4]\d|199\d)[-/_.]?(?P<m>1[0-2]|0[1-9])[-/_.]?(?P<d>3[01]|[12]\d|0[1-9])(?!\d)",
        r"/(?P<y>20[0-4]\d|199\d)[-/](?P<m>1[0-2]|[1-9])[-/](?P<d>3[01]|[12]\d|[1-9])(?=[/_.]|$)",
        r"/(?P<y>20[0-4]\d)/[a-z]{2,20}_?(?P<m>1[0-2]|0[1-9])(?P<d>3[01]|[12]\d|0[1-9])(?=/)",
        r"(?:/|[a-z_])(?P<y>20[0-4]\d)(?P<m>1[0-2]|0[1-9])(?P<d>3[01]|[12]\d|0[1-9])(?=\d{3,14}(?:\D|$))",
        r"/(?P<y>20[0-4]\d)(?P<m>1[0-2]|0[1-9])/(?P<d>3[01]|[12]\d|0[1-9])(?=/)",
    )
)
# 活动时间:, 报名截止: name another day than that of publication.
_OF_EVENT = regex(
    r"(?:活动|报名|举办|举行|会议|开会|比赛|开展|服务|截止|培训|招募|征集|征稿|公示|投票|实施|施行|生效|有效|拍摄|开放|演出|考试|集合|出发|开班|开营|面试|出生|成立|备案|注册|统计|截至|自|捐赠|签订)(?:时间|日期|期限|期|日)?(?:为|是)?\s?:?\s?$"
)
_BARE_TIME = frozenset({"时间", "日期"})
_BARE_TIME_LABEL = regex(r"\W{0,2}(?:时\s?间|日\s?期)\s?:")
_PLACE = regex(r"(?:地\s?点|地址|会场|参加人员|人员|嘉宾|主持人?|主讲人?|集合地?)\s?:")
_OF_VISIT = regex(
    r"今天是|现在是|(?:当前|系统|服务器|打印|抓取|浏览|访问)(?:时间|日期)|缓存|快照|最后(?:访问|登录)|欢迎(?:您|光临|访问)|(?:浏览|点击)\s?:\s?\d{4}-\d"
)
_LABELLED_PERIOD = regex(r"(?<![一-鿿])([一-鿿]{2,8}(?:时间|日期|期限|周期|期))\s?:\s?$")
_HEADER_FIELDS = ("published", "dated", "updated")


def find_published(zones: Zones, claims: Sequence[Claim], tail_claims: Sequence[Claim]) -> StatedDate | None:
    """The page's own date of publication in its lines.

    `claims` are those of the header, `tail_claims` those of the lines after the text.
    """
    return (
        _from_labels([claim for claim in claims if not _is_event_card([*zones.header, *zones.body[:1]], claim)])
        or _from_header(zones, claims)
        or _from_labels(tail_claims)
        or _from_print_edition([*zones.body[-2:], *zones.signing[:3]])
        or _from_sign_off(zones)
        or _from_dateline(zones.body[:1])
        or _from_row(zones.signing[:2])
    )


def find_original_published(
    claims: Sequence[Claim], lines: Iterable[Line], published: StatedDate | None
) -> StatedDate | None:
    """The day the named source published.

    来源:中国社区网 2013年07月07日 beside the page's own date, or 摘自2020年3月5日《…》.
    """
    for claim in claims:
        stamp = next(find_stamps(fold(claim.value)), None) if claim.field == "source" else None
        if stamp and published and published.rule != "url_path" and _words_before(claim, stamp):
            found = stamp.stated(claim.quote, "source_label")
            if found.value[:10] != published.value[:10]:
                return found
    for line in lines:
        match = re.search(r"(?:摘自|原载(?:于)?|转自|刊于|载于?)\s?(?=(?:19|20)\d\d)", line.key)
        stamp = next(find_stamps(line.key[match.end() :]), None) if match else None
        if stamp and match and stamp.start == 0:
            return stamp.stated(line.text[match.start() : match.end() + stamp.end], "excerpt_note")
    return None


def find_in_address(url: str | None) -> StatedDate | None:
    """A day in the path of the address (/2019/0115/, t20131231_)."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    path = unquote(f"{parts.path}?{parts.query}")[:500].lower()
    for pattern in _URL_DAYS:
        for match in pattern.finditer(path):
            if path.endswith(("?id=", "&id="), 0, match.start()):
                continue  # the number of a record
            stamp = next(find_stamps(f"{match['y']}-{match['m']}-{match['d']}"), None)
            if stamp:
                return stamp.stated(match[0].strip("/_"), "url_path")
    return None


def _from_labels(claims: Sequence[Claim]) -> StatedDate | None:
    for fields in (("published",), ("dated",), ("updated",)):
        for claim in claims:
            stamp = find_labelled_stamp(fold(claim.value)[:60]) if claim.field in fields else None
            if stamp:
                return stamp.stated(claim.quote, "label")
    return None


def _from_header(zones: Zones, claims: Sequence[Claim]) -> StatedDate | None:
    header, title_line, near = zones.header, zones.headline.line, [*zones.header, *zones.body[:1]]
    found: list[tuple[bool, int, Line, Stamp]] = []
    for index, line in enumerate(header):
        if index == title_line or is_breadcrumb(line.key) or not is_meta(line):
            continue
        stamp = next(find_stamps(line.key), None)
        card = _BARE_TIME_LABEL.match(line.key) and any(_PLACE.search(other.key) for other in near[index : index + 2])
        if stamp and not card and not _is_of_event(line.key, stamp) and not _is_clock(header, index, stamp, claims):
            found.append((stamp.has_time, index, line, stamp))
    if not found:
        return None
    # A time of day marks the line a system wrote; among equals the last stands nearest to the text.
    _, _, line, stamp = max(found, key=lambda item: (item[0], item[1]))
    return stamp.stated(line.text, "day_first" if stamp.day_first else "header")


def _is_of_event(key: str, stamp: Stamp) -> bool:
    """Whether the words before a date say that it is not the publication's: 活动时间:, 项目周期:, 截至."""
    label = _LABELLED_PERIOD.search(key, 0, stamp.start)
    if label and FIELD_BY_LABEL.get(label[1]) not in _HEADER_FIELDS:
        return True
    return bool(_OF_EVENT.search(key, 0, stamp.start))


def _is_event_card(header: Sequence[Line], claim: Claim) -> bool:
    """时间: over or beside 地点: tells when something takes place."""
    if claim.line < 0 or claim.label not in _BARE_TIME:
        return False
    return any(_PLACE.search(line.key) for line in header[claim.line : claim.line + 2])


def _is_clock(header: Sequence[Line], index: int, stamp: Stamp, claims: Sequence[Claim]) -> bool:
    """Today's date in the page's head: named as such, or contradicted by a labelled date without a year."""
    if _OF_VISIT.search(header[index].key):
        return True
    for claim in claims:
        match = _YEARLESS.match(fold(claim.value)) if claim.field in _HEADER_FIELDS else None
        if match and (int(match["month"]), int(match["day"])) != (stamp.when.month, stamp.when.day):
            return True
    return False


def _from_print_edition(lines: Sequence[Line]) -> StatedDate | None:
    """《光明日报》(2025年12月05日 04版) at the end of the text."""
    for line in lines:
        for match in _PRINT_EDITION.finditer(line.key):
            stamp = next(find_stamps(line.key[match.end() : match.end() + 30]), None)
            if stamp:
                return stamp.stated(line.text[match.start() : match.end() + stamp.end + 6], "print_edition")
    return None


def _from_sign_off(zones: Zones) -> StatedDate | None:
    """The office and the day under a notice: …办公室 2010年11月11日, or the day alone on the last line."""
    for line in reversed(zones.body[-2:]):
        stamps = list(find_stamps(line.key))
        if not stamps or line.key[stamps[-1].end :].strip(" ()。"):
            continue
        before = line.key[: stamps[-1].start]
        if line.key.endswith("。") or _ROW.match(line.key):
            continue
        if _SIGNED_BY.search(before) and len(before) <= 40:
            return stamps[-1].stated(line.text, "sign_off")
    return None


def _from_dateline(lines: Sequence[Line]) -> StatedDate | None:
    """香港, 2024年8月5日 - (…): the day an agency sends its text from a place."""
    for line in lines:
        match = _DATELINE.match(line.key)
        stamp = next(find_stamps(line.key[: match.end() + 14]), None) if match else None
        if stamp and re.match(r"\s?[-—–]|\s?/", line.key[stamp.end :]):
            return stamp.stated(line.text[: stamp.end], "dateline")
    return None


def _from_row(lines: Sequence[Line]) -> StatedDate | None:
    """The row of a content system left under the text: 2019-06-25 author 1 1 paper content."""
    for line in lines:
        stamp = next(find_stamps(line.key), None)
        if stamp and stamp.start == 0 and len(line.key) <= 60:
            return stamp.stated(line.text, "system_row")
    return None


def _words_before(claim: Claim, stamp: Stamp) -> bool:
    return bool(re.search(r"[一-鿿]{2}", claim.value[: stamp.start]))
