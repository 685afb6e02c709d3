"""The pure stages one after the other: one page in, one draft with its findings out.

Imports no Django, so that worker processes can run it without settings or a database connection.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.errors import ArchiveError
from archive.extract.article import extract_article
from archive.extract.sites import SiteTable
from archive.ingest.fit import fit_draft, fit_findings
from archive.records import Draft, Finding, Page, UnreadablePage
from archive.resolve.findings import resolve_findings
from archive.resolve.house import NO_WORDS, HouseWords, in_force

if TYPE_CHECKING:
    from archive.dedupe.clues import Clues

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class HouseRules:
    """What staff taught: `sites` beside the shipped table, `words` beside the shipped vocabularies."""

    sites: SiteTable | None = None
    words: HouseWords = NO_WORDS


NO_RULES = HouseRules()


@dataclass(frozen=True, kw_only=True)
class Processed:
    """What the pure stages make of one page."""

    draft: Draft
    findings: tuple[Finding, ...]
    clues: Clues


def process_page(page: Page, rules: HouseRules = NO_RULES) -> tuple[Draft, tuple[Finding, ...]]:
    """Extract and resolve one page; offsets of the findings index the draft's `text`.

    Raises:
        ExtractError: the page holds no text.
    """
    with in_force(rules.words):
        draft = fit_draft(extract_article(page, rules.sites))
        return draft, fit_findings(resolve_findings(draft))


def process_safely(page: Page, rules: HouseRules = NO_RULES) -> Processed | UnreadablePage:
    """As `process_page`, for the loop's edge: whatever goes wrong with a page is told about that page."""
    # Not at the top: it needs numpy, which takes as long to import as all stages, and looking at pages needs it not.
    from archive.dedupe.clues import first_day, gather_clues

    try:
        draft, findings = process_page(page, rules)
        clues = gather_clues(draft.title, draft.body, findings, first_day(draft))
        return Processed(draft=draft, findings=findings, clues=clues)
    except ArchiveError as error:
        return failed_page(page, error.stage, error.code, error.reason)
    except Exception as error:
        logger.exception("unexpected error on %s", page.name)
        return failed_page(page, "extract", "unexpected", f"{type(error).__name__}: {error}")


def failed_page(page: Page, stage: str, code: str, reason: str) -> UnreadablePage:
    """The record of a page that was read but could not be taken in."""
    return UnreadablePage(name=page.name, id=page.id, stage=stage, code=code, reason=reason)
