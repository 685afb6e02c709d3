"""`manage.py verify_archive [--repair] [--json]`: is all there, whole, and does it agree?"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _

from archive.errors import KeepingError
from archive.keeping.places import places_in_use
from archive.keeping.repair import repair
from archive.keeping.verify import CHECKS, verify_archive
from archive.keeping.verify.problem import Problem

_SHOWN = 10
"""Problems of one kind listed; --json lists all."""


class Command(BaseCommand):
    requires_system_checks = ()  # it finds out itself, and more
    help = _("核对原始文件、数据库、事件归并和检索索引是否完整一致")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help=_("重建可由其他数据得出的部分"))
        parser.add_argument("--json", action="store_true", help=_("以 JSON 输出全部问题"))
        parser.add_argument("--only", nargs="+", choices=[part for part, _checks in CHECKS], default=[], metavar="PART")

    def handle(self, *args: Any, **options: Any) -> None:
        parts = tuple(options["only"])
        try:
            found = list(verify_archive(places_in_use(), parts))
            left = found
            if options["repair"] and any(problem.remedy for problem in found):
                repair(places_in_use(), found)
                left = list(verify_archive(places_in_use(), parts))
        except DatabaseError as error:
            raise CommandError(_("数据库无法读取：%(reason)s。请用备份恢复") % {"reason": error}) from error
        except KeepingError as error:
            raise CommandError(error.reason) from error
        show = self._print_json if options["json"] else self._print_table
        show(found, left)
        if left:
            raise CommandError(_("发现 %(number)d 处问题") % {"number": len(left)})

    def _print_json(self, found: Sequence[Problem], left: Sequence[Problem]) -> None:
        said = {
            "clean": not left,
            "repaired": len([problem for problem in found if problem not in left]),
            "counts": {part: sum(problem.part == part for problem in left) for part, _checks in CHECKS},
            "problems": [{**asdict(problem), "repairable": bool(problem.remedy)} for problem in left],
        }
        self.stdout.write(json.dumps(said, ensure_ascii=False, indent=1))

    def _print_table(self, found: Sequence[Problem], left: Sequence[Problem]) -> None:
        repaired = len([problem for problem in found if problem not in left])
        for part, _checks in CHECKS:
            wrong = [problem for problem in left if problem.part == part]
            self.stdout.write(f"{part:<10} {len(wrong) or 'ok'}")
            self._print_part(wrong)
        if repaired:
            self.stdout.write(_("已修复 %(number)d 处") % {"number": repaired})
        if hopeless := sum(not problem.remedy for problem in left):
            self.stdout.write(_("其中 %(number)d 处无法由其他数据得出，请用备份恢复") % {"number": hopeless})

    def _print_part(self, wrong: Sequence[Problem]) -> None:
        for code, number in Counter(problem.code for problem in wrong).items():
            alike = [problem for problem in wrong if problem.code == code]
            for problem in alike[:_SHOWN]:
                line = f"  {code:<14} {problem.subject}  {problem.detail}"
                self.stdout.write("".join(char if char.isprintable() else " " for char in line)[:300])
            if number > _SHOWN:
                self.stdout.write(_("  %(code)s：另有 %(number)d 处") % {"code": code, "number": number - _SHOWN})
