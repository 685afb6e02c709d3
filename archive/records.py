"""The frozen records that pass between the pure stages: Page -> Draft -> Finding.

They hold plain values only, so that any stage can be run, tested and printed without a database. What a record means
for storage or display is decided elsewhere (`archive.ingest.store`, `archive.web.presenters`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

Precision = Literal["year", "month", "day", "minute", "second", "unknown"]
PageClass = Literal["article", "list", "about", "template", "filler", "ad"]
FindingKind = Literal[
    "region",
    "event_date",
    "event_type",
    "service_field",
    "organisation",
    "person",
    "programme",
    "amount",
    "headcount",
    "beneficiary",
    "theme_day",
    "personal_data",
]


@dataclass(frozen=True, kw_only=True)
class GivenArticle:
    """What the sender of an already cut article states about it (a JSONL line with `title` and `text`)."""

    title: str
    text: str
    published: str | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page as a reader found it, decoded but not yet understood.

    `content` is text or markup as `media_type` says; for an already cut article it is empty and `given` is set.
    `raw` are the original bytes of just this page (a JSONL page's own line), the unit that is hashed and kept.
    """

    content: str
    media_type: Literal["text/plain", "text/html"]
    raw: bytes
    raw_media_type: str
    name: str
    id: str | None = None
    url: str | None = None
    captured_at: dt.datetime | None = None
    charset: str | None = None
    given: GivenArticle | None = None
    flags: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lull:
    """Stands in a stream of pages whose source pauses: what came before need not wait for more."""


LULL = Lull()


@dataclass(frozen=True, kw_only=True)
class StatedDate:
    """A date a page states about itself. `value` is ISO 8601 in Asia/Shanghai, cut to `precision`.

    day: `2013-12-31`; minute: `2013-12-31T13:58:00+08:00`; month: `2013-12`.
    """

    value: str
    precision: Precision
    quote: str
    rule: str


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One page understood as an article: every field as the page states it, nothing guessed.

    Claimed source (`original_source`), `dateline` and `publisher` are three different facts and never fill in for
    each other. `body` holds one paragraph a line. Offsets of findings index `text`.
    """

    title: str
    body: str
    subtitle: str | None = None
    url: str | None = None
    published: StatedDate | None = None
    original_source: str | None = None
    original_published: StatedDate | None = None
    dateline: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    editor: str | None = None
    captions: tuple[str, ...] = ()
    channel: str | None = None
    imprint: tuple[str, ...] = ()
    """Words outside the article that say whose page it is: masthead, owner and address of the footer, ICP number."""

    home_region: str | None = None
    """Code of the region a known site is at home in (the site table's), whatever the article tells of."""

    views: int | None = None
    script: str = "hans"
    page_class: PageClass = "article"
    flags: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    quotes: Mapping[str, str] = field(default_factory=dict)
    """Field name -> the words of the page that state it, for fields whose words are not in title or body."""

    @property
    def text(self) -> str:
        """Title and body as one string: what all offsets index."""
        return f"{self.title}\n{self.body}"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One resolved fact with the words that prove it.

    `value` is canonical: a GB/T 2260 code, an EDTF string, a vocabulary code, a name, or a number. `start`/`end`
    index `Draft.text` (end exclusive) and are None when the words stand outside it (a host, a header line).
    `data` holds what the kind adds: event_date {start,end,precision}; amount {value,unit,what}; headcount
    {value,at_least}; organisation {kind}; person {role}; theme_day {month,day}. Of personal_data `value` is the kind
    (mobile, minor …), never the datum itself, and the quote is masked.
    `confidence` is 0..1. Findings of a kind come best first: the first `venue`/`event` is the main one.
    """

    kind: FindingKind
    value: str
    quote: str
    rule: str
    rule_version: int
    confidence: float
    role: str = ""
    start: int | None = None
    end: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


class Fact(Protocol):
    """What is read of a fact wherever it lies: a `Finding` fresh from a page, or a stored row."""

    @property
    def kind(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def data(self) -> Mapping[str, Any]: ...
    @property
    def quote(self) -> str: ...
    @property
    def start(self) -> int | None: ...
    @property
    def end(self) -> int | None: ...


@dataclass(frozen=True, kw_only=True)
class UnreadablePage:
    """An input, or one page inside it, that a reader had to give up on while the rest goes on."""

    name: str
    stage: str
    code: str
    reason: str
    id: str | None = None
