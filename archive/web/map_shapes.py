"""The drawn outlines of China and of each province, as `archive/web/data/make_map_shapes.py` made them.

Gives `read_map_shapes`. Knows nothing of counts, names or links: `archive.web.presenters.region_map` has those.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

COUNTRY = "100000"
_FOLDER = Path(__file__).parent / "data" / "map_shapes"
_KEPT = 40  # all of them: 200 KB


@dataclass(frozen=True, kw_only=True)
class Shape:
    """One unit. `path` and `dots` (islets) are SVG path data; `at` is where a name fits, `room` the free radius there."""

    path: str
    dots: str = ""
    at: tuple[int, int] = (0, 0)
    room: int = 0


@dataclass(frozen=True, kw_only=True)
class Inset:
    """南海诸岛 at their own scale, at `left` and `top` of the sheet. `around` is land of other units, `lines` the maritime line."""

    left: int
    top: int
    width: int
    height: int
    shapes: Mapping[str, Shape]
    around: str
    lines: str


@dataclass(frozen=True, kw_only=True)
class MapShapes:
    """One map: sizes in units of the sheet, shapes by GB/T 2260 code."""

    width: int
    height: int
    shapes: Mapping[str, Shape]
    lines: str = ""
    inset: Inset | None = None


@lru_cache(maxsize=_KEPT)
def read_map_shapes(code: str = COUNTRY) -> MapShapes | None:
    """The map of what lies right below a unit; None where none is drawn: below the prefectures, and in 台湾, 香港, 澳门."""
    file = _FOLDER / f"{code}.json"
    if not code.isdigit() or not file.exists():
        return None
    drawn = json.loads(file.read_text(encoding="utf-8"))
    inset = drawn.pop("inset", None)
    return MapShapes(
        **{**drawn, "shapes": _shapes(drawn["shapes"])},
        inset=Inset(**{**inset, "shapes": _shapes(inset["shapes"])}) if inset else None,
    )


def _shapes(drawn: Mapping[str, Any]) -> dict[str, Shape]:
    return {code: Shape(**{**shape, "at": tuple(shape.get("at", (0, 0)))}) for code, shape in drawn.items()}
