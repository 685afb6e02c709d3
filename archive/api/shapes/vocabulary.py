"""Regions and event types as JSON, with the number of articles the search finds for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archive.search.facets import FACET_BY_NAME, Facet
from archive.search.labels import region_tree, term_codes, term_label
from archive.search.query import SearchQuery
from archive.search.run import count_facet


def regions_shape(under: str | None) -> dict[str, Any] | None:
    """The units right below one, or the provinces; None where there is no such unit."""
    tree = region_tree()
    if under is not None and under not in tree.names:
        return None
    counts = count_facet(SearchQuery(), FACET_BY_NAME["region"])
    return {"under": under, "regions": [region_entry(code, counts) for code in tree.children.get(under, ())]}


def region_shape(code: str) -> dict[str, Any] | None:
    """One unit, or None; an abolished one with what its successor holds."""
    if code not in region_tree().names:
        return None
    return region_entry(code, count_facet(SearchQuery(), FACET_BY_NAME["region"]))


def region_entry(code: str, counts: Mapping[str, int]) -> dict[str, Any]:
    """A unit with its count among `counts`."""
    tree = region_tree()
    current = tree.current(code)
    return {
        "code": code,
        "name": tree.name(code),
        "path": list(tree.path(code)),
        "parent": tree.parents.get(code),
        "articles": counts.get(current, 0),
        "below": len(tree.children.get(code, ())),
        "url": f"/search/?{SearchQuery(region=(current,)).to_querystring()}",
    }


def types_shape() -> dict[str, Any]:
    """Both vocabularies in their own order."""
    return {"types": _terms(FACET_BY_NAME["type"]), "fields": _terms(FACET_BY_NAME["field"])}


def _terms(facet: Facet) -> list[dict[str, Any]]:
    counts = count_facet(SearchQuery(), facet)
    return [
        {
            "code": code,
            "label": term_label(facet.name, code),
            "articles": counts.get(code, 0),
            "url": f"/search/?{SearchQuery().with_filter(facet.name, code).to_querystring()}",
        }
        for code in term_codes(facet.name)
    ]
