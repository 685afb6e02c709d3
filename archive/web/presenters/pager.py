"""Page numbers: the first, the last, and those around the one shown."""

from __future__ import annotations

from dataclasses import dataclass

from archive.search.query import SearchQuery
from archive.web.presenters.links import search_address

_AROUND = 2


@dataclass(frozen=True, kw_only=True)
class PageLink:
    """A page number; `address` is empty for a gap (then `number` is 0)."""

    number: int
    address: str
    current: bool


@dataclass(frozen=True, kw_only=True)
class Pager:
    links: tuple[PageLink, ...]
    previous: str
    next: str


def present_pager(query: SearchQuery, pages: int) -> Pager | None:
    """The pager of a result list, or None where everything fits on one page."""
    if pages <= 1:
        return None
    wanted = {1, pages, *range(query.page - _AROUND, query.page + _AROUND + 1)}
    links: list[PageLink] = []
    for number in sorted(number for number in wanted if 1 <= number <= pages):
        if links and number - links[-1].number > 1:
            links.append(PageLink(number=0, address="", current=False))
        address = search_address(query.with_page(number))
        links.append(PageLink(number=number, address=address, current=number == query.page))
    return Pager(
        links=tuple(links),
        previous=search_address(query.with_page(query.page - 1)) if query.page > 1 else "",
        next=search_address(query.with_page(query.page + 1)) if query.page < pages else "",
    )
