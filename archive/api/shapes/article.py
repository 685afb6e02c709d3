"""An article as JSON: the shape `extract` prints, from what the archive holds now, with its place in the archive.

Everybody may ask, so personal data is masked as on the pages, and nothing is said of where it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast, get_args

from archive import records
from archive.export.extraction import extraction_record
from archive.models import Article, PublicText, is_public, public_findings, public_text
from archive.models import Finding as FindingRow


def article_shape(article: Article) -> dict[str, Any]:
    """`article` comes with `publisher` and `current_version` joined and its findings prefetched.

    The facts are those that count (staff's over the machine's); `findings` lists all, with origin and state.
    """
    rows = sorted(article.findings.all(), key=lambda row: (row.kind, row.position, row.pk))
    text = public_text(article, rows)
    facts = [_finding(row, text) for row in public_findings(rows, text)]
    record = extraction_record(public_draft(article, text), facts, page_id=None)
    del record["personal_data"]
    return {
        **record,
        "id": article.pk,
        "url": article.get_absolute_url(),
        "original_url": text.words(article.url) or None,
        "dateline": text.words(article.dateline) or None,
        "captured_at": article.captured_at.isoformat() if article.captured_at else None,
        "event": article.event_id,
        "relation": article.relation,
        "source": {"id": article.publisher.pk, "name": article.publisher.name} if article.publisher else None,
        "findings": [_finding_shape(row, text) for row in rows if is_public(row, text)],
        "versions": article.versions.count(),
        "reprint_of": article.reprint_of_id,
    }


def public_draft(article: Article, text: PublicText) -> records.Draft:
    """The article as a draft in the words readers see; the rules that read its dates come from the stored version."""
    stored: Mapping[str, Any] = article.current_version.draft if article.current_version else {}
    page_class = article.page_class if article.page_class in get_args(records.PageClass) else "article"
    return records.Draft(
        title=text.title,
        body=text.body,
        subtitle=text.words(article.subtitle) or None,
        url=text.words(article.url) or None,
        published=_stated(article.published, article.published_precision, stored.get("published"), text),
        original_source=text.words(article.claimed_source) or None,
        original_published=_stated(
            article.original_published, article.original_published_precision, stored.get("original_published"), text
        ),
        dateline=text.words(article.dateline) or None,
        publisher=article.publisher.name if article.publisher else None,
        authors=tuple(text.words(str(name)) for name in article.authors),
        editor=text.words(article.editor) or None,
        captions=text.captions,
        channel=article.channel or None,
        views=article.views,
        script=article.script,
        page_class=cast(records.PageClass, page_class),
        flags=tuple(article.flags),
        warnings=tuple(text.data(article.warnings)),
        quotes=text.data(article.quotes),
    )


def _stated(value: str, precision: str, stored: Any, text: PublicText) -> records.StatedDate | None:
    if not value:
        return None
    proof: Mapping[str, Any] = stored if isinstance(stored, Mapping) and stored.get("value") == value else {}
    return records.StatedDate(
        value=value,
        precision=cast(records.Precision, precision or "unknown"),
        quote=text.words(str(proof.get("quote", ""))),
        rule=str(proof.get("rule", "staff" if not proof else "")),
    )


def _finding(row: FindingRow, text: PublicText) -> records.Finding:
    return records.Finding(
        kind=cast(records.FindingKind, row.kind),
        value=row.value,
        quote=text.quote(row.quote),
        rule=row.rule,
        rule_version=row.rule_version,
        confidence=row.confidence,
        role=row.role,
        start=row.start,
        end=row.end,
        data=text.data(row.data),
    )


def _finding_shape(row: FindingRow, text: PublicText) -> dict[str, Any]:
    return {
        "id": row.pk,
        "kind": row.kind,
        "value": row.value,
        "role": row.role or None,
        "data": text.data(row.data),
        "quote": text.quote(row.quote),
        "start_offset": row.start,
        "end_offset": row.end,
        "rule": row.rule,
        "rule_version": row.rule_version,
        "confidence": row.confidence,
        "origin": row.origin,
        "state": row.state,
    }
