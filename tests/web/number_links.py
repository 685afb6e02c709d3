"""Numbers on a page that lead to a search, with what that search finds: the two have to agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.http import QueryDict
from selectolax.lexbor import LexborHTMLParser

from archive.search.params import query_from_params
from archive.search.run import count_found

_BROWSED = re.compile(r"/(regions|types|fields|sources|programmes|organisations|timeline|map)/")
_LAST_NUMBER = re.compile(r"(\d[\d,]*)\D*\Z")


def number_links(page: bytes) -> Iterator[tuple[int, str]]:
    """(number, address) of every link to the search page that tells a number, by its label or else its words."""
    for link in LexborHTMLParser(page).css("main a[href]"):
        address = link.attributes["href"] or ""
        found = _LAST_NUMBER.search(link.attributes.get("aria-label") or link.text().strip())
        if urlsplit(address).path == "/search/" and found:
            yield int(found[1].replace(",", "")), address


def found_at(address: str) -> int:
    """How many articles, or events, the search page at an address says it found."""
    query, notices = query_from_params(QueryDict(urlsplit(address).query))
    assert notices == (), address
    return count_found(query)


def wrong_numbers(page: bytes) -> list[tuple[str, int, int]]:
    """(address, number told, number found) where they differ."""
    told = dict((address, number) for number, address in number_links(page))
    return [(address, number, found) for address, number in told.items() if (found := found_at(address)) != number]


def pages_linked(page: bytes) -> set[str]:
    """Addresses of other pages for browsing."""
    links = {link.attributes["href"] or "" for link in LexborHTMLParser(page).css("main a[href]")}
    return {address for address in links if _BROWSED.match(address)}
