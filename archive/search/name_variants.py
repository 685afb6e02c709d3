"""Names that may be spellings of one: for staff, who judge. Nothing is merged by likeness alone.

Two names are put together if what is left of them is the same: without marks and spaces, in simplified characters,
without 省, 市, 区 and 县 behind a place, with the long and the short forms of a few offices taken as one (文明办), and of
programmes without the word that says what they are (活动, 项目).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from archive.models import NameKind
from archive.resolve.organisation.kinds import kinds_by_ending
from archive.search.query import UNKNOWN
from archive.text.normalise import fold
from archive.text.script import to_simplified

_MARKS = re.compile(r"[\W_]+")
_LEVELS = re.compile(r"(?<=[一-鿿]{2})[省市区县]")
_SORTS = re.compile(r"(?:公益|志愿服务|志愿者|主题)?(?:活动|项目|行动|计划|工程|品牌)\Z")
_ONE_OFFICE = frozenset(
    {"civility-office", "social-work-department", "red-cross", "womens-federation", "disabled-federation"}
)
"""Kinds whose endings are long and short forms of one another."""
_SHORTEST = 2
"""Characters: what is shorter says too little to be alike."""

Group = Sequence[tuple[str, int]]


def spelling_key(kind: str, name: str) -> str:
    """What names have in common that may be the same."""
    plain = _MARKS.sub("", fold(to_simplified(name)))
    if kind == NameKind.PROGRAMME:
        shorter = _SORTS.sub("", plain)
        return shorter if len(shorter) >= _SHORTEST else plain
    for ending, office in _offices():
        if plain.endswith(ending) and len(plain) > len(ending):
            plain = f"{plain.removesuffix(ending)}:{office}"
            break
    return _LEVELS.sub("", plain)


@cache
def _offices() -> tuple[tuple[str, str], ...]:
    """(ending, kind), the longest first."""
    endings = ((ending, kind) for ending, kind in kinds_by_ending().items() if kind in _ONE_OFFICE)
    return tuple(sorted(endings, key=lambda row: -len(row[0])))


class _Grouped:
    """Groups, kept for the last names of each kind: an engine hands out the same counts until they change."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[Mapping[str, int], Sequence[Group]]] = {}

    def of(self, kind: str, names: Mapping[str, int]) -> Sequence[Group]:
        last, groups = self._last.get(kind, ({}, ()))
        if last is not names:
            groups = _group(kind, names)
            self._last[kind] = names, groups
        return groups


_grouped = _Grouped()


def variants_of(kind: str, names: Mapping[str, int]) -> Sequence[Group]:
    """Names that may be one, with their articles: groups of two and more, those with the most articles first.

    `names` are those of `count_facet`, which are not changed afterwards.
    """
    return _grouped.of(kind, names)


def _group(kind: str, names: Mapping[str, int]) -> Sequence[Group]:
    groups: dict[str, list[tuple[str, int]]] = {}
    for name, count in names.items():
        if name != UNKNOWN:
            groups.setdefault(spelling_key(kind, name), []).append((name, count))
    alike = [sorted(group, key=lambda row: (-row[1], row[0])) for group in groups.values() if len(group) > 1]
    return sorted(alike, key=lambda group: (-sum(count for _name, count in group), group[0][0]))
