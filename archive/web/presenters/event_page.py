"""One event: its reports on an axis of time, which came first, which copy it. Facts are its lead article's."""

from __future__ import annotations

from dataclasses import dataclass

from archive.models import Article, Event, FindingKind, Relation, public_text
from archive.models.finding import effective_findings
from archive.search.labels import term_label
from archive.web.presenters.chain import Report, headline, list_reports
from archive.web.presenters.dates import format_edtf
from archive.web.presenters.vocabulary import short_path


@dataclass(frozen=True, kw_only=True)
class EventPage:
    event: Event
    title: str
    day: str
    places: tuple[str, ...]
    types: str
    reports: tuple[Report, ...]
    sources: int
    texts: int
    """How many independent texts there are: reports that copy no other."""


def present_event(event: Event, articles: list[Article]) -> EventPage:
    """`articles` are the event's public ones, at least one, with `publisher` joined and findings prefetched."""
    reports = list_reports(articles)
    lead = _lead(event, articles)
    findings = effective_findings(lead.findings.all())
    text = public_text(lead, lead.findings.all())
    return EventPage(
        event=event,
        title=text.words(event.title) or headline(text),
        day=format_edtf(lead.event_edtf),
        places=tuple(
            " ".join(short_path(row.value))
            for row in findings
            if row.kind == FindingKind.REGION and row.role == "venue"
        ),
        types=" · ".join(term_label("type", row.value) for row in findings if row.kind == FindingKind.EVENT_TYPE),
        reports=reports,
        sources=len({report.name for report in reports}),
        texts=sum(1 for report in reports if not report.is_copy),
    )


def _lead(event: Event, articles: list[Article]) -> Article:
    """The event's lead if it is public, else the one marked as lead, else the first taken in."""
    by_id = {article.pk: article for article in articles}
    marked = [article for article in articles if article.relation == Relation.LEAD]
    return by_id.get(event.lead_id or 0) or (marked or articles)[0]
