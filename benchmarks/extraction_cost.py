"""What the pure stages cost in a fresh process: seconds to import, milliseconds a page, megabytes of memory.

    python benchmarks/extraction_cost.py FILE_OR_FOLDER…

prints one JSON object: `import_s`, `gazetteer_mb`, `peak_mb` and, for plain text and HTML each, `pages`, `p50_ms`,
`p95_ms`, `max_ms`, and `wall_p50_ms`, `wall_p95_ms` beside them. All other times are processor time, not the clock on
the wall. A page's time is the best of three rounds over all pages, all stages over its decoded content, so that what
another program does on the machine counts little and nothing kept from the same page counts at all. What the first
page pays for loading tables is `first_page_ms`.

A file whose name ends in `.jsonl` holds one page a line. How right the answers are is measured elsewhere
(`tests/quality`).
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RUNS = 3


def main(paths: list[str]) -> None:
    sys.path.insert(0, str(ROOT))
    started = time.process_time()
    from archive.ingest.stages import process_page
    from archive.readers.registry import list_inputs, read_pages
    from archive.records import Page
    from archive.resolve.gazetteer import load_gazetteer

    imported = time.process_time() - started
    before = resident_mb()
    load_gazetteer()
    gazetteer_mb = resident_mb() - before
    files = (Path(path) for path in paths)
    pages = [page for file in list_inputs(list(files)) for page in read_pages(file) if isinstance(page, Page)]
    first = timed(lambda: process_page(pages[0])) if pages else 0.0
    report = {
        "import_s": round(imported, 3),
        "gazetteer_mb": round(gazetteer_mb, 1),
        "first_page_ms": round(first, 1),
        **{kind: _of_kind([page for page in pages if page.media_type == kind], process_page) for kind in KINDS},
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }
    print(json.dumps(report))


KINDS = ("text/plain", "text/html")


def _of_kind(pages: list[Any], process: Callable[[Any], object]) -> dict[str, float]:
    if not pages:
        return {"pages": 0}
    rounds = []
    for _ in range(RUNS):
        rounds.append([both_times(lambda page=page: process(page)) for page in pages])
    best = [[min(times) for times in zip(*of_page, strict=True)] for of_page in zip(*rounds, strict=True)]
    times, wall = (sorted(column) for column in zip(*best, strict=True))
    return {
        "pages": len(times),
        "p50_ms": round(quantile(times, 0.5), 2),
        "p95_ms": round(quantile(times, 0.95), 2),
        "max_ms": round(times[-1], 2),
        "wall_p50_ms": round(quantile(wall, 0.5), 2),
        "wall_p95_ms": round(quantile(wall, 0.95), 2),
    }


def timed(call: Callable[[], object]) -> float:
    """Milliseconds of processor time one call takes."""
    return both_times(call)[0]


def both_times(call: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of processor and of wall time; a page that cannot be cut into an article costs them all the same."""
    started, clock = time.process_time(), time.perf_counter()
    try:
        call()
    except Exception as error:  # the pages may be anything
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
    return (time.process_time() - started) * 1000, (time.perf_counter() - clock) * 1000


def quantile(ordered: list[float], share: float) -> float:
    """The value that `share` of an ordered list do not exceed."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def resident_mb() -> float:
    """Memory of this process now, in megabytes (Linux; 0.0 where there is no /proc)."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return 0.0
    return int(statm.read_text().split()[1]) * resource.getpagesize() / 1024 / 1024


if __name__ == "__main__":
    main(sys.argv[1:])
