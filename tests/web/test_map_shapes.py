from __future__ import annotations

import csv
import re

import pytest
from django.conf import settings

from archive.web.map_shapes import _FOLDER, COUNTRY, read_map_shapes

NOT_IN_THE_SOURCE = {"659011", "659012"}  # archive/web/data/README.md


def units_below(parent: str) -> set[str]:
    with (settings.BASE_DIR / "archive/resolve/data/regions.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"] for row in csv.DictReader(lines) if row["parent"] == parent and not row["valid_to"]}


def drawn(code: str) -> set[str]:
    shapes = read_map_shapes(code)
    return {*shapes.shapes, *(shapes.inset.shapes if shapes.inset else ())}


def test_the_map_of_china_has_every_province():
    assert drawn(COUNTRY) == units_below("")
    assert {"710000", "810000", "820000"} < drawn(COUNTRY)


@pytest.mark.parametrize("province", sorted(units_below("") - {"710000", "810000", "820000"}))
def test_the_map_of_a_province_has_every_unit_right_below_it(province):
    assert drawn(province) == units_below(province) - NOT_IN_THE_SOURCE


@pytest.mark.parametrize("code", ["710000", "420100", "100001", "../secret", ""])
def test_there_is_no_map_where_nothing_is_drawn(code):
    assert read_map_shapes(code) is None


def test_the_inset_shows_the_islands_inside_the_maritime_line():
    inset = read_map_shapes().inset
    assert inset.lines.count("M") >= 8
    assert inset.shapes["460000"].dots.count("M") > 20
    assert read_map_shapes("460000").inset.shapes["460300"].dots.count("M") > 20


def test_taiwan_is_drawn_with_its_islands():
    dots = re.findall(r"M(\d+) (\d+)h0", read_map_shapes().shapes["710000"].dots)
    east_of_taiwan = [int(x) for x, _y in dots if int(x) > 910]
    assert len(east_of_taiwan) == 2  # 钓鱼岛, 赤尾屿


@pytest.mark.parametrize("file", sorted(_FOLDER.glob("*.json")), ids=lambda file: file.stem)
def test_everything_lies_on_its_sheet_and_is_nothing_but_a_path(file):
    sheet = read_map_shapes(file.stem)
    for shape in sheet.shapes.values():
        assert re.fullmatch(r"(M\d+ \d+l[-\d ]+z)+", shape.path)
        assert 0 <= shape.at[0] <= sheet.width
        assert 0 <= shape.at[1] <= sheet.height


def test_all_maps_together_are_small():
    assert sum(file.stat().st_size for file in _FOLDER.glob("*.json")) <= 200_000
