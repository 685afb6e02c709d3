"""One event: its reports on an axis of time, what copies what, and the facts over all reports with who says them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings

from archive.export.schema_org import Happening
from archive.export.schema_org import event as event_data
from archive.grouping.provenance import ClaimedSource, trace_provenance
from archive.models import Article, Event, FindingKind, Relation, public_findings, public_text
from archive.search.labels import term_label
from archive.web.presenters.article_head import happening_of
from archive.web.presenters.chain import headline, publisher_name
from archive.web.presenters.dates import format_edtf
from archive.web.presenters.merged_facts import MergedFact, merge_facts
from archive.web.presenters.page_head import PageHead, make_head
from archive.web.presenters.timeline import TimelineBuilder, TimelineReport, order_reports
from archive.web.presenters.vocabulary import short_path

PER_PAGE = 40
_MOST_REPORTS = 20
"""Reports named to programs."""
_COLUMNS = (
    "state",
    "relation",
    "published",
    "original_published",
    "reprint_of",
    "event",
    "claimed_source",
    "publisher__name",
)


@dataclass(frozen=True, kw_only=True)
class EventPage:
    event: Event
    head: PageHead
    title: str
    day: str
    places: tuple[str, ...]
    types: str
    reports: tuple[TimelineReport, ...]
    facts: tuple[MergedFact, ...]
    claimed: tuple[ClaimedSource, ...]
    total: int
    sources: int
    texts: int
    """How many independent texts there are: reports that copy no other."""
    number: int
    """Of this page of reports; 1 where there is but one."""
    previous: int
    next: int
    """The pages before and after; 0 where there is none."""


def present_event(event: Event, number: int, site: str) -> EventPage | None:
    """The `number`-th page of an event's public reports; None where there are none. Three queries, however many there are.

    `site` is where the archive is served, `https://archive.example`.
    """
    public = Article.public.filter(event=event).select_related("publisher")
    light = list(public.only(*_COLUMNS))
    if not light:
        return None
    order = order_reports(light)
    number = min(max(number, 1), -(-len(order) // PER_PAGE))
    shown = order[(number - 1) * PER_PAGE : number * PER_PAGE]
    lead = _lead(event, light)
    wanted = {lead.pk} | {place.key for place in shown} | {place.original for place in shown if place.original}
    articles = {row.pk: row for row in public.filter(pk__in=wanted).prefetch_related("findings")}
    build = TimelineBuilder(event, articles[lead.pk], articles)
    reports = tuple(build(place) for place in shown)
    return EventPage(
        event=event,
        **_told_by(event, articles[lead.pk], reports, site),
        reports=reports,
        facts=merge_facts([(place.number, articles[place.key]) for place in shown]),
        claimed=trace_provenance([articles[place.key] for place in shown]).claimed,
        total=len(order),
        sources=len({publisher_name(row) for row in light}),
        texts=sum(1 for place in order if place.original is None),
        number=number,
        previous=number - 1,
        next=number + 1 if number * PER_PAGE < len(order) else 0,
    )


def _lead(event: Event, articles: Sequence[Article]) -> Article:
    """The event's lead if it is public, else the one marked as lead, else the first taken in."""
    by_key = {article.pk: article for article in articles}
    marked = [article for article in articles if article.relation == Relation.LEAD]
    return by_key.get(event.lead_id or 0) or min(marked or articles, key=lambda article: article.pk)


def _told_by(event: Event, lead: Article, reports: Sequence[TimelineReport], site: str) -> dict[str, Any]:
    """What the lead report tells of the event as a whole, in words and for programs."""
    rows = list(lead.findings.all())
    text = public_text(lead, rows)
    findings = public_findings(rows, text)
    title = text.words(event.title) or headline(text)
    venues = [row for row in findings if row.kind == FindingKind.REGION and row.role == "venue"]
    types = [row for row in findings if row.kind == FindingKind.EVENT_TYPE]
    return {
        "title": title,
        "day": format_edtf(lead.event_edtf),
        "places": tuple(" ".join(short_path(row.value)) for row in venues),
        "types": " · ".join(term_label("type", row.value) for row in types),
        "head": _head(event, title, happening_of(lead, text, rows, site), reports, site),
    }


def _head(event: Event, title: str, told: Happening | None, reports: Sequence[TimelineReport], site: str) -> PageHead:
    address = site + event.get_absolute_url()
    happening = replace(
        told or Happening(name=title),
        name=title,
        address=address,
        reports=[(site + report.address, report.title) for report in reports[:_MOST_REPORTS]],
    )
    properties = (
        ("og:type", "website"),
        ("og:title", title),
        ("og:url", address),
        ("og:site_name", settings.SITE_NAME),
    )
    return make_head(canonical=address, description=title, data=event_data(happening), properties=properties)
