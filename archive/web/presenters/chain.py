"""The reports of one event in order: which came first, which copy it, which page is this one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from archive.models import Article, PublicText, Relation, mask_words, public_text
from archive.web.presenters.dates import format_iso

_HEADLINE = 40
_COPIES = (Relation.REPRINT, Relation.CONTAINED, Relation.SPUN)


@dataclass(frozen=True, kw_only=True)
class Report:
    """One report of an event."""

    id: int
    title: str
    address: str
    name: str
    """Who publishes it: the page's publisher, else the source it claims."""
    day: str
    is_lead: bool
    is_copy: bool
    is_here: bool
    relation: str


def first_reports(article: Article, *, limit: int) -> tuple[tuple[Report, ...], int]:
    """The first reports of an article's event, itself always among them, and how many there are; none if it is alone.

    Only those shown are read whole: an event may have hundreds.
    """
    if article.event_id is None:
        return (), 0
    of_event = Article.public.filter(event_id=article.event_id)
    order = sorted(of_event.only("relation", "published", "original_published"), key=_order)
    if len(order) < 2:
        return (), 0
    chosen = {row.pk for row in order[:limit]} | {article.pk}
    rows = of_event.filter(pk__in=chosen).select_related("publisher").prefetch_related("findings")
    is_set = article.event is not None and article.event.lead_is_set
    return list_reports(rows, here=article.pk, lead_is_set=is_set), len(order)


def list_reports(articles: Iterable[Article], *, here: int, lead_is_set: bool = False) -> tuple[Report, ...]:
    """Reports oldest first: the lead, then by this page's (else the original) publication; undated ones last.

    `articles` come with `publisher` joined and findings prefetched.
    """
    rows = sorted(articles, key=_order)
    names = {row.pk: publisher_name(row) for row in rows}
    return tuple(_report(row, names, here, lead_is_set) for row in rows)


def publisher_name(article: Article) -> str:
    """Who is named beside a report in lists."""
    if article.publisher:
        return article.publisher.name
    return mask_words(article.claimed_source) or _("来源不详")


def headline(text: PublicText) -> str:
    """A title for lists; of a page without one the beginning."""
    return text.title or text.body[:_HEADLINE]


def text_lang(script: str) -> str:
    """The `lang` attribute for an article's text."""
    return "zh-Hant" if script == "hant" else "zh-Hans"


def _order(article: Article) -> tuple[bool, str, int]:
    return article.relation != Relation.LEAD, article.published or article.original_published or "9999", article.pk


def relation_word(article: Article, lead_is_set: bool) -> str:
    """What a report is among those of its event; the lead is the first unless staff chose it."""
    if article.relation == Relation.LEAD and not lead_is_set:
        return _("首发")
    return str(Relation(article.relation).label) if article.relation in Relation.values else article.relation


def _report(row: Article, names: dict[int, str], here: int, lead_is_set: bool) -> Report:
    return Report(
        id=row.pk,
        title=headline(public_text(row, row.findings.all())),
        address=row.get_absolute_url(),
        name=names[row.pk],
        day=format_iso((row.published or row.original_published)[:10]),
        is_lead=row.relation == Relation.LEAD,
        is_copy=row.relation in _COPIES,
        is_here=row.pk == here,
        relation=relation_word(row, lead_is_set),
    )
