"""Hits as the list prints them: where, when, what kind, who, and where the title leads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from archive.search.results import Hit
from archive.web.presenters.chain import text_lang
from archive.web.presenters.dates import format_iso, format_span
from archive.web.presenters.links import article_address, event_address
from archive.web.presenters.vocabulary import short_path


@dataclass(frozen=True, kw_only=True)
class HitRow:
    """One hit. `title` and `snippet` are safe HTML holding `<mark>` only."""

    title: SafeString
    snippet: SafeString
    lang: str
    address: str
    event_address: str
    day: str
    published: str
    regions: tuple[tuple[str, ...], ...]
    types: str
    source: str
    other_reports: int


def present_hits(hits: Iterable[Hit], *, view: str = "articles") -> tuple[HitRow, ...]:
    """Rows for a list; in the `events` view a title leads to its event."""
    return tuple(_row(hit, view) for hit in hits)


def _row(hit: Hit, view: str) -> HitRow:
    event = event_address(hit.event) if hit.event else ""
    return HitRow(
        # Both were escaped by the search, which adds <mark> and nothing else (see `results.Hit`).
        title=mark_safe(hit.title),  # noqa: S308
        snippet=mark_safe(hit.snippet),  # noqa: S308
        lang=text_lang(hit.script),
        address=event if event and view == "events" and hit.reports > 1 else article_address(hit.id),
        event_address=event,
        day=format_span(hit.event_date),
        published=format_iso(hit.published or ""),
        regions=tuple(short_path(region.code) for region in hit.regions[:2]),
        types=" · ".join(label.label for label in hit.event_types[:4]),
        source=hit.source.label if hit.source else "",
        other_reports=max(0, hit.reports - 1),
    )
