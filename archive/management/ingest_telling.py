"""What commands that take pages in have in common: a listener that shows, the report file, the table, the index."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from django.core.management.base import CommandError, OutputWrapper

from archive.ingest.report import IngestReport, Listener, ReportFile
from archive.management.ingest_display import print_summary, show_bar, show_lines, tell_both
from archive.management.ingest_ending import update_index

Take = Callable[[Listener], IngestReport]


def take_and_tell(take: Take, stdout: OutputWrapper, *, report_path: Path | None, no_index: bool) -> IngestReport:
    """One run from the report file's beginning to the index; `take` gets what to tell of each outcome.

    Raises:
        CommandError: the report file or the index cannot be written.
    """
    report_file = _open_report(report_path)
    is_terminal = stdout.isatty()
    started = time.monotonic()
    with show_bar(None) if is_terminal else show_lines(stdout.write) as show:
        report = take(tell_both(show, report_file.add) if report_file else show)
    if report_file is not None:
        report_file.finish(report)
    print_summary(report, stdout.write, is_terminal=is_terminal, seconds=time.monotonic() - started)
    stored = report.total > report.failed and not (report.interrupted or report.stopped_by)
    if stored and not no_index:
        update_index(stdout.write)
    return report


def _open_report(path: Path | None) -> ReportFile | None:
    try:
        return ReportFile(path) if path else None
    except OSError as error:
        raise CommandError(f"--report {path}: {error.strerror}", returncode=2) from error
