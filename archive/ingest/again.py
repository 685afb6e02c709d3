"""An article taken from its stored bytes again, under other rules: what would change, and the change itself.

The page is the same, so it gets no new version: what was extracted from its current one is replaced. What staff decided
stands, as when a page comes in anew (`archive.ingest.decided`).
"""

from __future__ import annotations

from collections.abc import Iterable

from archive.errors import ExtractError, ReadError
from archive.grouping.place import place_article
from archive.ingest.arrivals import Arrival, arrival_of
from archive.ingest.article_fields import draft_as_json, state_for
from archive.ingest.decided import decided_columns, keep_columns, replace_findings
from archive.ingest.holding import hold_copies_of_withdrawn
from archive.ingest.new_articles import fill_from
from archive.ingest.originals import read_original
from archive.ingest.sources import Publishers
from archive.ingest.stages import HouseRules, Processed, process_safely
from archive.models import Article, SavedFile, copy_event_date
from archive.readers.registry import read_bytes
from archive.records import Finding, Page, UnreadablePage
from archive.triage.items import ask_about

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
        raise ReadError("the article has no version", code="missing")
    file = version.saved_file
    for page in read_bytes(
        read_original(file), name=file.name, url=file.url or None, media_type=file.media_type or None
    ):
        if isinstance(page, UnreadablePage):
            raise ReadError(page.reason, code=page.code)
        return page
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
    version = article.current_version
    assert version is not None, "an article that was read again has one"
    file = version.saved_file
    arrival = arrival_of(page, result, file.sha256)
    decided = decided_columns(article)
    article.state = state_for(arrival.draft.page_class)
    _fill(article, arrival, file)
    keep_columns(article, decided)
    replace_findings(article, arrival.findings, arrival.draft.title, decided)
    copy_event_date(article, article.findings.all())
    version.title, version.body, version.draft = arrival.draft.title, arrival.draft.body, draft_as_json(arrival.draft)
    version.save(update_fields=["title", "body", "draft"])
    article.revision += 1
    article.save()
    place_article(article)
    hold_copies_of_withdrawn([article])
    ask_about([article.pk])


def _fill(article: Article, arrival: Arrival, file: SavedFile) -> None:
    publisher = article.publisher
    fill_from(article, arrival, Publishers([article.url]))
    article.captured_at = file.captured_at
    if article.publisher is None:  # nothing on the page says more than was known
        article.publisher = publisher


def _by_kind(findings: Iterable[Finding]) -> dict[str, list[str]]:
    by_kind: dict[str, list[str]] = {}
    for finding in findings:
        by_kind.setdefault(finding.kind, []).append(
            f"{finding.role}:{finding.value}" if finding.role else finding.value
        )
    return by_kind
