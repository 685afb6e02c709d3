"""Counts of codes as facet values with labels, in order and, for regions and dates, as a tree.

Every value with a count is given, and every chosen value even at 0, so that it can be seen and removed. How many are
shown is for the page to decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from archive.search.dates import parent_token
from archive.search.facets import NATIONWIDE, UNKNOWN, Facet
from archive.search.labels import date_label, is_english, region_tree, source_names, term_label, term_position
from archive.search.query import SearchQuery
from archive.search.results import FacetValue

_Parent = Callable[[str], str | None]
_Order = Callable[[FacetValue], tuple[object, ...]]


def facet_values(facet: Facet, counts: Mapping[str, int], query: SearchQuery) -> tuple[FacetValue, ...]:
    """The values of one facet. `counts` maps a code to its articles, own selection of the facet left out."""
    chosen = frozenset(query.values(facet.name))
    counts = {**dict.fromkeys(chosen, 0), **counts}
    if facet.shape == "regions":
        return _region_values(counts, chosen)
    if facet.shape == "dates":
        counts = _with_parents(counts, parent_token)
        english = is_english()
        return _tree(counts, chosen, parent_token, lambda token: date_label(token, english), _by_value)
    if facet.name == "source":
        names = source_names(counts)
        return _flat(counts, chosen, lambda code: names.get(code, code), lambda value: (-value.count, value.label))
    return _flat(
        counts,
        chosen,
        lambda code: term_label(facet.name, code),
        lambda value: (-value.count, term_position(facet.name, value.value), value.value),
    )


def _region_values(counts: Mapping[str, int], chosen: frozenset[str]) -> tuple[FacetValue, ...]:
    tree, english = region_tree(), is_english()
    counts = _with_parents(counts, tree.parents.get)
    return _tree(
        counts,
        chosen,
        tree.parents.get,
        lambda code: tree.name(code, english),
        lambda value: (value.value == NATIONWIDE, -value.count, value.value),
    )


def _by_value(value: FacetValue) -> tuple[object, ...]:
    return (value.value,)


def _unknown_last(order: _Order) -> _Order:
    return lambda value: (value.value == UNKNOWN, *order(value))


def _flat(
    counts: Mapping[str, int], chosen: frozenset[str], label: Callable[[str], str], order: _Order
) -> tuple[FacetValue, ...]:
    values = (
        FacetValue(value=code, label=label(code), count=count, selected=code in chosen)
        for code, count in counts.items()
    )
    return tuple(sorted(values, key=_unknown_last(order)))


def _with_parents(counts: Mapping[str, int], parent: _Parent) -> dict[str, int]:
    """The counts with every ancestor present: a chosen value that counts nothing still hangs somewhere."""
    complete = dict(counts)
    for code in counts:
        above = parent(code)
        while above is not None and above not in complete:
            complete[above] = 0
            above = parent(above)
    return complete


def _tree(
    counts: Mapping[str, int],
    chosen: frozenset[str],
    parent: _Parent,
    label: Callable[[str], str],
    order: _Order,
) -> tuple[FacetValue, ...]:
    below: dict[str | None, list[str]] = {}
    for code in counts:
        below.setdefault(parent(code), []).append(code)

    def branch(codes: Iterable[str]) -> tuple[FacetValue, ...]:
        values = (
            FacetValue(
                value=code,
                label=label(code),
                count=counts[code],
                selected=code in chosen,
                children=branch(below.get(code, ())),
            )
            for code in codes
        )
        return tuple(sorted(values, key=_unknown_last(order)))

    return branch(below.get(None, ()))
