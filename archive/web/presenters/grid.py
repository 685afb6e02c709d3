"""Counts in two directions as a table: regions against years, years against months. Every number leads to its search.

Cells without anything are told as such: they are what an archive does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from archive.search.query import UNKNOWN, SearchQuery
from archive.web.presenters.links import ChoiceLinks, region_address
from archive.web.presenters.steps import StepRange, Steps
from archive.web.presenters.vocabulary import short_name

MOST_YEARS = 20
"""Columns of a grid, the latest ones: more neither fit a screen nor a light page."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One number and how it is written, in words of a style sheet its tint; `address` is empty where it is 0.

    There are hundreds on a page: nothing is left for the template to work out.
    """

    count: int
    shown: str
    tint: str
    address: str


_NOTHING = Cell(count=0, shown="", tint="", address="")


@dataclass(frozen=True, kw_only=True)
class GridRow:
    """A row with what all its articles are; `address` is where its name leads, or empty."""

    label: str
    address: str
    count: int
    count_address: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class Grid:
    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]
    ranges: tuple[StepRange, ...]
    empty: int
    """How many cells hold nothing."""
    cut: str
    """The first column's label where earlier ones are left out, else empty."""


def present_regions_by_years(
    pairs: Mapping[tuple[str, str], int], counts: Mapping[str, int], regions: Iterable[str], query: SearchQuery
) -> Grid:
    """Regions against the years any of them has. `pairs` maps (region, year) to articles, `counts` region to articles."""
    years = sorted({year for _region, year in pairs if year != UNKNOWN})
    shown = _without_gaps(years)[-MOST_YEARS:]
    places = ChoiceLinks(query, "region")

    def row(code: str, steps: Steps) -> GridRow:
        links = ChoiceLinks(replace(query, region=(code,)), "date")
        return GridRow(
            label=short_name(code),
            address=region_address(code),
            count=counts.get(code, 0),
            count_address=places.only(code) if counts.get(code) else "",
            cells=tuple(_cell(pairs.get((code, year), 0), year, links, steps) for year in shown),
        )

    steps = Steps(count for (_region, year), count in pairs.items() if year in shown)
    return _grid(
        shown, [row(code, steps) for code in regions], steps, cut=bool(years and shown and years[0] < shown[0])
    )


def present_years_by_months(
    dates: Mapping[str, int],
    query: SearchQuery,
    *,
    most: int = MOST_YEARS,
    year_page: Callable[[str], str] | None = None,
) -> Grid:
    """The latest years that have anything against their months. `dates` maps years and months to articles.

    `year_page` gives the page about a year, where there is one.
    """
    years = sorted((date for date in dates if len(date) == 4), reverse=True)
    shown = years[:most]
    links = ChoiceLinks(query, "date")
    steps = Steps(dates.get(month, 0) for year in shown for month in _months(year))

    def row(year: str) -> GridRow:
        return GridRow(
            label=year,
            address=year_page(year) if year_page else "",
            count=dates[year],
            count_address=links.only(year),
            cells=tuple(_cell(dates.get(month, 0), month, links, steps) for month in _months(year)),
        )

    columns = [str(number) for number in range(1, 13)]
    return _grid(columns, [row(year) for year in shown], steps, cut=len(years) > len(shown))


def _grid(columns: Sequence[str], rows: Sequence[GridRow], steps: Steps, *, cut: bool) -> Grid:
    return Grid(
        columns=tuple(columns),
        rows=tuple(rows),
        ranges=steps.ranges,
        empty=sum(not cell.count for row in rows for cell in row.cells),
        cut=columns[0] if cut else "",
    )


def _cell(count: int, date: str, links: ChoiceLinks, steps: Steps) -> Cell:
    if not count:
        return _NOTHING
    return Cell(count=count, shown=f"{count:,}", tint=f"t{steps.step(count)}", address=links.only(date))


def _months(year: str) -> list[str]:
    return [f"{year}-{month:02d}" for month in range(1, 13)]


def _without_gaps(years: Sequence[str]) -> list[str]:
    """Every year from the first to the last, where they are years one can count."""
    if not years or not all(year.isdigit() for year in years):
        return list(years)
    return [f"{year:04d}" for year in range(int(years[0]), int(years[-1]) + 1)]
