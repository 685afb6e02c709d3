"""The reports of one event on an axis of time: which came first, what copies it and what each copy changed.

Orders all reports by a few columns, so that only those of one page need be read whole: an event may have hundreds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.grouping.provenance import Copy
from archive.models import Article, Event, Relation, public_text
from archive.web.presenters.chain import headline, publisher_name, text_lang
from archive.web.presenters.change_list import ChangeSummary, summarise_changes
from archive.web.presenters.dates import format_iso

_SAMPLES = 60
"""Changed sentences shown on one page; the whole comparison has a page of its own."""
_SAMPLES_EACH = 3
_UNDATED = "9999"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A report's place among all, by keys: its number, counted from 1, and the report it copies with that one's number."""

    number: int
    key: int
    original: int | None = None
    original_number: int = 0


@dataclass(frozen=True, kw_only=True)
class TimelineReport:
    number: int
    title: str
    address: str
    lang: str
    name: str
    """Who publishes it: the page's publisher, else the source it claims."""
    day: str
    after: str
    """How long after the first report, in words."""
    tag: str
    is_first: bool
    is_copy: bool
    claimed: str
    """The source it claims, where that is somebody else."""
    length: int
    copied_from: str
    """Number and name of the report it copies, or an empty string."""
    changes: ChangeSummary | None
    changes_address: str


def order_reports(articles: Sequence[Article]) -> list[Place]:
    """The oldest text first, each followed by its copies, oldest first; undated ones last.

    A copy of a copy stands with the first; one whose original is not among them begins a text of its own.
    """
    by_key = {article.pk: article for article in articles}
    copies: dict[int, list[Article]] = {}
    for article in sorted(articles, key=lambda row: (row.published or row.original_published or _UNDATED, row.pk)):
        copies.setdefault(_root(article, by_key), []).append(article)
    ordered = [
        row
        for first in sorted((by_key[key] for key in copies), key=_seniority)
        for row in (first, *(copy for copy in copies[first.pk] if copy is not first))
    ]
    numbers = {row.pk: number for number, row in enumerate(ordered, 1)}
    return [_place(row, numbers, by_key) for row in ordered]


def _place(row: Article, numbers: Mapping[int, int], by_key: Mapping[int, Article]) -> Place:
    copied = row.reprint_of_id if row.reprint_of_id in by_key and _root(row, by_key) != row.pk else None
    return Place(number=numbers[row.pk], key=row.pk, original=copied, original_number=numbers.get(copied or 0, 0))


def _root(article: Article, by_key: Mapping[int, Article]) -> int:
    seen = {article.pk}
    while (above := by_key.get(article.reprint_of_id or 0)) is not None and above.pk not in seen:
        seen.add(above.pk)
        article = above
    return min(seen) if above is not None else article.pk  # should copies ever go round, they still have one first


def _seniority(article: Article) -> tuple[str, bool, int]:
    return first_day(article) or _UNDATED, article.relation != Relation.LEAD, article.pk


def first_day(article: Article) -> str:
    """The day an article says it was first published, ISO 8601 of any precision, or an empty string."""
    return (article.original_published or article.published)[:10]


class TimelineBuilder:
    """Makes the rows of one page and keeps count of the changed sentences shown on it.

    `articles` are those of the page and those they copy, with `publisher` joined and findings prefetched; `lead` is the
    report the others are counted from.
    """

    def __init__(self, event: Event, lead: Article, articles: Mapping[int, Article]) -> None:
        self.event, self.lead, self.articles = event, lead, articles
        self._left = _SAMPLES

    def __call__(self, place: Place) -> TimelineReport:
        article = self.articles[place.key]
        original = self.articles[place.original] if place.original else None
        text = public_text(article, article.findings.all())
        day = (article.published or article.original_published)[:10] if original else first_day(article)
        name, claimed = publisher_name(article), text.words(article.claimed_source)
        return TimelineReport(
            number=place.number,
            title=headline(text),
            address=article.get_absolute_url(),
            lang=text_lang(article.script),
            name=name,
            day=format_iso(day),
            after="" if article.pk == self.lead.pk else _after(first_day(self.lead), day),
            tag=self._tag(article),
            is_first=article.pk == self.lead.pk,
            is_copy=original is not None,
            claimed=claimed if claimed != name else "",
            length=len(article.body),
            copied_from=f"{place.original_number} {publisher_name(original)}" if original else "",
            changes=self._changes(article, original) if original else None,
            changes_address=reverse("article_changes", args=[article.pk]) if original else "",
        )

    def _tag(self, article: Article) -> str:
        if article.pk == self.lead.pk:
            return _("主报道") if self.event.lead_is_set else _("首发")
        if article.relation == Relation.LEAD or article.relation not in Relation.values:
            return str(Relation.INDEPENDENT.label)
        return str(Relation(article.relation).label)

    def _changes(self, article: Article, original: Article) -> ChangeSummary:
        summary = summarise_changes(Copy(article, original).changes, samples=min(self._left, _SAMPLES_EACH))
        self._left -= len(summary.samples)
        return summary


def _after(first: str, day: str) -> str:
    """How long after the first report; an empty string where either day is not known."""
    try:
        days = (dt.date.fromisoformat(day) - dt.date.fromisoformat(first)).days
    except ValueError:
        return ""
    if days <= 0:
        return _("同日") if days == 0 else ""
    return ngettext("晚 %(n)d 天", "晚 %(n)d 天", days) % {"n": days}
