"""A search's answer, a part of a facet, suggestions."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from archive.api.schemas.parts import EventDay, Named, RegionName, Term


class QueryUnderstood(BaseModel):
    """The search as understood, by the names of its parameters."""

    q: str
    region: list[str]
    type: list[str]
    field: list[str]
    date: list[str]
    published: list[str]
    source: list[str]
    org: list[str]
    programme: list[str]
    flag: list[str]
    region_role: Literal["venue", "any"]
    date_from: str | None = Field(alias="from")
    to: str | None
    by: Literal["event", "published"]
    sort: Literal["relevance", "newest", "oldest"]
    view: Literal["articles", "events"]


class Hit(BaseModel):
    """One hit: `title` is plain text, `title_html` and `snippet` safe HTML with `<mark>`."""

    id: int
    url: str
    title: str
    title_html: str
    snippet: str
    published: str | None
    event_date: EventDay | None
    regions: list[RegionName]
    event_types: list[Term]
    source: Named | None
    event: int | None
    reports: int
    score: float


class FacetValue(BaseModel):
    """One value of a facet with what choosing it alone in its facet finds."""

    value: str
    label: str
    count: int
    selected: bool
    children: list[FacetValue] | None = None


class SearchAnswer(BaseModel):
    query: QueryUnderstood
    total: int
    articles: int
    events: int
    page: int
    pages: int
    per_page: int
    took_ms: float
    notices: list[str]
    suggestion: str | None
    hits: list[Hit]
    facets: dict[str, list[FacetValue]]
    facet_sizes: dict[str, int]


class FacetRow(BaseModel):
    value: str
    label: str
    path: list[str]
    count: int
    selected: bool


class FacetAnswer(BaseModel):
    facet: str
    label: str
    query: QueryUnderstood
    find: str | None
    under: str | None
    total: int
    offset: int
    limit: int
    values: list[FacetRow]


class Suggested(BaseModel):
    kind: str
    kind_label: str
    value: str
    label: str
    within: str
    count: int | None
    url: str


class SuggestAnswer(BaseModel):
    q: str
    suggestions: list[Suggested]
