"""The quality gate: answers on the project's own labelled pages may not become worse than agreed.

`make quality` prints the tables. Wrong answers on the pages for developers are listed when `QUALITY_ERRORS` names
fields (`QUALITY_ERRORS=event,region make quality`); those on the held-out pages stay unread, so that no rule is
written for them: `QUALITY_ERRORS_HELDOUT` lists them for the person who renews the labels.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from archive.resolve.gazetteer import load_gazetteer
from archive.resolve.vocabulary import terms_by_code
from tests.quality.labelled_pages import DEV, HELDOUT, answer_file, is_held_out, load_floors, read_lines
from tests.quality.scoring import NATIONWIDE, ROW_ORDER, Failure, Row, broken_floors, score
from tests.quality.tables import side_by_side

SECTIONS = {"own_dev": DEV, "own_heldout": HELDOUT}
LISTED = {"own_dev": "QUALITY_ERRORS", "own_heldout": "QUALITY_ERRORS_HELDOUT"}
_EVENT = re.compile(r"~?\d{4}(-\d\d){0,2}(/\d{4}-\d\d-\d\d)?|\?-(\?|\d\d)-\d\d")
# As the tool beside some checkouts calls them.
_TOOL_NAMES = {"editor": "ed", "authors": "au", "province": "prov", "finest": "fin"}
_TOOL_ROWS = {"no answer": "pages without output"} | {
    f"{ours} {row}": f"{tool} {row}" for ours, tool in _TOOL_NAMES.items() for row in ("precision", "recall")
}
_ROWS_OF_OUR_OWN = {"event without year", "article refused"}


@pytest.fixture(scope="module")
def measured() -> dict[str, tuple[Row, ...]]:
    """Both parts scored once; the tables are printed as they are measured."""
    tables, failures = {}, {}
    for section, path in SECTIONS.items():
        tables[section], failures[section] = score(answer_file(path))
    print("\n" + side_by_side(tables))
    for section, variable in LISTED.items():
        _print_errors(failures[section], os.environ.get(variable, ""))
    return tables


def _print_errors(failures: tuple[Failure, ...], fields: str) -> None:
    for failure in failures:
        if failure.field in fields.split(",") or fields == "all":
            print(f"{failure.field} | {failure.page_id} | got {failure.got} | wanted {failure.wanted}")


@pytest.mark.parametrize("section", SECTIONS)
def test_no_field_is_worse_than_agreed(section: str, measured: dict[str, tuple[Row, ...]]):
    assert broken_floors(measured[section], load_floors(section)) == []


def test_every_measured_field_has_a_floor(measured: dict[str, tuple[Row, ...]]):
    for section, rows in measured.items():
        assert {row.name for row in rows if row.share is not None} == set(load_floors(section))


# --- the labels themselves ---------------------------------------------------------------------------------------


def _labelled() -> list[dict]:
    return [*read_lines(DEV), *read_lines(HELDOUT)]


def test_there_are_at_least_three_hundred_pages_each_once():
    ids = [line["id"] for line in _labelled()]
    assert len(ids) >= 300
    assert len(ids) == len(set(ids))


def test_the_held_out_third_is_drawn_by_the_hash_of_the_id():
    assert not any(is_held_out(line["id"]) for line in read_lines(DEV))
    assert all(is_held_out(line["id"]) for line in read_lines(HELDOUT))


def test_every_event_type_is_on_several_pages():
    pages = Counter(code for line in _labelled() for code in line["labels"]["event_types"])
    assert set(pages) == set(terms_by_code("event_types"))
    assert min(pages.values()) >= 3


def test_every_region_is_a_unit_of_today():
    codes = {code for line in _labelled() for accepted in line["labels"]["regions"] for code in accepted}
    units = {code: load_gazetteer().get(code) for code in codes - {NATIONWIDE}}
    assert [code for code, unit in units.items() if unit is None or unit.valid_to] == []
    assert len({code[:2] for code in units}) == 34


def test_every_event_is_written_in_the_notation():
    events = [
        event
        for line in _labelled()
        for event in (line["labels"]["event"], *line["labels"].get("event_also", []))
        if event
    ]
    assert [event for event in events if not _EVENT.fullmatch(event)] == []


def test_titles_and_names_are_on_the_page():
    for line in _labelled():
        if {"mojibake", "pinyinmoji", "trad", "entities", "entitymoji"} & set(line["labels"]["flags"]):
            continue
        for value in (line["labels"]["title"], line["labels"]["editor"], *line["labels"]["authors"]):
            assert value in line["content"], line["id"]


# --- the scoring -------------------------------------------------------------------------------------------------


def test_it_agrees_with_the_scoring_tool_beside_the_checkout(shared: Path, tmp_path: Path):
    labels = shared / "corpus" / "dev-pages.jsonl"
    answers = answer_file(labels)
    given = tmp_path / "answers.jsonl"
    given.write_text("".join(json.dumps({**answer.record, "id": answer.page_id}) + "\n" for answer in answers))
    command = [sys.executable, shared / "tools" / "score_extract.py", labels, given, "--json"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    theirs = json.loads(printed.replace("NaN", "null"))
    ours = {row.name: row.share for row in score(answers)[0]}
    assert set(ours) - _ROWS_OF_OUR_OWN == set(ROW_ORDER) - _ROWS_OF_OUR_OWN
    for name in set(ours) - _ROWS_OF_OUR_OWN:
        assert ours[name] == pytest.approx(theirs[_TOOL_ROWS.get(name, name)], abs=1e-4), name
