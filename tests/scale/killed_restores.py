"""Run by `test_keeping`: restores into PostgreSQL that are killed at one step after the other, and what is there then.

    python -m tests.scale.killed_restores BACKUP

DATA_DIR and DATABASE_URL name an archive with other contents. Every restore is a fork of this process.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import django

STEPS = {
    "while rows are loaded": ("archive.keeping.databases.rows", "_copy", 8),
    "when all is loaded": ("archive.keeping.databases.rows", "_remember_ids", 1),
    "when the originals lie among the old": ("archive.keeping.restore", "_set_aside", 1),
    "when the old tables are moved and the new not": ("archive.keeping.databases.postgres", "_move_all", 2),
    "when the new are in place": ("archive.keeping.restore", "_move_strangers", 1),
}
"""Step -> the module, the function that is not reached any more, and at which of its calls."""


def main(backup: str) -> None:
    from django.db import connections

    from tests.scale.told import tables

    told: dict[str, Any] = {"old": tables()}
    for step, (module, name, call) in STEPS.items():
        connections.close_all()
        child = os.fork()
        if not child:
            _kill_at(import_module(module), name, call)
            _restore(backup)
            os._exit(1)
        told[step] = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), tables(), _missing()]
    connections.close_all()
    _restore(backup)
    told["new"] = tables()
    print(json.dumps(told))


def _kill_at(module: Any, name: str, call: int) -> None:
    whole: Callable[..., Any] = getattr(module, name)
    calls = []

    def killed(*args: Any) -> Any:
        calls.append(name)
        if len(calls) == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return whole(*args)

    setattr(module, name, killed)


def _restore(backup: str) -> None:
    from archive.keeping.places import places_in_use
    from archive.keeping.restore import restore_backup
    from tests.keeping.test_restore import known_migrations

    restore_backup(places_in_use(), Path(backup), known_migrations=known_migrations(), force=True)


def _missing() -> list[str]:
    """Originals that the database names and the disk has not."""
    from archive.keeping.places import places_in_use
    from archive.models import SavedFile

    places = places_in_use()
    return [
        sha256 for sha256 in SavedFile.objects.values_list("sha256", flat=True) if not places.original(sha256).exists()
    ]


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
    django.setup()
    main(sys.argv[1])
