"""One processed page on its way into the archive, with what it is recognised by: its bytes' hash and its address.

Decides nothing and writes nothing; `archive.ingest.store` and `archive.ingest.new_articles` do.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive.dedupe.address import names_one_page, normalise_address
from archive.dedupe.clues import Clues, first_day, gather_clues
from archive.ingest.fit import fit_draft, fit_findings
from archive.ingest.originals import hash_bytes
from archive.ingest.stages import Processed
from archive.records import Draft, Finding, Page


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """A page, what the pure stages made of it, the SHA-256 of its bytes and its normalised address ('' if unknown).

    `draft` fits its columns, `clues` were gathered from it.
    """

    page: Page
    draft: Draft
    findings: tuple[Finding, ...]
    clues: Clues
    sha256: str
    address: str


def arrival_of(page: Page, result: Processed, sha256: str) -> Arrival:
    """The arrival of a page that went through `archive.ingest.stages`."""
    return Arrival(
        page=page,
        draft=result.draft,
        findings=result.findings,
        clues=result.clues,
        sha256=sha256,
        address=address_of(page, result.draft),
    )


def arrival_of_parts(page: Page, draft: Draft, findings: tuple[Finding, ...]) -> Arrival:
    """The arrival of a page whose draft came from elsewhere: fitted, hashed and compared as the stages would."""
    draft, findings = fit_draft(draft), fit_findings(findings)
    clues = gather_clues(draft.title, draft.body, findings, first_day(draft))
    result = Processed(draft=draft, findings=findings, clues=clues)
    return arrival_of(page, result, hash_bytes(page.raw))


def address_of(page: Page, draft: Draft) -> str:
    """The page's normalised address: where it was saved from, else what the page itself says, else ''.

    A page's own word is taken only where it can name one article: some print their site's front page on every page.
    """
    if page.url:
        return normalise_address(page.url)
    stated = normalise_address(draft.url)
    return stated if stated and names_one_page(stated) else ""
