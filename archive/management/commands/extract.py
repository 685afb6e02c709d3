"""`manage.py extract`: pages in, one JSON object a line out, in the same order, or explained. Touches no database."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from typing import Any, TextIO, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from archive.export.extraction import extraction_record, failure_record
from archive.ingest.inputs import STANDARD_INPUT, open_inputs
from archive.ingest.stages import process_safely
from archive.management.explain_display import show_pages
from archive.records import Page, UnreadablePage


class Command(BaseCommand):
    help = _("只提取、不入库：每个网页输出一行 JSON")
    # No checks and no migrations: the command must run where there is no database.
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="*", metavar="PATH", help=_("文件或文件夹；- 表示标准输入"))
        parser.add_argument(
            "--explain", action="store_true", help=_("打印网页、标出依据，并说明各候选值为何采用或落选")
        )
        parser.add_argument("--jsonl", action="store_true", help=_("从标准输入逐行读取 JSON"))

    def handle(self, *args: Any, **options: Any) -> None:
        paths = list(options["paths"]) + ([STANDARD_INPUT] if options["jsonl"] else [])
        if not paths:
            raise CommandError(_("请给出文件或文件夹，或使用 --jsonl"), returncode=2)
        failed = False
        try:
            if options["explain"]:
                failed = not show_pages(open_inputs(paths), cast(TextIO, self.stdout))
            else:
                for record in _records(open_inputs(paths)):
                    failed = failed or "error" in record
                    self.stdout.write(_json_line(record))
                    self.stdout.flush()
        except BrokenPipeError:
            # The reader of the pipe has had enough (`| head`): no reason for a traceback.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if failed:
            sys.exit(1)


def _records(pages: Iterator[Page | UnreadablePage]) -> Iterator[dict[str, Any]]:
    for page in pages:
        result = process_safely(page) if isinstance(page, Page) else page
        if isinstance(result, UnreadablePage):
            yield failure_record(result)
        else:
            page_id = page.id if page.id is not None else page.name
            yield extraction_record(result.draft, result.findings, page_id=page_id)


def _json_line(record: dict[str, Any]) -> str:
    """One line of JSON; escaped where the text holds half characters that no encoding can write."""
    line = json.dumps(record, ensure_ascii=False)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(record)
    return line
