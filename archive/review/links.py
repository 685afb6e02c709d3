"""Staff's word on which articles report one event. Rules bind pairs of articles and outlive every regrouping.

Rules are only added; the latest of a pair counts. Grouping itself is `archive.grouping`; what is decided about events on
their pages, and taken back, is `archive.review.event_changes`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet

from archive.errors import EventChangeError
from archive.grouping.pairs import copies_of
from archive.grouping.place import place_article
from archive.grouping.regroup import regroup
from archive.models import Article, AuditAction, Event, LinkRule
from archive.models.writing import writing
from archive.review import audit

MOST_RULES = 5000
"""Pairs one decision may bind: parting half of a thousand copies from the other half would bind 250,000."""

_SPEAKERS = 4
"""Copies of a text that are bound where another text is parted from it; one alone might be withdrawn or rejected."""

Pair = tuple[int, int]


@writing()
def join_reports(
    articles: Sequence[Article], *, by: AbstractBaseUser | None = None, note: str = "", batch: str = ""
) -> list[Pair]:
    """Put these articles, with the reports grouped with each, into one event; gives the pairs that are bound now."""
    first, *others = sorted(articles, key=lambda article: article.pk)
    bound = add_rules([(first.pk, other.pk) for other in others], LinkRule.Kind.MUST, by=by, note=note)
    before = {article.pk: article.event_id for article in articles}
    regroup(list(before))
    _record(AuditAction.JOIN, articles, before, by, note, batch)
    return bound


@writing()
def part_reports(
    articles: Sequence[Article], *, by: AbstractBaseUser | None = None, note: str = "", batch: str = ""
) -> list[Pair]:
    """Take articles of one event out of it, and what copies them: together they report another event than the rest.

    Raises:
        EventChangeError: that would bind too many pairs (`too_many`); nothing is changed.
    """
    own = with_copies(articles)
    rest = dict(_chains(Article.objects.filter(event=articles[0].event_id).exclude(pk__in=own)))
    apart = pairs_apart(own, rest)
    chosen = sorted(article.pk for article in articles)
    bound = add_rules(apart, LinkRule.Kind.CANNOT, by=by, note=note)
    bound += add_rules([(chosen[0], other) for other in chosen[1:]], LinkRule.Kind.MUST, by=by, note=note)
    before = {article.pk: article.event_id for article in articles}
    # Copies of the rest may have been found by these alone: they look for one another now.
    torn = [pk for pk in own if copies_of(pk) & rest.keys()]
    for article in Article.objects.filter(pk__in=torn).order_by("pk"):
        place_article(article, along=rest.values())
    regroup({*own, *rest.values()})
    _record(AuditAction.PART, articles, before, by, note, batch)
    return bound


def part_report(article: Article, *, by: AbstractBaseUser | None = None, note: str = "") -> None:
    """Take one article out of its event, and what copies it."""
    part_reports([article], by=by, note=note)


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
def choose_lead(event: Event, lead: Article | None) -> None:
    """Make one of its reports the lead of an event, whatever the machine would choose; None leaves it to the machine."""
    event.lead, event.lead_is_set = lead or event.lead, lead is not None
    event.save(update_fields=["lead", "lead_is_set"])
    regroup([pk for pk in (event.lead_id,) if pk is not None])


def add_rules(
    pairs: Iterable[Pair], kind: LinkRule.Kind, *, by: AbstractBaseUser | None = None, note: str = ""
) -> list[Pair]:
    """Bind pairs of articles, the lower id first; moves nothing."""
    ordered = sorted({(min(pair), max(pair)) for pair in pairs})
    LinkRule.objects.bulk_create(
        LinkRule(left_id=left, right_id=right, kind=kind, by_id=by.pk if by else None, note=note)
        for left, right in ordered
    )
    return ordered


def with_copies(articles: Sequence[Article]) -> dict[int, int]:
    """These articles and what copies them -> the first of the text of each."""
    chosen = [article.pk for article in articles]
    return dict(_chains(Article.objects.filter(pk__in=chosen) | Article.objects.filter(reprint_of__in=chosen)))


def pairs_apart(own: Mapping[int, int], rest: Mapping[int, int]) -> list[Pair]:
    """The pairs to bind so that two groups (article -> the first of its text) stay apart.

    Copies of one text are bound one by one where the text is torn; where texts differ, the first copies speak for all.

    Raises:
        EventChangeError: too_many.
    """
    here, there = _by_text(own), _by_text(rest)
    pairs: list[Pair] = []
    for text, copies in here.items():
        for other, others in there.items():
            some = (copies, others) if text == other else (copies[:_SPEAKERS], others[:_SPEAKERS])
            if len(pairs) + len(some[0]) * len(some[1]) > MOST_RULES:
                raise EventChangeError("too many copies of one text are on both sides", code="too_many")
            pairs += product(*some)
    return pairs


def _by_text(articles: Mapping[int, int]) -> dict[int, list[int]]:
    texts: dict[int, list[int]] = defaultdict(list)
    for pk, first in sorted(articles.items(), key=lambda row: (row[0] != row[1], row[0])):
        texts[first].append(pk)
    return texts


def _chains(articles: QuerySet[Article]) -> Iterator[Pair]:
    rows = articles.order_by().values_list("pk", "reprint_of_id")
    return ((pk, first or pk) for pk, first in rows)


def _record(
    action: AuditAction,
    articles: Sequence[Article],
    before: dict[int, int | None],
    by: AbstractBaseUser | None,
    note: str,
    batch: str,
) -> None:
    """One entry an article, with the events it was and is of, and whom it was joined with."""
    batch = batch or audit.new_batch()
    now = dict(Article.objects.filter(pk__in=before).values_list("pk", "event_id"))
    together = {"articles": sorted(before)} if len(before) > 1 else {}
    for article in articles:
        after = {"event": now.get(article.pk), **together}
        audit.record(
            action, article, by=by, before={"event": before[article.pk]}, after=after, reason=note, batch=batch
        )
