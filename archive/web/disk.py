"""How much room is left where DATA_DIR lies."""

from __future__ import annotations

import os
from dataclasses import dataclass

from django.conf import settings

LOW_BYTES = 1 << 30
"""Less free than this is called low: the database's log, an index being rebuilt and a batch of pages want room."""


@dataclass(frozen=True, kw_only=True)
class Space:
    """Bytes; `free` is what this account may still write."""

    free: int
    total: int

    @property
    def is_low(self) -> bool:
        return self.free < LOW_BYTES


def disk_space() -> Space:
    """Raises OSError where DATA_DIR is gone."""
    told = os.statvfs(settings.DATA_DIR)
    return Space(free=told.f_bavail * told.f_frsize, total=told.f_blocks * told.f_frsize)
