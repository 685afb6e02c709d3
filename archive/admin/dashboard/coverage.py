"""What readers find of each province in each year, from one question to the index; and whether the index can be asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from archive.search.engine import Cross, IndexUnusable
from archive.search.indexing import index_problem
from archive.search.labels import region_tree
from archive.search.query import UNKNOWN, SearchQuery
from archive.search.run import count_facets

_YEARS_SHOWN = 12
_TINTS = 5


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A count, the search that finds it, and how dark it is drawn: from 0 (nothing) to 5."""

    count: int
    address: str
    tint: int


@dataclass(frozen=True, kw_only=True)
class Row:
    label: str
    total: Cell
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """`problem` is what is wrong with the index, or empty; without an index there are no numbers."""

    problem: str
    total: Cell
    years: tuple[str, ...]
    rows: tuple[Row, ...]
    placeless: Cell
    dateless: Cell


def count_coverage() -> Coverage:
    """The latest years that hold anything; provinces that hold nothing are there too."""
    problem = index_problem()
    try:
        provinces = region_tree().parts()
        cross = Cross(rows="region", columns="date", row_codes=frozenset(provinces))
        found = count_facets(SearchQuery(), ("region", "date"), (), cross)
    except IndexUnusable as unusable:
        nothing = Cell(count=0, address="", tint=0)
        return Coverage(problem=unusable.code, total=nothing, years=(), rows=(), placeless=nothing, dateless=nothing)
    regions, dates = found.counts.get("region", {}), found.counts.get("date", {})
    years = tuple(sorted(date for date in dates if len(date) == 4)[-_YEARS_SHOWN:])
    most = max((number for (_place, date), number in found.crossed.items() if date in years), default=0)
    return Coverage(
        problem=problem.code if problem else "",
        total=_cell(found.total, SearchQuery(), 0),
        years=years,
        rows=tuple(_rows(provinces, years, regions, found.crossed, most)),
        placeless=_cell(regions.get(UNKNOWN, 0), SearchQuery(region=(UNKNOWN,)), 0),
        dateless=_cell(dates.get(UNKNOWN, 0), SearchQuery(date=(UNKNOWN,)), 0),
    )


def _rows(
    provinces: Sequence[str],
    years: Sequence[str],
    regions: Mapping[str, int],
    crossed: Mapping[tuple[str, str], int],
    most: int,
) -> Iterable[Row]:
    tree = region_tree()
    for code in provinces:
        cells = [_cell(crossed.get((code, year), 0), SearchQuery(region=(code,), date=(year,)), most) for year in years]
        total = _cell(regions.get(code, 0), SearchQuery(region=(code,)), 0)
        yield Row(label=tree.name(code), total=total, cells=tuple(cells))


def _cell(count: int, query: SearchQuery, most: int) -> Cell:
    """Each tint reaches four times as far as the one before, or all but the largest provinces would be pale."""
    tint = _TINTS if most else 0
    bound = most
    while tint > 1 and count <= bound // 4:
        tint, bound = tint - 1, bound // 4
    address = f"{reverse('search')}?{query.to_querystring()}".rstrip("?")
    return Cell(count=count, address=address if count else "", tint=tint if count else 0)
