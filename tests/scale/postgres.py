"""A PostgreSQL server of the tests' own: made in a temporary folder, reached through a socket in it, gone afterwards.

Its role may make databases and no more, as an operator's may. Nothing is synced to the disk: what a power cut leaves of
a server is PostgreSQL's matter, not ours. (Benchmarks give other settings.)
"""

from __future__ import annotations

import atexit
import ctypes
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from pathlib import Path

import psycopg

ROLE = "archive"
_SUPERUSER = "postgres"
_PATIENCE = 60.0
_PR_SET_PDEATHSIG = 1
_QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "shared_buffers=64MB", "max_connections=60")
_numbers = count(1)


def find_binaries() -> Path | None:
    """The folder with the newest `initdb` and `postgres` of this machine, or None."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    on_path = shutil.which("initdb")
    candidates = [*reversed(installed), *([Path(on_path).resolve().parent] if on_path else [])]
    return next(
        (folder for folder in candidates if (folder / "initdb").exists() and (folder / "postgres").exists()), None
    )


@dataclass
class Server:
    """A running server; `folder` holds all of it."""

    binaries: Path
    folder: Path
    settings: Sequence[str] = _QUICK
    process: subprocess.Popen[bytes] | None = None
    _databases: list[str] = field(default_factory=list)

    def url(self, database: str) -> str:
        """What DATABASE_URL says for one of its databases."""
        return f"postgres://{ROLE}@{str(self.folder).replace('/', '%2F')}/{database}"

    def connect(self, database: str = "postgres", user: str = _SUPERUSER) -> psycopg.Connection[tuple[object, ...]]:
        """A connection without transactions, for arranging and looking."""
        return psycopg.connect(host=str(self.folder), user=user, dbname=database, autocommit=True)

    def new_database(self, made: str = "ENCODING UTF8 LOCALE 'C'") -> str:
        """The address of an empty database of its own."""
        name = f"archive_{os.getpid()}_{next(_numbers)}"
        with self.connect(user=ROLE) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0 {made}')
        return self.url(name)

    def start(self) -> None:
        """Start it; returns when it answers."""
        options = [*self.settings, "listen_addresses=", f"unix_socket_directories={self.folder}"]
        words = [
            self.binaries / "postgres",
            "-D",
            self.folder / "data",
            *(word for one in options for word in ("-c", one)),
        ]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                words,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                user=_user(),
                preexec_fn=_die_with_parent,  # noqa: PLW1509
            )
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                self.connect().close()
                return
            except psycopg.OperationalError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError((self.folder / "log").read_text(errors="replace")) from None
                time.sleep(0.05)

    def stop(self, number: signal.Signals = signal.SIGINT) -> None:
        """Stop it: at once, with its connections (SIGINT), or without a word (SIGQUIT)."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait(_PATIENCE)
        self.process = None


def start_server(binaries: Path, settings: Sequence[str] = _QUICK) -> Server:
    """A new server, stopped and removed when this process ends, however it ends. `settings`: name=value."""
    folder = Path(tempfile.mkdtemp(prefix="archive-pg-"))
    folder.chmod(0o755)  # the socket's: the server may run as another user than the tests
    if _user():
        shutil.chown(folder, _user(), _user())
    server = Server(binaries=binaries, folder=folder, settings=settings)
    atexit.register(_remove, server)
    made = subprocess.run(
        [binaries / "initdb", "--no-sync", "--auth=trust", f"--username={_SUPERUSER}", "--encoding=UTF8", "--locale=C", "-D", folder / "data"],
        capture_output=True, text=True, cwd=folder, user=_user(), check=False,
    )  # fmt: skip
    if made.returncode:
        raise RuntimeError(made.stderr)
    server.start()
    with server.connect() as connection:
        connection.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB")
        connection.execute(f"CREATE DATABASE {ROLE} OWNER {ROLE} TEMPLATE template0 ENCODING UTF8 LOCALE 'C'")
    return server


@lru_cache(maxsize=1)
def shared_server() -> Server | None:
    """The one server of this test run, started when first asked for; None where PostgreSQL is not installed."""
    binaries = find_binaries()
    return start_server(binaries) if binaries else None


def _remove(server: Server) -> None:
    server.stop()
    shutil.rmtree(server.folder, ignore_errors=True)


def _user() -> str | None:
    """PostgreSQL refuses to run as root; Debian's package makes a user for it."""
    return _SUPERUSER if os.getuid() == 0 else None


def _die_with_parent() -> None:
    """A test run that is killed leaves no server behind."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)
