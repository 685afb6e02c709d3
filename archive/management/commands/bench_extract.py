"""`manage.py bench_extract`: how right, how fast and how big extraction is, in one run on one machine.

The labelled pages and their scoring belong to the tests; the command only runs them, and says so where a checkout
without tests has none. Touches no database.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _


class Command(BaseCommand):
    help = _("测量提取的准确率、速度与内存")
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "paths", nargs="*", type=Path, metavar="PATH", help=_("另加：带标注的 JSONL，或只测速度的文件夹")
        )
        parser.add_argument("--markdown", action="store_true", help=_("以 Markdown 输出表格"))
        parser.add_argument("--write", type=Path, metavar="FILE", help=_("把 Markdown 表格写进文档的标记之间"))
        parser.add_argument("--errors", metavar="FIELDS", default="", help=_("列出这些字段的错误，逗号分隔"))
        parser.add_argument("--no-cost", action="store_true", help=_("不测速度与内存"))

    def handle(self, *args: Any, paths: list[Path], **options: Any) -> None:
        missing = [str(path) for path in paths if not path.exists()]
        if missing:
            raise CommandError(_("没有这个文件：%s") % ", ".join(missing), returncode=2)
        report = _load_report()
        labelled = [path for path in paths if path.is_file()]
        rows, failures = report.measure_accuracy(labelled)
        costs = {} if options["no_cost"] else report.measure_cost(paths)
        markdown = options["markdown"] or options["write"] is not None
        head = f"{report.name_run()}; {report.page_counts(labelled)}"
        tables = report.print_tables(rows, report.measure_samples(), costs, markdown=markdown)
        self.stdout.write(f"{head}\n\n{tables}")
        if options["write"]:
            report.write_between_marks(options["write"], f"{head}\n\n{tables}")
        for field in filter(None, options["errors"].split(",")):
            self._list_errors(field, failures)

    def _list_errors(self, field: str, failures: dict[str, Any]) -> None:
        """Wrong answers; those on the held-out pages stay unread, so that no rule is written for them."""
        for name, wrong in failures.items():
            for failure in wrong if name != "own held out" else ():
                if failure.field == field:
                    self.stdout.write(f"{field} | {name} | {failure.page_id} | {failure.got} | {failure.wanted}")


def _load_report() -> Any:
    # Not at the top: the archive runs without its tests, and nothing but this command needs them.
    try:
        from tests.quality import report
    except ImportError as error:
        raise CommandError(_("找不到 tests/quality：请在完整的源码目录中运行")) from error
    return report
