"""Turns a draft and findings into the columns of an article, a version and finding rows. Writes nothing."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from archive.models import STATED_DATES, Article, ArticleState, Doubt, FindingState, Origin, date_columns
from archive.models.insertion import store_json
from archive.records import Draft, Finding, Page, PageClass, StatedDate

FINDING_COLUMNS = (
    *("article_id", "kind", "value", "role", "data", "quote", "start", "end", "rule", "rule_version", "confidence"),
    *("position", "origin", "state", "doubt"),
)
_DRAFT_FIELDS = tuple(field.name for field in dataclasses.fields(Draft))


def fill_article(article: Article, page: Page, draft: Draft) -> None:
    """Set everything the draft says about the article itself; relations, state and event date are set elsewhere.

    `draft` has been through `fit_draft`.
    """
    for name in ("title", "subtitle", "body", "dateline", "editor", "channel", "script", "page_class"):
        setattr(article, name, getattr(draft, name) or "")
    article.claimed_source = draft.original_source or ""
    article.captions = list(draft.captions)
    article.authors = list(draft.authors)
    article.views = draft.views
    article.flags = list(dict.fromkeys((*page.flags, *draft.flags)))
    article.warnings = list(dict.fromkeys((*page.warnings, *draft.warnings)))
    article.quotes = dict(draft.quotes)
    article.captured_at = page.captured_at
    for name in STATED_DATES:
        for column, value in date_columns(name, getattr(draft, name)).items():
            setattr(article, column, value)


def state_for(page_class: PageClass | str) -> ArticleState:
    """What the machine alone makes of a page of this class."""
    return ArticleState.PUBLIC if page_class == "article" else ArticleState.REJECTED


def draft_as_json(draft: Draft) -> dict[str, Any]:
    """The whole draft as JSON holds it. It has been through `fit_draft`."""
    return {name: _plain(getattr(draft, name)) for name in _DRAFT_FIELDS}


def _plain(value: Any) -> Any:
    if isinstance(value, StatedDate):
        return vars(value)
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value


def finding_rows(article: int, findings: Sequence[Finding]) -> Iterator[tuple[Any, ...]]:
    """Machine rows with the columns of `FINDING_COLUMNS`, numbered within their kind in the order they came.

    The findings have been through `fit_findings`.
    """
    numbers: Counter[str] = Counter()
    for finding in findings:
        yield (
            article,
            finding.kind,
            finding.value,
            finding.role,
            store_json(finding.data),
            finding.quote,
            finding.start,
            finding.end,
            finding.rule,
            finding.rule_version,
            finding.confidence,
            numbers[finding.kind],
            Origin.MACHINE.value,
            FindingState.PROPOSED.value,
            Doubt.NONE.value,
        )
        numbers[finding.kind] += 1
