"""The rows of a run: pages and what became of them are committed together, a small batch at a time.

So whatever a run reports as stored is stored, even if the machine stops in the middle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import OperationalError
from django.db.models import Count
from django.utils import timezone

from archive.ingest.batches import Entry
from archive.ingest.fit import clean_text
from archive.ingest.intake import take_in
from archive.ingest.originals import write_originals
from archive.ingest.report import IngestReport, ItemOutcome
from archive.ingest.stages import Processed
from archive.ingest.turns import hold_run, let_go, own_turn
from archive.models import IngestOutcome, IngestRun
from archive.models.insertion import insert_all
from archive.models.writing import may_be_tried_again
from archive.records import Page

_ATTEMPTS = 5
"""How often a batch is begun anew that the database gave up for another transaction's sake."""

NAME_KEPT = 1000
"""Characters of the name of an input."""


@dataclass(frozen=True, kw_only=True)
class RunOrigin:
    """What a run is remembered by: a name, the inputs as given, where relative ones begin, the run it tries again, its job."""

    batch: str = ""
    inputs: Sequence[str] = ()
    folder: str = ""
    retry_of: int | None = None
    job: int | None = None


class Ledger:
    """Writes one run, for one process."""

    def __init__(self, report: IngestReport, origin: RunOrigin) -> None:
        """Begin the run; its id goes into `report.run`."""
        self._report = report
        with own_turn():
            self._run = IngestRun.objects.create(
                batch=clean_text(origin.batch)[:100],
                inputs=[clean_text(name) for name in origin.inputs],
                folder=clean_text(origin.folder),
                retry_of_id=origin.retry_of,
                job_id=origin.job,
                counts=report.counts,
            )
            # Before anybody can see the row: a run that nobody holds is taken for one that was killed.
            self._hold = hold_run(self._run.pk)
        report.run = self._run.pk

    def settle(self, entries: Sequence[Entry]) -> list[ItemOutcome]:
        """Store a batch and its outcome rows in one transaction; a bad page costs only itself.

        Raises:
            StoreError, OperationalError, InterfaceError: database or disk fail; the whole batch is undone.
        """
        new = [entry for entry in entries if isinstance(entry.result, Processed)]
        write_originals({entry.sha256: entry.page.raw for entry in new if isinstance(entry.page, Page)})
        for _attempt in range(_ATTEMPTS):
            try:
                return self._store(entries)
            except OperationalError as error:
                if not may_be_tried_again(error):
                    raise
        return self._store(entries)

    def _store(self, entries: Sequence[Entry]) -> list[ItemOutcome]:
        with own_turn():
            items = take_in(entries)
            insert_all([_outcome_row(self._run, item) for item in items])
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
        try:
            with own_turn():
                self._run.save(update_fields=["state", "counts", "finished_at"])
        finally:
            let_go(self._hold)


def name_of_input(name: str) -> str:
    """The name of an input as outcomes keep it: no signs a database refuses, the last of its characters."""
    return clean_text(name)[-NAME_KEPT:]


def _outcome_row(run: IngestRun, item: ItemOutcome) -> IngestOutcome:
    return IngestOutcome(
        run_id=run.pk,
        input=name_of_input(item.input),
        item_id=clean_text(item.item_id or "")[:200],
        outcome=item.outcome,
        article_id=item.article,
        stage=item.stage[:20],
        code=item.code[:40],
        reason=clean_text(item.reason)[:4000],
    )
