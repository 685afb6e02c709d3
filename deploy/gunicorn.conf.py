"""How gunicorn serves the archive. HOST, PORT and WEB_WORKERS come from the environment."""

import contextlib
import os
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(_ROOT))  # this file is read before gunicorn looks for the application there

from archive.logs import logging_config  # noqa: E402

_METRICS = Path(os.environ.get("DATA_DIR") or _ROOT / "var").expanduser().resolve() / "metrics"
# Before `archive.metrics` is loaded, which with it counts over all workers.
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_METRICS)
with contextlib.suppress(OSError):  # the settings say what is wrong with DATA_DIR
    _METRICS.mkdir(parents=True, exist_ok=True)

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
# Searching is CPU work that numpy and the database partly do outside the interpreter lock: a process a core, some
# threads in each so that a slow client holds up nobody.
workers = int(os.environ.get("WEB_WORKERS", str(min(4, (os.cpu_count() or 1)))))
worker_class = "gthread"
threads = 4
# The application is loaded once and shared: a worker starts at once and costs only the memory it changes.
preload_app = True
# A worker that says nothing for a minute hangs; stopping waits ten seconds for answers under way.
timeout = 60
graceful_timeout = 10
# Whatever leaks, leaks away; the jitter keeps workers from being replaced all at once.
max_requests = 10_000
max_requests_jitter = 1_000
# Workers say that they live by a file: in memory, as a slow disk would make them look dead.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
# The proxy before the site writes that log; slow requests and errors are in ours.
accesslog = None
# gunicorn's own lines look like the site's; a wrong LOG_FORMAT is told by the settings, which are read later.
logconfig_dict = logging_config("json" if os.environ.get("LOG_FORMAT") == "json" else "plain", "INFO")
# The most gunicorn reads of an address: a search of some nine hundred Chinese characters.
limit_request_line = 8190
# Nothing is written outside DATA_DIR, the home folder least of all.
control_socket_disable = True


def on_starting(server):
    """The folder the workers count in, empty: what counted before this start is told by Prometheus itself."""
    for left in _METRICS.glob("*.db"):
        left.unlink(missing_ok=True)


def pre_fork(server, worker):
    """Each worker has the lowest place that is free, and with it the counts of the one it replaces."""
    taken = {getattr(other, "place", None) for other in server.WORKERS.values()}
    worker.place = next(place for place in range(len(taken) + 1) if place not in taken)


def post_fork(server, worker):
    os.environ["ARCHIVE_WORKER_PLACE"] = str(worker.place)  # read by `archive.metrics`
