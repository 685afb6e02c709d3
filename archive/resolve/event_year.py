"""The year of an event on a page that gives no day and no date of its own: the last resort of `event_date`.

Two ways: the event's name carries it (昨举行2014香港义工嘉许典礼), or the deed stands behind it (2021年,福彩公益金拨付了8万元).
Deliberately not here: any page whose day of report is known; there a year alone is background.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.records import Finding
from archive.resolve.passages import Passages
from archive.text.regex import regex

RULE_VERSION = 1

_REACH = 300
"""Characters from the start within which an event is told; later years are history."""

_CONFIDENCE = 0.35
_YEAR = r"(?P<year>(?:19[89]|20[0-4])\d)"
_NAMED = regex(
    rf"(?:举行|举办|召开|主办|启动|开展)了?[“「《]?{_YEAR}(?!\d|[-./年]\d)年?(?:度|第.{{1,4}}届)?[^。,;\n\d]{{2,20}}?"
    r"(?:典礼|大会|论坛|年会|盛典|晚会|颁奖|仪式|运动会|嘉年华|博览会|周|节|赛)"
)
_STATED = regex(
    rf"(?:^|[。\n]){_YEAR}年,(?P<deed>[^。\n]{{4,60}}?(?:拨付|捐赠|捐出|资助|投入|举办|举行|开展|组织|成立|启动|建成)了)"
)


def resolve_event_year(passages: Passages) -> Finding | None:
    """The year as a finding of precision `year`, or None. EDTF is the bare year, `data` its first and last day."""
    for match, rule in _matches(passages.folded[:_REACH]):
        year = match["year"]
        start, end = match.span("year")
        return Finding(
            kind="event_date",
            value=year,
            role="event",
            quote=passages.quote(start, end),
            start=start,
            end=end,
            rule=rule,
            rule_version=RULE_VERSION,
            confidence=_CONFIDENCE,
            data={"start": f"{year}-01-01", "end": f"{year}-12-31", "precision": "year"},
        )
    return None


def _matches(text: str) -> Iterator[tuple[re.Match[str], str]]:
    for pattern, rule in ((_NAMED, "date_year_named"), (_STATED, "date_year_stated")):
        if match := pattern.search(text):
            yield match, rule
