"""Steady questions and writes, each held to what was acknowledged before: what the drills put a cluster under.

An article counts as acknowledged when `index_stale` returned. A question that finds fewer than were acknowledged before
it, or more than there are after it, is a fault, and so is any error but IndexUnusable `away`.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple


class Asked(NamedTuple):
    """When a step ended, in seconds of the load; how long it took; why it was refused, if it was."""

    moment: float
    seconds: float
    refused: str


@dataclass
class Load:
    """Steps of some kinds, one after the other each, until stopped."""

    stop: threading.Event = field(default_factory=threading.Event)
    acknowledged: set[int] = field(default_factory=set)
    asked: dict[str, list[Asked]] = field(default_factory=dict)
    faults: list[BaseException] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    @property
    def now(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self.started

    def run(self, kind: str, step: Callable[[], None], until: threading.Event | None = None) -> threading.Thread:
        """Repeats a step in a thread; what is refused is noted, anything else is a fault."""
        from archive.search.engine import IndexUnusable

        noted = self.asked.setdefault(kind, [])

        def repeat() -> None:
            while not (self.stop.is_set() or (until is not None and until.is_set())):
                began, refused = self.now, ""
                try:
                    step()
                except IndexUnusable as error:
                    if error.code != "away":
                        self.faults.append(error)
                        return
                    refused = error.detail or error.code
                except BaseException as error:
                    self.faults.append(error)
                    return
                noted.append(Asked(self.now, self.now - began, refused))
                if refused:
                    self.stop.wait(0.2)

        thread = threading.Thread(target=repeat, daemon=True)
        thread.start()
        return thread

    def told(self, since: float) -> list[str]:
        """A line a kind: how many were answered and refused since a moment of the load, and when."""
        return [f"{kind}: {_summary(noted, since)}" for kind, noted in self.asked.items() if noted]

    def reasons(self, since: float) -> list[str]:
        """When what was refused for which reason, for the search for a cause."""
        return [
            f"{one.moment - since:6.1f} {one.seconds:5.1f} s {kind}: {one.refused[:160]}"
            for kind, noted in self.asked.items()
            for one in list(noted)
            if one.moment >= since and one.refused
        ]


def _summary(noted: list[Asked], since: float) -> str:
    lately = [one for one in list(noted) if one.moment >= since]
    refused = [one.moment - since for one in lately if one.refused]
    when = f" between {min(refused):.0f} and {max(refused):.0f} s" if refused else ""
    slowest = max((one.seconds for one in lately), default=0.0)
    return f"{len(lately) - len(refused)} answered, {len(refused)} refused{when}; slowest {slowest:.1f} s"


def write_one(load: Load) -> None:
    """An article in, and into the index."""
    from archive.models import Article
    from archive.search.indexing import index_stale

    number = Article.objects.count()
    Article.objects.create(title=f"第{number}篇志愿服务", body="志愿者在社区服务。" * random.randint(1, 20))
    index_stale()
    load.acknowledged |= set(Article.objects.filter(indexed_revision__gt=0).values_list("pk", flat=True))


def ask_one(load: Load) -> None:
    """A search as readers make it."""
    from archive.search.query import SearchQuery
    from archive.search.run import count_found

    _hold_to(load, lambda: count_found(SearchQuery(q="志愿服务")))


def asking_only(host: str, load: Load) -> Callable[[], None]:
    """A search by a program that knows one node of the cluster and no other."""
    from haystack import connections

    from archive.search.engine import Request
    from archive.search.engines.opensearch.backend import ArchiveOpenSearchBackend

    options = dict(connections.connections_info["default"])
    options["ADDRESS"] = replace(options["ADDRESS"], hosts=(f"http://{host}",))
    everything = Request(tree=None, filters={}, fields={}, limit=1, count_events=False)

    def ask() -> None:
        _hold_to(load, lambda: ArchiveOpenSearchBackend("default", **options).find(everything).total)

    return ask


def _hold_to(load: Load, count: Callable[[], int]) -> None:
    from archive.models import Article

    known = len(load.acknowledged)
    found = count()
    if not known <= found <= (most := Article.objects.count()):
        raise AssertionError(f"{found} found, {known} acknowledged before, {most} written")


@dataclass
class Watch:
    """What the server says when one node of it is asked without this program's care: how far behind its answers are."""

    client: Any
    index: str
    load: Load
    since: float
    behind: list[tuple[float, int]] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    answered: int = 0

    def look(self) -> None:
        """Ask once."""
        from opensearchpy.exceptions import OpenSearchException

        known = len(self.load.acknowledged)
        try:
            asked = {"preference": "_local", "request_timeout": 3}
            found = int(self.client.count(index=self.index, params=asked)["count"])
        except OpenSearchException:
            self.refused.append(self.load.now - self.since)
        else:
            self.answered += 1
            if found < known:
                self.behind.append((self.load.now - self.since, known - found))
        self.load.stop.wait(0.2)

    def told(self) -> str:
        """In words."""
        when = f", between {self.behind[0][0]:.0f} and {self.behind[-1][0]:.0f} s" if self.behind else ""
        most = max((number for _moment, number in self.behind), default=0)
        return (
            f"{self.answered} answered, {len(self.behind)} of them old{when}, lacking up to {most} articles; "
            f"{len(self.refused)} refused"
        )


def healed(cluster: Any, load: Load) -> str:
    """Waits until all is well again, then compares the index with the database."""
    from archive.models import Article
    from archive.search.held import held_entries
    from archive.search.indexing import index_stale
    from archive.search.query import SearchQuery
    from archive.search.run import count_found

    started = time.monotonic()
    cluster.wait(len(cluster.nodes), status="green")
    seconds = time.monotonic() - started
    while Article.objects.exclude(indexed_revision=1).exists():
        try:
            index_stale()
        except Exception as error:
            print(f"    not yet: {error}")
            time.sleep(1)
    held = sorted(entry.article for entry in held_entries())
    expected = sorted(Article.objects.values_list("pk", flat=True))
    lost = load.acknowledged - set(held)
    assert not lost, f"acknowledged and lost: {sorted(lost)}"
    assert held == expected, "the index is not the archive"
    assert count_found(SearchQuery(q="志愿服务")) == len(expected)
    return f"green after {seconds:.0f} s more; {len(expected)} articles, each in the index once, counts agree"
