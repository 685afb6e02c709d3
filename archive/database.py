"""What Django is told of the database: SQLite in one file, or PostgreSQL by its address.

Pure: opens no connection. The figures are reasoned in `docs/decisions/0026-postgresql.md`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

APPLICATION = "volunteer-archive"
"""What PostgreSQL lists our connections under (`pg_stat_activity`)."""

_POSTGRES = ("postgres", "postgresql")
_POOL = {
    # Threads of a web process that ask at once: gunicorn has four, each holds at most one connection.
    "min_size": 1,
    "max_size": 8,
    # A reader waits so long for a connection, then gets a 503; while the server is away every request waits as long.
    "timeout": 3,
    # After an outage of any length the next request tries at once, instead of when a long pause is over.
    "reconnect_timeout": 5,
    "max_idle": 300,
}
_STATEMENT_SECONDS = 30
"""Of a serving process only: what takes longer is no page any more. Commands may take hours."""


def is_database_url(value: str) -> bool:
    """Whether an address names a database this program can use."""
    if value.startswith("sqlite:///"):
        return len(value) > len("sqlite:///")
    try:
        parts = urlsplit(value)
        return parts.scheme in _POSTGRES and bool(parts.path.strip("/")) and (parts.port or 1) > 0
    except ValueError:
        return False


def database_settings(url: str, data_dir: Path, *, serving: bool) -> dict[str, Any]:
    """Django's settings of the database at `url`, by default a file in `data_dir`.

    `serving`: for a process that answers readers, whose connections are pooled and whose questions end in time.
    """
    found: dict[str, Any] = dict(dj_database_url.parse(url or f"sqlite:///{data_dir / 'archive.sqlite3'}"))
    given = found.pop("OPTIONS", {})
    if found["ENGINE"].endswith("sqlite3"):
        return found | {"OPTIONS": _sqlite_options()}
    # Asked before each request: a connection may have died with the server while it lay in the pool.
    return found | {"CONN_HEALTH_CHECKS": True, "OPTIONS": {**_postgres_options(serving=serving), **given}}


def _sqlite_options() -> dict[str, Any]:
    return {
        # One writer at a time, waiting its turn from the first statement, instead of failing half-way through.
        "transaction_mode": "IMMEDIATE",
        "timeout": 60,
        # FULL: a row that was acknowledged survives a power cut, not only a killed process.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;",
    }


def _postgres_options(*, serving: bool) -> dict[str, Any]:
    # Compiling a plan costs more than our short questions take; only large reports gain by it.
    server = {"jit": "off"}
    if serving:
        server |= {
            "statement_timeout": f"{_STATEMENT_SECONDS}s",
            "idle_in_transaction_session_timeout": f"{2 * _STATEMENT_SECONDS}s",
        }
    options: dict[str, Any] = {
        "application_name": APPLICATION,
        "connect_timeout": 5,
        # A server that vanished without a word is noticed within a minute, not within the system's two hours.
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        "options": " ".join(f"-c {name}={value}" for name, value in server.items()),
    }
    return options | ({"pool": dict(_POOL)} if serving else {})
