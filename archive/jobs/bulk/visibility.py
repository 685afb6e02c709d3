"""Publishes or withdraws many articles, by the same functions as single ones (`archive.review.decisions`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from archive.grouping.withheld import copies_held
from archive.jobs.bulk.change import Doing, Done, Plan
from archive.models import Article, ArticleState, Withdrawal, WithdrawalReason
from archive.review.decisions import publish, put_back, withdraw


@dataclass(frozen=True, kw_only=True)
class Withdraw:
    """`reason` is told to readers, `note` to staff."""

    reason: WithdrawalReason
    note: str = ""

    def plan(self, articles: Sequence[int]) -> dict[int, Plan]:
        after = _("已撤回（%(reason)s）") % {"reason": self.reason.label}
        return {pk: _withdrawal_plan(ArticleState(state), after) for pk, state in _states(articles)}

    def apply(self, article: Article, doing: Doing) -> Done | None:
        before = article.state
        withdraw(article, self.note, reason=self.reason, by=doing.by, batch=doing.batch)
        standing = Withdrawal.standing(article)
        return Done(before={"state": before}, after={"withdrawal": standing.pk if standing else None})

    def undo(self, article: Article, done: Done, doing: Doing) -> bool:
        standing = Withdrawal.standing(article)
        if standing is None or standing.pk != done.after["withdrawal"] or standing.reason != self.reason:
            return False
        if done.before["state"] == ArticleState.PUBLIC:
            publish(article, by=doing.by, batch=doing.batch)
        else:
            put_back(article, ArticleState(done.before["state"]), by=doing.by, batch=doing.batch)
        return True


@dataclass(frozen=True, kw_only=True)
class Publish:
    """What the machine took for no article; withdrawn and held ones, on which staff's word stands, only if `all_states`."""

    note: str = ""
    all_states: bool = False

    def plan(self, articles: Sequence[int]) -> dict[int, Plan]:
        classes = dict(Article.objects.filter(pk__in=articles).order_by().values_list("pk", "page_class"))
        return {pk: self._plan(ArticleState(state), classes[pk]) for pk, state in _states(articles)}

    def apply(self, article: Article, doing: Doing) -> Done | None:
        before = article.state
        standing = Withdrawal.standing(article)
        held = [copy.pk for copy in copies_held(article)]
        publish(article, self.note, by=doing.by, batch=doing.batch)
        shown = Article.public.filter(pk__in=held).values_list("pk", flat=True)
        return Done(
            before={"state": before, "withdrawal": standing.pk if standing else None}, after={"copies": sorted(shown)}
        )

    def undo(self, article: Article, done: Done, doing: Doing) -> bool:
        if article.state != ArticleState.PUBLIC:
            return False
        withdrawal = Withdrawal.objects.filter(pk=done.before["withdrawal"]).first()
        put_back(article, ArticleState(done.before["state"]), withdrawal, by=doing.by, batch=doing.batch)
        for copy in Article.public.filter(pk__in=done.after["copies"]).exclude(pk=article.pk):
            put_back(copy, ArticleState.HELD, by=doing.by, batch=doing.batch)
        return True

    def _plan(self, state: ArticleState, page_class: str) -> Plan:
        after = str(ArticleState.PUBLIC.label)
        if state == ArticleState.PUBLIC or self.all_states:
            return Plan(before=str(state.label), after=after)
        if state == ArticleState.REJECTED and page_class != "article":
            return Plan(before=str(state.label), after=after)
        why = _("工作人员标为非报道") if state == ArticleState.REJECTED else _("撤回的决定仍然有效")
        return Plan(before=str(state.label), after=str(state.label), skip=why)


def _states(articles: Sequence[int]) -> list[tuple[int, str]]:
    return list(Article.objects.filter(pk__in=articles).order_by().values_list("pk", "state"))


def _withdrawal_plan(state: ArticleState, after: str) -> Plan:
    if state == ArticleState.WITHDRAWN:
        return Plan(before=str(state.label), after=str(state.label), skip=_("早已撤回，原来的理由不变"))
    return Plan(before=str(state.label), after=after)
