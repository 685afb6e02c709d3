"""What the index holds of an article: one flat dict of text, codes and days, built from its effective findings.

Gives `article_document` and `article_facts` (the parts of the findings both the index and a hit show, so that a
facet and the line under a title can never disagree). Asks no database beyond what `with_facts` prefetches, except for
the region tree, which is cached.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from archive.models import (
    Article,
    Finding,
    FindingKind,
    PublicText,
    StoredFact,
    effective_findings,
    public_text,
    under_main_names,
)
from archive.search.dates import date_bounds, date_tokens
from archive.search.facets import NATIONWIDE, name_code
from archive.search.labels import region_tree
from archive.search.query import UNKNOWN

MAX_INDEXED = 1_000_000
"""Characters of a text that can be found: far beyond any article, a bound for what only looks like one."""
MAX_LEDE = 200
MIN_LEDE = 20
"""Characters; what comes before the first paragraph is shorter."""
MAX_NAMES = 20
"""Organisations, and programmes, an article is filed under."""

_FIRST_LINES = 10
_PUBLISHER_ROLE = "publisher"
_VENUE_ROLE = "venue"
_EVENT_ROLE = "event"


@dataclass(frozen=True, kw_only=True)
class EventDate:
    """One date of the event. `start`/`end` are None where the year is unknown."""

    start: dt.date | None
    end: dt.date | None
    edtf: str
    precision: str


@dataclass(frozen=True, kw_only=True)
class ArticleFacts:
    """The facts search works with, main ones first. Region codes are those found, not rolled up."""

    venues: tuple[str, ...]
    regions: tuple[str, ...]
    dates: tuple[EventDate, ...]
    types: tuple[str, ...]
    fields: tuple[str, ...]
    organisations: tuple[str, ...]
    programmes: tuple[str, ...]


def with_facts(articles: QuerySet[Article]) -> QuerySet[Article]:
    """The articles with all that `article_document` needs, in three queries for any number of them."""
    # All kinds: a filter on the kind makes SQLite read the index of kinds, nearly the whole table, for twenty articles.
    findings = Finding.objects.order_by("position", "id")
    return articles.select_related("publisher").prefetch_related(Prefetch("findings", queryset=findings))


def article_facts(findings: Iterable[StoredFact]) -> ArticleFacts:
    """The effective ones among the findings of an article, under main names, sorted out by kind."""
    by_kind: dict[str, list[StoredFact]] = {}
    for finding in under_main_names(effective_findings(findings)):
        by_kind.setdefault(finding.kind, []).append(finding)
    regions = by_kind.get(FindingKind.REGION, [])
    dates = by_kind.get(FindingKind.EVENT_DATE, [])
    return ArticleFacts(
        venues=_values(row for row in regions if row.role == _VENUE_ROLE),
        regions=_values(row for row in regions if row.role != _PUBLISHER_ROLE),
        dates=tuple(_event_date(row) for row in dates if row.role == _EVENT_ROLE),
        types=_values(by_kind.get(FindingKind.EVENT_TYPE, [])),
        fields=_values(by_kind.get(FindingKind.SERVICE_FIELD, [])),
        organisations=_values(by_kind.get(FindingKind.ORGANISATION, [])),
        programmes=_values(by_kind.get(FindingKind.PROGRAMME, [])),
    )


def searched_text(seen: PublicText, subtitle: str) -> str:
    """What is found besides the title, as readers may see it: subtitle, body and captions, a line each or more."""
    parts = (subtitle, seen.body, *seen.captions)
    return "\n".join(part for part in parts if part)[:MAX_INDEXED]


def lede_length(seen: PublicText, subtitle: str) -> int:
    """How many characters at the beginning of the searched text tell what it is about: subtitle and first paragraph.

    Short lines before it (a heading, who reports from where) are taken along.
    """
    end = -1
    for line in seen.body.split("\n", _FIRST_LINES)[:_FIRST_LINES]:
        end += len(line) + 1
        if end >= MIN_LEDE:
            break
    return min(MAX_LEDE, max(0, end) + (len(subtitle) + 1 if subtitle else 0))


def article_document(article: Article) -> dict[str, Any]:
    """The flat document of an article: index field name -> text, list of codes, ISO day or number."""
    findings = article.findings.all()
    facts = article_facts(findings)
    seen = public_text(article, findings)
    subtitle = seen.words(article.subtitle)
    known = [(date.start, date.end, date.precision) for date in facts.dates if date.start and date.end]
    starts = [start for start, _end, _precision in known if start]
    ends = [end for _start, end, _precision in known if end]
    return {
        "title": seen.title,
        "text": searched_text(seen, subtitle),
        "lede": lede_length(seen, subtitle),
        "author": "\n".join(seen.words(str(name)) for name in article.authors),
        "source_text": "\n".join(_source_names(article)),
        "region": _rolled_up(facts.venues),
        "region_any": _rolled_up(facts.regions),
        "type": list(facts.types) or [UNKNOWN],
        "field": list(facts.fields) or [UNKNOWN],
        "date": _tokens(known),
        "published_date": _published_tokens(article),
        "source": [str(article.publisher_id) if article.publisher_id else UNKNOWN],
        "org": _names(facts.organisations, seen),
        "programme": _names(facts.programmes, seen),
        "flag": list(dict.fromkeys(map(str, article.flags))) or [UNKNOWN],
        "article": article.pk,
        "event": article.event_id or 0,
        "event_start": min(starts).toordinal() if starts else 0,
        "event_end": max(ends).toordinal() if ends else 0,
        "published_start": article.published_on.toordinal() if article.published_on else 0,
        "published_end": _published_end(article),
        "published_on": article.published_on,
        "event_on": min(starts) if starts else None,
    }


def _values(rows: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.value for row in rows))


def _event_date(row: StoredFact) -> EventDate:
    start, end = _day(row.data.get("start")), _day(row.data.get("end"))
    return EventDate(
        start=start or end, end=end or start, edtf=row.value, precision=str(row.data.get("precision") or "unknown")
    )


def _day(value: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _source_names(article: Article) -> list[str]:
    names = [article.claimed_source, article.publisher.name if article.publisher else ""]
    return list(dict.fromkeys(name for name in names if name))


def _names(names: tuple[str, ...], seen: PublicText) -> list[str]:
    """The names readers may know, as codes."""
    if not names:
        return [UNKNOWN]
    kept = [name.replace("\n", " ") for name in names[:MAX_NAMES]]
    # Masking keeps lengths: all names are asked about at once.
    shown = seen.words("\n".join(kept)).split("\n")
    codes = dict.fromkeys(name_code(name) for name, masked in zip(kept, shown, strict=True) if name == masked)
    return [code for code in codes if code] or [UNKNOWN]


def _rolled_up(codes: tuple[str, ...]) -> list[str]:
    """The codes with all units above them; `unknown` where there is none. Nationwide stays by itself."""
    tree = region_tree()
    found = dict.fromkeys(above for code in codes for above in (tree.above(code) if code != NATIONWIDE else (code,)))
    return list(found) or [UNKNOWN]


def _tokens(spans: list[tuple[Any, Any, str]]) -> list[str]:
    tokens = dict.fromkeys(token for start, end, precision in spans for token in date_tokens(start, end, precision))
    return list(tokens) or [UNKNOWN]


def _published_tokens(article: Article) -> list[str]:
    day = article.published_on
    return date_tokens(day, day, article.published_precision) if day else [UNKNOWN]


def _published_end(article: Article) -> int:
    """Last day the publication may have been on, as an ordinal; 0 where unknown."""
    if article.published_on is None:
        return 0
    length = {"year": 4, "month": 7}.get(article.published_precision, 10)
    bounds = date_bounds(article.published_on.isoformat()[:length])
    return (bounds[1] if bounds else article.published_on).toordinal()
