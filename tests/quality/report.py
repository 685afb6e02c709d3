"""The tables of `docs/extraction.md`, measured anew: accuracy by field, speed, memory.

`manage.py bench_extract` prints them. Numbers are taken in the same run as the line that names machine and versions.
"""

from __future__ import annotations

import datetime as dt
import json
import platform
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.quality.labelled_pages import DEV, HELDOUT, answer_file, read_lines
from tests.quality.samples import PAGES, answer_samples, score_samples
from tests.quality.scoring import Failure, Row, score
from tests.quality.tables import as_markdown, side_by_side

ROOT = Path(__file__).resolve().parents[2]
COST = ROOT / "benchmarks" / "extraction_cost.py"
OWN_PAGES = [DEV, HELDOUT, PAGES]
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
Costs = dict[str, Any]


def name_run() -> str:
    """Date, commit, machine and Python of this run."""
    commit = _output("git", "-C", str(ROOT), "rev-parse", "--short", "HEAD") or "no commit"
    changed = " with changes" if _output("git", "-C", str(ROOT), "status", "--porcelain", "--", "archive") else ""
    versions = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {_processor()}"
    return f"{dt.datetime.now(dt.UTC):%Y-%m-%d}, commit {commit}{changed}, {versions}"


def _output(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(names)} × {names[0]}" if names else platform.processor()


def measure_accuracy(others: Sequence[Path]) -> tuple[dict[str, tuple[Row, ...]], dict[str, tuple[Failure, ...]]]:
    """Rows and wrong answers of the own pages and of every other labelled file."""
    files = {"own dev": DEV, "own held out": HELDOUT} | {path.stem: path for path in others}
    scored = {name: score(answer_file(path)) for name, path in files.items()}
    return {name: rows for name, (rows, _) in scored.items()}, {name: wrong for name, (_, wrong) in scored.items()}


def measure_samples() -> dict[str, float]:
    """Score a field of the sample archive."""
    return score_samples(answer_samples())[0]


def measure_cost(others: Sequence[Path]) -> Costs:
    """Speed and memory in a fresh process, over the own pages, the samples and the other files and folders."""
    run = subprocess.run([sys.executable, COST, *OWN_PAGES, *others], capture_output=True, text=True, check=True)
    costs: Costs = json.loads(run.stdout)
    return costs


def page_counts(others: Sequence[Path]) -> str:
    """How many pages each labelled file holds."""
    return ", ".join(f"{path.stem} {sum(1 for _ in read_lines(path))}" for path in (DEV, HELDOUT, *others))


def write_between_marks(path: Path, text: str) -> None:
    """Put freshly measured tables where a page of the documentation keeps them.

    Raises:
        ValueError: the page has no marks.
    """
    page = path.read_text(encoding="utf-8")
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"{path} has no {BEGIN} … {END}")
    path.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")


def print_tables(
    rows: dict[str, tuple[Row, ...]], samples: dict[str, float], costs: Costs, *, markdown: bool = False
) -> str:
    """All tables as one text."""
    accuracy = as_markdown(rows) if markdown else side_by_side(rows)
    tables = [accuracy, _samples_table(samples, markdown)]
    return "\n\n".join([*tables, _costs_table(costs, markdown)] if costs else tables)


def _samples_table(samples: dict[str, float], markdown: bool) -> str:
    return _two_columns("samples", "right", [(name, f"{share:.3f}") for name, share in samples.items()], markdown)


def _costs_table(costs: Costs, markdown: bool) -> str:
    lines = [
        ("import of the pure stages", f"{costs['import_s']} s"),
        ("first page (tables loaded)", f"{costs['first_page_ms']} ms"),
    ]
    for kind in ("text/plain", "text/html"):
        cost = costs[kind]
        if cost["pages"]:
            value = f"{cost['p50_ms']} / {cost['p95_ms']} / {cost['max_ms']} ms"
            lines.append((f"{kind}, p50 / p95 / max of {cost['pages']} pages", value))
            lines.append((f"{kind}, the same by the wall clock, p50 / p95", _wall(cost)))
    lines += [("gazetteer, resident", f"{costs['gazetteer_mb']} MB"), ("peak resident", f"{costs['peak_mb']} MB")]
    return _two_columns("cost", "measured", lines, markdown)


def _two_columns(left: str, right: str, lines: Sequence[tuple[str, str]], markdown: bool) -> str:
    if markdown:
        return "\n".join([f"| {left} | {right} |", "|---|---:|", *(f"| {name} | {value} |" for name, value in lines)])
    return "\n".join([f"{left:46s}{right:>24s}", *(f"{name:46s}{value:>24s}" for name, value in lines)])


def _wall(cost: dict[str, float]) -> str:
    return f"{cost['wall_p50_ms']} / {cost['wall_p95_ms']} ms"
