"""A dry run: says what would become of each page and writes nothing, neither rows nor files.

Looks at the archive as it is, and remembers what the run itself would have added. Of reprints it
knows exact copies. It forgets nothing that a new version would have replaced, so a copy of a replaced text is still
told as a reprint.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.ingest import duplicates
from archive.ingest.arrivals import address_of
from archive.ingest.article_fields import state_for
from archive.ingest.batches import Entry
from archive.ingest.house_rules import rules_in_force
from archive.ingest.report import ItemOutcome, failed_item, item_for
from archive.ingest.stages import Processed, process_safely
from archive.models import ArticleState, Outcome
from archive.records import Page, UnreadablePage


class Rehearsal:
    """Stands in for the Ledger. What it remembers grows by some 200 bytes a page."""

    def __init__(self) -> None:
        self._hashes: set[str] = set()
        self._addresses: set[str] = set()
        self._fingerprints: set[str] = set()

    def settle(self, entries: Sequence[Entry]) -> list[ItemOutcome]:
        """What would become of each entry. `article` is set where the archive holds that article already."""
        known = duplicates.find_known_hashes([entry.sha256 for entry in entries if entry.sha256])
        return [self._judge(entry, known.get(entry.sha256)) for entry in entries]

    def close(self) -> None:
        """Nothing to close."""

    def _judge(self, entry: Entry, known: int | None) -> ItemOutcome:
        page = entry.page
        if isinstance(page, UnreadablePage):
            return failed_item(page, entry.size)
        if known is not None or entry.sha256 in self._hashes:
            return item_for(page, Outcome.DUPLICATE, known)
        result = entry.result or process_safely(page, rules_in_force())
        if isinstance(result, UnreadablePage):
            return failed_item(result, entry.size)
        self._hashes.add(entry.sha256)
        return self._compare(page, result)

    def _compare(self, page: Page, result: Processed) -> ItemOutcome:
        fingerprint = result.clues.fingerprint
        told = duplicates.has_copy(fingerprint) or fingerprint in self._fingerprints
        is_article = state_for(result.draft.page_class) == ArticleState.PUBLIC
        if is_article and fingerprint:
            self._fingerprints.add(fingerprint)
        address = address_of(page, result.draft)
        earlier = duplicates.find_by_address(address)
        if earlier is not None or address in self._addresses:
            return item_for(page, Outcome.NEW_VERSION, earlier.pk if earlier else None)
        if address:
            self._addresses.add(address)
        if not is_article:
            return item_for(page, Outcome.NOT_ARTICLE, None)
        return item_for(page, Outcome.REPRINT if told else Outcome.NEW, None)
