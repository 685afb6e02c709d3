"""What staff may change about events: merge, split, move reports, choose the lead, word the title.

Each is a record of what is meant; `do` carries it out by rules between articles and marks of events, which outlive every
regrouping. What was there before and how it is taken back is the matter of `archive.review.event_decisions`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from django.contrib.auth.models import AbstractBaseUser

from archive.errors import EventChangeError
from archive.models import Article, AuditAction, Event
from archive.models import EventDecisionKind as Kind
from archive.review import audit
from archive.review.links import Pair, choose_lead, join_reports, part_reports


@dataclass(frozen=True, kw_only=True)
class Deciding:
    """On whose behalf, why, and what the entries of the audit log have in common."""

    by: AbstractBaseUser | None = None
    note: str = ""
    batch: str = ""


class EventChange(Protocol):
    """One change; `events` are those it begins with."""

    kind: ClassVar[Kind]

    @property
    def events(self) -> Sequence[Event]: ...

    def do(self, deciding: Deciding) -> list[Pair]:
        """Carry it out; the pairs of articles that are bound by it. Call inside a transaction.

        Raises:
            EventChangeError: it means nothing, or binds too many pairs.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class Merge:
    """Make one event of several. A title that staff worded for one of them is the title of all."""

    events: Sequence[Event]
    kind: ClassVar[Kind] = Kind.MERGE

    def do(self, deciding: Deciding) -> list[Pair]:
        leads = {event.lead_id: event.lead for event in self.events if event.lead is not None}
        if len(leads) < 2 or len({event.pk for event in self.events}) < 2:
            raise EventChangeError("it takes two events with reports", code="same_event")
        return join_reports(list(leads.values()), by=deciding.by, note=deciding.note, batch=deciding.batch)


@dataclass(frozen=True, kw_only=True)
class Split:
    """Make an event of its own of some reports, with what copies them."""

    event: Event
    articles: Sequence[Article]
    kind: ClassVar[Kind] = Kind.SPLIT

    @property
    def events(self) -> Sequence[Event]:
        return [self.event]

    def do(self, deciding: Deciding) -> list[Pair]:
        _check_reports(self.event, self.articles)
        return part_reports(self.articles, by=deciding.by, note=deciding.note, batch=deciding.batch)


@dataclass(frozen=True, kw_only=True)
class Move:
    """Put some reports of an event, with what copies them, into another."""

    event: Event
    articles: Sequence[Article]
    target: Event
    kind: ClassVar[Kind] = Kind.MOVE

    @property
    def events(self) -> Sequence[Event]:
        return [self.event, self.target]

    def do(self, deciding: Deciding) -> list[Pair]:
        lead = self.target.lead
        if lead is None or self.target.pk == self.event.pk:
            raise EventChangeError("it takes another event with reports", code="same_event")
        _check_reports(self.event, self.articles)
        bound = part_reports(self.articles, by=deciding.by, note=deciding.note, batch=deciding.batch)
        moved = Article.objects.get(pk=min(article.pk for article in self.articles))
        return bound + join_reports([moved, lead], by=deciding.by, note=deciding.note, batch=deciding.batch)


@dataclass(frozen=True, kw_only=True)
class ChooseLead:
    """Let one of its reports stand for an event, whatever the machine would choose; None leaves it to the machine."""

    event: Event
    lead: Article | None
    kind: ClassVar[Kind] = Kind.LEAD

    @property
    def events(self) -> Sequence[Event]:
        return [self.event]

    def do(self, deciding: Deciding) -> list[Pair]:
        if self.lead is not None and self.lead.event_id != self.event.pk:
            raise EventChangeError("only a report of the event may lead it", code="not_its_report")
        before = {"lead": self.event.lead_id, "lead_is_set": self.event.lead_is_set}
        choose_lead(self.event, self.lead)
        now = Event.objects.get(pk=self.event.pk)
        _record(self.event, before, {"lead": now.lead_id, "lead_is_set": now.lead_is_set}, deciding)
        return []


@dataclass(frozen=True, kw_only=True)
class Retitle:
    """Word the title of an event; left empty, it is that of its lead again."""

    event: Event
    title: str
    kind: ClassVar[Kind] = Kind.TITLE

    @property
    def events(self) -> Sequence[Event]:
        return [self.event]

    def do(self, deciding: Deciding) -> list[Pair]:
        title, lead = self.title.strip()[:500], self.event.lead
        if not title and lead is None:
            raise EventChangeError("the event has no report to take its title from", code="no_title")
        before = {"title": self.event.title, "title_is_set": self.event.title_is_set}
        self.event.title, self.event.title_is_set = title or str(lead)[:500], bool(title)
        self.event.save(update_fields=["title", "title_is_set"])
        after = {"title": self.event.title, "title_is_set": self.event.title_is_set}
        _record(self.event, before, after, deciding)
        return []


def _check_reports(event: Event, articles: Sequence[Article]) -> None:
    """Make sure that some reports of the event are chosen, and not all.

    Raises:
        EventChangeError: none is chosen, one is not of the event, or none would stay.
    """
    if not articles:
        raise EventChangeError("no report is chosen", code="nothing_chosen")
    chosen = {article.pk for article in articles}
    if any(article.event_id != event.pk for article in articles):
        raise EventChangeError("a chosen report is of another event by now", code="not_its_report")
    others = Article.objects.filter(event=event).exclude(pk__in=chosen).exclude(reprint_of__in=chosen)
    if not others.exists():
        raise EventChangeError("all reports are chosen, so that nothing would be left", code="whole_event")


def _record(event: Event, before: Mapping[str, object], after: Mapping[str, object], deciding: Deciding) -> None:
    was, now = audit.changes_between(before, after)
    if now:
        audit.record(
            AuditAction.CHANGE, event, by=deciding.by, before=was, after=now, reason=deciding.note, batch=deciding.batch
        )
