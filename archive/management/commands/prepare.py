"""Makes an archive ready to serve: database, vocabularies, first pages, index. Safe to repeat; keeps all data."""

from __future__ import annotations

import io
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from archive.models import Article


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page of the site, which the server does next anyway
    help = "Migrates, loads the vocabularies, loads the sample archive into an empty one, brings the index up to date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        pages = parser.add_mutually_exclusive_group()
        pages.add_argument("--pages", type=Path, help="load these pages; without it, the samples into an empty archive")
        pages.add_argument("--no-pages", action="store_true", help="load nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("check", databases=["default"], tags=["database"], stdout=io.StringIO())
        call_command("migrate", interactive=False, verbosity=0)
        call_command("load_vocabularies", stdout=self.stdout)
        folder: Path | None = options["pages"]
        if folder is None and not options["no_pages"] and not Article.objects.exists():
            folder = settings.BASE_DIR / "samples"
        if folder is not None:
            self.stdout.write(_("载入 %(folder)s") % {"folder": folder})
            self._load(folder)
        call_command("index_stale", stdout=self.stdout)

    def _load(self, folder: Path) -> None:
        """Pages that cannot be read are listed and do not keep the site from starting."""
        # Reading, extracting and resolving are loaded for the first start only: the next ones load no pages.
        from archive.ingest.run import ingest_files
        from archive.management.ingest_display import print_summary, show_lines
        from archive.management.ingest_ending import exit_by

        started = time.monotonic()
        with show_lines(self.stdout.write) as show:
            report = ingest_files([str(folder)], batch=folder.name, progress=show)
        seconds = time.monotonic() - started
        print_summary(report, self.stdout.write, is_terminal=self.stdout.isatty(), seconds=seconds)
        if report.interrupted or report.stopped_by:
            exit_by(report)
