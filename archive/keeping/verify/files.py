"""Original bytes against their hashes, and the folder against the rows."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from archive.errors import StoreError
from archive.ingest.originals import read_original
from archive.keeping.places import Places
from archive.keeping.retention import left_behind
from archive.keeping.verify.problem import Problem
from archive.models import IngestRun, SavedFile

_FRESH = 3600.0
"""Seconds in which a run that is going on may still write the row of an original."""
_ROWS = 500
_CODES = {"missing_original": "missing", "damaged_original": "damaged"}


def check_files(places: Places) -> Iterator[Problem]:
    """Originals that are missing, damaged or of another size; files no row names; drafts of killed writers.

    Originals deleted on purpose are in order; one that is still there after it should have gone is not.
    """
    for row in SavedFile.objects.filter(purged_at=None).order_by("pk").iterator(chunk_size=_ROWS):
        yield from _check_original(row)
    for row in left_behind(places):
        detail = f"deleted on {row.purged_at:%Y-%m-%d}, but its file is there: run apply_retention again"
        yield Problem(part="files", code="not_purged", subject=row.sha256, detail=detail)
    busy = IngestRun.objects.filter(state=IngestRun.State.RUNNING).exists()
    for names in _in_groups(_settled(places.files, busy=busy)):
        named = set(SavedFile.objects.filter(sha256__in=[path.stem for path in names]).values_list("sha256", flat=True))
        for path in names:
            if path.stem not in named or path != places.original(path.stem):
                code = "leftover" if path.suffix == ".part" else "orphan"
                subject = str(path.relative_to(places.files))
                yield Problem(part="files", code=code, subject=subject, detail="no row names it", remedy="aside")


def _check_original(row: SavedFile) -> Iterator[Problem]:
    try:
        size = len(read_original(row))
    except StoreError as error:
        code = _CODES.get(error.code, "unreadable")
        yield Problem(part="files", code=code, subject=row.sha256, detail=f"{row.name}: {error.reason}")
        return
    if size != row.size:
        detail = f"{row.name}: {size} bytes, its row says {row.size}"
        yield Problem(part="files", code="size", subject=row.sha256, detail=detail)


def _settled(folder: Path, *, busy: bool) -> Iterator[Path]:
    """Files whose rows must have been written by now."""
    for top, _folders, names in os.walk(folder):
        for name in names:
            path = Path(top) / name
            try:
                age = time.time() - path.stat().st_mtime
            except FileNotFoundError:
                continue
            if not busy or age > _FRESH:
                yield path


def _in_groups(paths: Iterable[Path]) -> Iterator[tuple[Path, ...]]:
    left = iter(paths)
    while group := tuple(islice(left, _ROWS)):
        yield group
