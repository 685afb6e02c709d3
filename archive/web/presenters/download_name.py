"""File names of downloads: the site, what was looked for, the day; safe on every file system."""

from __future__ import annotations

import datetime as dt
import re

from archive.search.query import SearchQuery

_UNSAFE = re.compile(r'[\s\\/:*?"<>|\x00-\x1f\x7f]+')
_LONGEST = 40  # characters of the words looked for


def download_name(query: SearchQuery, site: str, day: dt.date, suffix: str) -> str:
    """As `志愿新闻档案-净滩-2026-11-30.csv`."""
    parts = (site, query.q[:_LONGEST], day.isoformat())
    cleaned = (_UNSAFE.sub(" ", part).strip(" .") for part in parts)
    return "-".join(part for part in cleaned if part) + f".{suffix}"
