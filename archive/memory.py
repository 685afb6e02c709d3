"""When Python looks for objects that hold each other and nothing else: rarely, in processes that take in or index pages.

Such a process makes thousands of objects a second which die by themselves, and holds hundreds of thousands that never do
(vocabularies, models): looking through these again and again costs a tenth of its time and finds next to nothing. Changes a whole process, so
that only commands and worker processes call it, never the modules that serve readers.
"""

from __future__ import annotations

import gc

_NEW = 50_000
"""Objects that are made and still there before young ones are looked through; Python's own figure is 700."""


def collect_rarely() -> None:
    """From now on take what is there for lasting, and look for dead cycles after many new objects only."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW, 10, 10)
