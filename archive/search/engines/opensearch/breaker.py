"""Stops asking a server that does not answer, for a while, so that readers wait for it once and not every time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

FAILURES = 3
"""One after the other, and the server is taken to be away."""
PAUSE = 5.0
"""Seconds until one question is let through again."""


class Breaker:
    """Closed while answers come; open for PAUSE after FAILURES; then one question decides. For all threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._closed_again = 0.0

    def lets_through(self) -> bool:
        """Whether to ask. Whoever is let through has to say how it went."""
        with self._lock:
            if self._failures < FAILURES:
                return True
            now = self._clock()
            if now < self._closed_again:
                return False
            self._closed_again = now + PAUSE  # this one tries; others go on without
            return True

    def worked(self) -> None:
        """An answer came."""
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        """No answer came."""
        with self._lock:
            self._failures += 1
            if self._failures >= FAILURES:
                self._closed_again = self._clock() + PAUSE
