"""An article and an event. Facts carry their evidence: the quote, where it stands, the rule that found it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from archive.api.schemas.parts import EventDay, Named, RegionName, Term


class Evidence(BaseModel):
    """`start_offset` and `end_offset` count characters of `title + "\\n" + body`."""

    model_config = ConfigDict(extra="allow")

    quote: str
    start_offset: int | None
    end_offset: int | None
    rule: str
    rule_version: int
    confidence: float


class StatedDate(BaseModel):
    value: str
    precision: str
    quote: str
    rule: str


class EventDate(Evidence):
    start: str | None
    end: str | None
    precision: str | None
    edtf: str
    role: str


class RegionFact(Evidence):
    code: str
    name: str
    path: list[str]
    role: str


class TermFact(Evidence):
    code: str
    label: str


class NameFact(Evidence):
    name: str


class ArticleFinding(BaseModel):
    """One finding, whether it counts or not: `origin` is machine or staff, `state` proposed, accepted or rejected."""

    id: int
    kind: str
    value: str
    role: str | None
    data: dict[str, Any]
    quote: str
    start_offset: int | None
    end_offset: int | None
    rule: str
    rule_version: int
    confidence: float
    origin: str
    state: str


class ArticleAnswer(BaseModel):
    """The shape `extract` prints, from what the archive holds now, with its place in the archive."""

    model_config = ConfigDict(extra="allow")

    id: int
    url: str
    original_url: str | None
    title: str
    subtitle: str | None
    published: StatedDate | None
    publisher: str | None
    original_source: str | None
    original_source_rule: str | None
    original_published: StatedDate | None
    dateline: str | None
    captured_at: str | None
    authors: list[str]
    editor: str | None
    script: str
    views: int | None
    body: str
    captions: list[str]
    channel: str | None
    quotes: dict[str, Any]
    event_dates: list[EventDate]
    regions: list[RegionFact]
    event_types: list[TermFact]
    service_fields: list[TermFact]
    organisations: list[NameFact]
    people: list[NameFact]
    programmes: list[NameFact]
    amounts: list[Evidence]
    headcounts: list[Evidence]
    beneficiaries: list[TermFact]
    theme_days: list[Evidence]
    page_class: str
    flags: list[str]
    warnings: list[Any]
    event: int | None
    relation: str
    source: Named | None
    findings: list[ArticleFinding]
    versions: int
    reprint_of: int | None


class Report(BaseModel):
    id: int
    url: str
    title: str
    source: Named | None
    published: str | None
    relation: str
    reprint_of: int | None


class EventAnswer(BaseModel):
    """One event and every public report of it, the lead first."""

    id: int
    title: str
    date: EventDay | None
    regions: list[RegionName]
    event_types: list[Term]
    lead: int
    articles: list[Report]
