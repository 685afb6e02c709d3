"""The use case: pages in, rows and outcomes out. Streams, so that a run of any size needs bounded memory.

Indexing is not done here: what was stored is behind the index until `archive.search.indexing.index_stale` is called.
Signals and printing are the caller's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from archive.errors import StoreError
from archive.ingest.batches import process_batches
from archive.ingest.duplicates import find_known_hashes
from archive.ingest.house_rules import rules_in_force
from archive.ingest.inputs import open_live_inputs
from archive.ingest.intake import FATAL
from archive.ingest.ledger import Ledger, RunOrigin
from archive.ingest.rehearsal import Rehearsal
from archive.ingest.report import IngestReport, ItemOutcome, Listener
from archive.ingest.retry import Retry, open_retry
from archive.ingest.turns import mark_dead_runs
from archive.models import IngestRun
from archive.records import Lull, Page, UnreadablePage


def ingest_files(
    paths: Sequence[str],
    *,
    batch: str = "",
    dry_run: bool = False,
    workers: int = 1,
    progress: Listener | None = None,
) -> IngestReport:
    """Take files, folders or `-` (JSON lines on standard input) into the archive; see `ingest_pages`."""
    origin = RunOrigin(batch=batch, inputs=paths, folder=str(Path.cwd()))
    return take_pages(open_live_inputs(paths), origin, dry_run=dry_run, workers=workers, progress=progress)


def retry_run(
    run: IngestRun,
    retry: Retry,
    *,
    batch: str = "",
    dry_run: bool = False,
    workers: int = 1,
    progress: Listener | None = None,
) -> IngestReport:
    """Take in again what failed in a run (`find_failed`), as a run of its own; see `take_pages`."""
    origin = RunOrigin(
        batch=batch or run.batch, inputs=[str(path) for path in retry.files], folder=run.folder, retry_of=run.pk
    )
    return take_pages(open_retry(retry), origin, dry_run=dry_run, workers=workers, progress=progress)


def ingest_pages(
    pages: Iterable[Page | UnreadablePage],
    *,
    inputs: Sequence[str] = (),
    batch: str = "",
    dry_run: bool = False,
    workers: int = 1,
    progress: Listener | None = None,
) -> IngestReport:
    """Take a stream of pages into the archive; see `take_pages`. `inputs` are the names the run is remembered by."""
    return take_pages(pages, RunOrigin(batch=batch, inputs=inputs), dry_run=dry_run, workers=workers, progress=progress)


def take_pages(
    pages: Iterable[Page | UnreadablePage | Lull],
    origin: RunOrigin,
    *,
    dry_run: bool = False,
    workers: int = 1,
    progress: Listener | None = None,
) -> IngestReport:
    """Take a stream of pages into the archive, a batch a transaction; never raises for a bad page.

    What came before a lull is committed before the stream is asked for more.

    `progress` is told every outcome once it is committed, in order. A KeyboardInterrupt ends the run in order
    (`interrupted`), as does a failing database or disk (`stopped_by`); what was committed before stays. Runs that were
    killed are marked as interrupted on the way.
    """
    report = IngestReport()
    try:
        ledger = Rehearsal() if dry_run else _begin(report, origin)
    except FATAL as error:
        report.stopped_by = _explain(error)
        return report
    try:
        # Closed at once when the run stops, so that no worker goes on with pages nobody waits for.
        with closing(process_batches(pages, find_known_hashes, workers, rules_in_force())) as batches:
            for entries in batches:
                _tell(ledger.settle(entries), report, progress)
    except KeyboardInterrupt:
        report.interrupted = True
    except FATAL as error:
        report.stopped_by = _explain(error)
    _close(ledger, report)
    return report


def _tell(items: Sequence[ItemOutcome], report: IngestReport, progress: Listener | None) -> None:
    """Tell of outcomes that are committed: of all of them, even when the stop comes amid the telling."""
    told = 0
    try:
        for item in items:
            _tell_one(item, report, progress)
            told += 1
    except KeyboardInterrupt:
        for item in items[told:]:  # the first may be told twice
            _tell_one(item, report, progress)
        raise


def _tell_one(item: ItemOutcome, report: IngestReport, progress: Listener | None) -> None:
    if progress is not None:
        progress(item)
    report.add(item)


def _begin(report: IngestReport, origin: RunOrigin) -> Ledger:
    mark_dead_runs()
    return Ledger(report, origin)


def _close(ledger: Ledger | Rehearsal, report: IngestReport) -> None:
    try:
        ledger.close()
    except FATAL as error:
        report.stopped_by = report.stopped_by or _explain(error)


def _explain(error: Exception) -> str:
    return error.reason if isinstance(error, StoreError) else f"the database fails: {error}"
