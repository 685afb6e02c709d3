"""The events that the pure rooms make of labelled reports, and how far they are the labelled ones.

A line of `pages.jsonl` is `{"id", "event", "form", "url", "published", "source", "title", "text"}`: `event` is the
label, `form` says whether somebody wrote the words anew (`report`) or how they were copied. Neither is shown to the
program. Works on all reports at once, without a database; candidates are found by the same clues and with the same
least shares as in an archive.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from archive.dedupe.clues import Clues, first_day
from archive.dedupe.cluster import Evidence, Pair, cluster_reports, pair_of
from archive.dedupe.compare import Comparison, Story, compare_stories
from archive.dedupe.occasion import Occasion, describe_occasion
from archive.dedupe.pairing import Pairing, pair_occasions
from archive.dedupe.plain import plain_text
from archive.ingest.stages import Processed, process_safely
from archive.readers.registry import read_json_lines
from archive.records import Page
from tests.quality.labelled_pages import read_lines

PAGES = Path(__file__).with_name("pages.jsonl")
COPIES = ("reprint", "spun")
_LABELS = ("event", "form")
_FEWEST_ANCHORS = 2
_SHARE_OF_ANCHORS = 0.35


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """A report with its labels, and what the program reads of it."""

    key: str
    event: str
    form: str
    story: Story
    occasion: Occasion
    clues: Clues


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Pairs of reports in one event: how many the program made, how many there are, how many it made rightly."""

    made: int
    labelled: int
    right: int

    @property
    def precision(self) -> float:
        """Share of the made pairs that are labelled, 0 to 1."""
        return self.right / self.made if self.made else 1.0

    @property
    def recall(self) -> float:
        """Share of the labelled pairs that were made, 0 to 1."""
        return self.right / self.labelled if self.labelled else 1.0


def is_held_out(event: str) -> bool:
    """Whether the reports of an event belong to the third whose errors nobody reads: decided by its label's hash."""
    return int(hashlib.sha256(event.encode("utf-8")).hexdigest(), 16) % 3 == 0


@cache
def labelled_reports(path: Path = PAGES) -> tuple[Labelled, ...]:
    """All reports of a file, each processed without sight of its labels."""
    lines = list(read_lines(path))
    bare = ({name: value for name, value in line.items() if name not in _LABELS} for line in lines)
    pages = read_json_lines((json.dumps(line).encode("utf-8") for line in bare), name=path.name)
    return tuple(_labelled(line, page) for line, page in zip(lines, pages, strict=True) if isinstance(page, Page))


def _labelled(line: dict[str, Any], page: Page) -> Labelled:
    result = process_safely(page)
    assert isinstance(result, Processed), f"{line['id']}: {result}"
    draft = result.draft
    day = first_day(draft)
    return Labelled(
        key=f"{day or '9999'} {line['id']}",
        event=line["event"],
        form=line.get("form", ""),
        story=Story(body=plain_text(draft.body), title=plain_text(draft.title), day=day),
        occasion=describe_occasion(draft.text, result.findings, day),
        clues=result.clues,
    )


class Weighed:
    """Every pair of reports weighed once, however often they are put in groups."""

    def __init__(self, reports: Iterable[Labelled]) -> None:
        self.by_key = {report.key: report for report in reports}
        self.comparisons: dict[Pair, Comparison] = {
            pair: compare_stories(self.by_key[pair[0]].story, self.by_key[pair[1]].story)
            for pair in _sharing(self.by_key, "anchors")
            if self._shares_enough(pair)
        }
        self._pairings = {
            pair: Pairing(score=0.0, veto="recurring")
            for pair, comparison in self.comparisons.items()
            if comparison.verdict == "recurring"
        }
        self.copies = [pair for pair, found in self.comparisons.items() if found.verdict in COPIES]
        related = {*_sharing(self.by_key, "event_keys"), *self.comparisons}
        self.links = sorted(pair for pair in related if self.weigh(*pair).links)

    def weigh(self, one: str, other: str) -> Pairing:
        """The pairing of two reports."""
        pair = pair_of(one, other)
        if pair not in self._pairings:
            left, right = (self.by_key[key].occasion for key in pair)
            self._pairings[pair] = pair_occasions(left, right)
        return self._pairings[pair]

    def group(self, keys: Sequence[str] | None = None) -> frozenset[frozenset[str]]:
        """The events, with the reports arriving in the order of `keys`."""
        order = list(self.by_key) if keys is None else keys
        place = {key: number for number, key in enumerate(order)}
        evidence = Evidence(
            copies=sorted(self.copies, key=lambda pair: (place[pair[0]], place[pair[1]])),
            links=sorted(self.links, key=lambda pair: (place[pair[0]], place[pair[1]])),
            weigh=self.weigh,
        )
        return frozenset(cluster_reports(order, evidence))

    def _shares_enough(self, pair: Pair) -> bool:
        left, right = (set(self.by_key[key].clues.anchors) for key in pair)
        return len(left & right) >= max(_FEWEST_ANCHORS, _SHARE_OF_ANCHORS * min(len(left), len(right)))


def _sharing(reports: dict[str, Labelled], clue: str) -> list[Pair]:
    """Pairs that have a clue in common."""
    holders: dict[int, list[str]] = {}
    for key, report in reports.items():
        for value in getattr(report.clues, clue):
            holders.setdefault(value, []).append(key)
    return sorted({pair_of(*pair) for keys in holders.values() for pair in itertools.combinations(keys, 2)})


def measure(reports: Iterable[Labelled], groups: Iterable[frozenset[str]]) -> Figures:
    """Compare groups with the labels, over the pairs among `reports` alone."""
    event = {report.key: report.event for report in reports}
    labelled = sum(_pairs(count) for count in Counter(event.values()).values())
    made = right = 0
    for group in groups:
        held = Counter(event[key] for key in group if key in event)
        made += _pairs(held.total())
        right += sum(_pairs(count) for count in held.values())
    return Figures(made=made, labelled=labelled, right=right)


def wrong_pairs(reports: Iterable[Labelled], groups: Iterable[frozenset[str]]) -> list[tuple[str, Labelled, Labelled]]:
    """Pairs `joined` or `parted` wrongly."""
    group = {key: number for number, keys in enumerate(groups) for key in keys}
    wrong = []
    for one, other in itertools.combinations(reports, 2):
        together = group[one.key] == group[other.key]
        if together != (one.event == other.event):
            wrong.append(("joined" if together else "parted", one, other))
    return wrong


def _pairs(count: int) -> int:
    return count * (count - 1) // 2
