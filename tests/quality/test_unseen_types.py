"""Kinds of event and fields of service on pages that tell them in words of their own; they carry no other label.

All pages were labelled before the program saw them, scored once, and (all but the last set) tuned on afterwards;
`docs/extraction.md` gives the scores of the first runs.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.resolve.vocabulary import terms_by_code
from tests.quality.labelled_pages import PAGES, Answer, answer_file, load_floors, read_lines

SETS = {
    "unseen_types": PAGES / "unseen_types.jsonl",
    # Newly written after the manner of real pages, which were looked up by topic.
    "unseen_reports": PAGES / "unseen_reports.jsonl",
    # Wrong answers on these stay unread, so that no rule is written for them.
    "unseen_reports_heldout": PAGES / "unseen_reports_heldout.jsonl",
}
ROWS = {"type F1": "event_types", "field F1": "service_fields"}
_MANY_PAGES = {"unseen_types": 120, "unseen_reports": 160, "unseen_reports_heldout": 20}


def _f1(answers: tuple[Answer, ...], labels: str) -> float:
    pairs = [
        ({term["code"] for term in answer.record.get(labels) or []}, set(answer.labels[labels])) for answer in answers
    ]
    return 2 * sum(len(got & wanted) for got, wanted in pairs) / sum(len(got) + len(wanted) for got, wanted in pairs)


@pytest.mark.parametrize("name", SETS)
def test_what_is_told_in_other_words_is_not_told_worse_than_agreed(name: str):
    answers = answer_file(SETS[name])
    floors = load_floors(name)
    measured = {row: _f1(answers, ROWS[row]) for row in floors}
    print(f"\n{name}: " + ", ".join(f"{row} {f1:.3f}" for row, f1 in measured.items()) + f" of {len(answers)} pages")
    assert {row: f1 for row, f1 in measured.items() if f1 < floors[row]} == {}


@pytest.mark.parametrize("name", SETS)
def test_every_page_is_there_once_with_known_codes(name: str):
    lines = list(read_lines(SETS[name]))
    assert len(lines) >= _MANY_PAGES[name]
    assert len({line["id"] for line in lines}) == len(lines) == len({line["content"] for line in lines})
    for labels in ("event_types", "service_fields"):
        given = {code for line in lines for code in line["labels"].get(labels, [])}
        assert given <= set(terms_by_code(labels))


@pytest.mark.parametrize("path", [SETS["unseen_types"], SETS["unseen_reports"]], ids=lambda path: path.stem)
def test_the_pages_carry_every_kind_of_event(path: Path):
    assert {code for line in read_lines(path) for code in line["labels"]["event_types"]} == set(
        terms_by_code("event_types")
    )
