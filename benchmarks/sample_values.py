"""Random values of one kind of finding, each with the words around it, to be judged by a reader: how precise is it?

    python benchmarks/sample_values.py NEWS.jsonl.gz --kind organisation --count 150 --seed 1

Reads JSONL of articles (`title`, `text`, …) or pages, plain or gzipped. The same file, seed and number of pages read the same pages.
Prints one value a line: number, value, details, and its words in brackets inside their sentence. Deliberately not
here: any judgement.
"""

from __future__ import annotations

import argparse
import gzip
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from archive.ingest.stages import process_safely  # noqa: E402
from archive.readers.registry import read_json_lines  # noqa: E402
from archive.records import Finding, FindingKind, Page, UnreadablePage  # noqa: E402

_AROUND = 36


def main() -> None:
    options = _options()
    lines = _lines(options.file)
    chosen = random.Random(options.seed).sample(lines, min(options.pages, len(lines)))
    values = list(_values(chosen, options.kind))
    shown = random.Random(options.seed).sample(values, min(options.count, len(values)))
    print(f"{len(values)} values of {options.kind} on {len(chosen)} pages, {len(shown)} shown")
    for number, (finding, text) in enumerate(shown, start=1):
        print(f"{number:>4} {_shown(finding, text)}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--kind", choices=get_args(FindingKind), required=True)
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--pages", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _lines(path: Path) -> list[bytes]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [line for line in data.split(b"\n") if line.strip()]


def _values(lines: list[bytes], kind: str) -> Iterator[tuple[Finding, str]]:
    for page in read_json_lines(lines, name="sample"):
        result = process_safely(page) if isinstance(page, Page) else page
        if isinstance(result, UnreadablePage):
            continue
        for finding in result.findings:
            if finding.kind == kind:
                yield finding, result.draft.text


def _shown(finding: Finding, text: str) -> str:
    details = " ".join(f"{key}={value}" for key, value in finding.data.items() if value not in (None, False, ""))
    words = ""
    if finding.start is not None and finding.end is not None:
        before, after = text[max(0, finding.start - _AROUND) : finding.start], text[finding.end : finding.end + _AROUND]
        words = f"{before}【{text[finding.start : finding.end]}】{after}".replace("\n", "⏎")
    return "  ".join(part for part in (finding.value, finding.role, details, words) if part)


if __name__ == "__main__":
    main()
