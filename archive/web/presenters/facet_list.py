"""The page of one facet: rows with a box and a link each, a field to look for one by name, pages."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.urls import reverse

from archive.search.facet_search import DEFAULT_LIMIT, FacetPage, FacetRow, lies_inside
from archive.search.query import SearchQuery
from archive.web.presenters.bars import only
from archive.web.presenters.facet_panel import FacetNode
from archive.web.presenters.links import facet_address, search_address


@dataclass(frozen=True, kw_only=True)
class ListedRow:
    """One value. `below` leads to the values inside it, where there are any.

    `covered`: it lies inside a chosen one, a box would change nothing; `address` narrows to it.
    """

    value: str
    label: str
    path: str
    count: int
    selected: bool
    covered: bool
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


@dataclass(frozen=True, kw_only=True)
class FacetValues:
    """Values as the filters list them. `whole` leads to the page with all of them where these are not all."""

    name: str
    nodes: tuple[FacetNode, ...]
    total: int
    is_found: bool
    is_below: bool
    whole: str


def present_values(page: FacetPage) -> FacetValues:
    """The rows as nodes of the filters: boxes, or links where a box would change nothing."""
    more = {key: value for key, value in (("find", page.find), ("under", page.under)) if value}
    return FacetValues(
        name=page.facet.name,
        nodes=tuple(_node(row, page) for row in page.rows if row.value.count or row.value.selected),
        total=page.total,
        is_found=bool(page.find.strip()),
        is_below=bool(page.under),
        whole=facet_address(page.query, page.facet.name, **more) if len(page.rows) < page.total else "",
    )


def _node(row: FacetRow, page: FacetPage) -> FacetNode:
    value, name = row.value, page.facet.name
    return FacetNode(
        value=value.value,
        label=value.label,
        count=value.count,
        selected=value.selected,
        covered=_is_covered(row, page),
        opened=False,
        address=search_address(only(page.query, name, value.value)),
        children=(),
        more=_below(row, page) if not page.find else "",
        within=" ".join(row.path) if page.find else "",
    )


def _is_covered(row: FacetRow, page: FacetPage) -> bool:
    chosen = page.query.values(page.facet.name)
    return not row.value.selected and lies_inside(page.facet, row.value.value, chosen)


def _below(row: FacetRow, page: FacetPage) -> str:
    """The page of what lies below a value, "" where nothing does."""
    return facet_address(page.query, page.facet.name, under=row.value.value) if row.has_below else ""


def _row(row: FacetRow, page: FacetPage) -> ListedRow:
    value = row.value
    return ListedRow(
        value=value.value,
        label=value.label,
        path=" ".join(row.path) if page.find else "",
        count=value.count,
        selected=value.selected,
        covered=_is_covered(row, page),
        address=search_address(only(page.query, page.facet.name, value.value)),
        below=_below(row, page),
    )


def _part(page: FacetPage, offset: int) -> str:
    more = {"find": page.find, "under": page.under, "offset": str(max(0, offset)) if offset > 0 else ""}
    if page.limit != DEFAULT_LIMIT:
        more["limit"] = str(page.limit)
    return facet_address(page.query, page.facet.name, **{key: value for key, value in more.items() if value})
