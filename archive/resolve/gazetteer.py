"""The administrative units of China with all their names, in memory: look-ups by code and names found in text.

Reads `data/regions.csv` and `data/region_names.csv` once. Which of several units a name means on a page, and what the
page says about it, is decided in `archive.resolve.region`; how the files are made, in `data/README.md`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

from archive.errors import DataFileError
from archive.text.normalise import fold
from archive.text.regex import regex
from archive.text.word_finder import WordFinder

DATA = Path(__file__).parent / "data"
NATIONWIDE = "000000"
"""The code of findings that hold for the whole country; no unit has it."""

NameKind = Literal["full", "short", "former", "abbreviation", "zone"]

_CODE = regex(r"\d{6}")
_UNIT_COLUMNS = [
    *("code", "name", "name_en", "short_name", "level", "parent"),
    *("valid_from", "valid_to", "successor", "pinyin"),
]
_NAME_COLUMNS = ["code", "name", "kind", "valid_from", "valid_to"]
_KINDS: dict[str, NameKind] = {
    "short": "short",
    "former": "former",
    "abbreviation": "abbreviation",
    "zone": "zone",
}
# 恩施土家族苗族自治州 is called 恩施州, 长阳土家族自治县 长阳县: the suffix stays, the peoples go.
_SEATS = {"市中区", "市南区", "市北区"}
_COLLOQUIAL = {"自治州": "州", "自治县": "县", "自治旗": "旗"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """One unit of GB/T 2260. It existed from `valid_from` (None: before 1981) up to, not including, `valid_to`.

    `level` is 1 province, 2 prefecture, 3 county; `parent` is "" for provinces, the province for what it governs
    directly; `successor` is "" for units of today.
    """

    code: str
    name: str
    name_en: str
    short_name: str
    level: int
    parent: str
    valid_from: int | None
    valid_to: int | None
    successor: str
    pinyin: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """One name of one unit, with the years it was in use (None: open)."""

    text: str
    code: str
    kind: NameKind
    valid_from: int | None = None
    valid_to: int | None = None


class Gazetteer:
    """All units and names. Immutable once made; share the one of `load_gazetteer`."""

    def __init__(self, units: Mapping[str, Unit], names: tuple[Name, ...]) -> None:
        self._units = dict(units)
        self.aliases = names
        """The rows of `region_names.csv`; full, short and colloquial names come from the units themselves."""
        self._names: dict[str, tuple[Name, ...]] = {}
        grouped: dict[str, list[Name]] = {}
        for unit in self._units.values():
            for name in _own_names(unit):
                grouped.setdefault(name.text, []).append(name)
        for name in names:
            for form in (name, *_short_former(name)):
                grouped.setdefault(form.text, []).append(form)
        # Texts are searched folded, and folding knows 乾 only as the traditional 干: 乾县 is to be found as well.
        for text in [text for text in grouped if fold(text) != text]:
            grouped.setdefault(fold(text), []).extend(grouped[text])
        self._names = {text: tuple(group) for text, group in grouped.items()}
        self._finder = WordFinder(text for text in self._names if len(text) > 1)

    def __iter__(self) -> Iterator[Unit]:
        """All units by code, parents before what they govern, abolished ones included."""
        yield from sorted(self._units.values(), key=lambda unit: (unit.level, unit.code))

    def __len__(self) -> int:
        return len(self._units)

    def get(self, code: str) -> Unit | None:
        """The unit with this code, abolished or not."""
        return self._units.get(code)

    def current(self, code: str) -> Unit:
        """The unit of today that a code leads to by its successors.

        Raises:
            KeyError: no unit has or had this code.
        """
        unit = self._units[code]
        while unit.valid_to is not None:
            unit = self._units[unit.successor]
        return unit

    def codes_above(self, code: str) -> tuple[str, ...]:
        """The codes from the province down to the unit itself; empty for an unknown code."""
        codes: list[str] = []
        unit = self._units.get(code)
        while unit:
            codes.append(unit.code)
            unit = self._units.get(unit.parent)
        return tuple(reversed(codes))

    def path(self, code: str) -> tuple[str, ...]:
        """The names from the province down: `湖北省, 武汉市, 江岸区`; empty for an unknown code."""
        return tuple(self._units[above].name for above in self.codes_above(code))

    def contains(self, outer: str, inner: str) -> bool:
        """Whether `inner` is `outer` or lies in it."""
        return outer in self.codes_above(inner)

    def names(self, text: str) -> tuple[Name, ...]:
        """Every use of exactly this name, of units past and present."""
        return self._names.get(text, ())

    def search(self, name: str, *, year: int | None = None) -> tuple[Unit, ...]:
        """The units of today that `name` can mean, larger ones first, each once.

        With `year`, meanings that were in force in it come alone if there are any: 襄樊市 in 2008, 延庆县 in 2013.
        """
        uses = self.names(name)
        if year is not None:
            uses = tuple(use for use in uses if self._in_force(use, year)) or uses
        uses = self._outliving(uses, year)
        found = {self.current(use.code) for use in uses}
        return tuple(sorted(found, key=lambda unit: (unit.level, unit.code)))

    def _outliving(self, uses: tuple[Name, ...], year: int | None) -> tuple[Name, ...]:
        """Without those of gone units where a unit of today has the name: 柳州 is the city, not 柳州地区 of old.

        In a year in which both were there, only a city outshines the prefecture around it.
        """
        living = [use for use in uses if use.valid_to is None and self._units[use.code].valid_to is None]
        if not living or len(living) == len(uses):
            return uses
        if year is not None and not any(self._units[use.code].level == 2 for use in living):
            return uses
        return tuple(living)

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """Offset and longest name of two or more characters at each place of a simplified text, left to right, never overlapping.

        A county's short name gives way to a better name that begins inside it: 从江西省 holds 江西省, not 从江.
        """
        end, ends = (
            0,
            dict(sorted(self._finder.find_all(text))),
        )  # of several names at one place the longest is the last
        for start in ends:
            if start >= end and not self._gives_way(text, start, ends):
                name = self._without_seat(text, start, text[start : ends[start]])
                yield start, name
                end = start + len(name)

    def _gives_way(self, text: str, start: int, ends: Mapping[int, int]) -> bool:
        end = ends[start]
        if self._is_telling(text[start:end]):
            return False
        # 五大连池 holds 大连 and stays what it is.
        return any(ends.get(at, 0) > end and self._is_telling(text[at : ends[at]]) for at in range(start + 1, end))

    def _without_seat(self, text: str, position: int, name: str) -> str:
        """济南市中区 is 济南 and 市中区."""
        end = position + len(name)
        is_shared = name.endswith("市") and text[end - 1 : end + 2] in _SEATS
        return name[:-1] if is_shared and name[:-1] in self._names else name

    def _is_telling(self, name: str) -> bool:
        """Longer than two characters and full, or the name of a province or prefecture."""
        return any(
            (use.kind != "short" and len(name) > 2) or self._units[use.code].level < 3 for use in self._names[name]
        )

    def _in_force(self, use: Name, year: int) -> bool:
        unit = self._units[use.code]
        first = use.valid_from or unit.valid_from
        last = use.valid_to or unit.valid_to
        return (first is None or first <= year) and (last is None or year <= last)


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer shipped with the archive, read once a process.

    Raises:
        DataFileError: names the damaged file and its line.
    """
    return read_gazetteer(DATA)


