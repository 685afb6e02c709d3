"""Addresses for templates: searches, and addresses found on hostile pages."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

from django.urls import reverse

from archive.search.query import SearchQuery


def search_address(query: SearchQuery) -> str:
    """The page that answers a query."""
    querystring = query.to_querystring()
    return _search_path() + (f"?{querystring}" if querystring else "")


@cache
def _search_path() -> str:
    """Asked for once: a page holds hundreds of links to searches."""
    return reverse("search")


def web_address(url: str) -> str | None:
    """`url` if it is an ordinary web address that may become a link, else None.

    Saved pages name any scheme they like (`javascript:`, `data:`): those are shown as text, never linked.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else None
