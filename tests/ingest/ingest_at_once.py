"""Run by `test_crashes`: so many processes, each taking in one of the folders.

    python -m tests.ingest.ingest_at_once PROCESSES FOLDER…

DATA_DIR is a folder of its own. Prints what became of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import django

RUN = (
    "import sys, django; django.setup(); from archive.ingest import batches; from django.core.management import "
    "call_command; batches.PAGES_A_BATCH = 5; call_command('ingest', sys.argv[1], no_index=True)"
)


def main(processes: int, folders: list[str]) -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", RUN, folders[place % len(folders)]],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for place in range(processes)
    ]
    printed = [process.communicate()[1] for process in running]
    print(json.dumps({"codes": [process.returncode for process in running], "printed": "".join(printed), **_count()}))


def _count() -> dict[str, int]:
    from archive.models import Article, IngestOutcome, SavedFile

    return {
        "articles": Article.objects.count(),
        "files": SavedFile.objects.count(),
        "different_texts": Article.objects.values("body").distinct().count(),
        "taken": IngestOutcome.objects.exclude(outcome__in=["duplicate", "failed"]).count(),
        "outcomes": IngestOutcome.objects.count(),
    }


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
    django.setup()
    main(int(sys.argv[1]), sys.argv[2:])
