"""What the search asks of an engine and what an engine answers; no engine is named here.

An engine is a Haystack backend that also has what `Engine` lists: `find(Request) -> Found` for the archive's searches,
and what `archive.search.indexing` writes through. All text in a request is still unfolded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, cast

from haystack import connections

from archive.search.tree import Node


class IndexUnusable(Exception):
    """The index cannot be asked. `code`: missing, outdated (another schema version), damaged; away: its server does not
    answer.

    An incomplete one lacks what makes it fast: never raised by a search, only by a check.
    """

    def __init__(self, code: Literal["missing", "outdated", "damaged", "away", "incomplete"], detail: str) -> None:
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


@dataclass(frozen=True, kw_only=True)
class Held:
    """One article in the index: its event and first possible day of publication, 0 for none."""

    article: int
    event: int
    published: int


class Asked(Protocol):
    """What `archive.search.run` needs of an engine."""

    def find(self, request: Request) -> Found:
        """Answer a request, or raise IndexUnusable."""
        ...

    def state(self) -> str:
        """Names the state of the index that answers; another commit, another name. Raises IndexUnusable."""
        ...


class Engine(Asked, Protocol):
    """All that is asked of an engine. Whatever asks its index raises IndexUnusable where that cannot be done.

    A build is an index beside others, one of which is in use; only the engine knows what it is.
    """

    path: str
    """A folder of this machine for files that belong to the index."""

    def check(self) -> None:
        """Raise IndexUnusable for what is wrong with the index, found at some cost."""
        ...

    def warm_up(self) -> None:
        """Whatever makes the first search of a process slow."""
        ...

    def titles(self) -> list[tuple[int, str]]:
        """(article id, title as readers may see it) of all articles in the index."""
        ...

    def held(self) -> list[Held]:
        """Every article in the index; one that is there twice, twice."""
        ...

    one_writer: bool
    """Whether only one process at a time may write a build, be it different articles."""

    def writing(self) -> AbstractContextManager[None]:
        """Waits until nobody else writes. Whoever has this turn may take it again, and not while `draining` only."""
        ...

    def draining(self) -> AbstractContextManager[None]:
        """Waits until nobody else is `writing`; others may drain at the same time, unless there is one writer."""
        ...

    def complete(self) -> None:
        """Make an incomplete index whole. Call while writing."""
        ...

    def build_in_use(self) -> Any:
        """The build that answers. Raises IndexUnusable."""
        ...

    def new_build(self) -> Any:
        """An empty index beside the one in use. Call while writing."""
        ...

    def write(
        self, build: Any, index: Any, objects: Iterable[Any], *, removed: Iterable[str] = (), merge: bool = True
    ) -> int:
        """Write objects of a Haystack index to a build, and take others out by identifier; how many were written.

        What was written is found, and safe, when this returns. `merge`: nothing more is waiting. Call while writing.
        """
        ...

    def settle(self, build: Any, *, more_coming: bool = False) -> None:
        """Tidy a build after much was written; with `more_coming` only what searches would suffer from. Call while writing."""
        ...

    def count_documents(self, build: Any) -> int:
        """How many documents a build holds."""
        ...

    def use(self, build: Any) -> None:
        """Put a build in the place of the one in use. Call while writing."""
        ...

    def discard(self, build: Any) -> None:
        """Remove a build that is not used after all."""
        ...


def engine() -> Engine:
    """The engine of this process and thread."""
    return cast(Engine, connections["default"].get_backend())
