"""Stored articles as the pure comparisons read them: a story, an occasion, a key that no order of arrival changes.

Reads only, a heap at a time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from archive.dedupe.compare import Story
from archive.dedupe.plain import plain_text
from archive.models import Article

_UNDATED = "9999"


@dataclass(frozen=True)
class Report:
    """One article as it is put among others."""

    article: Article
    sha256: str
    """Of the bytes it first came in."""

    @cached_property
    def first_day(self) -> str:
        """The day it says it was first published, ISO 8601; after all others where it says none."""
        return (self.article.original_published or self.article.published or _UNDATED)[:10]

    @cached_property
    def key(self) -> str:
        """Sorts by day; does not depend on when the article arrived."""
        return f"{self.first_day} {self.sha256}"

    @property
    def seniority(self) -> tuple[str, bool, int, str]:
        """The least is the report that came first: by day, its own source before others, the longer text."""
        return (self.first_day, not self._is_own_source, -len(self.article.body), self.sha256)

    @property
    def _is_own_source(self) -> bool:
        publisher = self.article.publisher
        return publisher is not None and self.article.claimed_source == publisher.name


def first_day(article: Article) -> dt.date | None:
    """The day an article says it was first published, if it names a whole day."""
    return stated_day(article.original_published or article.published)


def stated_day(stated: str) -> dt.date | None:
    """The day of a stated date, if it names a whole one."""
    try:
        return dt.date.fromisoformat(stated[:10])
    except ValueError:
        return None


def make_story(title: str, body: str, day: dt.date | None) -> Story:
    """What is compared of a text."""
    return Story(body=plain_text(body), title=plain_text(title), day=day)


class Stories:
    """The stories of articles; those of new ones are made when they are first asked for."""

    def __init__(self, stored: Iterable[int]) -> None:
        self._made = _read_stories(stored)
        self._added: dict[int, Article] = {}

    def add(self, article: Article) -> None:
        """Let an article's story be asked for."""
        self._added[article.pk] = article

    def get(self, pk: int) -> Story | None:
        """The story of an article; None where there is none."""
        if pk not in self._made and pk in self._added:
            article = self._added[pk]
            self._made[pk] = make_story(article.title, article.body, first_day(article))
        return self._made.get(pk)


def _read_stories(articles: Iterable[int]) -> dict[int, Story]:
    columns = ("pk", "title", "body", "original_published", "published")
    rows = Article.objects.filter(pk__in=list(articles)).order_by().values_list(*columns)
    return {pk: make_story(title, body, stated_day(original or own)) for pk, title, body, original, own in rows}


def load_reports(ids: Iterable[int]) -> dict[int, Report]:
    """The reports of these articles, by article id."""
    articles = Article.objects.filter(pk__in=list(ids)).select_related("publisher", "event")
    hashes = dict(
        Article.objects.filter(pk__in=[article.pk for article in articles], versions__number=1)
        .order_by()
        .values_list("pk", "versions__saved_file__sha256")
    )
    return {article.pk: Report(article, hashes.get(article.pk, "")) for article in articles}
