"""A part of one facet as JSON."""

from __future__ import annotations

from typing import Any

from archive.api.shapes.search import query_shape
from archive.search.facet_search import FacetPage


def facet_page_shape(page: FacetPage) -> dict[str, Any]:
    """`total` is how many values there are to page through with `offset` and `limit`."""
    return {
        "facet": page.facet.name,
        "label": str(page.facet.heading),
        "query": query_shape(page.query),
        "find": page.find or None,
        "under": page.under or None,
        "total": page.total,
        "offset": page.offset,
        "limit": page.limit,
        "values": [
            {
                "value": row.value.value,
                "label": row.value.label,
                "path": list(row.path),
                "count": row.value.count,
                "selected": row.value.selected,
            }
            for row in page.rows
        ],
    }
