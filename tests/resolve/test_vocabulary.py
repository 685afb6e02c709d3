"""The shipped vocabulary files, and what happens when one is damaged."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from archive.errors import DataFileError
from archive.resolve import vocabulary


def test_named_days_exist_in_every_year():
    for day in vocabulary.load_named_days():
        assert dt.date(2023, day.month, day.day)


@pytest.mark.parametrize(
    ("name", "number", "year"),
    [("国际志愿者日", 38, 2023), ("世界献血者日", 20, 2023), ("学雷锋纪念日", 60, 2023), ("中华慈善日", 8, 2023)],
)
def test_a_counted_day_falls_in_its_year(name, number, year):
    day = {day.name: day for day in vocabulary.load_named_days()}[name]
    assert day.year_zero is not None
    assert day.year_zero + number == year


@pytest.mark.parametrize("row", ["meeting,会议,Meeting,d", "meeting,会议,Meeting,d,a,b", ",会议,Meeting,d,a"])
def test_a_damaged_row_names_file_and_line(row, tmp_path: Path, monkeypatch):
    head = "code,label,label_en,description,cues\nok,好,Ok,d,a\n"
    (tmp_path / "event_types.csv").write_text(head + row + "\n", encoding="utf-8")
    monkeypatch.setattr(vocabulary, "_DATA", tmp_path)
    with pytest.raises(DataFileError, match=r"event_types\.csv line 3"):
        vocabulary.load_terms.__wrapped__("event_types")
