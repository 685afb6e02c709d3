"""The failed inputs of a run, read again from where they lay: whole files, or single pages inside one.

What stands under an input's name now is taken, so that a mended file can be tried again; what is no longer there, or
cannot be read twice, is told as a failure of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from pathlib import Path

from archive.ingest.fit import clean_text
from archive.ingest.inputs import STANDARD_INPUT, open_inputs
from archive.ingest.ledger import NAME_KEPT
from archive.models import IngestRun, Outcome
from archive.records import Page, UnreadablePage

# What parts a file's name from the place of a page in it: `lines.jsonl:12`, `pages.zip/folder/page.html`.
_PARTS = re.compile("[/:!#]")


@dataclass(frozen=True, kw_only=True)
class Retry:
    """What there is to try again. `files`: each with the places in it that failed, '' for the file itself.

    `changed`: files written to since the run saw them. `lost`: inputs that cannot be read again, with the reason.
    """

    files: dict[Path, set[str]] = field(default_factory=dict)
    changed: set[Path] = field(default_factory=set)
    lost: list[UnreadablePage] = field(default_factory=list)


def find_failed(run: IngestRun) -> Retry:
    """Look for the inputs of a run that failed, each where the run found it."""
    retry = Retry()
    rows = run.outcomes.filter(outcome=Outcome.FAILED).order_by("id")
    for name, moment in rows.values_list("input", "created_at").iterator():
        path = _find_file(name, run.folder)
        if path is None:
            retry.lost.append(_lost(name, run.folder))
            continue
        full = str(Path(run.folder, name)) if run.folder else name
        retry.files.setdefault(path, set()).add(full[len(str(path)) :])
        if path.stat().st_mtime > moment.timestamp():
            retry.changed.add(path)
    return retry


def open_retry(retry: Retry) -> Iterator[Page | UnreadablePage]:
    """The pages to take in again, file after file, then what is lost."""
    for path, places in retry.files.items():
        found: set[str] = set()
        for item in open_inputs([str(path)]):
            place = item.name[len(str(path)) :]
            # A failure of the file itself, or of one in an archive: whatever it gives now may be what it did not give then.
            if is_within(place, places):
                found |= {place} | (places & set(_holders(place)))
                yield item
        for place in sorted(places - found - {""}):
            reason = "the file is there, but no such page in it any more"
            yield UnreadablePage(name=f"{path}{place}", stage="read", code="gone", reason=reason)
    yield from retry.lost


def is_within(name: str, inputs: Set[str]) -> bool:
    """Whether an input is one of these, or lies in one: a line of a file, a page of an archive.

    `inputs` are named as outcomes keep them, `name` as it was read: of a long one the beginning is not kept.
    """
    return any(holder in inputs for holder in _holders(name))


def _holders(name: str) -> Iterator[str]:
    """The input itself, and whatever it lies in by its name, as outcomes keep them."""
    name = clean_text(name)
    for end in (len(name), *(match.start() for match in _PARTS.finditer(name))):
        yield name[max(0, end - NAME_KEPT) : end]


def _find_file(name: str, folder: str) -> Path | None:
    """The file or folder an input's name begins with."""
    if not (folder or Path(name).is_absolute()):
        return None  # came in as an upload or on standard input: its name says nothing of this machine
    full = str(Path(folder, name))
    ends = [len(full), *(match.start() for match in reversed(list(_PARTS.finditer(full, len(folder) + 1))))]
    for end in ends:
        path = Path(full[:end])
        if path.is_file() or (end == len(full) and path.is_dir()):
            return path
    return None


def _lost(name: str, folder: str) -> UnreadablePage:
    if name.startswith(f"{STANDARD_INPUT}:") or not (folder or Path(name).is_absolute()):
        reason = "it came in as an upload or on standard input, which cannot be read again"
        return UnreadablePage(name=name, stage="read", code="not_kept", reason=reason)
    reason = "the file is no longer where it was"
    return UnreadablePage(name=str(Path(folder, name)), stage="read", code="missing", reason=reason)
