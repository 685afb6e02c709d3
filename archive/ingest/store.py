"""Takes one processed page into the archive: the only writer of machine findings, versions and saved files.

Decides between duplicate, new version, reprint and new article. Compares with what is stored, never with the web, and
leaves everything staff set as staff set it. Which reports belong together is found by `archive.grouping`.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from archive.dedupe.address import names_one_page, normalise_address
from archive.dedupe.clues import Clues, gather_clues
from archive.grouping.place import place_article, place_new_article
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
    page: Page, draft: Draft, findings: tuple[Finding, ...], *, sha256: str = "", clues: Clues | None = None
) -> Stored:
    """Store one page, or find that it is stored already; all or nothing.

    `sha256` of `page.raw` and the `clues` other reports are found by are worked out unless the caller has them.

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
        clues=clues or gather_clues(draft.title, draft.body, findings),
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
    clues: Clues
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
    rows = list(finding_rows(article, incoming.findings))
    _fill(article, incoming, rows)
    article.save()
    FindingRow.objects.bulk_create(rows)
    _add_version(article, incoming, number=1)
    article.save(update_fields=["current_version"])
    if state != ArticleState.PUBLIC:
        return Stored(article=article, outcome=Outcome.NOT_ARTICLE)
    place_new_article(article, incoming.clues, rows)
    is_copy = article.relation in (Relation.REPRINT, Relation.SPUN)
    return Stored(article=article, outcome=Outcome.REPRINT if is_copy or _is_copied(article) else Outcome.NEW)


def _is_copied(article: Article) -> bool:
    """Whether the article came first, and copies of it are here already."""
    return Article.objects.filter(reprint_of=article).exists()


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
    article.revision += 1
    article.save()
    place_article(article)


def _fill(article: Article, incoming: _Incoming, findings: list[FindingRow]) -> None:
    fill_article(article, incoming.page, incoming.draft)
    article.fingerprint = incoming.clues.fingerprint
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
