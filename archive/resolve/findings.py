"""Draft -> Findings: every resolver, one after another.

Only an article is resolved: a list page, a template or an advertisement tells of no event. Deliberately not here: any
rule of its own, and storing (`archive.ingest.store`).
"""

from __future__ import annotations

from archive.records import Draft, Finding
from archive.resolve.amounts import resolve_amounts
from archive.resolve.beneficiary import resolve_beneficiaries
from archive.resolve.event_date import resolve_event_dates
from archive.resolve.event_type import resolve_event_types, resolve_service_fields
from archive.resolve.headcounts import resolve_headcounts
from archive.resolve.organisation import resolve_organisations
from archive.resolve.people import resolve_people
from archive.resolve.personal_data import resolve_personal_data
from archive.resolve.programme import resolve_programmes
from archive.resolve.region import resolve_regions
from archive.resolve.theme_day import resolve_theme_days
from archive.resolve.trace import Trace

_RESOLVERS = (
    resolve_amounts,
    resolve_headcounts,
    resolve_theme_days,
)
_MAIN = (resolve_regions, resolve_event_dates, resolve_event_types, resolve_service_fields)
_TRACED = (resolve_organisations, resolve_programmes, resolve_people, resolve_beneficiaries)


def resolve_findings(draft: Draft, trace: Trace | None = None) -> tuple[Finding, ...]:
    """All findings of a draft, kind by kind, the best of a kind first. Empty for a page that is no article.

    `trace` receives what was thought of and not taken, with the reason; without it nothing is kept.
    """
    if draft.page_class != "article":
        return ()
    found = [finding for resolve in _MAIN for finding in resolve(draft, trace)]
    found += [finding for resolve in _RESOLVERS for finding in resolve(draft)]
    found += [finding for resolve in _TRACED for finding in resolve(draft, trace)]
    personal = resolve_personal_data(draft)
    return (*(finding for finding in found if not _is_private(finding, personal)), *personal)


def _is_private(finding: Finding, personal: tuple[Finding, ...]) -> bool:
    """Whether a name found is one that readers may not see: a named minor is no fact to list."""
    if finding.kind != "person" or finding.start is None or finding.end is None:
        return False
    return any(p.start is not None and p.start < finding.end and finding.start < (p.end or 0) for p in personal)
