"""What both commands that fetch from the web have in common: how they are stopped, what they say, how they end."""

from __future__ import annotations

import contextlib
import signal
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser, OutputWrapper
from django.utils.translation import gettext as _

from archive.errors import FetchError
from archive.management.ingest_ending import exit_by
from archive.management.ingest_telling import Take, take_and_tell


def add_run_arguments(parser: CommandParser) -> None:
    """Those of a run of ingest that make sense for addresses."""
    parser.add_argument("--batch", default="", metavar="NAME", help=_("给这一批取名"))
    parser.add_argument("--report", type=Path, metavar="FILE.json", help=_("把每个输入的结果写入此文件"))
    parser.add_argument("--no-index", action="store_true", help=_("结束后不更新检索索引"))


def fetch_and_exit(take: Take, stdout: OutputWrapper, options: dict[str, Any]) -> None:
    """Run `take`, tell of it, and return when all was taken in.

    Raises:
        CommandError: code 1 if anything failed or another process is fetching, 130 when stopped by hand.
    """
    # A service manager's stop is the same wish as Ctrl-C.
    with contextlib.suppress(ValueError):  # not in the main thread
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        exit_by(take_and_tell(take, stdout, report_path=options["report"], no_index=options["no_index"]))
    except FetchError as error:
        raise CommandError(_("现在不能抓取：%(reason)s") % {"reason": error}) from error
    except KeyboardInterrupt as error:
        raise CommandError(_("抓取被中断，已完成的部分已保存"), returncode=130) from error
