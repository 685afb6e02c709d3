"""Takes a table into its vocabulary: tried first, everything rolled back; then written whole or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from import_export.results import Result
from tablib import Dataset

from archive.admin.tables.reading import Table
from archive.admin.tables.resources import RowChange, Vocabulary
from archive.models.writing import writing
from archive.review.audit import new_batch


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One cell that cannot be taken; `heading` is empty where it is the whole row."""

    line: int
    heading: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a table does, or did; `same` rows stay as they are. With problems nothing is written."""

    changes: Sequence[RowChange]
    problems: Sequence[Problem]
    same: int
    touched: int
    """Articles that change by it."""

    @property
    def added(self) -> int:
        return sum(change.is_new for change in self.changes)

    @property
    def changed(self) -> int:
        return len(self.changes) - self.added

    @property
    def digest(self) -> str:
        """Tells whether another trial comes to the same."""
        said = [(change.line, change.is_new, change.cells) for change in self.changes]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def try_table(kind: type[Vocabulary], table: Table) -> Outcome:
    """What the table would do; the transaction is rolled back."""
    return _take(kind, table, by=None, is_trial=True)


def write_table(kind: type[Vocabulary], table: Table, *, by: AbstractBaseUser, seen: str) -> tuple[Outcome, bool]:
    """Write the table if it does what was `seen` in a trial (its `digest`); (what it does, whether it was written)."""
    with writing():
        outcome = _take(kind, table, by=by, is_trial=False)
        is_written = not outcome.problems and outcome.digest == seen
        if not is_written:
            transaction.set_rollback(True)
    return outcome, is_written


def _take(kind: type[Vocabulary], table: Table, *, by: AbstractBaseUser | None, is_trial: bool) -> Outcome:
    resource = kind(by=by, batch=new_batch(), lines=table.lines)
    rows = Dataset(*map(tuple, table.rows), headers=list(table.headings))
    result = resource.import_data(rows, dry_run=is_trial, use_transactions=True, rollback_on_validation_errors=True)
    problems = list(_problems(resource, result, table.lines))
    return Outcome(changes=resource.changes, problems=problems, same=result.totals["skip"], touched=resource.touched)


def _problems(resource: Vocabulary, result: Result, lines: Sequence[int]) -> list[Problem]:
    found = [Problem(line=1, heading="", reason=str(error.error)) for error in result.base_errors]
    for number, errors in result.row_errors():
        found += [
            Problem(line=lines[number - 1], heading="", reason=_("无法写入：%s") % error.error) for error in errors
        ]
    for row in result.invalid_rows:
        for heading, reasons in _by_heading(resource, row.error).items():
            found += [Problem(line=lines[row.number - 1], heading=heading, reason=reason) for reason in reasons]
    return sorted(found, key=lambda problem: problem.line)


def _by_heading(resource: Vocabulary, error: ValidationError) -> Mapping[str, Sequence[str]]:
    if not hasattr(error, "error_dict"):
        return {"": error.messages}
    headings = {name: field.column_name for name, field in resource.fields.items()}
    return {
        "" if name == NON_FIELD_ERRORS else headings.get(name, name): messages
        for name, messages in error.message_dict.items()
    }
