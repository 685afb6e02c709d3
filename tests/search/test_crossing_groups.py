from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from archive.search.engines.whoosh.columns import Codes
from archive.search.engines.whoosh.combinations import FieldCodes, combine, join
from archive.search.engines.whoosh.crossing import count_pairs, group_codes

DOCUMENTS = 400


def field(codes: list[list[str]]) -> FieldCodes:
    values = sorted({value for row in codes for value in row})
    pairs = [(values.index(value), number) for number, row in enumerate(codes) for value in row]
    ordinals, documents = (np.array(column) for column in zip(*pairs, strict=True))
    return join([combine(Codes(tuple(values), ordinals, documents), len(codes))])


@pytest.mark.parametrize("kinds", [3, 64, 65, 150])
def test_pairs_are_those_counted_one_by_one_however_many_codes_there_are(kinds):
    random = np.random.default_rng(kinds)
    rows = [[f"r{n}" for n in random.choice(kinds, random.integers(0, 3), replace=False)] for _ in range(DOCUMENTS)]
    columns = [[f"c{n}" for n in random.choice(kinds, random.integers(0, 3), replace=False)] for _ in range(DOCUMENTS)]
    expected: dict[tuple[str, str], int] = {}
    for pair in (pair for one, other in zip(rows, columns, strict=True) for pair in product(one, other)):
        expected[pair] = expected.get(pair, 0) + 1
    grouped = [group_codes(field(codes), None, None) for codes in (rows, columns)]
    assert count_pairs(*grouped, np.arange(DOCUMENTS)) == expected
    assert count_pairs(*grouped, np.arange(0)) == {}


def test_only_wanted_codes_are_grouped():
    codes = field([["a", "b"], ["a"], ["b"], ["c"]])
    grouped = group_codes(codes, frozenset({"a", "z"}), None)
    assert (grouped.values, len(grouped.has)) == (("a",), 2)
    assert group_codes(codes, None, lambda code: 0 if code == "c" else 1).values == ("c",)
