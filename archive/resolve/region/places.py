"""Communities, streets and landmarks known beyond their city, each with the county it lies in (`data/places.csv`).

The evidence by which a community lifts to its county where the page itself does not name it. Deliberately not here:
places of which several exist under one name.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache, lru_cache

from archive.errors import DataFileError
from archive.resolve.gazetteer import DATA, load_gazetteer
from archive.resolve.house import words_in_force
from archive.text.normalise import fold
from archive.text.word_finder import WordFinder

_COLUMNS = ["place", "code", "why"]
_NEEDS_CITY = "used only with"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A known place. `needs_city`: other cities have one of this name, so its city has to stand beside it."""

    name: str
    code: str
    needs_city: bool


def known_places() -> dict[str, Place]:
    """Every known place by its name: those of the file and those of the house."""
    return _with_house(words_in_force().places)


def find_places(text: str) -> list[tuple[int, int]]:
    """Where known places stand in folded `text`, the longest of those that begin at one place."""
    return _finder(words_in_force().places).find_longest(text)


@cache
def load_places() -> dict[str, Place]:
    """Every place of the file by its name.

    Raises:
        DataFileError: names the line of a damaged row.
    """
    gazetteer = load_gazetteer()
    places: dict[str, Place] = {}
    with (DATA / "places.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        if next(reader, None) != _COLUMNS:
            raise DataFileError(f"places.csv line 1: columns must be {','.join(_COLUMNS)}")
        for row in reader:
            unit = gazetteer.get(row[1]) if len(row) == len(_COLUMNS) else None
            if unit is None or unit.valid_to is not None or not row[0] or not row[2]:
                raise DataFileError(f"places.csv line {reader.line_num}: needs a place, a code of today and a reason")
            places[row[0]] = Place(name=row[0], code=row[1], needs_city=_NEEDS_CITY in row[2])
    return places


@lru_cache(maxsize=4)
def _with_house(places: tuple[tuple[str, str], ...]) -> dict[str, Place]:
    house = {fold(name): Place(name=name, code=code, needs_city=False) for name, code in places}
    return {**load_places(), **house} if house else load_places()


@lru_cache(maxsize=4)
def _finder(places: tuple[tuple[str, str], ...]) -> WordFinder:
    return WordFinder(_with_house(places))
