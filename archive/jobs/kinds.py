"""The table of jobs: what each kind is called and what it does. A new kind is one row here.

A function gets the `Run` and works in steps (`with run.step():`), each of which is committed with how far the job is. It
begins where `run.cursor` says the last whole step ended, since a worker may be killed at any moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.jobs.bulk.work import BULK, UNDO, perform_bulk, perform_undo
from archive.jobs.house_rules import APPLY, TRY, perform_application, perform_trial
from archive.jobs.intake import INGEST, perform_ingest
from archive.jobs.running import Run


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One row of the table."""

    label: str | Promise
    perform: Callable[[Run], None]


KINDS: Mapping[str, Kind] = {
    BULK: Kind(label=_("批量处理"), perform=perform_bulk),
    UNDO: Kind(label=_("撤销批量处理"), perform=perform_undo),
    TRY: Kind(label=_("规则试算"), perform=perform_trial),
    APPLY: Kind(label=_("规则生效或撤下"), perform=perform_application),
    INGEST: Kind(label=_("入档"), perform=perform_ingest),
}


def label_of(kind: str) -> str:
    """What staff call this kind of job; its key where the program knows it no more."""
    return str(KINDS[kind].label) if kind in KINDS else kind


def performers() -> dict[str, Callable[[Run], None]]:
    """What `run_next` asks for."""
    return {key: kind.perform for key, kind in KINDS.items()}