def read_gazetteer(folder: Path) -> Gazetteer:
    """The gazetteer of the two files in `folder`.

    Raises:
        DataFileError: names the damaged file and its line.
    """
    units: dict[str, Unit] = {}
    lines: dict[str, int] = {}
    for line, row in _rows(folder / "regions.csv", _UNIT_COLUMNS):
        unit = _unit(row, f"regions.csv line {line}")
        if unit.code in units:
            raise DataFileError(f"regions.csv line {line}: {unit.code} stands twice")
        units[unit.code], lines[unit.code] = unit, line
    _check_links(units, lines)
    names = []
    for line, row in _rows(folder / "region_names.csv", _NAME_COLUMNS):
        names.append(_name(row, units, f"region_names.csv line {line}"))
    return Gazetteer(units, tuple(names))


def _own_names(unit: Unit) -> Iterator[Name]:
    yield Name(text=unit.name, code=unit.code, kind="full")
    if unit.short_name == unit.name:
        return
    yield Name(text=unit.short_name, code=unit.code, kind="short")
    for suffix, ending in _COLLOQUIAL.items():
        if unit.name.endswith(suffix) and not unit.short_name.endswith(ending):
            yield Name(text=unit.short_name + ending, code=unit.code, kind="full")


def _short_former(name: Name) -> Iterator[Name]:
    """襄樊 for 襄樊市: former names are shortened as today's are."""
    if name.kind == "former" and len(name.text) > 2 and name.text[-1] in "市县区" and not name.text.endswith("地区"):
        yield replace(name, text=name.text[:-1], kind="short")


def _rows(path: Path, columns: list[str]) -> Iterator[tuple[int, list[str]]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            if next(reader, None) != columns:
                raise DataFileError(f"{path.name} line 1: columns must be {','.join(columns)}")
            for row in reader:
                if len(row) != len(columns):
                    raise DataFileError(f"{path.name} line {reader.line_num}: not {len(columns)} columns")
                yield reader.line_num, row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataFileError(f"{path.name}: {error}") from error


def _unit(row: list[str], where: str) -> Unit:
    code, name, name_en, short, level, parent, first, last, successor, pinyin = row
    if not _CODE.fullmatch(code) or level not in {"1", "2", "3"} or not name or not short:
        raise DataFileError(f"{where}: needs a code of six digits, a name, a short name and a level 1 to 3")
    return Unit(
        code=code,
        name=name,
        name_en=name_en,
        short_name=short,
        level=int(level),
        parent=parent,
        valid_from=_year(first, where),
        valid_to=_year(last, where),
        successor=successor,
        pinyin=pinyin,
    )


def _name(row: list[str], units: Mapping[str, Unit], where: str) -> Name:
    code, text, kind, first, last = row
    if code not in units or kind not in _KINDS or not text:
        raise DataFileError(f"{where}: needs a known code, a name and a kind of {', '.join(_KINDS)}")
    return Name(text=text, code=code, kind=_KINDS[kind], valid_from=_year(first, where), valid_to=_year(last, where))


def _year(text: str, where: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise DataFileError(f"{where}: {text!r} is no year")
    return int(text)


def _check_links(units: Mapping[str, Unit], lines: Mapping[str, int]) -> None:
    """Parents and successors exist, and successors end in a unit of today."""
    for code, first in units.items():
        where = f"regions.csv line {lines[code]}"
        if bool(first.parent) == (first.level == 1) or (first.parent and first.parent not in units):
            raise DataFileError(f"{where}: parent {first.parent!r} of {code}")
        unit, seen = first, {code}
        while unit.valid_to is not None:
            if unit.successor in seen or unit.successor not in units:
                raise DataFileError(f"{where}: no unit of today follows {code}")
            seen.add(unit.successor)
            unit = units[unit.successor]
