"""What a page costs at each stage of ingest, in CPU time: read, extract, resolve, clues, originals, rows, place, index.

    python -m benchmarks.ingest_stages PAGES.jsonl --count 2000 --folder /tmp/ingest-stages

Runs everything in one process, one stage timed at a time, so that a busy machine changes the figures little; a disk
that is waited for costs no CPU time and shows in the seconds only.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import time
from collections import defaultdict
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.search import set_up

# Stage: the module and the function that is the stage; those inside another are taken off it.
STAGES = {
    "extract": ("archive.ingest.stages", "extract_article"),
    "resolve": ("archive.ingest.stages", "resolve_findings"),
    "clues": ("archive.dedupe.clues", "gather_clues"),
    "originals": ("archive.ingest.ledger", "write_originals"),
    "rows": ("archive.ingest.ledger", "take_in"),
    "place": ("archive.ingest.new_articles", "place_new_articles"),
}
INSIDE = {"place": "rows"}


def time_stages(spent: dict[str, float]) -> None:
    """Let each stage add the CPU seconds of this process to `spent`, those of its threads included."""
    import importlib

    for stage, (module_name, name) in STAGES.items():
        module = importlib.import_module(module_name)
        setattr(module, name, _timed(getattr(module, name), stage, spent))


def _timed(call: Callable[..., Any], stage: str, spent: dict[str, float]) -> Callable[..., Any]:
    def timed(*args: Any, **kwargs: Any) -> Any:
        started = time.process_time()
        try:
            return call(*args, **kwargs)
        finally:
            seconds = time.process_time() - started
            spent[stage] += seconds
            if stage in INSIDE:
                spent[INSIDE[stage]] -= seconds

    return timed


def run(pages: Path, count: int, spent: dict[str, float]) -> None:
    """Read, take in and index; `spent` gets CPU seconds by stage."""
    from archive.ingest.run import ingest_pages
    from archive.readers.registry import read_pages
    from archive.search.indexing import index_stale

    started = time.process_time()
    read = list(islice(read_pages(pages), count))
    spent["read"] = time.process_time() - started
    time_stages(spent)
    started = time.process_time()
    ingest_pages(read)
    spent["around"] = time.process_time() - started - sum(spent[stage] for stage in STAGES)
    started = time.process_time()
    index_stale()
    spent["index"] = time.process_time() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--folder", type=Path, required=True, help="emptied first")
    options = parser.parse_args()
    shutil.rmtree(options.folder, ignore_errors=True)
    set_up(options.folder)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_vocabularies", verbosity=0)
    spent: dict[str, float] = defaultdict(float)
    started = time.perf_counter()
    run(options.pages, options.count, spent)
    print("| stage | ms a page |\n|---|---|")
    for stage in ("read", *STAGES, "around", "index"):
        print(f"| {stage} | {1000 * spent[stage] / options.count:.2f} |")
    total = sum(spent.values())
    print(f"| all | {1000 * total / options.count:.2f} |")
    print(f"\n{options.count / total:.0f} pages a second of one core; took {time.perf_counter() - started:.0f} s")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
