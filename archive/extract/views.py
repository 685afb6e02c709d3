"""How often the page says it was read: 查看:950次, 0次浏览, 阅读:97312+.

Deliberately not here: thumbs, comments and other counters.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.extract.labels import Claim
from archive.extract.lines import Line
from archive.text.regex import regex

_COUNT = regex(r"^\s?(\d{1,3}(?:,\d{3}){1,4}|\d{1,12})(?:\.(\d))?\s?(万)?")
_BEFORE = regex(
    r"(?<![\d.])(\d{1,12})\s?(?:次|人)(?:浏览|阅读|点击|访问|查看)|(?:浏览|阅读|点击|查看)\s?[(\[]?(\d{1,12})[)\]]?\s?次?(?=\s|$)"
)


def find_views(header: Sequence[Line], claims: Sequence[Claim]) -> tuple[int, str] | None:
    """The count and the words that state it."""
    for claim in claims:
        match = _COUNT.match(claim.value) if claim.field == "views" else None
        if match:
            count = int(match[1].replace(",", "")) * (10_000 if match[3] else 1)
            return count + (int(match[2]) * 1000 if match[2] and match[3] else 0), claim.quote
    for line in header:
        found = _BEFORE.search(line.key)
        if found:
            return int(found[1] or found[2]), line.text[found.start() : found.end()]
    return None
