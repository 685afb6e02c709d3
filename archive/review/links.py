"""Staff's word on which articles report one event. Rules bind pairs of articles and outlive every regrouping.

Rules are only added; the latest of a pair counts. Grouping itself is `archive.grouping`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

from django.contrib.auth.models import AbstractBaseUser

from archive.grouping.chains import first_of
from archive.grouping.place import place_article
from archive.grouping.regroup import regroup
from archive.models import Article, AuditAction, Event, LinkRule
from archive.models.writing import writing
from archive.review import audit


@writing()
def join_reports(articles: Sequence[Article], *, by: AbstractBaseUser | None = None, note: str = "") -> None:
    """Put these articles, with the reports grouped with each, into one event."""
    first, *others = sorted(articles, key=lambda article: article.pk)
    _add_rules([(first.pk, other.pk) for other in others], LinkRule.Kind.MUST, by, note)
    before = {article.pk: article.event_id for article in articles}
    regroup(list(before))
    _record(AuditAction.JOIN, articles, before, by, note)


@writing()
def part_report(article: Article, *, by: AbstractBaseUser | None = None, note: str = "") -> None:
    """Take an article out of its event, and what copies it: it reports another event than the rest."""
    own = {article.pk, *Article.objects.filter(reprint_of=article).values_list("pk", flat=True)}
    rest = Article.objects.filter(event=article.event).exclude(pk__in=own).values_list("pk", flat=True)
    others = list(rest) if article.event_id else []
    _add_rules(product(own, others), LinkRule.Kind.CANNOT, by, note)
    before = {article.pk: article.event_id}
    place_article(article, along=first_of(others).values())
    _record(AuditAction.PART, [article], before, by, note)


@writing()
def join_events(events: Sequence[Event], *, by: AbstractBaseUser | None = None, note: str = "") -> None:
    """Make one event of several."""
    leads = [event.lead for event in events if event.lead is not None]
    if len(leads) > 1:
        join_reports(leads, by=by, note=note)


@writing()
def add_rule(rule: LinkRule, *, by: AbstractBaseUser | None = None) -> None:
    """Save a rule made by hand and follow it; one of kind `none` leaves the pair to the machine again."""
    rule.left_id, rule.right_id = sorted((rule.left_id, rule.right_id))
    rule.save()
    for article in (rule.left, rule.right):
        place_article(article, along=[rule.left_id, rule.right_id])
    told = {"left": rule.left_id, "right": rule.right_id, "kind": rule.kind}
    audit.record(AuditAction.ADD, rule, by=by, after=told, reason=rule.note)


@writing()
def choose_lead(event: Event, lead: Article) -> None:
    """Make one of its reports the lead of an event, whatever the machine would choose."""
    event.lead, event.lead_is_set = lead, True
    event.save(update_fields=["lead", "lead_is_set"])
    regroup([lead.pk])


def _record(
    action: AuditAction,
    articles: Sequence[Article],
    before: dict[int, int | None],
    by: AbstractBaseUser | None,
    note: str,
) -> None:
    """One entry an article, with the events it was and is of, and whom it was joined with."""
    batch = audit.new_batch()
    now = dict(Article.objects.filter(pk__in=before).values_list("pk", "event_id"))
    together = {"articles": sorted(before)} if len(before) > 1 else {}
    for article in articles:
        after = {"event": now.get(article.pk), **together}
        audit.record(
            action, article, by=by, before={"event": before[article.pk]}, after=after, reason=note, batch=batch
        )


def _add_rules(pairs: Iterable[tuple[int, int]], kind: LinkRule.Kind, by: AbstractBaseUser | None, note: str) -> None:
    LinkRule.objects.bulk_create(
        LinkRule(left_id=min(pair), right_id=max(pair), kind=kind, by_id=by.pk if by else None, note=note)
        for pair in pairs
    )
