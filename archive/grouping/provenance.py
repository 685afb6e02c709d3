"""Where the reports of an event come from: the oldest, the sources they claim, the chains of copies, what each copy changed.

    provenance = trace_provenance(articles)
    provenance.chains[0].copies[0].changes.sentences     # archive.dedupe.changes; mark_words() for the words in one

Reads what grouping stored (`Article.reprint_of`, `relation`) and works on public text, so that all of it may be shown. Changes are compared
when first asked for: half a millisecond a copy. Asks the database for nothing beyond the articles it is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from archive.dedupe.changes import Changes, find_changes
from archive.models import Article, PublicText, Relation, public_text

_UNDATED = "9999"


@dataclass(frozen=True)
class Copy:
    """A report that copies or rewrites another."""

    article: Article
    original: Article

    @property
    def is_rewritten(self) -> bool:
        """Whether it tells the same in other words."""
        return self.article.relation == Relation.SPUN

    @cached_property
    def changes(self) -> Changes:
        """What it changed against the original, personal data masked."""
        before, after = _text(self.original), _text(self.article)
        return find_changes((before.title, before.body), (after.title, after.body))


@dataclass(frozen=True, kw_only=True)
class Chain:
    """A text in the words of the report that came first, and its copies, oldest first."""

    first: Article
    copies: tuple[Copy, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ClaimedSource:
    """A source that reports name as theirs; `held` is that source's own report, None where the archive has it not."""

    name: str
    claimed_by: tuple[Article, ...]
    held: Article | None


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """`oldest` is None where no report tells when it was published; sources claimed most often come first."""

    oldest: Article | None
    claimed: tuple[ClaimedSource, ...] = field(default=())
    chains: tuple[Chain, ...] = field(default=())


def trace_provenance(articles: Iterable[Article]) -> Provenance:
    """The provenance of one event; `articles` are its public ones, with `publisher` joined and findings prefetched.

    A copy whose original is not among them (withdrawn, say) begins a chain of its own.
    """
    ordered = sorted(articles, key=_seniority)
    oldest = ordered[0] if ordered and _first_day(ordered[0]) != _UNDATED else None
    return Provenance(oldest=oldest, claimed=_claimed_sources(ordered), chains=_chains(ordered))


def _seniority(article: Article) -> tuple[str, bool, int]:
    return _first_day(article), article.relation != Relation.LEAD, article.pk


def _first_day(article: Article) -> str:
    """The day it was first published as it says itself, ISO 8601; after all others where it says none."""
    return (article.original_published or article.published or _UNDATED)[:10]


def _chains(ordered: Sequence[Article]) -> tuple[Chain, ...]:
    by_key = {article.pk: article for article in ordered}
    copies: dict[int, list[Copy]] = {}
    for article in ordered:
        original = by_key.get(article.reprint_of_id or 0)
        if original is not None:
            copies.setdefault(original.pk, []).append(Copy(article, original))
    return tuple(
        Chain(first=article, copies=tuple(copies.get(article.pk, ())))
        for article in ordered
        if article.reprint_of_id not in by_key
    )


def _claimed_sources(ordered: Sequence[Article]) -> tuple[ClaimedSource, ...]:
    claims: dict[str, list[Article]] = {}
    for article in ordered:
        if article.claimed_source:
            claims.setdefault(_text(article).words(article.claimed_source), []).append(article)
    own = {article.publisher.name: article for article in reversed(ordered) if article.publisher}
    found = (
        ClaimedSource(name=name, claimed_by=tuple(claimed_by), held=own.get(name))
        for name, claimed_by in claims.items()
    )
    return tuple(sorted(found, key=lambda claim: -len(claim.claimed_by)))


def _text(article: Article) -> PublicText:
    return public_text(article, article.findings.all())
