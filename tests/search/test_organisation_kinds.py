from __future__ import annotations

import pytest

from archive.search.organisation_kinds import kind_of_name, names_by_kind, read_of_kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("武汉市红十字会", "red-cross"),
        ("江城明灯公益基金会", "foundation"),
        ("市邻里守望志愿服务联合会", "federation"),
        ("某某", ""),
        ("", ""),
    ],
)
def test_a_name_tells_its_kind_by_its_longest_ending(name, kind):
    assert kind_of_name(name) == kind


def test_names_stand_by_kind_the_commonest_first():
    names = {"甲基金会": 1, "乙基金会": 3, "丙红十字会": 9, "unknown": 50, "某某": 2}
    by_kind = names_by_kind(names)
    assert list(by_kind) == ["foundation", "red-cross"]
    assert by_kind["foundation"] == [("乙基金会", 3), ("甲基金会", 1)]
    assert names_by_kind({"丁红十字会": 1}) == {"red-cross": [("丁红十字会", 1)]}
    assert names_by_kind({}) == {}


def test_names_of_a_kind_come_page_by_page():
    names = [(f"{number}基金会", 1) for number in range(5)]
    page = read_of_kind(names, offset=3, limit=3)
    assert ([row.value.label for row in page.rows], page.total) == (["3基金会", "4基金会"], 5)
    assert read_of_kind(names, offset=10).rows == ()
