"""Makes `pair_weights.txt`: in how many texts of volunteer-service news each common pair of characters stands.

    .venv/bin/python -m archive.dedupe.data.make_pair_weights

Counts the labelled page openings of `tests/quality/pages` (those held out aside) and the saved pages of `samples/`. Pairs below `FEWEST` texts are left out: all rare
pairs weigh the same.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from archive.dedupe.plain import plain_text
from archive.errors import ArchiveError
from archive.extract.article import extract_article
from archive.readers.registry import list_inputs, read_pages
from archive.records import UnreadablePage

FEWEST = 6
_ROOT = Path(__file__).parents[3]


def read_texts() -> Iterator[str]:
    """The plain text of every labelled opening and every sample page."""
    pages = _ROOT / "tests/quality/pages"
    for file in sorted(set(pages.glob("*.jsonl")) - {pages / "heldout.jsonl"}):
        for line in file.read_text(encoding="utf-8").split("\n"):
            if line.strip():
                yield plain_text(json.loads(line)["content"])
    for path in list_inputs([_ROOT / "samples"]):
        for page in read_pages(path):
            if not isinstance(page, UnreadablePage):
                try:
                    yield plain_text(extract_article(page).text)
                except ArchiveError:
                    continue


def write_weights() -> None:
    """Write the table beside this script."""
    counts: Counter[str] = Counter()
    texts = 0
    for text in read_texts():
        texts += 1
        counts.update({text[place : place + 2] for place in range(len(text) - 1)})
    rows = sorted(((pair, n) for pair, n in counts.items() if n >= FEWEST), key=lambda row: (-row[1], row[0]))
    lines = ["# Made by make_pair_weights.py: pair, number of texts it stands in.", f"# texts {texts}"]
    lines += [f"{pair}\t{number}" for pair, number in rows]
    Path(__file__).with_name("pair_weights.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_weights()
