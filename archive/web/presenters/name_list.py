"""Lists of sources, programmes or organisations, the commonest first: page by page, or those looked for by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from archive.search.facet_search import FacetPage, FacetRow
from archive.search.query import UNKNOWN, SearchQuery
from archive.web.presenters.links import search_address


@dataclass(frozen=True, kw_only=True)
class NamedRow:
    """One name; `kind` says what it is, where that is known. Without a page of its own, it leads where its number does."""

    label: str
    kind: str
    count: int
    address: str
    count_address: str


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A choice of the names of one kind; `address` is this list narrowed to it."""

    label: str
    count: int
    address: str
    current: bool


@dataclass(frozen=True, kw_only=True)
class NameList:
    heading: str
    address: str
    find: str
    rows: tuple[NamedRow, ...]
    total: int
    first: int
    previous: str
    next: str
    kinds: tuple[Kind, ...] = ()
    kind: str = ""
    """The code of the kind chosen."""


def present_names(
    page: FacetPage,
    heading: str,
    *,
    kinds: tuple[Kind, ...] = (),
    kind: str = "",
    labels: Mapping[str, str] | None = None,
    has_pages: bool = False,
) -> NameList:
    """`labels` say of what kind each value is; with `has_pages` a name leads to the page about it."""
    here = reverse(f"{page.facet.name}_list")
    labels = labels or {}

    def part(offset: int) -> str:
        pairs = {"kind": kind, "find": page.find, "offset": str(offset) if offset > 0 else ""}
        kept = {key: value for key, value in pairs.items() if value}
        return here + (f"?{urlencode(kept)}" if kept else "")

    return NameList(
        heading=heading,
        address=here,
        find=page.find,
        rows=tuple(_row(row, page.facet.name, labels, has_pages) for row in page.rows),
        total=page.total,
        first=page.offset + 1,
        previous=part(page.offset - page.limit) if page.offset else "",
        next=part(page.offset + page.limit) if page.offset + page.limit < page.total else "",
        kinds=kinds,
        kind=kind,
    )


def _row(row: FacetRow, facet: str, labels: Mapping[str, str], has_pages: bool) -> NamedRow:
    value = row.value
    number = search_address(SearchQuery(**{facet: (value.value,)}))  # type: ignore[arg-type]
    own = has_pages and value.value != UNKNOWN
    return NamedRow(
        label=value.label,
        kind=labels.get(value.value, ""),
        count=value.count,
        address=reverse(facet, args=[value.value]) if own else number,
        count_address=number,
    )
