"""What the archive holds of one thing (everything, a region, a kind, a source): counts of what matters, newest events.

Gives `read_portrait`. The thing is a query of filters; what is counted is the same for all, so that all such pages show
the same and cost the same: two questions to the engine.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from archive.search.engine import Cross, Found
from archive.search.facet_values import facet_values
from archive.search.facets import FACET_BY_NAME
from archive.search.query import SearchQuery
from archive.search.results import FacetValue, Hit
from archive.search.run import count_facets, find_hits

LISTED = ("type", "field", "programme", "org", "source")
WHOLE = ("region", "date")


@dataclass(frozen=True, kw_only=True)
class Portrait:
    """`found` counts articles, regions and dates whole; `newest` are events, each by its best article."""

    query: SearchQuery
    found: Found
    newest: tuple[Hit, ...]

    def values(self, facet: str) -> tuple[FacetValue, ...]:
        """The values of a facet that is listed, with labels, in order."""
        return facet_values(FACET_BY_NAME[facet], self.found.counts.get(facet, {}), self.query.values(facet))


def read_portrait(query: SearchQuery, *, newest: int = 6, by_years: Iterable[str] = ()) -> Portrait:
    """The portrait of what a query of filters finds; `by_years` are codes of regions to be counted against years.

    Raises:
        IndexUnusable: as a search.
    """
    regions = frozenset(by_years)
    cross = Cross(rows="region", columns="date", row_codes=regions) if regions else None
    found = count_facets(query, WHOLE, LISTED, cross)
    latest = replace(query, view="events", sort="newest", page=1, per_page=newest)
    hits = find_hits(latest) if found.total else ()
    return Portrait(query=query, found=found, newest=hits)
