"""An article as JSON: the shape `extract` prints, from what the archive holds now, with its place in the archive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast, get_args

from archive import records
from archive.export.extraction import extraction_record
from archive.models import Article
from archive.models import Finding as FindingRow
from archive.models.finding import effective_findings


def article_shape(article: Article) -> dict[str, Any]:
    """`article` comes with `publisher` and `current_version` joined and its findings prefetched.

    The facts are those that count (staff's over the machine's); `findings` lists all, with origin and state.
    """
    rows = sorted(article.findings.all(), key=lambda row: (row.kind, row.position, row.pk))
    facts = [_finding(row) for row in effective_findings(rows)]
    return {
        **extraction_record(draft_of(article), facts, page_id=None),
        "id": article.pk,
        "url": article.get_absolute_url(),
        "original_url": article.url or None,
        "dateline": article.dateline or None,
        "captured_at": article.captured_at.isoformat() if article.captured_at else None,
        "event": article.event_id,
        "relation": article.relation,
        "source": {"id": article.publisher.pk, "name": article.publisher.name} if article.publisher else None,
        "findings": [_finding_shape(row) for row in rows],
        "versions": article.versions.count(),
        "reprint_of": article.reprint_of_id,
    }


def draft_of(article: Article) -> records.Draft:
    """The article as a draft; the rules that read its dates come from the stored version."""
    stored: Mapping[str, Any] = article.current_version.draft if article.current_version else {}
    page_class = article.page_class if article.page_class in get_args(records.PageClass) else "article"
    return records.Draft(
        title=article.title,
        body=article.body,
        subtitle=article.subtitle or None,
        url=article.url or None,
        published=_stated(article.published, article.published_precision, stored.get("published")),
        original_source=article.claimed_source or None,
        original_published=_stated(
            article.original_published, article.original_published_precision, stored.get("original_published")
        ),
        dateline=article.dateline or None,
        publisher=article.publisher.name if article.publisher else None,
        authors=tuple(article.authors),
        editor=article.editor or None,
        captions=tuple(article.captions),
        channel=article.channel or None,
        views=article.views,
        script=article.script,
        page_class=cast(records.PageClass, page_class),
        flags=tuple(article.flags),
        warnings=tuple(article.warnings),
        quotes=article.quotes,
    )


def _stated(value: str, precision: str, stored: Any) -> records.StatedDate | None:
    if not value:
        return None
    proof: Mapping[str, Any] = stored if isinstance(stored, Mapping) and stored.get("value") == value else {}
    return records.StatedDate(
        value=value,
        precision=cast(records.Precision, precision or "unknown"),
        quote=str(proof.get("quote", "")),
        rule=str(proof.get("rule", "staff" if not proof else "")),
    )


def _finding(row: FindingRow) -> records.Finding:
    return records.Finding(
        kind=cast(records.FindingKind, row.kind),
        value=row.value,
        quote=row.quote,
        rule=row.rule,
        rule_version=row.rule_version,
        confidence=row.confidence,
        role=row.role,
        start=row.start,
        end=row.end,
        data=row.data,
    )


def _finding_shape(row: FindingRow) -> dict[str, Any]:
    return {
        "id": row.pk,
        "kind": row.kind,
        "value": row.value,
        "role": row.role or None,
        "data": row.data,
        "quote": row.quote,
        "start_offset": row.start,
        "end_offset": row.end,
        "rule": row.rule,
        "rule_version": row.rule_version,
        "confidence": row.confidence,
        "origin": row.origin,
        "state": row.state,
    }
