"""A copy of an archive to be thrown away, on one machine or on servers of its own: what a benchmark may change as it likes.

Embedded: SQLite and the embedded index, in a temporary folder. Scaled: a PostgreSQL server that syncs as it does for an
operator, and one or three nodes of OpenSearch, all on the loopback address. Everything is gone when the benchmark ends.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MANAGE = Path(__file__).resolve().parents[1] / "manage.py"
_POSTGRES = ("shared_buffers=256MB", "max_connections=100")
_HEAP = "1g"


@contextmanager
def trial_archive(corpus: Path, archive: Path | None, *, nodes: int) -> Iterator[None]:
    """While it lasts the environment names a copy of `archive`, or where there is none an archive of the corpus.

    `nodes` of OpenSearch beside PostgreSQL; 0: embedded.
    """
    with tempfile.TemporaryDirectory(prefix="archive-load-") as name, _changed_environment():
        folder = Path(name)
        backup = folder / "archive.tar"
        if archive is not None:
            _settle_in(archive)
            manage("backup", str(backup))
        _settle_in(folder / "data", **(_start_servers(nodes) if nodes else {}))
        if archive is not None:
            manage("restore", str(backup), "--no-index")
            backup.unlink()
        else:
            manage("prepare", "--no-pages")
            manage("ingest", str(corpus), "--no-index")
        manage("rebuild_index", "--noinput", "--verbosity", "0")
        yield


def manage(*words: str) -> None:
    """Run a command of `manage.py` on the archive of the environment. Raises CalledProcessError."""
    subprocess.run([sys.executable, str(MANAGE), *words], stdout=subprocess.DEVNULL, check=True)


def _settle_in(data: Path, **addresses: str) -> None:
    settings = {"DATABASE_URL": "", "SEARCH_URL": "whoosh://", **addresses}
    os.environ.update(DATA_DIR=str(data), LOG_LEVEL="ERROR", **settings)


def _start_servers(nodes: int) -> dict[str, str]:
    """What DATABASE_URL and SEARCH_URL say; the servers end with this process."""
    from tests.scale.opensearch.cluster import start_cluster
    from tests.scale.postgres import find_binaries, start_server

    binaries = find_binaries()
    if binaries is None:
        raise SystemExit("PostgreSQL is missing: apt install postgresql")
    database = start_server(binaries, _POSTGRES)
    cluster = start_cluster(nodes, _HEAP)
    search = cluster.url("load", shards=nodes, replicas=min(1, nodes - 1))
    return {"DATABASE_URL": database.new_database(), "SEARCH_URL": search}


@contextmanager
def _changed_environment() -> Iterator[None]:
    before = dict(os.environ)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
