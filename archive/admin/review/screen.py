"""One article to be judged: the stored page beside the clean text, facts beside the words that prove them.

Whatever is sent carries the mark of what was seen (`archive.review.seen`): where the article changed meanwhile nothing is
written, and the page comes back with what was typed still in its fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from archive.admin.read_only import staff_of
from archive.admin.review.acts import ACTS, LARGEST_ID, LEAVING
from archive.admin.review.cards import Board, Card, kinds_to_add, lay_out
from archive.admin.review.entry import chosen_reason, for_reviewers, skip
from archive.admin.review.queue import address_with, lead_to_next
from archive.models import Article, AuditEntry, Correction, CorrectionState, ReviewClaim
from archive.models.writing import writing
from archive.review import claims, queue
from archive.review.house_rules import propose_site
from archive.review.seen import mark_seen
from archive.review.stated import show_stated

_FIELDS = {
    "value": gettext_lazy("值"),
    "quote": gettext_lazy("依据"),
    "title": gettext_lazy("标题"),
    "publisher": gettext_lazy("发布者"),
    "claimed_source": gettext_lazy("标注来源"),
    "dateline": gettext_lazy("电头"),
    "published": gettext_lazy("本页发布"),
    "original_published": gettext_lazy("原始发布"),
    "authors": gettext_lazy("作者"),
    "answer": gettext_lazy("答复"),
}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of what was sent: `at` is the card acted on, `typed` goes back into its fields."""

    status: int = 200
    trouble: tuple[str, ...] = ()
    at: int | None = None
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What was typed and not saved, in words: the card whose fields it stood in may be gone."""
        if self.status != 409:
            return []
        return [(str(name), self.typed[key]) for key, name in _FIELDS.items() if self.typed.get(key, "").strip()]


@require_http_methods(["GET", "HEAD", "POST"])
@for_reviewers
def article_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The screen; a POST with `act` does something and shows it again, or leads to the next article."""
    if pk > LARGEST_ID:
        raise Http404
    if request.method != "POST":
        article = get_object_or_404(_articles(), pk=pk)
        claims.claim(pk, staff_of(request))
        return _show(request, article, Outcome())
    if request.POST.get("act") == "skip":
        skip(request, pk)
        claims.release(pk, staff_of(request))
        return lead_to_next(request)
    outcome = _act(request, pk)
    if outcome.status == 200 and request.POST.get("act") in LEAVING:
        claims.release(pk, staff_of(request))
        messages.success(request, _("已完成：%(title)s") % {"title": get_object_or_404(Article, pk=pk)})
        return lead_to_next(request)
    return _show(request, get_object_or_404(_articles(), pk=pk), outcome)


def _articles() -> Any:
    return Article.objects.select_related("publisher", "current_version__saved_file")


def _act(request: HttpRequest, pk: int) -> Outcome:
    sent, by = request.POST, staff_of(request)
    typed = {name: str(value) for name, value in sent.items() if name not in ("csrfmiddlewaretoken", "seen")}
    act = ACTS.get(sent.get("act", ""))
    try:
        with writing():
            # Locked first and read afterwards: what is compared is what will be changed.
            article = get_object_or_404(Article.objects.select_for_update(), pk=pk)
            if not claims.claim(pk, by):
                return Outcome(status=409, trouble=(_held(claims.holder(pk)),), typed=typed)
            if sent.get("seen") != mark_seen(article, article.findings.all()):
                return Outcome(status=409, trouble=(_changed(pk),), typed=typed)
            if act is None:
                raise ValidationError(_("不认识的操作"))
            return Outcome(at=act(article, sent, by))
    except ValidationError as error:
        return Outcome(status=422, trouble=tuple(error.messages), typed=typed)


def _held(claim: ReviewClaim | None) -> str:
    if claim is None:
        return _("这篇文章正由他人审核，请稍后再试。您填写的内容还在。")
    told = _("这篇文章正由 %(name)s 审核（至 %(until)s），您的操作没有保存。您填写的内容还在。")
    return told % {"name": claim.by, "until": f"{timezone.localtime(claim.until):%H:%M}"}


def _changed(pk: int) -> str:
    """Who changed it, as far as the log knows."""
    last = AuditEntry.objects.filter(article=pk).first()
    told = _(
        "您打开之后，这篇文章被改动了%(who)s，您的操作没有保存。下面是现在的样子，您填写的内容还在，请核对后再提交。"
    )
    who = (
        _("（%(name)s，%(at)s）") % {"name": last.actor_name, "at": f"{timezone.localtime(last.at):%H:%M}"}
        if last
        else ""
    )
    return told % {"who": who}


def _show(request: HttpRequest, article: Article, outcome: Outcome) -> HttpResponse:
    findings = list(article.findings.all())
    items = queue.reasons_of(article.pk)
    claim = claims.holder(article.pk)
    board = lay_out(article, findings, [about for item in items for about in item.about])
    reason = chosen_reason(request)
    context = {
        **admin.site.each_context(request),
        "title": article,
        "article": article,
        "board": board,
        "stated": outcome.typed if outcome.typed.get("act") == "restate" else show_stated(article),
        "items": items,
        "corrections": _corrections(article) if request.user.has_perm("archive.view_correction") else [],
        "seen": mark_seen(article, findings),
        "held_by": claim.by if claim and claim.by_id != request.user.pk else None,
        "held_until": claim.until if claim else None,
        "outcome": outcome,
        "focus": _focus(board, outcome),
        "kinds": kinds_to_add(),
        "may_rule": request.user.has_perm("archive.add_houserule"),
        "site_rule": urlencode(propose_site(article) or {}),
        "answers": [state for state in CorrectionState if state != CorrectionState.OPEN],
        "here": address_with("admin_review_article", reason, article.pk),
        "queue_address": address_with("admin_review", reason),
        "colleagues": queue.colleagues(staff_of(request)),
    }
    return render(request, "admin/review/screen.html", context, status=outcome.status)


def _corrections(article: Article) -> list[Correction]:
    states = (CorrectionState.OPEN, CorrectionState.REVIEWING)
    return list(Correction.objects.filter(article=article, state__in=states).order_by("pk"))


def _focus(board: Board, outcome: Outcome) -> int | None:
    """The card to go on with: the next that is asked about, else the next that nobody has judged."""
    cards: list[Card] = [card for group in board.groups if group.is_open for card in group.cards]
    if outcome.typed.get("finding", "").isdecimal():
        return int(outcome.typed["finding"])
    numbers = [card.number for card in cards]
    start = numbers.index(outcome.at) + 1 if outcome.at in numbers else 0
    behind_first = [*cards[start:], *cards[:start]]
    asked = [card for card in behind_first if card.asked and card.standing in ("open", "staff")]
    waiting = [card for card in cards[start:] if card.standing == "open"]
    found = [*asked, *waiting]
    if found:
        return found[0].number
    return outcome.at if outcome.at is not None else (numbers[0] if numbers else None)
