"""Patterns that look where a match can be find what `re` finds, wherever they are looked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.normalise import fold
from archive.text.pattern_signs import Signs, read_signs
from archive.text.regex import may_match, regex
from tests.text.test_patterns import PATTERNS

ROOT = Path(__file__).resolve().parents[2]
TEXTS = [
    fold(path.read_text(encoding="utf-8", errors="replace")[:500])
    for path in sorted((ROOT / "tests/samples/extract").glob("*.txt"))
]
SIGNED = [
    (pattern.pattern, pattern.flags & ~re.UNICODE)
    for patterns in PATTERNS.values()
    for pattern in patterns
    if isinstance(pattern.pattern, str) and read_signs(pattern.pattern, pattern.flags) is not None
]


def spans(pattern: re.Pattern[str], text: str, *bounds: int) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(text, *bounds)]


@pytest.mark.parametrize(
    ("pattern", "signs"),
    [
        ("(?:送[到往]|[运抵]达)[^。]*书", Signs("[抵运送]", ("书",))),
        ("(?<!第)[一二]月|三月", Signs("[一三二]", ("月",))),
        ("(?:约|近)?[1-9]名", Signs("[1-9约近]", ("名",))),
        ("[^。]{2,4}、等", Signs(None, ("、", "等"))),
        (r"(?:\d人|一(?:名|位))(?=书)", Signs(r"[\d一]", ())),
        ("(?=甲)(?:乙|丙丁)?", None),
        ("(?:甲|乙丙)丁", None),
        ("召开了?", None),
        ("(?i)(?:甲|乙[a-z])丁", None),
    ],
)
def test_signs_are_read_from_the_pattern(pattern: str, signs: Signs | None) -> None:
    assert read_signs(pattern) == signs


def test_many_patterns_have_signs() -> None:
    assert len(SIGNED) > 200


def test_all_patterns_find_what_they_would_find_everywhere() -> None:
    for source in SIGNED:
        plain, signed = re.compile(*source), regex(*source)
        for text in TEXTS:
            assert spans(signed, text) == spans(plain, text), source
            first, bounds = plain.search(text), (len(text) // 3, len(text) // 2)
            assert (found := signed.search(text)) is first or (found and first and found.span() == first.span()), source
            assert spans(signed, text, *bounds) == spans(plain, text, *bounds), source
            assert may_match(signed, text) or first is None, source


@given(st.lists(st.sampled_from(["甲", "乙", "丙", "1", "月", "\n", "。", "𠀀"]), max_size=30).map("".join), st.data())
def test_bounds_and_looks_around_mean_the_same(text: str, data: st.DataObject) -> None:
    pos = data.draw(st.integers(0, len(text)))
    endpos = data.draw(st.integers(0, len(text)))
    for source in (
        "(?<!甲)(?:乙+|1?月)(?!丙)",
        "(?:甲|乙丙?)$",
        "(?:^|(?<=。))[甲乙]{1,2}",
        r"\b(?:1|月)(?=[^。])",
        "(?:𠀀|甲.)月",
    ):
        plain, signed = re.compile(source), regex(source)
        assert spans(signed, text, pos, endpos) == spans(plain, text, pos, endpos)
