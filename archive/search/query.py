"""What a reader asks for: one frozen value that is also an address.

Every link on the search page is made from a changed copy (`with_filter`, `without_filter`, `with_page` …), so that one
address is one state. Parsing addresses is `archive.search.params`; answering is `archive.search.run`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal
from urllib.parse import quote_plus

Sort = Literal["relevance", "newest", "oldest"]
UNKNOWN = "unknown"
FILTERS = ("region", "type", "field", "date", "published", "source", "org", "programme", "flag")
"""Attributes that hold chosen facet codes, in the order of an address; `archive.search.facets` describes each."""
DEFAULT_PER_PAGE = 20
MAX_PER_PAGE = 100

quoted = lru_cache(maxsize=8192)(quote_plus)
"""A value as an address holds it; kept, as the hundreds of links of a page hold the same values over and over."""


@dataclass(frozen=True, kw_only=True)
class SearchQuery:
    """A search. Filters are sorted tuples of facet codes; values inside one are alternatives, filters are ANDed.

    `date` and `published` hold `2013`, `2013-07`, `2013-07-07` or `unknown`; `date_from`/`date_to` are inclusive, same
    forms. `by` says which date `date`, `date_from`, `date_to` and the sort mean. `org` and `programme` hold names.
    """

    q: str = ""
    region: tuple[str, ...] = ()
    region_role: Literal["venue", "any"] = "venue"
    type: tuple[str, ...] = ()
    field: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    date_from: str = ""
    date_to: str = ""
    by: Literal["event", "published"] = "event"
    published: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    org: tuple[str, ...] = ()
    programme: tuple[str, ...] = ()
    flag: tuple[str, ...] = ()
    sort: Sort | None = None
    view: Literal["articles", "events"] = "articles"
    show: Literal["list", "map"] = "list"
    """How readers see what is found: as rows, or as counts on a map. It changes no answer."""
    page: int = 1
    per_page: int = DEFAULT_PER_PAGE

    @property
    def effective_sort(self) -> Sort:
        """The order used: by relevance where there are words, else newest first."""
        return self.sort or ("relevance" if self.q else "newest")

    def values(self, facet: str) -> tuple[str, ...]:
        """The chosen values of a facet."""
        chosen: tuple[str, ...] = getattr(self, facet)
        return chosen

    def with_filter(self, facet: str, value: str) -> SearchQuery:
        """A copy with one more value chosen in a facet, back on page 1."""
        return replace(self, **{facet: tuple(sorted({*self.values(facet), value}))}, page=1)  # type: ignore[arg-type]

    def without_filter(self, facet: str, value: str) -> SearchQuery:
        """A copy with one value fewer in a facet, back on page 1."""
        kept = tuple(chosen for chosen in self.values(facet) if chosen != value)
        return replace(self, **{facet: kept}, page=1)  # type: ignore[arg-type]

    def without_facet(self, facet: str) -> SearchQuery:
        """A copy with nothing chosen in a facet, back on page 1."""
        return replace(self, **{facet: ()}, page=1)  # type: ignore[arg-type]

    def without_filters(self) -> SearchQuery:
        """A copy that keeps the words, the order and the view only."""
        return SearchQuery(q=self.q, by=self.by, sort=self.sort, view=self.view, show=self.show, per_page=self.per_page)

    def with_page(self, page: int) -> SearchQuery:
        """A copy on another page."""
        return replace(self, page=page)

    def with_sort(self, sort: Sort) -> SearchQuery:
        """A copy in another order, back on page 1."""
        return replace(self, sort=sort, page=1)

    def to_params(self) -> list[tuple[str, str]]:
        """Key-value pairs for an address, defaults left out, in a fixed order."""
        pairs = [("q", self.q)] if self.q else []
        pairs += [(facet, value) for facet in FILTERS for value in getattr(self, facet)]
        single = (
            ("region_role", self.region_role, "venue"),
            ("from", self.date_from, ""),
            ("to", self.date_to, ""),
            ("by", self.by, "event"),
            ("sort", self.sort or "", ""),
            ("view", self.view, "articles"),
            ("show", self.show, "list"),
            ("page", self.page, 1),
            ("per_page", self.per_page, DEFAULT_PER_PAGE),
        )
        return pairs + [(key, str(value)) for key, value, default in single if value != default]

    def to_querystring(self) -> str:
        """The address part after `?`, or an empty string for the search for everything."""
        return "&".join([f"{key}={quoted(value)}" for key, value in self.to_params()])
