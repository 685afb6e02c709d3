"""The page of one facet: rows with a box and a link each, a field to look for one by name, pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from archive.search.facet_search import DEFAULT_LIMIT, FacetPage, FacetRow
from archive.search.query import UNKNOWN, SearchQuery
from archive.web.presenters.bars import only
from archive.web.presenters.links import search_address

_DEEPEST = 2
"""The level of counties and of days."""


@dataclass(frozen=True, kw_only=True)
class ListedRow:
    """One value. `below` leads to the values inside it, where there may be any."""

    value: str
    label: str
    path: str
    count: int
    selected: bool
    address: str
    below: str


@dataclass(frozen=True, kw_only=True)
class FacetListPage:
    query: SearchQuery
    name: str
    heading: str
    find: str
    under: str
    within: str
    """What the values lie in, as a path of names."""
    rows: tuple[ListedRow, ...]
    total: int
    first: int
    """The number of the first row shown."""
    previous: str
    next: str
    back: str
    address: str
    whole: str
    """The facet from its highest level on, with nothing looked for."""
    hidden_for_words: tuple[tuple[str, str], ...]
    hidden_for_find: tuple[tuple[str, str], ...]
    hidden_for_choice: tuple[tuple[str, str], ...]


def present_facet(page: FacetPage) -> FacetListPage:
    """Ready to print."""
    query, name = replace(page.query, page=1), page.facet.name
    parameters = query.to_params()
    shown = {row.value.value for row in page.rows}
    return FacetListPage(
        query=query,
        name=name,
        heading=str(page.facet.heading),
        find=page.find,
        under=page.under,
        within=" ".join(page.rows[0].path) if page.under and page.rows else "",
        rows=tuple(_row(row, page) for row in page.rows),
        total=page.total,
        first=page.offset + 1,
        previous=_part(page, page.offset - page.limit) if page.offset else "",
        next=_part(page, page.offset + page.limit) if page.offset + page.limit < page.total else "",
        back=search_address(query),
        address=reverse("facet", args=[name]),
        whole=facet_address(query, name),
        hidden_for_words=tuple((key, value) for key, value in parameters if key != "q"),
        hidden_for_find=tuple(parameters),
        hidden_for_choice=tuple((key, value) for key, value in parameters if key != name or value not in shown),
    )


def facet_address(query: SearchQuery, name: str, **more: str) -> str:
    """The page of a facet under a query."""
    parameters = [*replace(query, page=1).to_params(), *more.items()]
    return reverse("facet", args=[name]) + (f"?{urlencode(parameters)}" if parameters else "")


def _row(row: FacetRow, page: FacetPage) -> ListedRow:
    value, facet = row.value, page.facet
    deep = facet.level is not None and value.value != UNKNOWN and facet.level(value.value) < _DEEPEST
    return ListedRow(
        value=value.value,
        label=value.label,
        path=" ".join(row.path) if page.find else "",
        count=value.count,
        selected=value.selected,
        address=search_address(only(page.query, facet.name, value.value)),
        below=facet_address(page.query, facet.name, under=value.value) if deep else "",
    )


def _part(page: FacetPage, offset: int) -> str:
    more = {"find": page.find, "under": page.under, "offset": str(max(0, offset)) if offset > 0 else ""}
    if page.limit != DEFAULT_LIMIT:
        more["limit"] = str(page.limit)
    return facet_address(page.query, page.facet.name, **{key: value for key, value in more.items() if value})
