"""How fast sites are asked: one question at a time, and a pause between two to one host.

Pauses are kept within a process; that only one process fetches at a time is `archive.ingest.web`'s matter.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlsplit

from archive.errors import FetchError

LONGEST_PAUSE = 120.0
"""Seconds a site may ask for between two questions; one that wants longer is asked another time."""


class Pace:
    """When each host may be asked again."""

    def __init__(self, pause: float, sleep: Callable[[float], None] = time.sleep) -> None:
        self._pause = pause
        self._sleep = sleep
        self._asked_at: dict[str, float] = {}
        self._busy_until: dict[str, float] = {}

    def wait(self, host: str, wanted: float = 0.0) -> None:
        """Wait for the host's turn, at least `wanted` seconds after the last.

        Raises:
            FetchError: busy while the host wants to be left alone, slow_robots if it wants too long a pause.
        """
        now = time.monotonic()
        left = self._busy_until.get(host, 0.0) - now
        if left > 0:
            raise FetchError(f"{host} asked to be left alone for a while", code="busy", retry_after=left)
        if wanted > LONGEST_PAUSE:
            raise FetchError(f"{host} wants {wanted:g} seconds between two questions", code="slow_robots")
        due = self._asked_at.get(host, -math.inf) + max(self._pause, wanted)
        if due > now:
            self._sleep(due - now)

    def done(self, host: str) -> None:
        """A question was answered, or was not: the pause begins."""
        self._asked_at[host] = time.monotonic()

    def leave_alone(self, host: str, seconds: float) -> None:
        """The host said for how long."""
        self._busy_until[host] = time.monotonic() + seconds


def mix_hosts(addresses: Iterable[str]) -> Iterator[str]:
    """The addresses, those of each host in their order, hosts by turns: while one rests others are asked."""
    queues: dict[str, deque[str]] = defaultdict(deque)
    for address in addresses:
        queues[_host(address)].append(address)
    while queues:
        for host in list(queues):
            yield queues[host].popleft()
            if not queues[host]:
                del queues[host]


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""
