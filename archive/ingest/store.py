"""Takes one processed page into the archive, whatever is there of it already.

Decides between duplicate, new version, reprint and new article. Compares with what is stored, never with the web, and
leaves everything staff set as staff set it. Which reports belong together is found by `archive.grouping`. With
`archive.ingest.new_articles`, to which many new pages go at once, the only writer of machine findings, versions and
saved files.
"""

from __future__ import annotations

from archive.grouping.place import place_article
from archive.ingest import duplicates
from archive.ingest.arrivals import Arrival, arrival_of_parts
from archive.ingest.article_fields import state_for
from archive.ingest.decided import decided_columns, keep_columns, replace_findings
from archive.ingest.holding import hold_copies_of_withdrawn
from archive.ingest.new_articles import Stored, add_articles, fill_from, save_files, version_row
from archive.ingest.originals import write_original
from archive.ingest.sources import Publishers
from archive.models import Article, Outcome, copy_event_date
from archive.models.writing import writing
from archive.records import Draft, Finding, Page
from archive.triage.items import ask_about

__all__ = ["Stored", "store_arrival", "store_article"]


def store_article(page: Page, draft: Draft, findings: tuple[Finding, ...]) -> Stored:
    """Store one page whose draft and findings are at hand, its original bytes first; see `store_arrival`.

    Raises:
        StoreError: the original bytes cannot be written.
    """
    write_original(page.raw)
    return store_arrival(arrival_of_parts(page, draft, findings))


@writing()
def store_arrival(arrival: Arrival) -> Stored:
    """Store one page whose bytes are on the disk, or find that it is stored already; all or nothing."""
    known = duplicates.find_known_hashes([arrival.sha256]).get(arrival.sha256)
    if known is not None:
        return Stored(article=Article.objects.get(pk=known), outcome=Outcome.DUPLICATE)
    article = duplicates.find_by_address(arrival.address)
    if article is None:
        return add_articles([arrival])[0]
    _replace_version(article, arrival)
    return Stored(article=article, outcome=Outcome.NEW_VERSION)


def _replace_version(article: Article, arrival: Arrival) -> None:
    """The page changed: its new text and machine findings replace the old ones; what staff decided stands."""
    decided = decided_columns(article)
    article.state = state_for(arrival.draft.page_class)
    fill_from(article, arrival, Publishers([arrival.address]))
    keep_columns(article, decided)
    replace_findings(article, arrival.findings, arrival.draft.title, decided)
    copy_event_date(article, article.findings.all())
    file = save_files([arrival])[arrival.sha256]
    version = version_row(article, arrival, file, number=article.versions.count() + 1)
    version.save(force_insert=True)
    article.current_version = version
    article.revision += 1
    article.save()
    place_article(article)
    hold_copies_of_withdrawn([article])
    ask_about([article.pk])
