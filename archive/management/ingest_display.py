"""What `manage.py ingest` shows: a bar on a terminal, a plain line now and then in a pipe, and the table at the end.

Only shows; counting is the report's matter.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
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
    pages = TextColumn("{task.fields[pages]} " + _("页"))
    columns = (SpinnerColumn(), BarColumn(), TextColumn("{task.percentage:>3.0f}%"), pages, TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("", total=total_bytes, pages=0)
        seen = 0

        def advance(item: ItemOutcome) -> None:
            nonlocal seen
            seen += 1
            progress.update(task, advance=item.size, pages=seen)

        yield advance
        if total_bytes is not None:
            progress.update(task, completed=total_bytes)


@contextmanager
def show_lines(write: Write) -> Iterator[Listener]:
    """A line every few seconds, for logs."""
    started = last = time.monotonic()
    seen = 0

    def advance(_item: ItemOutcome) -> None:
        nonlocal seen, last
        seen += 1
        now = time.monotonic()
        if now - last >= _SECONDS_BETWEEN_LINES:
            last = now
            write(_("已处理 %(pages)d 页，每秒 %(rate).0f 页") % {"pages": seen, "rate": seen / (now - started)})

    yield advance


def tell_both(first: Listener, second: Listener) -> Listener:
    """One listener that passes on what it is told to two."""

    def tell(item: ItemOutcome) -> None:
        first(item)
        second(item)

    return tell


def print_summary(report: IngestReport, write: Write, *, is_terminal: bool, seconds: float) -> None:
    """The counts and the first failures with their reasons."""
    if report.run is None and not report.stopped_by:
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
    """One line, whatever the names and reasons of hostile input hold."""
    line = f"{_('失败')}: {item.input} {explain_code(item.code)} [{item.stage}/{item.code}] {item.reason}"
    line = line.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(char if char.isprintable() else " " for char in line)[:400]
