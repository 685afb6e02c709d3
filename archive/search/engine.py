"""What the search asks of an engine and what an engine answers; no engine is named here.

An engine is a Haystack backend that also has `find(Request) -> Found`. All text in a request is still unfolded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
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
    """By score, or by the first day of `field`, unknown days last; equal ones by article id, the newest id first.

    With a `half_life` of so many days articles published lately score higher: the newest one twice as high, one older
    by the half-life one and a half times, and so on.
    """

    by: Literal["score", "newest", "oldest"]
    field: Literal["event", "published"] = "event"
    half_life: int = 0


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Which values of a facet an answer lists where any article has more than `most` of them.

    Those at level 0 (`level` tells how deep a code stands; None: codes are no tree), the `most` commonest, and `also`.
    A code is never listed without those above it, as long as whatever has the code has them as well.
    """

    most: int
    level: Callable[[str], int] | None = None
    also: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Cross:
    """Two facets, by name, to be counted against each other: of each the given codes, or all at level 0 of its tree."""

    rows: str
    columns: str
    row_codes: frozenset[str] | None = None
    column_codes: frozenset[str] | None = None


@dataclass(frozen=True, kw_only=True)
class Request:
    """One search. `filters` maps a facet's name to chosen codes (alternatives); `fields` to its index field.

    `hidden` are article ids the index still holds but nobody may see. `tree` None stands for everything. A facet without
    a listing is counted whole. `one_an_event`: of each event only the best hit, and counts of facets are of events.
    What is crossed counts articles, under all choices.
    Who needs no number of events says so.
    """

    tree: Node | None
    filters: Mapping[str, tuple[str, ...]]
    fields: Mapping[str, str]
    span: Span | None = None
    order: Order = field(default_factory=lambda: Order(by="score"))
    offset: int = 0
    limit: int = 20
    one_an_event: bool = False
    count_events: bool = True
    hidden: frozenset[int] = frozenset()
    listings: Mapping[str, Listing] = field(default_factory=dict)
    crossed: Cross | None = None


@dataclass(frozen=True, kw_only=True)
class Found:
    """`text_total` is what the tree alone matches, `total` what is left after filters; `events` distinct events in it
    (0 where they are not asked for).

    `hits` are (article id, score) of the page asked for; `counts` facet -> code -> articles, or events, a facet's own
    selection left out of its counts; `sizes` how many values each has, listed or not. An article without an event
    counts as an event of its own.
    """

    text_total: int
    total: int
    events: int
    hits: tuple[tuple[int, float], ...]
    counts: Mapping[str, Mapping[str, int]]
    sizes: Mapping[str, int] = field(default_factory=dict)
    crossed: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """(row code, column code) -> articles that have both, where there are any."""


class Engine(Protocol):
    """What `archive.search.run` needs of an engine."""

    def find(self, request: Request) -> Found:
        """Answer a request, or raise IndexUnusable."""
        ...

    def state(self) -> str:
        """Names the state of the index that answers; another commit, another name. Raises IndexUnusable."""
        ...
