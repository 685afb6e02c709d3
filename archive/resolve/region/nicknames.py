"""What cities call themselves: 榕城, 羊城, 江城 (`data/nicknames.csv`).

Too loose to be a name in a text (榕城 is a district as well), but telling in the name of an outlet: 榕城夜读.
"""

from __future__ import annotations

import csv
import re
from functools import cache

from archive.errors import DataFileError
from archive.resolve.gazetteer import DATA, load_gazetteer

_COLUMNS = ["nickname", "code", "why"]


@cache
def load_nicknames() -> dict[str, str]:
    """Code by nickname.

    Raises:
        DataFileError: names the line of a damaged row.
    """
    gazetteer = load_gazetteer()
    codes: dict[str, str] = {}
    with (DATA / "nicknames.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        if next(reader, None) != _COLUMNS:
            raise DataFileError(f"nicknames.csv line 1: columns must be {','.join(_COLUMNS)}")
        for row in reader:
            unit = gazetteer.get(row[1]) if len(row) == len(_COLUMNS) else None
            if unit is None or unit.valid_to is not None or len(row[0]) < 2:
                raise DataFileError(f"nicknames.csv line {reader.line_num}: needs a nickname and a code of today")
            codes[row[0]] = row[1]
    return codes


def find_nickname(words: str) -> str | None:
    """The code of the nickname that the folded words begin with or hold."""
    match = _pattern().search(words)
    return load_nicknames()[match[0]] if match else None


@cache
def _pattern() -> re.Pattern[str]:
    # 榕城区 and 石城县 are units.
    return re.compile(f"(?:{'|'.join(map(re.escape, load_nicknames()))})(?![区县])")
