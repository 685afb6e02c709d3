"""An article taken from its stored bytes again, under other rules: what would change, and the change itself.

The page is the same, so it gets no new version: what was extracted from its current one is replaced. What staff decided
stands, as when a page comes in anew (`archive.ingest.decided`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from archive.errors import ExtractError, ReadError, StoreError
from archive.grouping.place import place_article
from archive.ingest.arrivals import arrival_of
from archive.ingest.article_fields import draft_as_json, state_for
from archive.ingest.decided import decided_columns, keep_columns, replace_findings
from archive.ingest.holding import hold_copies_of_withdrawn
from archive.ingest.new_articles import fill_from
from archive.ingest.originals import read_original
from archive.ingest.sources import Publishers
from archive.ingest.stages import HouseRules, Processed, process_safely
from archive.models import Article, copy_event_date
from archive.readers.registry import read_bytes
from archive.records import Finding, Page, UnreadablePage
from archive.triage.items import ask_about

EXTRACTED = (
    *("title", "subtitle", "body", "captions", "publisher", "claimed_source", "dateline", "authors", "editor"),
    *("channel", "views", "script", "event_edtf", "event_start", "event_end", "event_precision"),
    *("original_published", "original_published_precision", "published", "published_precision", "published_on"),
    *("page_class", "flags", "warnings", "quotes", "fingerprint", "state", "doubt"),
)
"""Columns of the article that an extraction writes."""

_COMPARED = ("title", "subtitle", "body", "original_source", "dateline", "publisher", "editor", "page_class")

Difference = tuple[str, str, str]
"""What differs (a field of the draft or a kind of finding), how it is, how it would be."""


def read_again(article: Article) -> Page:
    """The page as it came in; `article` comes with its current version's file joined.

    Raises:
        ReadError, StoreError: its bytes are not there any more, or cannot be read.
    """
    version = article.current_version
    if version is None:
        raise StoreError("the article has no version", code="missing_original")
    file = version.saved_file
    for page in read_bytes(
        read_original(file), name=file.name, url=file.url or None, media_type=file.media_type or None
    ):
        if isinstance(page, UnreadablePage):
            raise ReadError(page.reason, code=page.code)
        # Address and time may be stated by the container alone, which is not kept.
        return dataclasses.replace(page, url=file.url or page.url, captured_at=file.captured_at)
    raise ReadError("the file holds no page", code="empty")


def process_again(page: Page, rules: HouseRules) -> Processed:
    """What the stages make of it under these rules.

    Raises:
        ExtractError: they gave up on it.
    """
    result = process_safely(page, rules)
    if isinstance(result, UnreadablePage):
        raise ExtractError(result.reason, code=result.code)
    return result


def find_differences(before: Processed, after: Processed) -> list[Difference]:
    """How two results for one page differ; places and days are named with their roles."""
    found: list[Difference] = []
    for name in _COMPARED:
        was, now = str(getattr(before.draft, name) or ""), str(getattr(after.draft, name) or "")
        if was != now:
            found.append((name, was, now))
    was_facts, now_facts = _by_kind(before.findings), _by_kind(after.findings)
    for kind in dict.fromkeys((*was_facts, *now_facts)):
        gone = [value for value in was_facts.get(kind, []) if value not in now_facts.get(kind, [])]
        new = [value for value in now_facts.get(kind, []) if value not in was_facts.get(kind, [])]
        if gone or new:
            found.append((kind, " ".join(gone), " ".join(new)))
    return found


def take_again(article: Article, page: Page, result: Processed) -> None:
    """Replace what was extracted of an article by this; call in a transaction."""
    replace_extraction(article, page, result)
    settle(article)


def replace_extraction(article: Article, page: Page, result: Processed) -> None:
    """Write the article, its findings and its version as `result` has them; nobody is told yet (`settle`)."""
    version = article.current_version
    assert version is not None, "an article that was read again has one"
    arrival = arrival_of(page, result, version.saved_file.sha256)
    decided = decided_columns(article)
    publisher, captured_at = article.publisher, article.captured_at
    article.state = state_for(arrival.draft.page_class)
    fill_from(article, arrival, Publishers([article.url]))
    article.captured_at = captured_at
    article.publisher = article.publisher or publisher  # nothing on the page says more than was known
    keep_columns(article, decided)
    replace_findings(article, arrival.findings, arrival.draft.title, decided)
    copy_event_date(article, article.findings.all())
    version.title, version.body, version.draft = arrival.draft.title, arrival.draft.body, draft_as_json(arrival.draft)
    version.save(update_fields=["title", "body", "draft"])
    article.save(update_fields=[*EXTRACTED, "changed_at"])


def settle(article: Article) -> None:
    """Let readers, grouping and the review queue follow what was replaced or put back."""
    article.revision += 1
    article.save(update_fields=["revision", "changed_at"])
    place_article(article)
    hold_copies_of_withdrawn([article])
    ask_about([article.pk])


def _by_kind(findings: Iterable[Finding]) -> dict[str, list[str]]:
    by_kind: dict[str, list[str]] = {}
    for finding in findings:
        by_kind.setdefault(finding.kind, []).append(
            f"{finding.role}:{finding.value}" if finding.role else finding.value
        )
    return by_kind
