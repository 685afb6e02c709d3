"""Regions and event dates on cases labelled before any program saw them (`tests/samples/resolve/blind_*.jsonl`).

A batch was written after the rules were mended for the one before; the third of regions was never tuned on. What each
gave when it was first run is told in `docs/extraction.md`; what it gives today may not fall below the floors here. A
case lists every answer as good.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from archive.records import Draft, StatedDate
from archive.resolve.event_date import resolve_event_dates
from archive.resolve.region import resolve_regions
from tests.resolve.drafts import draft

SAMPLES = Path(__file__).parents[1] / "samples" / "resolve"
REGION_FLOORS = {1: 0.98, 2: 0.96, 3: 0.87}
DATE_FLOORS = {1: 0.98, 2: 0.96}

Case = dict[str, Any]


def cases(name: str, batch: int) -> list[Case]:
    lines = (SAMPLES / name).read_text(encoding="utf-8").splitlines()
    return [case for case in map(json.loads, lines) if case["batch"] == batch]


def is_region_right(case: Case) -> bool:
    day = case.get("published")
    page = Draft(
        title=case.get("title", ""),
        body=case["text"],
        published=StatedDate(value=day, precision="day", quote=day, rule="test") if day else None,
        original_source=case.get("source"),
    )
    findings = resolve_regions(page)
    roles = {role: {f.value for f in findings if f.role == role} for role in ("venue", "mentioned", "organiser")}
    named = {finding.value for finding in findings if finding.role != "publisher"}
    return (
        roles["venue"] in [set(answer) for answer in case["venue"]]
        and set(case.get("mentioned", ())) <= roles["mentioned"]
        and set(case.get("organiser", ())) <= roles["organiser"]
        and not named & set(case.get("never", ()))
    )


def is_date_right(case: Case) -> bool:
    page = draft(
        case["text"], title=case.get("title", ""), published=case.get("published"), original=case.get("original")
    )
    findings = resolve_event_dates(page)
    roles = {role: [f.value for f in findings if f.role == role] for role in ("event", "past", "planned")}
    main = next(iter(roles["event"]), None)
    told = all(set(case.get(role, ())) <= set(roles[role]) for role in ("past", "planned"))
    return main in case["event"] and told


@pytest.mark.parametrize("batch", [1, 2, 3])
def test_regions_of_a_blind_batch_do_not_get_worse(batch: int) -> None:
    rows = cases("blind_regions.jsonl", batch)
    wrong = [case["text"] for case in rows if not is_region_right(case)]
    assert len(rows) >= 24
    assert 1 - len(wrong) / len(rows) >= REGION_FLOORS[batch], wrong


@pytest.mark.parametrize("batch", [1, 2])
def test_dates_of_a_blind_batch_do_not_get_worse(batch: int) -> None:
    rows = cases("blind_event_dates.jsonl", batch)
    wrong = [case["text"] for case in rows if not is_date_right(case)]
    assert len(rows) >= 60
    assert 1 - len(wrong) / len(rows) >= DATE_FLOORS[batch], wrong
