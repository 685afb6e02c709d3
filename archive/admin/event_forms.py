"""What the page for arranging an event asks, and what the answers mean as a change of events."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from archive.errors import EventChangeError
from archive.models import Article, Event
from archive.review.event_changes import ChooseLead, EventChange, Merge, Move, Retitle, Split

TOLD = {
    "nothing_chosen": _("请先勾选报道"),
    "not_its_report": _("所选报道中有的已不属于此事件，请重新选择"),
    "whole_event": _("所选报道连同转载它们的就是整个事件：没有可留下的报道"),
    "same_event": _("请选择另一个有报道的事件"),
    "no_title": _("事件没有报道，不能取其标题"),
    "too_many": _("两边同文的转载太多，请改为移出最早的那一篇"),
}
"""What staff read for each code of `EventChangeError`."""


class ArrangeForm(forms.Form):
    target = forms.ModelChoiceField(
        Event.objects.filter(merged_into=None),
        label=_("另一事件"),
        required=False,
        widget=AutocompleteSelect(Article._meta.get_field("event"), admin.site),
        help_text=_("按标题查找；用于合并，或移入所选报道"),
    )
    title = forms.CharField(
        label=_("标题"),
        required=False,
        max_length=500,
        widget=UnfoldAdminTextInputWidget(),
        help_text=_("留空则用主报道的标题"),
    )
    note = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=_("仅工作人员可见，写入审计记录"),
    )


def read_change(event: Event, asked: QueryDict) -> EventChange | None:
    """The change an address asks for (`op`); None if it asks for none that there is.

    Raises:
        EventChangeError: nothing, or too much, is chosen for it.
    """
    make = _CHANGES.get(asked.get("op", ""))
    return make(event, asked) if make else None


def _merge(event: Event, asked: QueryDict) -> EventChange:
    return Merge(events=[event, *targets_of(asked)])


def _split(event: Event, asked: QueryDict) -> EventChange:
    return Split(event=event, articles=_articles(asked))


def _move(event: Event, asked: QueryDict) -> EventChange:
    targets = targets_of(asked)
    if len(targets) != 1:
        raise EventChangeError("one other event", code="same_event")
    return Move(event=event, articles=_articles(asked), target=targets[0])


def _lead(event: Event, asked: QueryDict) -> EventChange:
    chosen = _articles(asked)
    if len(chosen) != 1:
        raise EventChangeError("one report", code="nothing_chosen")
    return ChooseLead(event=event, lead=chosen[0])


def _any_lead(event: Event, _asked: QueryDict) -> EventChange:
    return ChooseLead(event=event, lead=None)


def _title(event: Event, asked: QueryDict) -> EventChange:
    return Retitle(event=event, title=asked.get("title", ""))


_CHANGES = {
    "merge": _merge, "split": _split, "move": _move, "lead": _lead, "any_lead": _any_lead, "title": _title
}  # fmt: skip


def _articles(asked: QueryDict) -> Sequence[Article]:
    return list(Article.objects.filter(pk__in=_ids(asked, "article")).order_by("pk"))


def targets_of(asked: QueryDict) -> Sequence[Event]:
    """The other events an address names."""
    return list(Event.objects.filter(pk__in=_ids(asked, "target")).select_related("lead").order_by("pk"))


def _ids(asked: QueryDict, name: str) -> list[int]:
    return [int(word) for word in asked.getlist(name) if word.isascii() and word.isdecimal() and len(word) < 19]
