"""`manage.py rebuild_index`: Haystack's command, but the new index is built beside the one in use and then switched.

Haystack's own empties the index first, so that searches find nothing, or fail, until it is done. All its options are
accepted; those that only make sense for other engines (workers, retries) change nothing.
"""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import CommandError, CommandParser
from haystack.management.commands.rebuild_index import Command as HaystackCommand

from archive.search.engine import IndexUnusable
from archive.search.indexing import rebuild_index


class Command(HaystackCommand):
    help = "Build the search index anew beside the one in use, verify it, and switch to it."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        if options.get("using") not in (None, [], ["default"]):
            raise CommandError("there is one search connection: default")
        if options.get("interactive") and not self._confirmed():
            self.stdout.write("No action taken.")
            return
        started = time.perf_counter()
        try:
            report = rebuild_index()
        except IndexUnusable as error:
            raise CommandError(
                f"the rebuild did not come to its end: the index is {error.code}: {error.detail}"
            ) from error
        self.stdout.write(f"indexed {report.indexed} articles in {time.perf_counter() - started:.1f} s")

    def _confirmed(self) -> bool:
        answer = input("This builds the search index anew; the one in use answers until then. Continue? [y/N] ")
        return answer.strip().lower().startswith("y")
