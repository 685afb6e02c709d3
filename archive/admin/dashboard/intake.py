"""What came in: the latest runs, pages a day, and how the archive grew. All from what each run counted itself."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import IntegerField, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.urls import reverse
from django.utils import timezone

from archive.models import IngestRun, Outcome

_RUNS_SHOWN = 8
DAYS = 30
_MONTHS = 24
_MADE_ARTICLES = (Outcome.NEW, Outcome.REPRINT, Outcome.NOT_ARTICLE)


@dataclass(frozen=True, kw_only=True)
class Run:
    name: str
    address: str
    state: str
    started: dt.datetime
    counts: tuple[tuple[str, int, str], ...]
    """Label, number, address of the outcomes."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A bar of a chart: what was taken and what failed, and their heights out of 100."""

    label: str
    taken: int
    failed: int
    height: int
    failed_height: int
    address: str


@dataclass(frozen=True, kw_only=True)
class Intake:
    runs: tuple[Run, ...]
    days: tuple[Column, ...]
    """The last thirty days, today last."""
    months: tuple[Column, ...]
    """How many articles there were by the end of each month (`taken`)."""


def count_intake() -> Intake:
    """Two queries."""
    by_day = _by_day()
    return Intake(runs=tuple(_latest_runs()), days=tuple(_days(by_day)), months=tuple(_months(by_day)))


def _latest_runs() -> Iterable[Run]:
    outcomes = reverse("admin:archive_ingestoutcome_changelist")
    for run in IngestRun.objects.order_by("-id").defer("inputs")[:_RUNS_SHOWN]:
        shown = [
            (str(each.label), run.counts[each], f"{outcomes}?run__id__exact={run.pk}&outcome__exact={each.value}")
            for each in Outcome
            if run.counts.get(each)
        ]
        yield Run(
            name=str(run),
            address=reverse("admin:archive_ingestrun_change", args=[run.pk]),
            state=run.get_state_display(),
            started=timezone.localtime(run.started_at),
            counts=tuple(shown),
        )


def _by_day() -> dict[dt.date, dict[str, int]]:
    """Day -> outcome -> how many inputs of the runs begun on it."""
    sums = {
        each.value: Coalesce(Sum(Cast(KeyTextTransform(each.value, "counts"), IntegerField())), 0) for each in Outcome
    }
    rows: Any = IngestRun.objects.order_by().values(day=TruncDate("started_at")).annotate(**sums)
    return {row["day"]: {each.value: row[each.value] for each in Outcome} for row in rows}


def _days(by_day: Mapping[dt.date, Mapping[str, int]]) -> Iterable[Column]:
    today = timezone.localdate()
    wanted = [today - dt.timedelta(days=back) for back in reversed(range(DAYS))]
    numbers = [by_day.get(day, {}) for day in wanted]
    most = max((sum(counts.values()) for counts in numbers), default=0) or 1
    for day, counts in zip(wanted, numbers, strict=True):
        failed = counts.get(Outcome.FAILED, 0)
        taken = sum(counts.values()) - failed
        yield Column(
            label=day.isoformat(),
            taken=taken,
            failed=failed,
            height=_height(taken, most),
            failed_height=_height(failed, most),
            address=_runs_between(day, day + dt.timedelta(days=1)) if taken or failed else "",
        )


def _months(by_day: Mapping[dt.date, Mapping[str, int]]) -> Iterable[Column]:
    made: dict[dt.date, int] = defaultdict(int)
    for day, counts in by_day.items():
        made[day.replace(day=1)] += sum(counts[each] for each in _MADE_ARTICLES)
    total = sum(made.values()) or 1
    months = list(_months_from(min(made))) if made else []
    grown = sum(number for month, number in made.items() if month < months[-_MONTHS:][0]) if months else 0
    for month in months[-_MONTHS:]:
        grown += made.get(month, 0)
        yield Column(
            label=f"{month:%Y-%m}",
            taken=grown,
            failed=0,
            height=_height(grown, total),
            failed_height=0,
            address=_runs_between(None, _following(month)),
        )


def _months_from(first: dt.date) -> Iterable[dt.date]:
    month, last = first, timezone.localdate()
    while month <= last:
        yield month
        month = _following(month)


def _following(month: dt.date) -> dt.date:
    return (month + dt.timedelta(days=31)).replace(day=1)


def _height(number: int, most: int) -> int:
    """Out of 100; what is there is seen."""
    return max(2, round(100 * number / most)) if number else 0


def _runs_between(first: dt.date | None, before: dt.date) -> str:
    bounds = {"started_at__gte": first, "started_at__lt": before}
    zone = timezone.get_current_timezone()
    chosen = {name: dt.datetime.combine(day, dt.time(), tzinfo=zone).isoformat() for name, day in bounds.items() if day}
    return f"{reverse('admin:archive_ingestrun_changelist')}?{urlencode(chosen)}"
