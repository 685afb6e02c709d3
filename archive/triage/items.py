"""Keeps the table of what staff are asked: called by whoever changes articles, findings or corrections, in their transaction.

`ask_about` compares what is asked with what is to be asked, and writes only the difference. A question that was settled
stays settled; one that is no longer to be asked goes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q
from django.utils import timezone

from archive.models import Article, Correction, CorrectionState, Finding, FindingKind, ReviewItem, ReviewReason
from archive.models.insertion import insert_all
from archive.records import Finding as Resolved
from archive.triage.questions import MAIN_ROLES, Fact, Question, Subject, find_questions, fresh_facts, stored_fact

ANSWERED_ONLY = (ReviewReason.CORRECTION, ReviewReason.DOUBT)
"""Reasons that go by an answer to each question, never by having been looked at."""

_OPEN = (CorrectionState.OPEN, CorrectionState.REVIEWING)
_ASKED_KINDS = (FindingKind.EVENT_TYPE, FindingKind.SERVICE_FIELD, FindingKind.PERSONAL_DATA)
_BATCH = 500


def ask_about_new(added: Iterable[tuple[Article, Sequence[Resolved]]]) -> None:
    """Ask about articles just added, of which nothing is known but what the machine found; one statement."""
    insert_all(
        [
            _row(article.pk, question)
            for article, findings in added
            for question in find_questions(
                Subject(state=article.state, flags=article.flags, facts=fresh_facts(findings))
            )
        ]
    )


def ask_about(articles: Iterable[int]) -> None:
    """Bring the questions about these articles up to date, however many; a few statements for each 500."""
    keys = list(articles)
    for start in range(0, len(keys), _BATCH):
        _ask_about(keys[start : start + _BATCH])


def settle(article: int, *, by: AbstractBaseUser | None) -> list[ReviewReason]:
    """A reviewer is done with an article. Returns the reasons that stay open, since they want an answer each."""
    asked = ReviewItem.objects.filter(article=article, settled_at=None)
    asked.exclude(reason__in=ANSWERED_ONLY).update(settled_at=timezone.now(), settled_by=by)
    return [ReviewReason(reason) for reason in asked.values_list("reason", flat=True)]


def _ask_about(keys: Sequence[int]) -> None:
    known: defaultdict[int, dict[str, ReviewItem]] = defaultdict(dict)
    for row in ReviewItem.objects.filter(article__in=keys):
        known[row.article_id][row.reason] = row
    new: list[ReviewItem] = []
    changed: list[ReviewItem] = []
    over: list[int] = []
    for key, subject in _subjects(keys).items():
        items = known[key]
        for question in find_questions(subject):
            item = items.pop(question.reason.value, None)
            if item is None:
                new.append(_row(key, question))
            elif item.about != question.about or (item.settled_at is None and item.weight != question.weight):
                _renew(item, question)
                changed.append(item)
        over += [left.pk for left in items.values() if left.settled_at is None]
    ReviewItem.objects.bulk_create(new)
    ReviewItem.objects.bulk_update(changed, ["about", "weight", "settled_at", "settled_by"])
    ReviewItem.objects.filter(pk__in=over).delete()


def _row(article: int, question: Question) -> ReviewItem:
    return ReviewItem(article_id=article, reason=question.reason, weight=question.weight, about=question.about)


def _renew(item: ReviewItem, question: Question) -> None:
    """Another question than the one there was: asked whether that one was settled or not."""
    if item.about != question.about:
        item.settled_at = item.settled_by = None
    item.about, item.weight = question.about, question.weight


def _subjects(keys: Sequence[int]) -> dict[int, Subject]:
    facts: defaultdict[int, list[Fact]] = defaultdict(list)
    for row in Finding.objects.filter(_asked_of(), article__in=keys).order_by("article", "kind", "position"):
        facts[row.article_id].append(stored_fact(row))
    corrections: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    waiting = Correction.objects.filter(article__in=keys, state__in=_OPEN).order_by("pk")
    for article, ticket, kind in waiting.values_list("article", "ticket", "kind"):
        corrections[article].append((ticket, kind))
    rows = Article.objects.filter(pk__in=keys).values_list("pk", "state", "flags", "doubt", "current_version")
    return {
        pk: Subject(
            state=state, flags=flags, doubt=doubt, version=version, facts=facts[pk], corrections=corrections[pk]
        )
        for pk, state, flags, doubt, version in rows
    }


def _asked_of() -> Q:
    """The findings that questions can be about; an article may have hundreds of others."""
    wanted = Q(kind__in=_ASKED_KINDS) | ~Q(doubt="")
    for kind, role in MAIN_ROLES.items():
        wanted |= Q(kind=kind, role=role)
    return wanted
