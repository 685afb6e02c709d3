"""What stands in many texts of general news: names of people, works and organisations, and places where much is held.

They tell no event from another. How common they are was counted once (`data/make_news_names.py`) and does not change with the
archive, so that what belongs together today does in ten years, in whatever order it arrived.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def common_names() -> frozenset[str]:
    """The names, in plain characters (`archive.dedupe.plain`)."""
    return _read("news_names.txt")


@cache
def common_places() -> frozenset[str]:
    """Codes of regions (GB/T 2260)."""
    return _read("news_places.txt")


def _read(name: str) -> frozenset[str]:
    lines = files("archive.dedupe").joinpath("data", name).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
