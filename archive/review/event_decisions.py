"""Previews, carries out and takes back what staff change about events (`archive.review.event_changes`).

A preview carries the change out and rolls it back: it shows what the very same code would leave, copies and titles
included. Taking back adds rules that cancel those of the decision, puts reports and events where they were if nobody
moved them since, and lets the grouping say what stands now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from archive.grouping.heap import find_heap
from archive.grouping.pairs import COPIES, rules_among
from archive.grouping.place import place_article
from archive.grouping.regroup import regroup
from archive.models import Article, AuditAction, Event, EventDecision, EventPair, LinkRule, StoryPair
from archive.models.writing import writing
from archive.review import audit
from archive.review.event_changes import Deciding, EventChange
from archive.review.links import add_rules

_MARKS = ("title", "title_is_set", "lead_id", "lead_is_set", "merged_into_id")
_REPORTS_SHOWN = 200


@dataclass(frozen=True, kw_only=True)
class EventState:
    """What the page of an event would hold. `reports` are its articles, the lead first, at most 200 of `total`."""

    event: Event
    reports: Sequence[Article]
    total: int


@dataclass(frozen=True, kw_only=True)
class EventPreview:
    """`before` and `after` are the events concerned, each as it is and as it would be."""

    before: Sequence[EventState]
    after: Sequence[EventState]


def preview_change(change: EventChange) -> EventPreview:
    """What a change would leave; nothing is kept of it.

    Raises:
        EventChangeError: as `EventChange.do`.
    """
    with writing():
        concerned = _concerned(change.events)
        before = _states(concerned)
        change.do(Deciding())
        after = _states(concerned)
        transaction.set_rollback(True)
    return EventPreview(before=before, after=after)


def preview_undo(decision: EventDecision) -> EventPreview:
    """What taking a decision back would leave; nothing is kept of it."""
    with writing():
        concerned = set(map(int, decision.before["articles"]))
        before = _states(concerned)
        undo_decision(decision)
        after = _states(concerned)
        transaction.set_rollback(True)
    decision.refresh_from_db()
    return EventPreview(before=before, after=after)


@writing()
def decide(change: EventChange, *, by: AbstractBaseUser | None = None, note: str = "") -> EventDecision:
    """Carry a change out and remember how to take it back.

    Raises:
        EventChangeError: as `EventChange.do`; nothing is changed.
    """
    batch = audit.new_batch()
    concerned = _concerned(change.events)
    before = _remember(concerned) | {"ties": _ties(concerned)}
    rules, last_rule = rules_among(concerned), _last_rule()
    bound = change.do(Deciding(by=by, note=note, batch=batch))
    decision = EventDecision.objects.create(
        kind=change.kind,
        by_id=by.pk if by else None,
        note=note,
        batch=batch,
        before=before,
        after=_remember(concerned) | {"rules": [last_rule, _last_rule()]},
        rules=[[left, right, rules.get((left, right), LinkRule.Kind.NONE.value)] for left, right in bound],
    )
    decision.events.set(map(int, {**before["events"], **decision.after["events"]}))
    return decision


@writing()
def undo_decision(decision: EventDecision, *, by: AbstractBaseUser | None = None) -> list[Article]:
    """Take a decision back; the reports that are not where they were before, because something changed since.

    Done twice it does nothing more.
    """
    if decision.undone_at is not None:
        return []
    _cancel_rules(decision, by)
    _put_back(decision)
    concerned = set(map(int, decision.before["articles"]))
    for article in Article.objects.filter(pk__in=_torn(decision)).order_by("pk"):
        place_article(article)
    regroup(concerned)
    _close_new_events(decision)
    decision.undone_at = timezone.now()
    decision.save(update_fields=["undone_at", "after"])
    events = {"events": sorted(map(int, decision.before["events"]))}
    audit.record(AuditAction.CHANGE, decision, by=by, before=events, after={"undone": True}, batch=decision.batch)
    return _elsewhere(decision)


def _concerned(events: Iterable[Event]) -> set[int]:
    """The reports that may move: those of the events, and all that is connected with them."""
    own = set(Article.objects.filter(event__in=[event.pk for event in events]).values_list("pk", flat=True))
    return own | find_heap(own).articles if own else own


def _remember(articles: Iterable[int]) -> dict[str, Any]:
    """Where these reports are, and the marks of the events they are of, as JSON keeps them."""
    places = dict(Article.objects.filter(pk__in=articles).order_by("pk").values_list("pk", "event_id"))
    events = Event.objects.filter(pk__in={event for event in places.values() if event}).order_by("pk")
    return {
        "articles": {str(pk): event for pk, event in places.items()},
        "events": {str(row.pop("pk")): row for row in events.values("pk", *_MARKS)},
    }


def _ties(articles: Iterable[int]) -> list[tuple[str, int, int]]:
    """What the machine found to tie these reports: (by text or by facts, left, right)."""
    ids = list(articles)
    among = Q(left__in=ids, right__in=ids)
    text = StoryPair.objects.filter(among, verdict__in=COPIES).order_by("left", "right")
    fact = EventPair.objects.filter(among).order_by("left", "right")
    found = (("text", text), ("fact", fact))
    return [(kind, left, right) for kind, rows in found for left, right in rows.values_list("left_id", "right_id")]


def _torn(decision: EventDecision) -> set[int]:
    """Of the reports that were bound: those whose ties were dropped while staff kept them apart."""
    bound = {pk for left, right, _kind in decision.rules for pk in (left, right)}
    tied = {tuple(tie) for tie in decision.before["ties"]}
    missing = tied - set(_ties(map(int, decision.before["articles"])))
    return {pk for _kind, left, right in missing for pk in (left, right)} & bound


def _last_rule() -> int:
    return LinkRule.objects.order_by("pk").values_list("pk", flat=True).last() or 0


def _cancel_rules(decision: EventDecision, by: AbstractBaseUser | None) -> None:
    """Say of each pair what was said of it before, unless staff said something newer that stands."""
    newer = LinkRule.objects.filter(pk__gt=decision.after["rules"][1])
    for first, last in _void_rules(decision):
        newer = newer.exclude(pk__gt=first, pk__lte=last)
    said = set(newer.values_list("left_id", "right_id"))
    left = sorted((row for row in decision.rules if (row[0], row[1]) not in said), key=itemgetter(2))
    before = _last_rule()
    for kind, rows in groupby(left, key=itemgetter(2)):
        pairs = [(row[0], row[1]) for row in rows]
        add_rules(pairs, LinkRule.Kind(kind), by=by, note=f"#{decision.pk} undone")
    decision.after["undoing_rules"] = [before, _last_rule()]


def _void_rules(decision: EventDecision) -> list[list[int]]:
    """(behind, up to) of the rules of later decisions that were taken back, and of their taking back."""
    undone = EventDecision.objects.filter(pk__gt=decision.pk).exclude(undone_at=None)
    afters = undone.values_list("after", flat=True)
    return [after[name] for after in afters for name in ("rules", "undoing_rules")]


def _put_back(decision: EventDecision) -> None:
    """Reports and marks as they were, where they are still as the decision left them."""
    before, after = decision.before, decision.after
    now = _remember(map(int, before["articles"]))
    # An event that lost all its reports is not among those that have some.
    gone = Event.objects.filter(pk__in=[pk for pk in before["events"] if pk not in now["events"]])
    marks: Mapping[str, Any] = now["events"] | {str(row.pop("pk")): row for row in gone.values("pk", *_MARKS)}
    left = after["events"]
    for pk, was in before["events"].items():
        if pk in marks and (pk not in left or marks[pk] == left[pk]):
            Event.objects.filter(pk=pk).update(**was)
    for pk, event in before["articles"].items():
        if now["articles"].get(pk) == after["articles"].get(pk) != event:
            Article.objects.filter(pk=pk).update(event=event)


def _close_new_events(decision: EventDecision) -> None:
    """Let events that the decision made, and that have no reports any more, lead to where these are."""
    for pk in decision.after["events"].keys() - decision.before["events"].keys():
        if not Article.objects.filter(event=pk).exists():
            went = [int(article) for article, event in decision.after["articles"].items() if str(event) == pk]
            heir = Article.objects.filter(pk__in=went).exclude(event=None).values_list("event", flat=True).first()
            Event.objects.filter(pk=pk).update(lead=None, merged_into=heir)


def _elsewhere(decision: EventDecision) -> list[Article]:
    before = decision.before["articles"]
    articles = Article.objects.filter(pk__in=map(int, before)).select_related("event").order_by("pk")
    return [article for article in articles if article.event_id != before[str(article.pk)]]


def _states(articles: Iterable[int]) -> list[EventState]:
    ids = set(Article.objects.filter(pk__in=articles).exclude(event=None).values_list("event_id", flat=True))
    return [_state(event) for event in Event.objects.filter(pk__in=ids).select_related("lead").order_by("pk")]


def _state(event: Event) -> EventState:
    reports = Article.objects.filter(event=event).select_related("publisher").defer("body", "captions", "quotes")
    shown = reports.order_by("published", "pk")[:_REPORTS_SHOWN]
    first = sorted(shown, key=lambda article: article.pk != event.lead_id)
    return EventState(event=event, reports=first, total=reports.count())
