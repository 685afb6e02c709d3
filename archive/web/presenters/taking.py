"""What can be done with an answer beyond reading it: files to take home, a feed to follow, a snapshot to cite."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.urls import reverse

from archive.export.formats import FORMATS
from archive.search.query import SearchQuery


@dataclass(frozen=True, kw_only=True)
class Taking:
    """`files` are (name, address); `parameters` what the form that freezes the search sends."""

    files: tuple[tuple[str, str], ...]
    feed: str
    parameters: str


def present_taking(query: SearchQuery) -> Taking:
    """Addresses of the whole answer, whatever page is shown."""
    parameters = replace(query, page=1).to_querystring()
    behind = f"?{parameters}" if parameters else ""
    return Taking(
        files=tuple((str(form.label), reverse("search_file", args=[form.suffix]) + behind) for form in FORMATS),
        feed=reverse("search_feed") + behind,
        parameters=parameters,
    )
