"""What a search answers: frozen values without markup decisions, the same for pages, API and exports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.search.query import SearchQuery


@dataclass(frozen=True, kw_only=True)
class RegionLabel:
    """A region with its path of names from the province down, itself last."""

    code: str
    name: str
    path: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Label:
    """A code or id with what it is called in the interface's language."""

    code: str
    label: str


@dataclass(frozen=True, kw_only=True)
class DateSpan:
    """An event date: first and last day as ISO dates (None where the year is unknown), EDTF and precision."""

    start: str | None
    end: str | None
    edtf: str
    precision: str


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One article found. `title` and `snippet` are safe HTML in which only `<mark>` stands; all else is plain text."""

    id: int
    title: str
    plain_title: str
    script: str
    """What the article is written in: `hans`, `hant` …"""
    snippet: str
    published: str | None
    event_date: DateSpan | None
    regions: tuple[RegionLabel, ...]
    event_types: tuple[Label, ...]
    source: Label | None
    event: int | None
    reports: int
    """How many public articles report the same event, this one included."""
    score: float


@dataclass(frozen=True, kw_only=True)
class FacetValue:
    """One value of a facet with the number of articles, or events, that choosing it alone in its facet gives."""

    value: str
    label: str
    count: int
    selected: bool
    children: tuple[FacetValue, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SearchResults:
    """The answer. `facets` maps a facet's name (`archive.search.facets`) to the values listed of it, in order."""

    query: SearchQuery
    total: int
    """What the view lists, and what counts of facets count: articles, or events (`view=events`)."""
    articles: int
    events: int
    """Distinct events among all articles found; one without an event is an event of its own."""
    pages: int
    took_ms: float
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    facet_sizes: Mapping[str, int] = field(default_factory=dict)
    """How many values each facet has, listed or not."""
    notices: tuple[str, ...] = ()
    suggestion: str | None = None
    ignored: Mapping[str, str] = field(default_factory=dict)
