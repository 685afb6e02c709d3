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
from archive.ingest.retry import find_failed
from archive.ingest.run import ingest_files, retry_run
from archive.ingest.workers import sensible_workers
from archive.management.ingest_display import print_summary, printable, show_bar, show_lines, tell_both
from archive.management.ingest_ending import exit_by, update_index
from archive.management.ingest_watching import watch_folder
from archive.memory import collect_rarely
from archive.models import IngestRun


def _positive(word: str) -> int:
    if not word.isdecimal() or not 1 <= int(word) <= 64:
        raise ArgumentTypeError(_("应为 1 到 64 的整数"))
    return int(word)


class Command(BaseCommand):
    help = _("把保存的网页（文件、文件夹、压缩包，或 - 表示标准输入的 JSONL）收入档案")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="*", metavar="PATH")
        parser.add_argument(
            "--retry", type=int, metavar="RUN", help=_("重新收入某一批次中失败的输入（批次编号见后台）")
        )
        parser.add_argument("--watch", type=Path, metavar="DIR", help=_("持续收入此文件夹中新来的文件，直到被停止"))
        parser.add_argument("--batch", default="", metavar="NAME", help=_("给这一批取名"))
        parser.add_argument(
            "--workers", type=_positive, metavar="N", help=_("提取用的进程数；默认：输入不多时一个，否则每核一个")
        )
        parser.add_argument("--dry-run", action="store_true", help=_("只报告会发生什么，不写入任何内容"))
        parser.add_argument("--report", type=Path, metavar="FILE.json", help=_("把每个输入的结果写入此文件"))
        parser.add_argument("--no-index", action="store_true", help=_("结束后不更新检索索引"))

    def handle(self, *args: Any, **options: Any) -> None:
        _check_usage(options)
        collect_rarely()
        # A service manager's stop is the same wish as Ctrl-C.
        with contextlib.suppress(ValueError):  # not in the main thread
            signal.signal(signal.SIGTERM, signal.default_int_handler)
        if options["watch"] is not None:
            watch_folder(options["watch"], self._run_once, options)
            return
        exit_by(self._run_once(options))

    def _run_once(self, options: dict[str, Any]) -> IngestReport:
        """One run from the report file's beginning to the index."""
        report_file = _open_report(options["report"])
        started = time.monotonic()
        report = self._retry(options, report_file) if options["retry"] else self._take(options, report_file)
        if report_file is not None:
            report_file.finish(report)
        seconds = time.monotonic() - started
        print_summary(report, self.stdout.write, is_terminal=self.stdout.isatty(), seconds=seconds)
        stored = report.total > report.failed and not (options["dry_run"] or report.interrupted or report.stopped_by)
        if stored and not options["no_index"]:
            update_index(self.stdout.write)
        return report

    def _take(self, options: dict[str, Any], report_file: ReportFile | None) -> IngestReport:
        paths = options["paths"]
        size = measure_inputs(paths)
        with self._show(size) as show:
            return ingest_files(paths, **_how(options, size), progress=_listener(show, report_file))

    def _retry(self, options: dict[str, Any], report_file: ReportFile | None) -> IngestReport:
        run = IngestRun.objects.filter(pk=options["retry"]).first()
        if run is None:
            raise CommandError(_("没有编号为 %(run)d 的批次") % {"run": options["retry"]}, returncode=2)
        retry = find_failed(run)
        if not (retry.files or retry.lost):
            self.stdout.write(_("批次 %(run)d 没有失败的输入") % {"run": run.pk})
            return IngestReport()
        for path in sorted(retry.changed):
            self.stdout.write(_("文件在那次入档后改过，按现在的内容收入：%(file)s") % {"file": printable(str(path))})
        size = measure_inputs([str(path) for path in retry.files])
        with self._show(None) as show:
            return retry_run(run, retry, **_how(options, size), progress=_listener(show, report_file))

    def _show(self, total_bytes: int | None) -> contextlib.AbstractContextManager[Listener]:
        return show_bar(total_bytes) if self.stdout.isatty() else show_lines(self.stdout.write, total_bytes)


def _check_usage(options: dict[str, Any]) -> None:
    """Raises CommandError, code 2: exactly one of paths, --retry and --watch is wanted."""
    ways = [bool(options["paths"]), options["retry"] is not None, options["watch"] is not None]
    if sum(ways) != 1:
        raise CommandError(_("请给出 PATH、--retry RUN、--watch DIR 三者之一"), returncode=2)
    if options["watch"] is not None and (options["dry_run"] or options["report"]):
        raise CommandError(_("--watch 不能与 --dry-run 或 --report 同用"), returncode=2)
    if options["watch"] is not None and not options["watch"].is_dir():
        raise CommandError(_("没有这个文件夹：%(folder)s") % {"folder": options["watch"]}, returncode=2)


def _how(options: dict[str, Any], size: int | None) -> dict[str, Any]:
    workers = options["workers"] or sensible_workers(size)
    return {"batch": options["batch"], "dry_run": options["dry_run"], "workers": workers}


def _listener(show: Listener, report_file: ReportFile | None) -> Listener:
    return tell_both(show, report_file.add) if report_file else show


def _open_report(path: Path | None) -> ReportFile | None:
    try:
        return ReportFile(path) if path else None
    except OSError as error:
        raise CommandError(f"--report {path}: {error.strerror}", returncode=2) from error
