"""One address for one state: what a form sends without saying anything by it is taken out of an address."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest

_SAYS_NOTHING = {("by", "event")}
"""Fields of forms that always send something, with what they send where nothing was chosen."""


def tidy_address(request: HttpRequest) -> str:
    """The address without empty fields, or "" where it has none."""
    pairs = [(key, value) for key, values in request.GET.lists() for value in values]
    kept = [pair for pair in pairs if pair[1].strip() and pair not in _SAYS_NOTHING]
    if len(kept) == len(pairs):
        return ""
    return request.path + (f"?{urlencode(kept)}" if kept else "")
