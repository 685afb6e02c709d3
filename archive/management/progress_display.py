"""How long commands show how far they are: a bar on a terminal, a plain line now and then in a pipe."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

Show = Callable[[int, int], None]
"""Called with (done, all)."""

_SECONDS_BETWEEN_LINES = 5.0


@contextmanager
def show_progress(write: Callable[[str], object], *, is_terminal: bool) -> Iterator[Show]:
    """What to call with (done, all); the bar goes to standard error."""
    if not is_terminal:
        yield _lines(write)
        return
    columns = (BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _lines(write: Callable[[str], object]) -> Show:
    last = time.monotonic()

    def show(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= _SECONDS_BETWEEN_LINES:
            last = time.monotonic()
            write(f"{done * 100 // max(total, 1)} %")

    return show
