"""Addresses for templates: searches, and addresses found on hostile pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest
from django.urls import reverse

from archive.search.query import FILTERS, SearchQuery, quoted


def search_address(query: SearchQuery) -> str:
    """The page that answers a query."""
    querystring = query.to_querystring()
    return _search_path() + (f"?{querystring}" if querystring else "")


@lru_cache(maxsize=8192)
def region_address(code: str) -> str:
    """The page about a region."""
    return reverse("region", args=[code])


def article_address(number: int) -> str:
    """The page about an article."""
    before, after = _around_number("article")
    return f"{before}{number}{after}"


def event_address(number: int) -> str:
    """The page about an event."""
    before, after = _around_number("event")
    return f"{before}{number}{after}"


def region_search(code: str) -> str:
    """The search for one region alone."""
    return search_address(SearchQuery(region=(code,)))


def facet_address(query: SearchQuery, name: str, **more: str) -> str:
    """The page of a facet under a query."""
    parameters = [*replace(query, page=1).to_params(), *more.items()]
    return reverse("facet", args=[name]) + (f"?{urlencode(parameters)}" if parameters else "")


def region_choice(query: SearchQuery, counts: Mapping[str, int]) -> Callable[[str], str]:
    """Code of a region -> the search for it alone under a query; nowhere for a region without any count."""
    links = ChoiceLinks(query, "region")
    return lambda code: links.only(code) if counts.get(code) else ""


class ChoiceLinks:
    """The searches for one value alone in its facet, all else of a query kept: a page holds hundreds of them."""

    def __init__(self, query: SearchQuery, facet: str) -> None:
        pairs = replace(query, page=1).without_facet(facet).to_params()
        place = FILTERS.index(facet)
        first = [pair for pair in pairs if pair[0] == "q" or pair[0] in FILTERS[:place]]
        rest = pairs[len(first) :]
        self._before = f"{_search_path()}?{urlencode([*first, (facet, '')])}"
        self._after = f"&{urlencode(rest)}" if rest else ""

    def only(self, value: str) -> str:
        """The address of the search for this value."""
        return f"{self._before}{quoted(value)}{self._after}"


@cache
def _search_path() -> str:
    """Asked for once: a page holds hundreds of links to searches."""
    return reverse("search")


@cache
def _around_number(name: str) -> tuple[str, str]:
    before, _number, after = reverse(name, args=[0]).rpartition("0")
    return before, after


def site_address(request: HttpRequest) -> str:
    """Where the archive is served, without a slash at the end: what addresses others keep begin with."""
    return request.build_absolute_uri("/").rstrip("/")


def web_address(url: str) -> str | None:
    """`url` if it is an ordinary web address that may become a link, else None.

    Saved pages name any scheme they like (`javascript:`, `data:`): those are shown as text, never linked.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else None
