"""The versions of an article's page, newest first, each with what it changed against the one before.

Only reads. Works on words readers may see, so that all of it may be shown; changes are compared when first asked for.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from archive.dedupe.changes import Changes, find_changes
from archive.models import Article, ArticleVersion, PublicText


@dataclass(frozen=True)
class Version:
    """One state of a page; `before` is the state it followed, None for the first."""

    row: ArticleVersion
    before: ArticleVersion | None
    seen: PublicText

    @property
    def number(self) -> int:
        return self.row.number

    @property
    def taken_in(self) -> dt.datetime:
        """When the archive got it."""
        return self.row.created_at

    @cached_property
    def changes(self) -> Changes | None:
        """Sentences added, dropped, reworded or moved (`archive.dedupe.changes.mark_words` for the words in one)."""
        if self.before is None:
            return None
        old, new = ((self.seen.words(row.title), self.seen.words(row.body)) for row in (self.before, self.row))
        return find_changes(old, new)


def list_versions(article: Article, seen: PublicText) -> list[Version]:
    """`seen` is the article as readers may see it (`archive.models.public_text`); two or more versions tell of change."""
    rows = list(article.versions.defer("draft").order_by("number"))
    befores: list[ArticleVersion | None] = [None, *rows]
    return [Version(row, before, seen) for row, before in zip(rows, befores, strict=False)][::-1]
