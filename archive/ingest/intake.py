"""Takes a batch of entries in, in their order: the new pages together, each other one by itself.

A page goes alone when its address is stored or stands twice in the batch, or when an exact copy came just before it:
what becomes of it then depends on what became of that one. A page that cannot be stored costs only itself.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from django.db import InterfaceError, OperationalError, transaction

from archive.errors import ArchiveError, StoreError
from archive.ingest.arrivals import Arrival, arrival_of
from archive.ingest.batches import Entry
from archive.ingest.duplicates import find_known_addresses, find_known_hashes
from archive.ingest.house_rules import rules_in_force
from archive.ingest.new_articles import add_articles
from archive.ingest.originals import write_original
from archive.ingest.report import ItemOutcome, failed_item, item_for
from archive.ingest.stages import Processed, failed_page, process_safely
from archive.ingest.store import store_arrival
from archive.models import Outcome
from archive.records import Page, UnreadablePage

logger = logging.getLogger(__name__)

# After one of these the next page would fail too. (A wrong value in one page is another class of error.)
FATAL = (StoreError, OperationalError, InterfaceError)


def take_in(entries: Sequence[Entry]) -> list[ItemOutcome]:
    """What became of each entry, in order. Call inside a transaction; the original bytes of new pages are on the disk.

    Raises:
        StoreError, OperationalError, InterfaceError: database or disk fail; nothing of the batch may be kept.
    """
    known = find_known_hashes([entry.sha256 for entry in entries if entry.sha256])
    judged = [_judge(entry, known) for entry in entries]
    addresses = [arrival.address for arrival in judged if isinstance(arrival, Arrival)]
    intake = _Intake(find_known_addresses(addresses))
    for arrival in judged:
        intake.take(arrival)
    intake.flush()
    return [item for item in intake.items if item is not None]


def _judge(entry: Entry, known: Mapping[str, int]) -> Arrival | ItemOutcome:
    """What is certain without storing anything: duplicates and failures; else the arrival to be stored."""
    if isinstance(entry.page, UnreadablePage):
        return failed_item(entry.page, entry.size)
    if entry.sha256 in known:
        return item_for(entry.page, Outcome.DUPLICATE, known[entry.sha256])
    result = entry.result or _process_late(entry.page)
    if isinstance(result, UnreadablePage):
        return failed_item(result, entry.size)
    return arrival_of(entry.page, result, entry.sha256)


def _process_late(page: Page) -> Processed | UnreadablePage:
    """For bytes that were known when the batch was read, but whose article has been deleted since."""
    result = process_safely(page, rules_in_force())
    if isinstance(result, Processed):
        write_original(page.raw)
    return result


class _Intake:
    """Gathers new pages until one has to go alone; `items` holds what became of those taken, None while one waits."""

    def __init__(self, addresses: set[str]) -> None:
        self.items: list[ItemOutcome | None] = []
        self._addresses = addresses
        self._hashes: set[str] = set()
        self._fingerprints: set[str] = set()
        self._waiting: dict[int, Arrival] = {}

    def take(self, arrival: Arrival | ItemOutcome) -> None:
        """Take the next of the batch."""
        if isinstance(arrival, ItemOutcome):
            self.items.append(arrival)
            return
        alone = self._is_known(arrival)
        if alone:
            self.flush()
        self.items.append(_store_alone(arrival) if alone else None)
        if not alone:
            self._waiting[len(self.items) - 1] = arrival
        self._remember(arrival)

    def flush(self) -> None:
        """Store those that wait: together, or one by one where one of them cannot be stored."""
        waiting, self._waiting = self._waiting, {}
        if not waiting:
            return
        try:
            with transaction.atomic():
                stored = add_articles(list(waiting.values()))
        except FATAL:
            raise
        except Exception:
            self._settle({place: _store_alone(arrival) for place, arrival in waiting.items()})
            return
        self._settle(
            {
                place: item_for(arrival.page, done.outcome, done.article.pk)
                for (place, arrival), done in zip(waiting.items(), stored, strict=True)
            }
        )

    def _settle(self, items: Mapping[int, ItemOutcome]) -> None:
        for place, item in items.items():
            self.items[place] = item

    def _is_known(self, arrival: Arrival) -> bool:
        return (
            arrival.address in self._addresses
            or arrival.sha256 in self._hashes
            or arrival.clues.fingerprint in self._fingerprints
        )

    def _remember(self, arrival: Arrival) -> None:
        self._hashes.add(arrival.sha256)
        self._addresses.update({arrival.address} - {""})
        self._fingerprints.update({arrival.clues.fingerprint} - {""})


def _store_alone(arrival: Arrival) -> ItemOutcome:
    page = arrival.page
    try:
        stored = store_arrival(arrival)
        return item_for(page, stored.outcome, stored.article.pk)
    except FATAL:
        raise
    except ArchiveError as error:
        failed = failed_page(page, error.stage, error.code, error.reason)
    except Exception as error:
        logger.exception("unexpected error while storing %s", page.name)
        failed = failed_page(page, "store", "unexpected", f"{type(error).__name__}: {error}")
    return failed_item(failed, len(page.raw))
