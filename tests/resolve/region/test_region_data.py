"""The small data files of region resolving: whole, and refused by file and line when damaged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.errors import DataFileError
from archive.resolve.gazetteer import DATA, load_gazetteer
from archive.resolve.region import guards, places


def test_every_known_place_lies_in_a_county_of_today() -> None:
    units = [load_gazetteer().get(place.code) for place in places.load_places().values()]
    assert all(unit is not None and unit.level == 3 and unit.valid_to is None for unit in units)


def test_every_guarded_name_is_a_name_and_every_phrase_holds_one() -> None:
    gazetteer = load_gazetteer()
    for word, kind in guards.load_words().items():
        if kind == "phrase":
            assert any(gazetteer.names(word[i:j]) for i in range(len(word)) for j in range(i + 2, len(word) + 1)), word
        elif not kind.startswith("tail-"):
            assert gazetteer.names(word), word


@pytest.mark.parametrize(
    ("module", "load", "file", "line"),
    [
        (places, places.load_places, "places.csv", "某某社区,999999,nowhere"),
        (places, places.load_places, "places.csv", "某某社区,420102"),
        (places, places.load_places, "places.csv", "某某社区,110229,an abolished county"),
        (guards, guards.load_words, "region_words.csv", "和平,nickname"),
        (guards, guards.load_words, "region_words.csv", "和,word"),
    ],
)
def test_a_damaged_row_is_named(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    module: object,
    load: Callable[[], object],
    file: str,
    line: str,
) -> None:
    whole = (DATA / file).read_text(encoding="utf-8")
    (tmp_path / file).write_text(whole + line + "\n", encoding="utf-8")
    monkeypatch.setattr(module, "DATA", tmp_path)
    number = len(whole.splitlines()) + 1
    with pytest.raises(DataFileError, match=f"{file} line {number}:"):
        load.__wrapped__()  # type: ignore[attr-defined]  # past the cache
