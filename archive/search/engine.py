"""What the search asks of an engine and what an engine answers; no engine is named here.

An engine is a Haystack backend that also has `find(Request) -> Found`. All text in a request is still unfolded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from archive.search.tree import Node


class IndexUnusable(Exception):
    """The index cannot be asked. `code`: missing, outdated (another schema version), damaged.

    An incomplete one lacks what makes it fast: never raised by a search, only by a check.
    """

    def __init__(self, code: Literal["missing", "outdated", "damaged", "incomplete"], detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, kw_only=True)
class Span:
    """Days that an article's own span must touch: `field` is event or published; ends are inclusive, None is open."""

    field: Literal["event", "published"]
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, kw_only=True)
class Order:
    """By score, or by the first day of `field`, unknown days last; equal ones by article id, the newest id first."""

    by: Literal["score", "newest", "oldest"]
    field: Literal["event", "published"] = "event"


@dataclass(frozen=True, kw_only=True)
class Request:
    """One search. `filters` maps a facet's name to chosen codes (alternatives); `fields` to its index field.

    `hidden` are article ids the index still holds but nobody may see. `tree` None stands for everything.
    """

    tree: Node | None
    filters: Mapping[str, tuple[str, ...]]
    fields: Mapping[str, str]
    span: Span | None = None
    order: Order = field(default_factory=lambda: Order(by="score"))
    offset: int = 0
    limit: int = 20
    one_an_event: bool = False
    hidden: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Found:
    """`text_total` is what the tree alone matches, `total` what is left after filters; `events` distinct events in it.

    `hits` are (article id, score) of the page asked for; `counts` facet -> code -> articles, a facet's own selection
    left out of its counts. An article without an event counts as an event of its own.
    """

    text_total: int
    total: int
    events: int
    hits: tuple[tuple[int, float], ...]
    counts: Mapping[str, Mapping[str, int]]


class Engine(Protocol):
    """What `archive.search.run` needs of an engine."""

    def find(self, request: Request) -> Found:
        """Answer a request, or raise IndexUnusable."""
        ...
