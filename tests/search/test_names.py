"""The codes of a facet as a table that stays in its file."""

from __future__ import annotations

import numpy as np
import pytest

from archive.search.engines.whoosh import names
from archive.search.engines.whoosh.names import Names, join_names

VALUES = ("", "000000", "Red Cross", "中国青年志愿者协会", "武汉市江岸区", "𠮷野家")


@pytest.mark.parametrize("few", [0, 10_000])
def test_a_table_gives_what_was_put_in_and_finds_each_by_halves(monkeypatch, few: int) -> None:
    monkeypatch.setattr(names, "_FEW", few)
    table = Names.of(VALUES)
    assert (len(table), tuple(table), table[3]) == (len(VALUES), VALUES, VALUES[3])
    assert table.take(np.array([5, 0, 3])) == [VALUES[5], VALUES[0], VALUES[3]]
    assert [table.find(value) for value in VALUES] == list(range(len(VALUES)))
    assert [table.find(value) for value in ("0", "武汉", "武汉市江岸区江滩", "\U0010ffff")] == [None] * 4


@pytest.mark.parametrize("few", [0, 10_000])
def test_names_of_several_segments_become_one_table_without_repeating_any(monkeypatch, few: int) -> None:
    monkeypatch.setattr(names, "_FEW", few)
    parts = [("b", "d"), ("a", "b", "c", "e"), ("d", "f"), ()]
    joined, numbers = join_names([Names.of(part) for part in parts])
    assert sorted(joined) == ["a", "b", "c", "d", "e", "f"]
    assert [[joined[number] for number in own.tolist()] for own in numbers] == [list(part) for part in parts]
    assert all(joined[joined.find(value)] == value for value in "abcdef")
    assert joined.take(np.arange(len(joined))) == list(joined)
    assert joined.find("g") is None
