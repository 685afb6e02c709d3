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
from archive.ingest.lead import is_older, take_lead
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
    file = duplicates.find_file(sha256)
    if file is not None and hasattr(file, "version"):
        return Stored(article=file.version.article, outcome=Outcome.DUPLICATE)
    draft = fit_draft(draft)
    address = address_of(page, draft)
    write_original(page.raw)
    incoming = _Incoming(
        page=page,
        draft=draft,
        findings=findings,
        address=address,
        fingerprint=make_fingerprint(draft.body) if fingerprint is None else fingerprint,
        file=file or _save_file(page, address, sha256),
    )
    article = duplicates.find_by_address(address)
    if article is None:
        return _add_article(incoming)
    _replace_version(article, incoming)
    return Stored(article=article, outcome=Outcome.NEW_VERSION)


def address_of(page: Page, draft: Draft) -> str:
    """The page's normalised address: where it was saved from, else what the page itself says, else ''.

    A page's own word is taken only where it can name one article: some print their site's front page on every page.
    """
    if page.url:
        return normalise_address(page.url)
    stated = normalise_address(draft.url)
    return stated if stated and names_one_page(stated) else ""


@dataclass(frozen=True, kw_only=True)
class _Incoming:
    page: Page
    draft: Draft
    findings: tuple[Finding, ...]
    address: str
    fingerprint: str
    file: SavedFile


def _save_file(page: Page, address: str, sha256: str) -> SavedFile:
    return SavedFile.objects.create(
        sha256=sha256,
        media_type=page.raw_media_type[:100],
        charset=(page.charset or "")[:40],
        size=len(page.raw),
        name=clean_text(page.name)[-500:],
        url=address,
        captured_at=page.captured_at,
    )


def _add_article(incoming: _Incoming) -> Stored:
    state = state_for(incoming.draft.page_class)
    article = Article(url=incoming.address, state=state)
    outcome = Outcome.NEW if state == ArticleState.PUBLIC else Outcome.NOT_ARTICLE
    first = duplicates.find_first_copy(incoming.fingerprint) if state == ArticleState.PUBLIC else None
    if first is not None:
        outcome = Outcome.REPRINT
        article.reprint_of, article.event, article.relation = first, first.event, Relation.REPRINT
    rows = list(finding_rows(article, incoming.findings))
    _fill(article, incoming, rows)
    article.save()
    FindingRow.objects.bulk_create(rows)
    _add_version(article, incoming, number=1)
    if first is not None and is_older(article, first):
        take_lead(article, first)
    if state == ArticleState.PUBLIC and article.event is None:
        open_event(article)
    article.save(update_fields=["current_version", "event", "relation", "reprint_of"])
    return Stored(article=article, outcome=outcome)


def _replace_version(article: Article, incoming: _Incoming) -> None:
    """The page changed: its new text and machine findings replace the old ones; a decision of staff stands."""
    staff_decided = article.state != state_for(article.page_class)
    if not staff_decided:
        article.state = state_for(incoming.draft.page_class)
    rows = list(finding_rows(article, incoming.findings))
    _fill(article, incoming, [*rows, *article.findings.filter(origin=Origin.STAFF)])
    article.findings.filter(origin=Origin.MACHINE).delete()
    FindingRow.objects.bulk_create(rows)
    _add_version(article, incoming, number=article.versions.count() + 1)
    event = article.event
    if event is None and article.state == ArticleState.PUBLIC:
        open_event(article)
    elif event is not None and event.lead_id == article.pk:
        event.title = str(article)[:500]
        event.save(update_fields=["title"])
    article.revision += 1
    article.save()


def _fill(article: Article, incoming: _Incoming, findings: list[FindingRow]) -> None:
    fill_article(article, incoming.page, incoming.draft)
    article.fingerprint = incoming.fingerprint
    article.publisher = find_publisher(incoming.address, incoming.draft.publisher)
    copy_event_date(article, findings)


def _add_version(article: Article, incoming: _Incoming, *, number: int) -> None:
    article.current_version = ArticleVersion.objects.create(
        article=article,
        number=number,
        saved_file=incoming.file,
        title=article.title,
        body=article.body,
        draft=draft_as_json(incoming.draft),
    )
