"""What became of each input of a run: one record an input, counts, and the report file.

The file is written as the run goes, so that a run of any size needs no more memory than one of ten pages.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.models import Outcome
from archive.records import Page, UnreadablePage

# What is kept in memory to be shown; the report file and the archive's own rows hold all.
FAILURES_KEPT = 200


@dataclass(frozen=True, kw_only=True)
class ItemOutcome:
    """What became of one input. `size`: the bytes that came in; `article`: its id, None where none was stored."""

    input: str
    outcome: Outcome
    item_id: str | None = None
    article: int | None = None
    stage: str = ""
    code: str = ""
    reason: str = ""
    size: int = 0


def item_for(page: Page, outcome: Outcome, article: int | None) -> ItemOutcome:
    """The record of a page that was taken in, or needed not be."""
    return ItemOutcome(input=page.name, item_id=page.id, outcome=outcome, article=article, size=len(page.raw))


def failed_item(page: UnreadablePage, size: int) -> ItemOutcome:
    """The record of an input that could not be taken in."""
    return ItemOutcome(
        input=page.name,
        item_id=page.id,
        outcome=Outcome.FAILED,
        stage=page.stage,
        code=page.code,
        reason=page.reason,
        size=size,
    )


Listener = Callable[[ItemOutcome], None]


@dataclass(kw_only=True)
class IngestReport:
    """A run as far as it has come. `stopped_by` says what made going on senseless; '' when nothing did."""

    run: int | None = None
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Outcome.values, 0))
    failures: list[ItemOutcome] = field(default_factory=list)
    interrupted: bool = False
    stopped_by: str = ""

    def add(self, item: ItemOutcome) -> None:
        """Count an outcome that is certain: its rows are committed."""
        self.counts[item.outcome] += 1
        if item.outcome == Outcome.FAILED and len(self.failures) < FAILURES_KEPT:
            self.failures.append(item)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def failed(self) -> int:
        return self.counts[Outcome.FAILED]


class ReportFile:
    """`--report`: the public JSON, which appears under its name when the run is over, however it ended."""

    def __init__(self, path: Path) -> None:
        """Raises OSError when the file cannot be made: better known before the run than after it."""
        self._path = path
        self._draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
        self._file = self._draft.open("w", encoding="utf-8")
        self._file.write('{"items":[')
        self._last: ItemOutcome | None = None

    def add(self, item: ItemOutcome) -> None:
        """Write one item; told of the same one twice in a row, it writes it once."""
        if item is self._last:
            return
        separator = "\n" if self._last is None else ",\n"
        # In one piece: a signal may come between any two.
        self._file.write(separator + json.dumps(_item_as_json(item), ensure_ascii=False))
        self._last = item

    def finish(self, report: IngestReport) -> None:
        """Write the counts and put the file in its place."""
        self._file.write(f'\n],\n"run":{json.dumps(report.run)},\n"counts":{json.dumps(report.counts)}}}\n')
        self._file.close()
        self._draft.replace(self._path)


def _item_as_json(item: ItemOutcome) -> dict[str, Any]:
    return {
        "input": _printable(item.input),
        "id": item.item_id,
        "outcome": item.outcome.value,
        "article": item.article,
        "stage": item.stage or None,
        "code": item.code or None,
        "reason": _printable(item.reason) or None,
    }


def _printable(text: str) -> str:
    """File names may hold bytes that are no UTF-8; they are shown escaped."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
