"""Draft -> Findings: every resolver, one after another.

Only an article is resolved: a list page, a template or an advertisement tells of no event. Deliberately not here: any
rule of its own, and storing (`archive.ingest.store`).
"""

from __future__ import annotations

import dataclasses

from archive.records import Draft, Finding
from archive.resolve.amounts import resolve_amounts
from archive.resolve.beneficiary import resolve_beneficiaries
from archive.resolve.event_date import resolve_event_dates
from archive.resolve.event_type import resolve_event_types, resolve_service_fields
from archive.resolve.headcounts import resolve_headcounts
from archive.resolve.organisation import resolve_organisations
from archive.resolve.passages import read_passages
from archive.resolve.people import resolve_people
from archive.resolve.personal_data import resolve_personal_data
from archive.resolve.programme import resolve_programmes
from archive.resolve.region import resolve_regions
from archive.resolve.region.strangers import strangers_start
from archive.resolve.theme_day import resolve_theme_days
from archive.resolve.trace import Trace, consider

_MAIN = (resolve_regions, resolve_event_dates, resolve_event_types, resolve_service_fields)
_COUNTED = (resolve_amounts, resolve_headcounts, resolve_theme_days)

_TRACED = (
    resolve_organisations,
    resolve_programmes,
    resolve_people,
    resolve_beneficiaries,
)


def resolve_findings(draft: Draft, trace: Trace | None = None) -> tuple[Finding, ...]:
    """All findings of a draft, kind by kind, the best of a kind first. Empty for a page that is no article.

    `trace` receives what was thought of and not taken, with the reason; without it nothing is kept.
    """
    if draft.page_class != "article":
        return ()
    own = without_strangers(draft)
    found = _of_own_text(own, trace)
    if own is not draft and trace is not None:
        _note_strangers(draft, len(own.text), trace)
    personal = resolve_personal_data(draft)
    return (*(finding for finding in found if not _is_private(finding, personal)), *personal)


def without_strangers(draft: Draft) -> Draft:
    """The draft up to the items of other pages that were left below its text; the draft itself where there are none."""
    passages = read_passages(draft)
    start = strangers_start(passages)
    if start >= len(passages.folded):
        return draft
    return dataclasses.replace(draft, body=draft.body[: start - passages.body_start].rstrip())


def _of_own_text(own: Draft, trace: Trace | None) -> list[Finding]:
    found = [finding for resolve in _MAIN for finding in resolve(own, trace)]
    found += [finding for resolve in _COUNTED for finding in resolve(own)]
    found += [finding for resolve in _TRACED for finding in resolve(own, trace)]
    return found


def _note_strangers(draft: Draft, end: int, trace: Trace) -> None:
    """What would be found in the items: each value once, at its place."""
    for finding in _of_own_text(draft, None):
        if finding.start is not None and finding.end is not None and finding.start >= end:
            consider(trace, finding.kind, finding.value, (finding.start, finding.end), "aside", rule=finding.rule)


def _is_private(finding: Finding, personal: tuple[Finding, ...]) -> bool:
    """Whether a name found is one that readers may not see: a named minor is no fact to list."""
    if finding.kind != "person" or finding.start is None or finding.end is None:
        return False
    return any(p.start is not None and p.start < finding.end and finding.start < (p.end or 0) for p in personal)
