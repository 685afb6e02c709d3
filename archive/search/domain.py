"""The archive's own words, from the vocabularies it ships: 志愿服务 is one word here, not 志愿 and 服务.

A general dictionary cuts them; whoever cuts a query puts them together again. Articles are not cut at all.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain
from pathlib import Path

from archive import resolve
from archive.text.normalise import fold

_DATA = Path(resolve.__file__).parent / "data"
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "event_types.csv": ("label", "cues"),
    "service_fields.csv": ("label", "cues"),
    "beneficiaries.csv": ("label", "cues"),
    "theme_days.csv": ("label", "names"),
    "programmes.csv": ("name",),
    "organisation_kinds.csv": ("label", "endings"),
    "organisation_words.csv": ("words",),
    "regions.csv": ("name",),
}
# Cues that are patterns are no words; two characters are words to any dictionary, or none; long ones are phrases
# (志愿服务活动), which would be asked for more strictly than a reader means.
_WORD = re.compile(r"[\u4e00-\u9fff]{3,5}")


@lru_cache(maxsize=1)
def domain_words() -> frozenset[str]:
    """All of them, folded."""
    return frozenset(chain.from_iterable(_read(name, columns) for name, columns in _COLUMNS.items()))


def _read(name: str, columns: tuple[str, ...]) -> set[str]:
    with (_DATA / name).open(encoding="utf-8", newline="") as lines:
        cells = {row[column] for row in csv.DictReader(lines) for column in columns}
    words = (fold(word) for cell in cells for word in cell.split("|"))
    return {word for word in words if _WORD.fullmatch(word)}


def join_words(pieces: list[str]) -> list[str]:
    """The pieces of a run, each longest row of neighbours that is one of the archive's words put together."""
    words, joined, position = domain_words(), [], 0
    while position < len(pieces):
        end = position + 1
        for last in range(min(len(pieces), position + _MOST_PIECES), position + 1, -1):
            if "".join(pieces[position:last]) in words:
                end = last
                break
        joined.append("".join(pieces[position:end]))
        position = end
    return joined


_MOST_PIECES = 6
