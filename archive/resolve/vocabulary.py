"""Reads the vocabulary and rule files shipped in `resolve/data`: terms with cue words, and days with names.

Deliberately not here: what the cues mean for a page (`event_type`), the gazetteer, the rows staff changed (models).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from archive.errors import DataFileError

_DATA = Path(__file__).parent / "data"
_CALENDARS = ("lunar", "eve", "term", "weekday")


@dataclass(frozen=True, kw_only=True)
class Term:
    """One row of a vocabulary. `cues` are in the notation of `archive.resolve.cues`."""

    code: str
    label: str
    label_en: str
    description: str
    cues: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class NamedDay:
    """A day with a fixed date. Its n-th celebration fell in `year_zero` + n; None where nobody counts."""

    name: str
    month: int
    day: int
    year_zero: int | None


@dataclass(frozen=True, kw_only=True)
class Feast:
    """A day that falls on another date every year.

    `calendar` is `lunar` (month and day of the lunar calendar), `eve` (the last day of the lunar year), `term` (a solar
    term) or `weekday` (the `nth` weekday `day`, 1 Monday to 7, of `month`; -1 for the last). `year_zero`: see NamedDay.
    """

    name: str
    calendar: str
    month: int
    day: int
    nth: int
    term: str
    year_zero: int | None


@cache
def load_terms(name: str) -> tuple[Term, ...]:
    """All terms of `event_types` or `service_fields`, in the order of the file.

    Raises:
        DataFileError: names the file and the line of a damaged row.
    """
    terms = []
    for line, row in read_rows(f"{name}.csv", ("code", "label", "label_en", "description", "cues")):
        if not row["code"] or not row["label"]:
            raise DataFileError(f"{name}.csv line {line}: code and label may not be empty")
        cues = tuple(cue for cue in row["cues"].split("|") if cue)
        terms.append(Term(**{key: row[key] for key in ("code", "label", "label_en", "description")}, cues=cues))
    return tuple(terms)


@cache
def terms_by_code(name: str) -> dict[str, Term]:
    """The same terms by their code."""
    return {term.code: term for term in load_terms(name)}


@cache
def load_named_days() -> tuple[NamedDay, ...]:
    """Theme days and feasts with a fixed date. Lunar feasts are not in the file: they have no fixed date.

    Raises:
        DataFileError: names the line of a damaged row.
    """
    days = []
    for line, row in read_rows("holidays.csv", ("name", "month", "day", "year_zero")):
        try:
            zero = int(row["year_zero"]) if row["year_zero"] else None
            days.append(NamedDay(name=row["name"], month=int(row["month"]), day=int(row["day"]), year_zero=zero))
        except ValueError as error:
            raise DataFileError(f"holidays.csv line {line}: {error}") from error
    return tuple(days)


@cache
def load_feasts() -> tuple[Feast, ...]:
    """Feasts of the lunar calendar, solar terms and days on an n-th weekday.

    Raises:
        DataFileError: names the line of a damaged row.
    """
    feasts = []
    for line, row in read_rows("feasts.csv", ("name", "calendar", "month", "day", "nth", "term", "year_zero")):
        if row["calendar"] not in _CALENDARS:
            raise DataFileError(f"feasts.csv line {line}: calendar must be one of {', '.join(_CALENDARS)}")
        try:
            month, day, nth = (int(row[key] or 0) for key in ("month", "day", "nth"))
            zero = int(row["year_zero"]) if row["year_zero"] else None
        except ValueError as error:
            raise DataFileError(f"feasts.csv line {line}: {error}") from error
        words = {key: row[key] for key in ("name", "calendar", "term")}
        feasts.append(Feast(**words, month=month, day=day, nth=nth, year_zero=zero))
    return tuple(feasts)


def read_rows(name: str, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """The rows of a CSV file of `resolve/data` with their lines.

    Raises:
        DataFileError: other columns than these, or a row with more or fewer.
    """
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != columns:
            raise DataFileError(f"{name} line 1: columns must be {', '.join(columns)}")
        rows = [(reader.line_num, row) for row in reader]
    for line, row in rows:
        if None in row or None in row.values():
            raise DataFileError(f"{name} line {line}: not {len(columns)} columns")
    return rows
