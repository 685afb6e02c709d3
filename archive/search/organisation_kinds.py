"""Organisations of an archive by kind, as their names tell it: 红十字会, 志愿服务队, 基金会.

Gives `kind_of_name`, `count_kinds` and `read_of_kind`. Kinds and endings are the resolver's table
(`archive.resolve.organisation.kinds`); a name that ends in none of them, as staff may have set it, has no kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from heapq import nsmallest

from archive.resolve.organisation.kinds import kind_labels, kinds_by_ending
from archive.search.facet_search import DEFAULT_LIMIT, FacetPage, FacetRow
from archive.search.facets import FACET_BY_NAME
from archive.search.labels import is_english
from archive.search.query import UNKNOWN, SearchQuery
from archive.search.results import FacetValue


@cache
def _longest_first() -> tuple[tuple[str, str], ...]:
    return tuple(sorted(kinds_by_ending().items(), key=lambda pair: -len(pair[0])))


def kind_of_name(name: str) -> str:
    """The code of the kind an organisation's name ends in, the longest ending first; "" for none."""
    return next((kind for ending, kind in _longest_first() if name.endswith(ending)), "")


def kind_label(code: str) -> str:
    """What a kind is called in the interface's language."""
    label, english = kind_labels().get(code, (code, code))
    return (english or label) if is_english() else label


def count_kinds(names: Mapping[str, int]) -> dict[str, int]:
    """Code of a kind -> how many different names are of it, the most first."""
    counts = Counter(kind_of_name(name) for name in names if name != UNKNOWN)
    counts.pop("", None)
    return dict(counts.most_common())


def read_of_kind(names: Mapping[str, int], kind: str, *, offset: int = 0, limit: int = DEFAULT_LIMIT) -> FacetPage:
    """The names of one kind, the commonest first, from `offset` on. `names` maps each to its articles."""
    endings = tuple(ending for ending, code in _longest_first() if code == kind)
    # Most names are told apart by their last characters alone; the few that are left are looked at for a longer ending.
    of_kind = {n: count for n, count in names.items() if endings and n.endswith(endings) and kind_of_name(n) == kind}
    first = nsmallest(offset + limit, of_kind.items(), key=lambda item: (-item[1], item[0]))[offset:]
    rows = (FacetRow(value=FacetValue(value=name, label=name, count=count, selected=False)) for name, count in first)
    return FacetPage(
        facet=FACET_BY_NAME["org"],
        query=SearchQuery(),
        rows=tuple(rows),
        total=len(of_kind),
        offset=offset,
        limit=limit,
    )
