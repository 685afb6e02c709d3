"""Counts on a map: shapes with links, the same numbers as a list, and what the tints mean.

`present_map` takes counts by region code, as a search's region facet gives them, and draws China by provinces or one
province by its parts; it is for any page that has such counts. Outlines are `archive.web.map_shapes`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal
from unicodedata import east_asian_width

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.search.facets import NATIONWIDE, UNKNOWN
from archive.search.labels import region_tree
from archive.web.map_shapes import COUNTRY, Inset, MapShapes, Shape, read_map_shapes
from archive.web.presenters.steps import StepRange, Steps
from archive.web.presenters.vocabulary import short_name

_LABEL = 15  # units: the height of a name on a sheet 1000 wide
_ROOM_FOR_TWO = 24  # units of room for a name with its number below
_SMALLEST = 5  # units of room: what is smaller gets a disc that can be seen and pressed

Address = Callable[[str], str]
Unit = Literal["articles", "events"]


@dataclass(frozen=True, kw_only=True)
class MapArea:
    """One shape. `step` 0..5 is its tint; `address` is empty where it leads nowhere; `name` where it fits inside."""

    code: str
    told: str
    """Name and count in words."""
    count: int
    step: int
    address: str
    path: str
    dots: str
    x: int
    y: int
    disc: bool
    name: str
    number: int
    """The count where it fits under the name, else 0."""
    selected: bool


@dataclass(frozen=True, kw_only=True)
class MapRow:
    """A line of the list beside: `address` for the name, `count_address` for the number (the same, or empty)."""

    label: str
    told: str
    count: int
    step: int
    address: str
    count_address: str
    selected: bool


@dataclass(frozen=True, kw_only=True)
class MapInset:
    """南海诸岛. `areas` lead somewhere; `pictured` are shown once more and are not links here."""

    sheet: Inset
    areas: tuple[MapArea, ...]
    pictured: tuple[MapArea, ...]


@dataclass(frozen=True, kw_only=True)
class RegionMap:
    heading: str
    width: int
    height: int
    areas: tuple[MapArea, ...]
    lines: str
    inset: MapInset | None
    rows: tuple[MapRow, ...]
    """Units with anything, the fullest first; in the country also what is nationwide, or of unknown place."""
    empty: tuple[MapRow, ...]
    undrawn: tuple[str, ...]
    """Names of units in the lists that have no shape."""
    ranges: tuple[StepRange, ...]


def present_map(
    counts: Mapping[str, int],
    address: Address,
    *,
    of: str = COUNTRY,
    count_address: Address | None = None,
    selected: str = "",
    unit: Unit = "articles",
) -> RegionMap | None:
    """The parts of China, or of the unit `of`, tinted by `counts`; None where nothing is drawn below that unit.

    `address` gives where a shape and its name lead ("" for nowhere), `count_address` where its number does if elsewhere.
    Counts of codes that are no part of `of` are ignored; `unit` says what is counted.
    """
    shapes = read_map_shapes(of)
    if shapes is None:
        return None
    codes = region_tree().parts(None if of == COUNTRY else of) or tuple(shapes.shapes)
    steps = Steps(counts.get(code, 0) for code in codes)
    drawing = _Drawing(counts, steps, address, selected, unit)
    rows = [drawing.row(code, count_address or address) for code in [*codes, *_placeless(of, counts)]]
    rows.sort(key=lambda row: -row.count)
    drawn = {*shapes.shapes, *(shapes.inset.shapes if shapes.inset else ())}
    return RegionMap(
        heading=_("中国地图") if of == COUNTRY else _("%(name)s地图") % {"name": region_tree().name(of)},
        width=shapes.width,
        height=shapes.height,
        areas=tuple(drawing.area(code, shape) for code, shape in shapes.shapes.items()),
        lines=shapes.lines,
        inset=drawing.inset(shapes),
        rows=tuple(row for row in rows if row.count),
        empty=tuple(row for row in rows if not row.count),
        undrawn=tuple(region_tree().name(code) for code in codes if code not in drawn),
        ranges=steps.ranges,
    )


def _placeless(of: str, counts: Mapping[str, int]) -> list[str]:
    return [code for code in (NATIONWIDE, UNKNOWN) if of == COUNTRY and counts.get(code)]


class _Drawing:
    """Shapes and rows of one map, all of the same counts."""

    def __init__(self, counts: Mapping[str, int], steps: Steps, address: Address, selected: str, unit: Unit) -> None:
        self._counts = counts
        self._steps = steps
        self._address = address
        self._selected = selected
        self._unit = unit

    def area(self, code: str, shape: Shape) -> MapArea:
        count, short = self._counts.get(code, 0), short_name(code)
        return MapArea(
            code=code,
            told=self._told(region_tree().name(code), count),
            count=count,
            step=self._steps.step(count),
            address=self._page(code),
            path=shape.path,
            dots=shape.dots,
            x=shape.at[0],
            y=shape.at[1],
            disc=bool(shape.path) and shape.room < _SMALLEST,
            name=short if _breadth(short) <= 2.2 * shape.room else "",
            number=count if shape.room >= _ROOM_FOR_TWO else 0,
            selected=code == self._selected,
        )

    def _page(self, code: str) -> str:
        """Nowhere for a unit of the outlines that the table of regions lacks."""
        return self._address(code) if code in region_tree().names else ""

    def row(self, code: str, count_address: Address) -> MapRow:
        count = self._counts.get(code, 0)
        placed = code not in (NATIONWIDE, UNKNOWN)
        label = region_tree().name(code) if code != UNKNOWN else _("地点不明")
        return MapRow(
            label=label,
            told=self._told(label, count),
            count=count,
            step=self._steps.step(count) if placed else 0,
            address=self._page(code) if placed else count_address(code),
            count_address=count_address(code),
            selected=code == self._selected,
        )

    def _told(self, label: str, count: int) -> str:
        shown = {"count": f"{count:,}"}
        if self._unit == "events":
            return f"{label} {ngettext('%(count)s 个事件', '%(count)s 个事件', count) % shown}"
        return f"{label} {ngettext('%(count)s 篇', '%(count)s 篇', count) % shown}"

    def inset(self, shapes: MapShapes) -> MapInset | None:
        if shapes.inset is None:
            return None
        areas = {code: self.area(code, shape) for code, shape in shapes.inset.shapes.items()}
        return MapInset(
            sheet=shapes.inset,
            areas=tuple(area for code, area in areas.items() if code not in shapes.shapes),
            pictured=tuple(area for code, area in areas.items() if code in shapes.shapes),
        )


def _breadth(name: str) -> float:
    """How wide a name is in units; Latin letters are about half as wide as Chinese ones."""
    return _LABEL * sum(1.0 if east_asian_width(sign) in "WF" else 0.55 for sign in name)
