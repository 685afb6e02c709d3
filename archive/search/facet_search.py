"""One facet in full: its values page by page, those below one of them, or those a reader looks for by name.

Gives `read_facet`. Counts are those of the search with the same query; names are looked for in characters, pinyin or
initials (`archive.search.pinyin`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import nsmallest

from archive.search.dates import parent_token
from archive.search.facet_values import facet_label, facet_order, facet_values
from archive.search.facets import UNKNOWN, Facet
from archive.search.labels import region_tree
from archive.search.lookup import names
from archive.search.pinyin import NameMatcher, typed_letters
from archive.search.query import SearchQuery
from archive.search.results import FacetValue
from archive.search.run import count_facet
from archive.text.normalise import fold

DEFAULT_LIMIT = 50
MAX_LIMIT = 200
MAX_SPELLED = 5_000
"""Values of a facet that are all spelled out for a look-up; of more, the names written down beside the index are."""


@dataclass(frozen=True, kw_only=True)
class FacetRow:
    """One value; `path` are the names of what it lies in, the highest first; `has_below`: something lies below it."""

    value: FacetValue
    path: tuple[str, ...] = ()
    has_below: bool = False


@dataclass(frozen=True, kw_only=True)
class FacetPage:
    """Some of a facet's values. `total` is how many there are to page through."""

    facet: Facet
    query: SearchQuery
    rows: tuple[FacetRow, ...]
    total: int
    offset: int
    limit: int
    find: str = ""
    under: str = ""


def read_facet(
    query: SearchQuery, facet: Facet, *, find: str = "", under: str = "", offset: int = 0, limit: int = DEFAULT_LIMIT
) -> FacetPage:
    """The values of a facet under a query, its own choice left out, from `offset` on.

    `find` gives those whose name fits, best first; else `under` those right below a value of a tree, or the highest
    level. Never raises for what a reader typed.
    """
    counts = count_facet(query, facet)
    end = offset + limit
    if find.strip():
        rows = _found(facet, counts, query, find)
        total = len(rows)
    elif facet.has_names:
        rows, total = _commonest(counts, query.values(facet.name), end, facet), len(counts)
    else:
        rows = _level(facet, counts, query, under)
        total = len(rows)
    return FacetPage(
        facet=facet,
        query=query,
        rows=tuple(rows[offset:end]),
        total=total,
        offset=offset,
        limit=limit,
        find=find,
        under=under,
    )


def read_upper_levels(query: SearchQuery, facet: Facet) -> tuple[FacetValue, ...]:
    """All values of the two highest levels of a tree: provinces with what lies right below them, years with months."""
    counts = count_facet(query, facet)
    upper = {code: count for code, count in counts.items() if _parent(facet, _parent(facet, code) or UNKNOWN) is None}
    return facet_values(facet, upper, query.values(facet.name))


def lies_inside(facet: Facet, code: str, chosen: Iterable[str]) -> bool:
    """Whether a value of a tree lies below one of the chosen ones: choosing it besides would change nothing."""
    kept = set(chosen)
    above = _parent(facet, code) if kept else None
    while above:
        if above in kept:
            return True
        above = _parent(facet, above)
    return False


def _level(facet: Facet, counts: Mapping[str, int], query: SearchQuery, under: str) -> list[FacetRow]:
    wanted = {code: count for code, count in counts.items() if (_parent(facet, code) or "") == under}
    chosen = set(query.values(facet.name))
    label, order = facet_label(facet, wanted), facet_order(facet)
    values = (
        FacetValue(value=code, label=label(code), count=count, selected=code in chosen)
        for code, count in wanted.items()
    )
    path, parents = _path(facet, under), {_parent(facet, code) for code in counts}
    return [FacetRow(value=value, path=path, has_below=value.value in parents) for value in sorted(values, key=order)]


def _commonest(counts: Mapping[str, int], chosen: tuple[str, ...], end: int, facet: Facet) -> list[FacetRow]:
    """The first rows of a facet of names, in the order of `facet_order`, without a value for each of very many names."""
    first = nsmallest(end, counts.items(), key=lambda item: (item[0] == UNKNOWN, -item[1], item[0]))
    label = facet_label(facet, ())
    return [
        FacetRow(value=FacetValue(value=code, label=label(code), count=count, selected=code in chosen))
        for code, count in first
    ]


def _found(facet: Facet, counts: Mapping[str, int], query: SearchQuery, find: str) -> list[FacetRow]:
    chosen = set(query.values(facet.name))
    codes = _candidates(facet, counts, find)
    label, matcher = facet_label(facet, codes), NameMatcher(find)
    parents = {_parent(facet, code) for code in counts}
    found = []
    for code in codes:
        name = label(code)
        rank = matcher.rank(name)
        if rank is not None:
            found.append((rank, facet.level(code) if facet.level else 0, -counts[code], code, name))
    return [
        FacetRow(
            value=FacetValue(value=code, label=name, count=counts[code], selected=code in chosen),
            path=_path(facet, _parent(facet, code) or ""),
            has_below=code in parents,
        )
        for _rank, _level, _count, code, name in sorted(found)
    ]


def _candidates(facet: Facet, counts: Mapping[str, int], find: str) -> list[str]:
    """The codes worth comparing: all, or of very many names those that hold the characters, or are spelled so."""
    known = names()
    if not facet.has_names or len(counts) <= MAX_SPELLED or known is None:
        return list(counts)
    folded = fold(find).strip()
    held = [code for code in counts if folded in code]
    rows = (known.rows[number] for number in known.find(folded, typed_letters(folded), MAX_SPELLED))
    return list(dict.fromkeys([*held, *(row[1] for row in rows if row[0] == facet.name and row[1] in counts)]))


def _parent(facet: Facet, code: str) -> str | None:
    if facet.shape == "flat" or code == UNKNOWN:
        return None
    return region_tree().parents.get(code) if facet.shape == "regions" else parent_token(code)


def _path(facet: Facet, code: str) -> tuple[str, ...]:
    if not code or facet.shape != "regions":
        return ()
    return region_tree().path(code)
