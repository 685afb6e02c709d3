"""A guard against hanging, for tests of files and texts made to waste time.

How long something takes is measured in `benchmarks/`; a test only tells linear work from work that never ends. A limit is
therefore ten or more times what a quiet machine needs, and a small part of what unguarded code would take on the same input.
"""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator

import pytest

LIMIT = 20.0


@contextlib.contextmanager
def time_limit(seconds: float = LIMIT) -> Iterator[None]:
    """Fails the test, in the middle of the block, once it has used that much processor time.

    Processor time of this process, so that what else a machine does counts little. What is raised is no `Exception`: code that
    catches all of those does not swallow it. Only for the main thread, where signals arrive.
    """

    def stop(*_: object) -> None:
        pytest.fail(f"used more than {seconds:g} seconds of processor time")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
