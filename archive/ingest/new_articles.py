"""Adds articles the archive does not know: files, articles, findings and versions, each table in one statement.

Whoever calls has made sure that neither bytes nor address are stored, that the original bytes are on the disk, and that
no two arrivals are the same page. `archive.ingest.store` takes what does not meet this, one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import F

from archive.grouping.place import place_new_articles
from archive.ingest.arrivals import Arrival
from archive.ingest.article_fields import FINDING_COLUMNS, draft_as_json, fill_article, finding_rows, state_for
from archive.ingest.fit import clean_text
from archive.ingest.holding import hold_copies_of_withdrawn
from archive.ingest.sources import Publishers
from archive.models import (
    Article,
    ArticleState,
    ArticleVersion,
    Finding,
    Outcome,
    Relation,
    SavedFile,
    set_event_date,
)
from archive.models.insertion import give_ids, insert_all, insert_rows
from archive.triage.items import ask_about_new


@dataclass(frozen=True, kw_only=True)
class Stored:
    """What became of a page."""

    article: Article
    outcome: Outcome


def add_articles(arrivals: Sequence[Arrival]) -> list[Stored]:
    """Add them in order and put each among the others. Call inside a transaction."""
    publishers = Publishers([arrival.address for arrival in arrivals])
    files = save_files(arrivals)
    articles: list[Article] = []
    for arrival in arrivals:
        article = Article(url=arrival.address, state=state_for(arrival.draft.page_class))
        fill_from(article, arrival, publishers)
        set_event_date(article, arrival.findings)
        articles.append(article)
    give_ids(articles)
    _insert(articles, arrivals, files)
    pairs = zip(articles, arrivals, strict=True)
    place_new_articles([(article, arrival.clues) for article, arrival in pairs if article.state == ArticleState.PUBLIC])
    hold_copies_of_withdrawn(articles)
    ask_about_new((article, arrival.findings) for article, arrival in zip(articles, arrivals, strict=True))
    copied = _copied_before(articles)
    return [Stored(article=article, outcome=_outcome(article, copied)) for article in articles]


def save_files(arrivals: Sequence[Arrival]) -> dict[str, SavedFile]:
    """The rows of the arrivals' bytes, by hash; one whose article was deleted serves again."""
    hashes = [arrival.sha256 for arrival in arrivals]
    files = {file.sha256: file for file in SavedFile.objects.filter(sha256__in=hashes).order_by()}
    new = [_file_row(arrival) for arrival in arrivals if arrival.sha256 not in files]
    insert_all(new)
    return files | {file.sha256: file for file in new}


def fill_from(article: Article, arrival: Arrival, publishers: Publishers) -> None:
    """Set what the arrival says of the article itself: the draft's columns, fingerprint and publisher."""
    fill_article(article, arrival.page, arrival.draft)
    article.fingerprint = arrival.clues.fingerprint
    article.publisher = publishers.find(arrival.address, arrival.draft.publisher)


def insert_findings(rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert what `finding_rows` made."""
    insert_rows(Finding, FINDING_COLUMNS, rows)


def version_row(article: Article, arrival: Arrival, file: SavedFile, *, number: int) -> ArticleVersion:
    """The unsaved version of a filled article."""
    return ArticleVersion(
        article_id=article.pk,
        number=number,
        saved_file_id=file.pk,
        title=article.title,
        body=article.body,
        draft=draft_as_json(arrival.draft),
    )


def _file_row(arrival: Arrival) -> SavedFile:
    page = arrival.page
    return SavedFile(
        sha256=arrival.sha256,
        media_type=page.raw_media_type[:100],
        charset=(page.charset or "")[:40],
        size=len(page.raw),
        name=clean_text(page.name)[-500:],
        url=arrival.address,
        captured_at=page.captured_at,
    )


def _insert(articles: Sequence[Article], arrivals: Sequence[Arrival], files: dict[str, SavedFile]) -> None:
    """Insert the articles with their first versions and findings; an article and its version point to each other."""
    pairs = list(zip(articles, arrivals, strict=True))
    versions = [version_row(article, arrival, files[arrival.sha256], number=1) for article, arrival in pairs]
    give_ids(versions)
    for article, version in zip(articles, versions, strict=True):
        article.current_version_id = version.pk
    insert_all(articles)
    insert_all(versions)
    insert_findings(chain.from_iterable(finding_rows(article.pk, arrival.findings) for article, arrival in pairs))


def _copied_before(articles: Sequence[Article]) -> set[int]:
    """Those that came first into the world but later into the archive: copies of them were here already."""
    keys = [article.pk for article in articles]
    copies = Article.objects.filter(reprint_of__in=keys, pk__lt=F("reprint_of")).order_by()
    return {key for key in copies.values_list("reprint_of", flat=True) if key is not None}


def _outcome(article: Article, copied: set[int]) -> Outcome:
    if article.state == ArticleState.REJECTED:
        return Outcome.NOT_ARTICLE
    is_copy = article.relation in (Relation.REPRINT, Relation.SPUN)
    return Outcome.REPRINT if is_copy or article.pk in copied else Outcome.NEW
