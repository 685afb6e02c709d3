"""`manage.py ingest --watch DIR`: looks at a folder every few seconds and takes in what has come.

Ends when it is told to stop, never because of what lies in the folder or because disk or index fail for a while.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import close_old_connections

from archive.ingest.report import IngestReport
from archive.ingest.watch import WatchedFolder

logger = logging.getLogger(__name__)

POLL_SECONDS = 2.0
_RETRY_SECONDS = 30.0


def watch_folder(folder: Path, run: Callable[[dict[str, Any]], IngestReport], options: dict[str, Any]) -> None:
    """Call `run` with `paths` set to the files that came, until interrupted."""
    watched = WatchedFolder(folder)
    try:
        while True:
            paths = watched.look()
            taken = not paths or _take(run, options, paths)
            if not taken:
                watched.give_back(paths)
            close_old_connections()
            time.sleep(POLL_SECONDS if taken else _RETRY_SECONDS)
    except KeyboardInterrupt:
        return


def _take(run: Callable[[dict[str, Any]], IngestReport], options: dict[str, Any], paths: list[Path]) -> bool:
    """Whether the files were taken, each with an outcome; if not, the archive cannot take anything just now."""
    try:
        report = run({**options, "paths": [str(path) for path in paths]})
    except CommandError as error:  # the index: what was stored stays stored, and is indexed with the next files
        if error.returncode == 130:
            raise KeyboardInterrupt from error
        logger.error("%s", error)
        return True
    if report.interrupted:
        raise KeyboardInterrupt
    if report.stopped_by:
        logger.error("nothing can be taken in, trying again in %d s: %s", _RETRY_SECONDS, report.stopped_by)
    return not report.stopped_by
