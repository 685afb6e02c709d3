"""Organisations of an archive by kind, as their names tell it: 红十字会, 志愿服务队, 基金会.

Gives `kind_of_name`, `names_by_kind` and `read_of_kind`. Kinds and endings are the resolver's table
(`archive.resolve.organisation.kinds`); a name that ends in none of them, as staff may have set it, has no kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from archive.resolve.organisation.kinds import kind_labels, kinds_by_ending
from archive.search.facet_search import DEFAULT_LIMIT, FacetPage, FacetRow
from archive.search.facets import FACET_BY_NAME
from archive.search.labels import is_english
from archive.search.query import UNKNOWN, SearchQuery
from archive.search.results import FacetValue

Names = Sequence[tuple[str, int]]


@cache
def _endings_by_length() -> tuple[tuple[int, dict[str, str]], ...]:
    """(length, ending -> kind), the longest first."""
    lengths = sorted({len(ending) for ending in kinds_by_ending()}, reverse=True)
    kinds = kinds_by_ending().items()
    return tuple((length, {end: kind for end, kind in kinds if len(end) == length}) for length in lengths)


def kind_of_name(name: str) -> str:
    """The code of the kind an organisation's name ends in, the longest ending first; "" for none."""
    for length, kinds in _endings_by_length():
        if (kind := kinds.get(name[-length:])) is not None:
            return kind
    return ""


def kind_label(code: str) -> str:
    """What a kind is called in the interface's language."""
    label, english = kind_labels().get(code, (code, code))
    return (english or label) if is_english() else label


class _Sorted:
    """Names by kind, kept for the last archive asked about: an engine hands out the same counts until they change."""

    def __init__(self) -> None:
        self._last: tuple[Mapping[str, int], dict[str, Names]] = ({}, {})

    def by_kind(self, names: Mapping[str, int]) -> dict[str, Names]:
        last, kinds = self._last
        if last is not names:
            kinds = _sort(names)
            self._last = names, kinds
        return kinds


_sorted = _Sorted()


def names_by_kind(names: Mapping[str, int]) -> dict[str, Names]:
    """Code of a kind -> its names with their articles, the commonest first; kinds with the most names first.

    `names` maps each organisation to its articles, as `count_facet` gives them; it is not changed afterwards.
    """
    return _sorted.by_kind(names)


def _sort(names: Mapping[str, int]) -> dict[str, Names]:
    kinds: dict[str, list[tuple[str, int]]] = {}
    for name, count in names.items():
        if name != UNKNOWN and (kind := kind_of_name(name)):
            kinds.setdefault(kind, []).append((name, count))
    ordered = sorted(kinds.items(), key=lambda item: (-len(item[1]), item[0]))
    return {kind: sorted(rows, key=lambda row: (-row[1], row[0])) for kind, rows in ordered}


def read_of_kind(names: Names, *, offset: int = 0, limit: int = DEFAULT_LIMIT) -> FacetPage:
    """A page of the names of one kind, from `offset` on."""
    rows = (
        FacetRow(value=FacetValue(value=name, label=name, count=count, selected=False))
        for name, count in names[offset : offset + limit]
    )
    return FacetPage(
        facet=FACET_BY_NAME["org"],
        query=SearchQuery(),
        rows=tuple(rows),
        total=len(names),
        offset=offset,
        limit=limit,
    )
