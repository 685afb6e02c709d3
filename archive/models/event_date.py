"""The date columns of an article, which repeat its main event date so that lists can be sorted and counted quickly.

Findings are the truth; whoever changes an article's findings calls `copy_event_date` and saves the article.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from archive.models.article import Article, DatePrecision
from archive.models.finding import Finding, FindingKind, effective_findings
from archive.records import Fact

EVENT_DATE_FIELDS = ("event_edtf", "event_start", "event_end", "event_precision")


def copy_event_date(article: Article, findings: Iterable[Finding]) -> None:
    """Set the event date columns from the findings that count among these; saves nothing."""
    set_event_date(article, effective_findings(findings))


def set_event_date(article: Article, facts: Iterable[Fact]) -> None:
    """Set the event date columns from the first `event_date` with role `event`; saves nothing."""
    dates = (fact for fact in facts if fact.kind == FindingKind.EVENT_DATE and fact.role == "event")
    main = next(dates, None)
    data = main.data if main else {}
    article.event_edtf = main.value[:60] if main else ""
    article.event_start = _read_day(data.get("start"))
    article.event_end = _read_day(data.get("end")) or article.event_start
    precision = data.get("precision", "")
    known = precision in DatePrecision.values
    article.event_precision = precision if known else (DatePrecision.UNKNOWN if main else "")


def _read_day(value: object) -> dt.date | None:
    """A day in ISO 8601, or None: a year the page does not give stays unknown."""
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
