"""The rows of a run: pages and what became of them are committed together, a small batch at a time.

So whatever a run reports as stored is stored, even if the machine stops in the middle.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping, Sequence

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Count
from django.utils import timezone

from archive.errors import ArchiveError, StoreError
from archive.ingest.batches import Entry
from archive.ingest.duplicates import find_known_hashes
from archive.ingest.fit import clean_text
from archive.ingest.report import IngestReport, ItemOutcome, failed_item, item_for
from archive.ingest.stages import failed_page, process_safely
from archive.ingest.store import store_article
from archive.models import IngestOutcome, IngestRun, Outcome
from archive.records import Page, UnreadablePage

logger = logging.getLogger(__name__)

# After one of these the next page would fail too. (A wrong value in one page is another class of error.)
FATAL = (StoreError, OperationalError, InterfaceError)


class Ledger:
    """Writes one run, for one process."""

    def __init__(self, report: IngestReport, *, batch: str, inputs: Sequence[str]) -> None:
        """Begin the run; its id goes into `report.run`."""
        self._report = report
        self._run = IngestRun.objects.create(
            batch=clean_text(batch)[:100], inputs=[clean_text(name) for name in inputs], counts=report.counts
        )
        report.run = self._run.pk

    def settle(self, entries: Sequence[Entry]) -> list[ItemOutcome]:
        """Store a batch and its outcome rows in one transaction; a bad page costs only itself.

        Raises:
            StoreError, OperationalError, InterfaceError: database or disk fail; the whole batch is undone.
        """
        with transaction.atomic():
            known = find_known_hashes([entry.sha256 for entry in entries if entry.result is None])
            items = [_settle_entry(entry, known) for entry in entries]
            IngestOutcome.objects.bulk_create(_outcome_row(self._run, item) for item in items)
            self._run.counts = dict(Counter(self._report.counts) + Counter(item.outcome.value for item in items))
            self._run.save(update_fields=["counts"])
        return items

    def close(self) -> None:
        """Mark the run as over."""
        whole = not (self._report.interrupted or self._report.stopped_by)
        self._run.state = IngestRun.State.FINISHED if whole else IngestRun.State.INTERRUPTED
        if not whole:  # the stop may have come between a commit and its being counted
            rows = self._run.outcomes.values_list("outcome").annotate(number=Count("id")).order_by()
            self._report.counts.update(dict(rows))
        self._run.counts = self._report.counts
        self._run.finished_at = timezone.now()
        self._run.save(update_fields=["state", "counts", "finished_at"])


def _settle_entry(entry: Entry, known: Mapping[str, int]) -> ItemOutcome:
    if isinstance(entry.page, UnreadablePage):
        return failed_item(entry.page, entry.size)
    if entry.result is None and entry.sha256 in known:
        return item_for(entry.page, Outcome.DUPLICATE, known[entry.sha256])
    try:
        return _store(entry, entry.page)
    except FATAL:
        raise
    except ArchiveError as error:
        failed = failed_page(entry.page, error.stage, error.code, error.reason)
    except Exception as error:
        logger.exception("unexpected error while storing %s", entry.page.name)
        failed = failed_page(entry.page, "store", "unexpected", f"{type(error).__name__}: {error}")
    return failed_item(failed, entry.size)


def _store(entry: Entry, page: Page) -> ItemOutcome:
    # Without a result the bytes were known when the batch was read, but have been deleted since.
    result = entry.result or process_safely(page)
    if isinstance(result, UnreadablePage):
        return failed_item(result, entry.size)
    stored = store_article(page, result.draft, result.findings, sha256=entry.sha256, clues=result.clues)
    return item_for(page, stored.outcome, stored.article.pk)


def _outcome_row(run: IngestRun, item: ItemOutcome) -> IngestOutcome:
    return IngestOutcome(
        run=run,
        input=clean_text(item.input)[-1000:],
        item_id=clean_text(item.item_id or "")[:200],
        outcome=item.outcome,
        article_id=item.article,
        stage=item.stage[:20],
        code=item.code[:40],
        reason=clean_text(item.reason)[:4000],
    )
