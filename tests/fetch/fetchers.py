"""Fetchers for tests: no pauses, small bounds, and a resolver of the test's own."""

from __future__ import annotations

from typing import Any

from archive.fetch.exchange import Bounds
from archive.fetch.fetcher import Fetcher, Manners


def make_fetcher(
    *,
    seconds: float = 5.0,
    most_bytes: int = 1024 * 1024,
    allow_private: bool = True,
    pause: float = 0.0,
    **more: Any,
) -> Fetcher:
    bounds = Bounds(seconds=seconds, most_bytes=most_bytes, allow_private=allow_private)
    return Fetcher(Manners(contact="keeper@archive.example", pause=pause, bounds=bounds), **more)
