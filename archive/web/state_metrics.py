"""What the archive's state is at the moment Prometheus asks: index, ingest, disk. Read from the database, counted nowhere.

A few cheap questions: counts of runs are read from the runs, not from their outcomes, of which there may be millions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db.models import Max
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric

from archive.models import IngestRun, Outcome
from archive.search.freshness import index_lag
from archive.search.indexing import index_problem
from archive.web.disk import disk_space

_INDEX_STATES = ("ok", "incomplete", "missing", "outdated", "damaged", "away")


def state() -> Iterator[Metric]:
    """Raises DatabaseError: half a state would be taken for a whole one."""
    yield from _index()
    yield from _ingest()
    space = disk_space()
    yield GaugeMetricFamily("archive_disk_free_bytes", "Free space where DATA_DIR lies.", value=space.free)
    yield GaugeMetricFamily("archive_disk_size_bytes", "Size of the disk where DATA_DIR lies.", value=space.total)


def _index() -> Iterator[Metric]:
    lag = index_lag()
    yield GaugeMetricFamily("archive_index_behind_articles", "Articles that wait for the indexer.", value=lag.articles)
    yield GaugeMetricFamily("archive_index_behind_seconds", "How long the oldest of them has.", value=lag.seconds)
    problem = index_problem()
    now = problem.code if problem else "ok"
    states = GaugeMetricFamily("archive_index_state", "1 for the state the index is in.", labels=("state",))
    for name in _INDEX_STATES:
        states.add_metric((name,), float(name == now))
    yield states


def _ingest() -> Iterator[Metric]:
    inputs: Counter[str] = Counter()
    for counts in IngestRun.objects.values_list("counts", flat=True).iterator():
        inputs.update(counts)
    family = CounterMetricFamily(
        "archive_ingest_inputs", "Inputs of all runs by what became of them.", labels=("outcome",)
    )
    for outcome in Outcome.values:
        family.add_metric((outcome,), inputs[outcome])
    yield family
    runs = GaugeMetricFamily("archive_ingest_runs", "Runs by state.", labels=("state",))
    for name in IngestRun.State.values:
        runs.add_metric((name,), IngestRun.objects.filter(state=name).count())
    yield runs
    last = IngestRun.objects.filter(state=IngestRun.State.FINISHED).aggregate(last=Max("finished_at"))["last"]
    if last is not None:
        told = "When the last run ended that went to its end."
        yield GaugeMetricFamily("archive_ingest_last_finished_timestamp_seconds", told, value=last.timestamp())
