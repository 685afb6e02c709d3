"""Sentences in every frame in which news name places, each with its answer (`tests/samples/resolve/regions.jsonl`).

`venue` is the whole set, its first code the main one; `mentioned` and `publisher` have to be among the others; `never`
must not be found in any role but the publisher's.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from archive.records import Draft, StatedDate
from archive.resolve.gazetteer import Unit, load_gazetteer
from archive.resolve.region import resolve_regions

SAMPLES = Path(__file__).parents[2] / "samples" / "resolve" / "regions.jsonl"
CASES: list[dict[str, Any]] = [json.loads(line) for line in SAMPLES.read_text(encoding="utf-8").splitlines()]


def _draft(case: dict[str, Any]) -> Draft:
    day = case.get("published")
    return Draft(
        title=case.get("title", ""),
        body=case["text"],
        url=case.get("url"),
        published=StatedDate(value=day, precision="day", quote=day, rule="test") if day else None,
        original_source=case.get("source"),
        imprint=tuple(case.get("imprint", ())),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['class']}: {case['text'][:24]}")
def test_every_frame_gives_its_venues(case: dict[str, Any]) -> None:
    findings = resolve_regions(_draft(case))
    roles = {role: [f.value for f in findings if f.role == role] for role in ("venue", "mentioned", "publisher")}
    assert set(roles["venue"]) == set(case["venue"])
    assert set(case.get("mentioned", ())) <= set(roles["mentioned"])
    assert set(case.get("publisher", ())) <= set(roles["publisher"])
    assert not {f.value for f in findings if f.role != "publisher"} & set(case.get("never", ()))


def test_there_are_many_cases_of_many_kinds() -> None:
    assert len(CASES) >= 100
    assert len({case["class"] for case in CASES}) >= 20
    assert sum(case["class"] == "old" for case in CASES) >= 15


def _venues(text: str) -> set[str]:
    return {finding.value for finding in resolve_regions(Draft(title="", body=text)) if finding.role == "venue"}


def _units() -> list[Unit]:
    return [unit for unit in load_gazetteer() if unit.valid_to is None]


def test_every_unit_of_today_is_found_by_its_full_path() -> None:
    gazetteer = load_gazetteer()
    missed = [
        unit.code for unit in _units() if _venues(f"活动在{''.join(gazetteer.path(unit.code))}举行。") != {unit.code}
    ]
    assert missed == []


def test_every_county_is_found_behind_the_short_name_of_its_city() -> None:
    gazetteer = load_gazetteer()
    pairs = [(unit, gazetteer.get(unit.parent)) for unit in _units() if unit.level == 3]
    missed = [
        unit.name
        for unit, city in pairs
        if city and city.level == 2 and _venues(f"{city.short_name}{unit.name}的义工帮老人理发。") != {unit.code}
    ]
    assert missed == []
