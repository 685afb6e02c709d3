"""Counts of codes as facet values with labels, in order and, for regions and dates, as a tree.

Every code counted is given, and every chosen one even at 0, so that it can be seen and removed. Which codes are counted
where there are many is `facet_listing`'s to say; how many of them are shown at once is for the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from archive.search.dates import below_token, parent_token
from archive.search.engine import Listing
from archive.search.facets import FACETS, NATIONWIDE, UNKNOWN, Facet
from archive.search.flag_labels import flag_label
from archive.search.labels import date_label, is_english, region_tree, source_names, term_label, term_position
from archive.search.query import SearchQuery
from archive.search.results import FacetValue

_Parent = Callable[[str], str | None]
_Label = Callable[[str], str]
_Order = Callable[[FacetValue], tuple[object, ...]]


def facet_listings(query: SearchQuery) -> dict[str, Listing]:
    """Which values of each facet the answer to a query lists."""
    return {facet.name: facet_listing(facet, query.values(facet.name)) for facet in FACETS}


def facet_listing(facet: Facet, chosen: Iterable[str]) -> Listing:
    """The commonest values, the chosen ones, and in a tree what lies beside and right below those."""
    return Listing(most=facet.listed, level=facet.level, also=frozenset({UNKNOWN, *opened_codes(facet, chosen)}))


def opened_codes(facet: Facet, opened: Iterable[str]) -> set[str]:
    """The codes of a facet seen where some are opened: they, those above them, and all right below any of these."""
    if facet.shape == "flat":
        return set(opened)
    tree = region_tree()
    seen: set[str] = set()
    for code in opened:
        path = tree.above(code) if facet.shape == "regions" else _date_path(code)
        for above in path:
            seen |= {above, *(tree.children.get(above, ()) if facet.shape == "regions" else below_token(above))}
    return seen


def facet_values(facet: Facet, counts: Mapping[str, int], chosen: Iterable[str]) -> tuple[FacetValue, ...]:
    """The values of one facet. `counts` maps a code to its articles, own selection of the facet left out."""
    picked = frozenset(chosen)
    counts = {**dict.fromkeys(picked, 0), **counts}
    label, order = facet_label(facet, counts), facet_order(facet)
    if facet.shape == "flat":
        values = (
            FacetValue(value=code, label=label(code), count=count, selected=code in picked)
            for code, count in counts.items()
        )
        return tuple(sorted(values, key=order))
    parent = region_tree().parents.get if facet.shape == "regions" else parent_token
    return _tree(_with_parents(counts, parent), picked, parent, label, order)


def facet_label(facet: Facet, codes: Iterable[str]) -> _Label:
    """What codes of a facet are called in the interface's language; `codes` are all that will be asked for."""
    name = _namer(facet, codes)
    unknown = str(facet.unknown)
    return lambda code: unknown if code == UNKNOWN else name(code)


def _namer(facet: Facet, codes: Iterable[str]) -> _Label:
    english = is_english()
    if facet.shape == "regions":
        tree = region_tree()
        return lambda code: tree.name(code, english)
    if facet.shape == "dates":
        return lambda token: date_label(token, english)
    if facet.name == "source":
        names = source_names(codes)
        return lambda code: names.get(code, code)
    if facet.name == "flag":
        return flag_label
    return (lambda code: code) if facet.has_names else (lambda code: term_label(facet.name, code, english))


def facet_order(facet: Facet) -> _Order:
    """The order of values side by side, as a key to sort by: `unknown` last."""
    order = _known_order(facet)
    return lambda value: (value.value == UNKNOWN, *order(value))


def _known_order(facet: Facet) -> _Order:
    if facet.shape == "regions":
        return lambda value: (value.value == NATIONWIDE, -value.count, value.value)
    if facet.shape == "dates":
        return lambda value: (value.value,)
    if facet.name in {"type", "field"}:
        return lambda value: (-value.count, term_position(facet.name, value.value), value.value)
    return lambda value: (-value.count, value.label)


def _date_path(token: str) -> list[str]:
    path = [token]
    while (above := parent_token(path[0])) is not None:
        path.insert(0, above)
    return path


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
    label: _Label,
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
        return tuple(sorted(values, key=order))

    return branch(below.get(None, ()))
