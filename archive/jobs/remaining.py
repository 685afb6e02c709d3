"""What of an upload a job has still to take in: at first all of it, begun again what has no outcome yet, and as a
second try of another job what failed there.

Pages are told apart by the names their outcomes stand under, as `lines.jsonl:12` or `pages.zip/a.html`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from archive.ingest.ledger import name_of_input
from archive.ingest.retry import is_within
from archive.models import IngestOutcome, Job, Outcome


class Remaining:
    """Looks at the outcomes once, when it is made."""

    def __init__(self, job: Job) -> None:
        rows = IngestOutcome.objects.filter(run__job=job)
        self._settled = Counter(rows.values_list("input", flat=True))
        self.counts = Counter(rows.values_list("outcome", flat=True))
        again = job.parameters.get("again")
        self._failed = set(failed_inputs(again["job"], again["outcome"])) if again else None

    def is_due(self, name: str) -> bool:
        """Whether a page is to be taken. A file that failed as a whole, or one in an archive, is tried with all it holds."""
        if self._is_settled(name_of_input(name)):
            return False
        return self._failed is None or is_within(name, self._failed)

    def addresses(self, given: Iterable[str]) -> list[str]:
        """Of these addresses those that have no outcome yet."""
        return [address for address in given if not self._is_settled(name_of_input(address))]

    def _is_settled(self, name: str) -> bool:
        # An archive may hold two files of one name: each outcome stands for one of them.
        settled = self._settled[name] > 0
        self._settled[name] -= settled
        return settled


def failed_inputs(job: int, only: str = "") -> Iterator[str]:
    """The inputs of a job that failed; `only`: the id of the one outcome whose input is meant."""
    rows = IngestOutcome.objects.filter(run__job=job, outcome=Outcome.FAILED)
    if only:
        rows = rows.filter(pk=int(only)) if only.isdecimal() and len(only) < 18 else rows.none()
    yield from rows.values_list("input", flat=True)


def holds_any(file: str, inputs: Iterable[str]) -> bool:
    """Whether one of these is the file or lies in it."""
    return any(is_within(each, {file}) for each in inputs)


def with_own_names(files: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The files, each under a name no other of them has: the second `a.html` is called `a (2).html`."""
    taken: set[str] = set()
    named = []
    for file in files:
        name, number = file["name"], 1
        stem, dot, ending = name.rpartition(".")
        while name in taken:
            number += 1
            name = f"{stem} ({number}){dot}{ending}" if stem else f"{file['name']} ({number})"
        taken.add(name)
        named.append(file | {"name": name})
    return named
