"""Takes one processed page into the archive: the only writer of machine findings, versions and saved files.

Decides between duplicate, new version, reprint and new article. Compares with what is stored, never with the web, and
leaves everything staff set as staff set it. Knows exact reprints only (`archive.dedupe.fingerprint`).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from archive.dedupe.address import names_one_page, normalise_address
from archive.dedupe.fingerprint import fingerprint as make_fingerprint
from archive.ingest import duplicates
from archive.ingest.article_fields import draft_as_json, fill_article, finding_rows, state_for
from archive.ingest.fit import clean_text, fit_draft
from archive.ingest.originals import hash_bytes, write_original
from archive.ingest.sources import find_publisher
from archive.models import (
    Article,
    ArticleState,
    ArticleVersion,
    Origin,
    Outcome,
    Relation,
    SavedFile,
    copy_event_date,
    open_event,
)
from archive.models import Finding as FindingRow
from archive.records import Draft, Finding, Page


@dataclass(frozen=True, kw_only=True)
class Stored:
    """What became of a page."""

    article: Article
    outcome: Outcome


@transaction.atomic
def store_article(
    page: Page, draft: Draft, findings: tuple[Finding, ...], *, sha256: str = "", fingerprint: str | None = None
) -> Stored:
    """Store one page, or find that it is stored already; all or nothing.

    `sha256` of `page.raw` and `fingerprint` of the body are worked out unless the caller has them.

    Raises:
        StoreError: the original bytes cannot be written.
    """
    sha256 = sha256 or hash_bytes(page.raw)
    known = duplicates.find_by_hash(sha256)
    if known is not None:
        return Stored(article=known, outcome=Outcome.DUPLICATE)
    draft = fit_draft(draft)
    address = address_of(page, draft)
    incoming = _Incoming(
        page, draft, findings, address, make_fingerprint(draft.body) if fingerprint is None else fingerprint
    )
    write_original(page.raw)
    article = duplicates.find_by_address(address)
    if article is not None:
        _replace_version(article, incoming, sha256)
        return Stored(article=article, outcome=Outcome.NEW_VERSION)
    return _add_article(incoming, sha256)


def address_of(page: Page, draft: Draft) -> str:
    """The page's normalised address: where it was saved from, else what the page itself says, else ''.

    A page's own word is taken only where it can name one article: some print their site's front page on every page.
    """
    if page.url:
        return normalise_address(page.url)
    stated = normalise_address(draft.url)
    return stated if stated and names_one_page(stated) else ""


@dataclass(frozen=True)
class _Incoming:
    page: Page
    draft: Draft
    findings: tuple[Finding, ...]
    address: str
    fingerprint: str


def _add_article(incoming: _Incoming, sha256: str) -> Stored:
    state = state_for(incoming.draft.page_class)
    first = duplicates.find_first_copy(incoming.fingerprint) if state == ArticleState.PUBLIC else None
    article = Article(url=incoming.address, state=state)
    if first is not None:
        article.reprint_of, article.relation = first, Relation.REPRINT
        article.event = first.event or open_event(first)
    _write(article, incoming, sha256)
    if first is not None:
        return Stored(article=article, outcome=Outcome.REPRINT)
    if state == ArticleState.REJECTED:
        return Stored(article=article, outcome=Outcome.NOT_ARTICLE)
    open_event(article)
    return Stored(article=article, outcome=Outcome.NEW)


def _replace_version(article: Article, incoming: _Incoming, sha256: str) -> None:
    """The page changed: its new text and machine findings replace the old ones; a decision of staff stands."""
    staff_decided = article.state != state_for(article.page_class)
    if not staff_decided:
        article.state = state_for(incoming.draft.page_class)
    article.revision += 1
    _write(article, incoming, sha256)
    if article.state == ArticleState.PUBLIC and article.event is None:
        open_event(article)
    elif article.event is not None and article.event.lead_id == article.pk:
        article.event.title = str(article)[:500]
        article.event.save(update_fields=["title"])


def _write(article: Article, incoming: _Incoming, sha256: str) -> None:
    page, draft = incoming.page, incoming.draft
    fill_article(article, page, draft)
    article.fingerprint = incoming.fingerprint
    article.publisher = find_publisher(incoming.address, draft.publisher)
    rows = list(finding_rows(article, incoming.findings))
    staff = list(article.findings.filter(origin=Origin.STAFF)) if article.pk else []
    copy_event_date(article, [*rows, *staff])
    article.save()
    article.findings.filter(origin=Origin.MACHINE).delete()
    FindingRow.objects.bulk_create(rows)
    article.current_version = ArticleVersion.objects.create(
        article=article,
        number=article.versions.count() + 1,
        saved_file=_save_file(page, incoming.address, sha256),
        title=article.title,
        body=article.body,
        draft=draft_as_json(draft),
    )
    article.save(update_fields=["current_version"])


def _save_file(page: Page, address: str, sha256: str) -> SavedFile:
    """The row of the original bytes; one may be there already, left without a version by an older archive."""
    saved, _made = SavedFile.objects.get_or_create(
        sha256=sha256,
        defaults={
            "media_type": page.raw_media_type[:100],
            "charset": (page.charset or "")[:40],
            "size": len(page.raw),
            "name": clean_text(page.name)[-500:],
            "url": address,
            "captured_at": page.captured_at,
        },
    )
    return saved
