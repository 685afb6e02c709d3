"""What `manage.py ingest` shows: a bar on a terminal, a plain line now and then in a pipe, and the table at the end.

Only shows; counting is the report's matter.
"""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from archive.ingest.reasons import explain_code
from archive.ingest.report import IngestReport, ItemOutcome, Listener
from archive.models import Outcome

FAILURES_SHOWN = 20
_SECONDS_BETWEEN_LINES = 5.0

Write = Callable[[str], object]


@contextmanager
def show_bar(total_bytes: int | None) -> Iterator[Listener]:
    """A bar that fills with the bytes taken in; without `total_bytes` only the pages are counted."""
    pages = TextColumn("{task.fields[pages]} " + _("页") + " · {task.fields[rate]:.0f} " + _("页/秒"))
    columns = (SpinnerColumn(), BarColumn(), TextColumn("{task.percentage:>3.0f}%"), pages, TimeElapsedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as progress:
        task = progress.add_task("", total=total_bytes, pages=0, rate=0.0)
        pace = _Pace(total_bytes)

        def advance(item: ItemOutcome) -> None:
            pace.add(item.size)
            progress.update(task, completed=pace.done_bytes, pages=pace.pages, rate=pace.rate)

        yield advance
        if total_bytes is not None:
            progress.update(task, completed=total_bytes)


@contextmanager
def show_lines(write: Write, total_bytes: int | None = None) -> Iterator[Listener]:
    """A line every few seconds while pages come, for logs; with `total_bytes` it says how long the rest will take.

    Written by a thread, so that the pages before a pause of the source are told in the pause.
    """
    pace = _Pace(total_bytes)
    over = threading.Event()
    thread = threading.Thread(target=_write_lines, args=(write, pace, over), daemon=True)
    thread.start()
    try:
        yield lambda item: pace.add(item.size)
    finally:
        over.set()
        thread.join()


def _write_lines(write: Write, pace: _Pace, over: threading.Event) -> None:
    told = 0
    with suppress(OSError):  # nobody reads them any more (`| head`): no reason to stop the run
        while not over.wait(_SECONDS_BETWEEN_LINES):
            if pace.pages != told:
                told = pace.pages
                write(_pace_line(pace))


class _Pace:
    """How much is done, how fast, and how long the rest will take at that."""

    def __init__(self, total_bytes: int | None) -> None:
        self._total = total_bytes
        self._started = time.monotonic()
        self._bytes = 0
        self.pages = 0

    def add(self, size: int) -> None:
        self.pages += 1
        self._bytes += size

    @property
    def done_bytes(self) -> int:
        """Never more than there is: pages come out of compressed files larger than they lay in them."""
        return min(self._bytes, self._total) if self._total is not None else self._bytes

    @property
    def rate(self) -> float:
        """Pages a second."""
        return self.pages / max(time.monotonic() - self._started, 1e-6)

    @property
    def seconds_left(self) -> float | None:
        """None where the total is not known, or was passed."""
        if self._total is None or not 0 < self._bytes < self._total:
            return None
        return (time.monotonic() - self._started) * (self._total - self._bytes) / self._bytes


def _pace_line(pace: _Pace) -> str:
    line = _("已处理 %(pages)d 页，每秒 %(rate).0f 页") % {"pages": pace.pages, "rate": pace.rate}
    left = pace.seconds_left
    if left is not None:
        line += _("，约剩 %(minutes)d 分 %(seconds)02d 秒") % {"minutes": left // 60, "seconds": left % 60}
    return line


def tell_both(first: Listener, second: Listener) -> Listener:
    """One listener that passes on what it is told to two."""

    def tell(item: ItemOutcome) -> None:
        first(item)
        second(item)

    return tell


def print_summary(report: IngestReport, write: Write, *, is_terminal: bool, seconds: float) -> None:
    """The counts and the first failures with their reasons."""
    if report.run is None and report.total and not report.stopped_by:
        write(_("试运行，未写入任何内容"))
    if is_terminal:
        write(_draw_table(report))
    else:
        for outcome in Outcome:
            write(f"{outcome.label}: {report.counts[outcome]}")
    for item in report.failures[:FAILURES_SHOWN]:
        write(_failure_line(item))
    more = report.failed - min(FAILURES_SHOWN, len(report.failures))
    if more > 0:
        write(_("……另有 %(number)d 个失败，见 --report 或后台") % {"number": more})
    rate = report.total / seconds if seconds > 0 else 0.0
    write(
        _("共 %(pages)d 页，用时 %(seconds).1f 秒，每秒 %(rate).0f 页")
        % {
            "pages": report.total,
            "seconds": seconds,
            "rate": rate,
        }
    )


def _draw_table(report: IngestReport) -> str:
    table = Table()
    table.add_column(_("结果"))
    table.add_column(_("页数"), justify="right")
    for outcome in Outcome:
        failed = outcome == Outcome.FAILED and report.failed
        table.add_row(str(outcome.label), str(report.counts[outcome]), style="red" if failed else None)
    console = Console(file=io.StringIO(), force_terminal=True)
    with console.capture() as captured:
        console.print(table)
    return captured.get().rstrip("\n")


def _failure_line(item: ItemOutcome) -> str:
    return printable(f"{_('失败')}: {item.input} {explain_code(item.code)} [{item.stage}/{item.code}] {item.reason}")[
        :400
    ]


def printable(text: str) -> str:
    """One line, whatever the names and reasons of hostile input hold."""
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(char if char.isprintable() else " " for char in text)
