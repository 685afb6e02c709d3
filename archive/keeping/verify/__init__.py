"""Compares all that an archive holds with what it should hold. Changes nothing: that is `archive.keeping.repair`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from archive.keeping.places import Places
from archive.keeping.verify.database import (
    check_articles,
    check_database,
    check_guards,
    check_versions,
)
from archive.keeping.verify.events import check_clues, check_events
from archive.keeping.verify.files import check_files
from archive.keeping.verify.index import check_index
from archive.keeping.verify.problem import Part, Problem

Check = Callable[[Places], Iterator[Problem]]

CHECKS: tuple[tuple[Part, tuple[Check, ...]], ...] = (
    ("database", (check_database, check_guards, check_versions, check_articles)),
    ("files", (check_files,)),
    ("events", (check_events, check_clues)),
    ("index", (check_index,)),
)
"""In this order: a damaged database makes all that follows doubtful."""


def verify_archive(places: Places, parts: tuple[Part, ...] = ()) -> Iterator[Problem]:
    """Everything that is wrong, in these parts or in all."""
    for part, checks in CHECKS:
        if parts and part not in parts:
            continue
        for check in checks:
            yield from check(places)
