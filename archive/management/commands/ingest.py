"""`manage.py ingest`: saved pages into the archive. Parses, calls `archive.ingest.run`, prints."""

from __future__ import annotations

import contextlib
import signal
import time
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from archive.ingest.inputs import measure_inputs
from archive.ingest.report import IngestReport, Listener, ReportFile
from archive.ingest.run import ingest_files
from archive.management.ingest_display import print_summary, show_bar, show_lines, tell_both
from archive.management.ingest_ending import exit_by, update_index


def _positive(word: str) -> int:
    if not word.isdecimal() or not 1 <= int(word) <= 64:
        raise ArgumentTypeError(_("应为 1 到 64 的整数"))
    return int(word)


class Command(BaseCommand):
    help = _("把保存的网页（文件、文件夹、压缩包，或 - 表示标准输入的 JSONL）收入档案")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH")
        parser.add_argument("--batch", default="", metavar="NAME", help=_("给这一批取名"))
        parser.add_argument("--workers", type=_positive, default=1, metavar="N", help=_("提取用的进程数"))
        parser.add_argument("--dry-run", action="store_true", help=_("只报告会发生什么，不写入任何内容"))
        parser.add_argument("--report", type=Path, metavar="FILE.json", help=_("把每个输入的结果写入此文件"))
        parser.add_argument("--no-index", action="store_true", help=_("结束后不更新检索索引"))

    def handle(self, *args: Any, **options: Any) -> None:
        # A service manager's stop is the same wish as Ctrl-C.
        with contextlib.suppress(ValueError):  # not in the main thread
            signal.signal(signal.SIGTERM, signal.default_int_handler)
        report_file = _open_report(options["report"])
        started = time.monotonic()
        report = self._run(options, report_file)
        if report_file is not None:
            report_file.finish(report)
        seconds = time.monotonic() - started
        print_summary(report, self.stdout.write, is_terminal=self.stdout.isatty(), seconds=seconds)
        stored = report.total > report.failed and not (options["dry_run"] or report.interrupted or report.stopped_by)
        if stored and not options["no_index"]:
            update_index(self.stdout.write)
        exit_by(report)

    def _run(self, options: dict[str, Any], report_file: ReportFile | None) -> IngestReport:
        paths = options["paths"]
        display = show_bar(measure_inputs(paths)) if self.stdout.isatty() else show_lines(self.stdout.write)
        with display as show:
            progress: Listener = tell_both(show, report_file.add) if report_file else show
            return ingest_files(
                paths,
                batch=options["batch"],
                dry_run=options["dry_run"],
                workers=options["workers"],
                progress=progress,
            )


def _open_report(path: Path | None) -> ReportFile | None:
    try:
        return ReportFile(path) if path else None
    except OSError as error:
        raise CommandError(f"--report {path}: {error.strerror}", returncode=2) from error
