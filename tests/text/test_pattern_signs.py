"""Patterns that look where a match can be find what `re` finds, wherever they are looked for."""

from __future__ import annotations

import re
from pathlib import Path
from re import _parser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.normalise import fold
from archive.text.pattern_signs import Signs, read_signs
from archive.text.regex import regex
from tests.text.test_patterns import PATTERNS

ROOT = Path(__file__).resolve().parents[2]
TEXTS = [
    fold(path.read_text(encoding="utf-8", errors="replace")[:500])
    for path in sorted((ROOT / "tests/samples/extract").glob("*.txt"))
]
SOURCES = [
    (pattern.pattern, pattern.flags & ~re.UNICODE)
    for patterns in PATTERNS.values()
    for pattern in patterns
    if isinstance(pattern.pattern, str)
]
WORDS = [
    "志愿",
    "7月7日",
    "2013-08-09",
    "约300名",
    "捐款",
    "记者",
    "(",
    "。",
    "\n",
    " ",
    "老人",
    "第",
    "rmb 5",
    "初一",
    "周末",
]


def signs_of(pattern: str, flags: int = 0) -> Signs:
    tree = _parser.parse(pattern, flags)
    return read_signs(tree, flags | tree.state.flags)


def spans(pattern: re.Pattern[str], text: str, *bounds: int) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(text, *bounds)]


def span(found: re.Match[str] | None) -> tuple[int, int] | None:
    return found and found.span()


@pytest.mark.parametrize(
    ("pattern", "opening", "needed"),
    [
        ("(?:送[到往]|[运抵]达)[^。]*书", "抵运送", "书"),
        ("(?<!第)[一二]月|三月", "一三二", "月"),
        ("(?:约|近)?[1-9]名", "123456789约近", "名"),
        ("[^。]{2,4}、等", None, "、等"),
        ("(?:一人|[两三](?:名|位))(?=书)", "一三两", ""),
        ("(?=甲)(?:乙|丙丁)?", None, ""),
        ("(?:甲|乙丙)丁", None, "丁"),
        ("召开了?", None, "召开"),
        ("(?i)(?:甲|乙[a-z])丁", None, ""),
        ("(?i:a)?(?:b|[cd])e", None, "e"),
    ],
)
def test_signs_are_read_from_the_pattern(pattern: str, opening: str | None, needed: str) -> None:
    signs = signs_of(pattern)
    assert "".join(signs.needed) == "".join(sorted(needed))
    assert (signs.opening is None) == (opening is None)
    assert not opening or set(_characters(signs.opening)) == set(opening)


def _characters(items: Any) -> list[str]:
    return [chr(c) for op, at in items for c in (range(at[0], at[1] + 1) if isinstance(at, tuple) else [at])]


def test_many_patterns_have_signs() -> None:
    signs = [signs_of(*source) for source in SOURCES]
    assert sum(one.opening is not None for one in signs) > 100
    assert sum(bool(one.needed) for one in signs) > 100


def test_all_patterns_find_what_they_would_find_everywhere() -> None:
    for source in SOURCES:
        plain, ours = re.compile(*source), regex(*source)
        for text in TEXTS:
            bounds = (len(text) // 3, len(text) // 2)
            assert spans(ours, text) == spans(plain, text), source
            assert span(ours.search(text)) == span(plain.search(text)), source
            assert spans(ours, text, *bounds) == spans(plain, text, *bounds), source
            assert ours.findall(text) == plain.findall(text), source
            assert ours.split(text) == plain.split(text), source


@given(st.lists(st.sampled_from(WORDS), max_size=20).map("".join), st.sampled_from(SOURCES))
def test_they_do_so_in_any_text(text: str, source: tuple[str, int]) -> None:
    plain, ours = re.compile(*source), regex(*source)
    assert [match.groupdict() for match in ours.finditer(text)] == [m.groupdict() for m in plain.finditer(text)]


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
