"""One thing that is not as it should be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Part = Literal["database", "files", "events", "index"]
Remedy = Literal["", "columns", "place", "index", "aside"]
"""What repairs it: copied columns, the grouping of the article, a rebuild of the index, putting a file aside; or nothing."""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """`code` is a stable ASCII word, `subject` what it is about, `article` the article to be looked at, if one is."""

    part: Part
    code: str
    subject: str
    detail: str = ""
    remedy: Remedy = ""
    article: int | None = None
