"""The gate of grouping: reports of one event come together, those of its likes stay apart.

The labelled set holds traps as events of their own: one campaign in two cities, a meeting and that of the next year,
opening and closing, two days running, a gift and its handing out, a death and a funeral, round-ups.
`QUALITY_ERRORS=events` lists the wrong pairs, those of held-out events excepted: nobody reads these, so that no rule
is written for them.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from pathlib import Path

import pytest

from tests.quality.events.partition import (
    Figures,
    Labelled,
    Weighed,
    is_held_out,
    labelled_reports,
    measure,
    wrong_pairs,
)
from tests.quality.labelled_pages import load_floors

SECTIONS = {"events_dev": False, "events_heldout": True}


@pytest.fixture(scope="module")
def weighed() -> Weighed:
    """Every pair of the set weighed."""
    return Weighed(labelled_reports())


def _part(held_out: bool) -> list[Labelled]:
    return [report for report in labelled_reports() if is_held_out(report.event) == held_out]


def _shares(figures: Figures) -> dict[str, float]:
    return {"pair precision": figures.precision, "pair recall": figures.recall}


@pytest.mark.parametrize("section", SECTIONS)
def test_events_are_told_apart_as_well_as_agreed(section: str, weighed: Weighed) -> None:
    reports, groups = _part(SECTIONS[section]), weighed.group()
    shares = _shares(measure(reports, groups))
    print(f"\n{section}: {shares}")
    if section == "events_dev" and "events" in os.environ.get("QUALITY_ERRORS", "").split(","):
        for kind, one, other in wrong_pairs(reports, groups):
            print(f"{kind} | {one.event} {one.form} | {other.event} {other.form} | {weighed.weigh(one.key, other.key)}")
    floors = load_floors(section)
    assert {name: share for name, share in shares.items() if share < floors[name]} == {}


def test_the_same_events_come_out_in_any_order(weighed: Weighed) -> None:
    keys = list(weighed.by_key)
    first = weighed.group(keys)
    for seed in range(10):
        random.Random(seed).shuffle(keys)
        assert weighed.group(keys) == first


def test_real_reports_form_the_labelled_events(shared: Path) -> None:
    reports = labelled_reports(shared / "corpus" / "dev-events.jsonl")
    figures = measure(reports, Weighed(reports).group())
    assert figures.precision >= 0.98
    assert figures.recall >= 0.90


# --- the set itself ----------------------------------------------------------------------------------------------


def test_there_are_sixty_events_of_several_reports_and_two_hundred_reports() -> None:
    reports = labelled_reports()
    sizes = Counter(report.event for report in reports)
    assert len(reports) >= 200
    assert sum(size > 1 for size in sizes.values()) >= 60
    assert len({report.key.split()[1] for report in reports}) == len(reports)


def test_independent_reports_and_copies_of_every_kind_are_among_them() -> None:
    forms = Counter(report.form for report in labelled_reports())
    assert set(forms) == {"report", "same", "cut", "framed", "trad", "lost", "spun"}
    assert min(forms.values()) >= 15


def test_a_third_of_the_events_is_held_out() -> None:
    events = {report.event for report in labelled_reports()}
    assert 0.25 < sum(map(is_held_out, events)) / len(events) < 0.42
