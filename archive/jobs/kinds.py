"""The table of jobs: what each kind is called and what it does. A new kind is one row here.

A function gets the `Run` and works in steps (`with run.step():`), each of which is committed with how far the job is. It
begins where `run.cursor` says the last whole step ended, since a worker may be killed at any moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from archive.jobs.running import Run


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One row of the table."""

    label: str | Promise
    perform: Callable[[Run], None]


KINDS: Mapping[str, Kind] = {}


def label_of(kind: str) -> str:
    """What staff call this kind of job; its key where the program knows it no more."""
    return str(KINDS[kind].label) if kind in KINDS else kind


def performers() -> dict[str, Callable[[Run], None]]:
    """What `run_next` asks for."""
    return {key: kind.perform for key, kind in KINDS.items()}
