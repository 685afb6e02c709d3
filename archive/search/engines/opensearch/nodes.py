"""The nodes in SEARCH_URL, asked by turns; one that does not answer, or was cut off, is left out for a while."""

from __future__ import annotations

import threading
from typing import Any

from opensearchpy import ConnectionPool

PAUSE = 10.0
"""Seconds until a node is asked again; twice as long each time it fails after that,"""
DOUBLINGS = 3
"""so many times."""


class Nodes(ConnectionPool):
    """Remembers for each thread which node it asked last."""

    def __init__(self, connections: Any, **options: Any) -> None:
        super().__init__(connections, dead_timeout=PAUSE, timeout_cutoff=DOUBLINGS, **options)
        self._asked = threading.local()

    def get_connection(self) -> Any:
        """The node whose turn it is."""
        self._asked.last = connection = super().get_connection()
        return connection

    def leave_out(self) -> None:
        """For a while, the node that this thread asked last."""
        self.mark_dead(self._asked.last)
