"""What serving processes count, for Prometheus: requests, questions to the engine, searches that found nothing.

Gives the counters and `counted`, their sum over all processes. Knows no Django; what is read from the database at the
moment of asking is `archive.web.state_metrics`.

Under gunicorn each worker counts in files under PROMETHEUS_MULTIPROC_DIR (set in `deploy/gunicorn.conf.py`), named by
its place among the workers and not by its process id: a worker that replaces another goes on with its files, so that
nothing is lost and the folder does not grow. Without the variable, one process counts in memory.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from prometheus_client import REGISTRY, Counter, Histogram, values
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
PLACE = "ARCHIVE_WORKER_PLACE"


def _place() -> str:
    """Differs between processes that run at the same time."""
    return os.environ.get(PLACE) or f"pid{os.getpid()}"


if os.environ.get(FOLDER):
    values.ValueClass = values.MultiProcessValue(_place)

# From a cached page to the slowest a reader waits for.
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_NAMES = ("archive_requests", "archive_engine", "archive_searches")

REQUESTS = Histogram(
    "archive_requests_seconds",
    "Time until an answer began, by the name of the address and the kind of status.",
    ("view", "status"),
    buckets=_SECONDS,
)
ENGINE = Histogram(
    "archive_engine_seconds", "Time the search engine took for a question; a page may ask several.", buckets=_SECONDS
)
ENGINE_FAILURES = Counter(
    "archive_engine_failures", "Questions the engine could not answer, by what was wrong with the index.", ("reason",)
)
SEARCHES = Counter(
    "archive_searches", "Searches for words, by what was found: all words, only part of them, none.", ("found",)
)


def counted() -> Iterator[Metric]:
    """What has been counted, by all processes that share a folder, or by this one."""
    collector = MultiProcessCollector(None) if os.environ.get(FOLDER) else REGISTRY
    for metric in collector.collect():
        if metric.name.startswith(_NAMES):
            yield metric
