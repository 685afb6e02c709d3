"""Labelled page openings: reading them, and what the program answers on them.

A line is `{"id", "url", "content", "content_type", "labels": {…}}`; the notation of the labels is explained in
`docs/extraction.md` and read by `tests.quality.scoring`. The project's own pages lie in `pages/`; the same functions
read any other file of that form.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from archive.export.extraction import extraction_record
from archive.ingest.stages import process_safely
from archive.readers.registry import read_json_lines
from archive.records import Page, UnreadablePage

PAGES = Path(__file__).with_name("pages")
DEV = PAGES / "dev.jsonl"
HELDOUT = PAGES / "heldout.jsonl"
FLOORS = Path(__file__).with_name("floors.json")

Labels = dict[str, Any]
Record = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One page's labels beside the program's answer in the public `extract` shape; empty when it gave none."""

    page_id: str
    labels: Labels
    record: Record


def is_held_out(page_id: str) -> bool:
    """Whether a page belongs to the third nobody tunes on: decided by its id alone, never by what it is about."""
    return int(hashlib.sha256(page_id.encode("utf-8")).hexdigest(), 16) % 3 == 0


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Every labelled page of a file, in its order."""
    # Not splitlines(): broken encodings leave control characters that it would take for ends of lines.
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            yield json.loads(line)


@cache
def answer_file(path: Path) -> tuple[Answer, ...]:
    """Run the pure stages over one file of labelled pages; a page is answered without sight of its labels."""
    lines = list(read_lines(path))
    bare = [{key: value for key, value in line.items() if key != "labels"} for line in lines]
    pages = read_json_lines((json.dumps(line).encode("utf-8") for line in bare), name=path.name)
    return tuple(
        Answer(page_id=line["id"], labels=line["labels"], record=record)
        for line, record in zip(lines, _answers(pages), strict=True)
    )


def _answers(pages: Iterable[Page | UnreadablePage]) -> Iterator[Record]:
    for page in pages:
        result = process_safely(page) if isinstance(page, Page) else page
        if isinstance(result, UnreadablePage):
            yield {}
        else:
            yield extraction_record(result.draft, result.findings, page_id=page.id)


def load_floors(section: str) -> dict[str, float]:
    """The agreed limits of one section of `floors.json`: row name -> share."""
    sections: dict[str, dict[str, float]] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return sections[section]
