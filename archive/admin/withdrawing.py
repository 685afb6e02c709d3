"""The page between choosing articles and withdrawing or publishing them: why, and with their reprints or without.

Comes up for an action on the list of articles, and on the list of corrections for the articles these are about.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from archive.admin.read_only import staff_of
from archive.models import Article, Correction, CorrectionState, WithdrawalReason
from archive.models.writing import writing
from archive.review import audit, corrections, decisions

_REASON_OF = {Correction.Kind.PRIVACY: WithdrawalReason.PRIVACY, Correction.Kind.REMOVAL: WithdrawalReason.REQUEST}


class WithdrawForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("原因"), choices=WithdrawalReason, widget=UnfoldAdminSelectWidget, help_text=_("读者会看到")
    )
    note = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("仅工作人员可见，写入审计记录"),
    )
    with_reprints = forms.BooleanField(label=_("连同仍公开的转载一并撤回"), required=False)


class PublishForm(forms.Form):
    note = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("仅工作人员可见，写入审计记录"),
    )


def withdraw_articles(
    request: HttpRequest, articles: Sequence[Article], about: Sequence[Correction] = ()
) -> HttpResponse | None:
    """The page with its form; None when it was filled in and the articles are withdrawn."""
    initial = {"reason": _REASON_OF.get(Correction.Kind(about[0].kind)) if about else WithdrawalReason.OTHER}
    form = WithdrawForm(request.POST if "apply" in request.POST else None, initial=initial)
    if not form.is_valid():
        return _show(request, form, articles, _("撤回文章"), decisions.public_reprints_of(articles))
    with writing():
        done = _withdraw(request, form.cleaned_data, articles, about)
    messages.success(request, _("已撤回 %(number)d 篇") % {"number": len(done)})
    if still_public := decisions.public_reprints_of(done).count():
        messages.warning(request, _("它们的转载仍有 %(number)d 篇公开，请一并处理") % {"number": still_public})
    return None


def publish_articles(request: HttpRequest, articles: Sequence[Article]) -> HttpResponse | None:
    """The page with its form; None when it was filled in and the articles are public."""
    form = PublishForm(request.POST if "apply" in request.POST else None)
    if not form.is_valid():
        return _show(request, form, articles, _("公开文章"), Article.objects.none())
    batch = audit.new_batch()
    with writing():
        for article in articles:
            decisions.publish(article, form.cleaned_data["note"], by=staff_of(request), batch=batch)
    messages.success(request, _("已公开 %(number)d 篇") % {"number": len(articles)})
    return None


def _withdraw(
    request: HttpRequest, given: dict[str, Any], articles: Sequence[Article], about: Sequence[Correction]
) -> list[Article]:
    reason, staff, batch = WithdrawalReason(given["reason"]), staff_of(request), audit.new_batch()
    reprints = decisions.public_reprints_of(articles) if given["with_reprints"] else Article.objects.none()
    done = [*articles, *reprints]
    correction_of = {correction.article_id: correction for correction in about}
    for article in done:
        correction = correction_of.get(article.pk) or (about[0] if about else None)
        decisions.withdraw(article, given["note"], reason=reason, by=staff, correction=correction, batch=batch)
    for correction in about:
        if not correction.is_closed:
            correction.state = CorrectionState.ACCEPTED
            corrections.answer_correction(correction, by=staff)
    return done


def _show(
    request: HttpRequest, form: forms.Form, articles: Sequence[Article], title: object, reprints: QuerySet[Article]
) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": title,
        "form": form,
        "articles": articles,
        "reprints": reprints.count(),
        "action": request.POST.get("action", ""),
        "chosen": request.POST.getlist(ACTION_CHECKBOX_NAME),
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    return render(request, "admin/withdraw.html", context)
