"""An event as JSON: where, when and of what kind by its lead article, and every public report of it. Titles masked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archive.models import Article, Event, FindingKind, Relation, public_text
from archive.models.finding import effective_findings
from archive.search.labels import region_tree, term_label


def event_shape(event: Event, articles: Sequence[Article]) -> dict[str, Any]:
    """`articles` are the event's public ones, at least one, with `publisher` joined and findings prefetched."""
    ordered = sorted(articles, key=_order)
    lead = next((article for article in ordered if article.pk == event.lead_id), ordered[0])
    findings = effective_findings(lead.findings.all())
    text = public_text(lead, lead.findings.all())
    return {
        "id": event.pk,
        "title": text.words(event.title) or text.title,
        "date": _date(lead),
        "regions": [
            {"code": row.value, "name": region_tree().name(row.value), "path": list(region_tree().path(row.value))}
            for row in findings
            if row.kind == FindingKind.REGION and row.role == "venue"
        ],
        "event_types": [
            {"code": row.value, "label": term_label("type", row.value)}
            for row in findings
            if row.kind == FindingKind.EVENT_TYPE
        ],
        "lead": lead.pk,
        "articles": [_report(article) for article in ordered],
    }


def _order(article: Article) -> tuple[bool, str, int]:
    return article.relation != Relation.LEAD, article.published or article.original_published or "9999", article.pk


def _date(lead: Article) -> dict[str, Any] | None:
    if not lead.event_edtf:
        return None
    return {
        "start": lead.event_start.isoformat() if lead.event_start else None,
        "end": lead.event_end.isoformat() if lead.event_end else None,
        "precision": lead.event_precision,
        "edtf": lead.event_edtf,
    }


def _report(article: Article) -> dict[str, Any]:
    return {
        "id": article.pk,
        "url": article.get_absolute_url(),
        "title": public_text(article, article.findings.all()).title,
        "source": {"id": article.publisher.pk, "name": article.publisher.name} if article.publisher else None,
        "published": article.published or None,
        "relation": article.relation,
        "reprint_of": article.reprint_of_id,
    }
