"""From an address to a part of a facet: which facet, what is looked for in it, where to begin."""

from __future__ import annotations

import re

from django.http import QueryDict

from archive.search.facet_search import DEFAULT_LIMIT, MAX_LIMIT, FacetPage, read_facet
from archive.search.facets import FACET_BY_NAME
from archive.search.params import query_from_params

MAX_FIND = 80
_MAX_OFFSET = 1_000_000


def facet_from_params(name: str, params: QueryDict) -> FacetPage | None:
    """The values of the facet `name` for the parameters of a search and `find`, `under`, `offset`, `limit`.

    None where there is no such facet; what cannot be understood counts as not given.
    """
    facet = FACET_BY_NAME.get(name)
    if facet is None:
        return None
    query, _notices = query_from_params(params)
    under = params.get("under", "") or ""
    return read_facet(
        query,
        facet,
        find=(params.get("find", "") or "")[:MAX_FIND],
        under=under if facet.shape != "flat" and facet.accepts(under) else "",
        offset=_number(params.get("offset", ""), 0, _MAX_OFFSET),
        limit=max(1, _number(params.get("limit", ""), DEFAULT_LIMIT, MAX_LIMIT)),
    )


def _number(value: str | None, default: int, highest: int) -> int:
    return min(int(value), highest) if value and re.fullmatch(r"[0-9]{1,9}", value) else default
