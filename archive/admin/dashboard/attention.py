"""What waits for staff, what fails, and which sources err most: one question to the database for all of it.

Each part of it is answered from an index over the few rows that matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Model, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.ingest.reasons import explain_code
from archive.models import (
    Article,
    ArticleState,
    Correction,
    CorrectionState,
    Doubt,
    Feed,
    FetchedAddress,
    Finding,
    IngestOutcome,
    Job,
    JobState,
    Outcome,
    ReviewItem,
    ReviewReason,
    Source,
    StoryPair,
    Verdict,
)
from archive.search.freshness import articles_behind

_SOURCES_SHOWN = 8
_OPEN = (CorrectionState.OPEN, CorrectionState.REVIEWING)


@dataclass(frozen=True, kw_only=True)
class Number:
    """A count, what it counts, where its list is, and the permission that list asks for."""

    label: str
    count: int
    address: str
    right: str


@dataclass(frozen=True, kw_only=True)
class SourceErrors:
    """What went wrong with a source's articles; each count with the address of its list."""

    name: str
    address: str
    rejected: tuple[int, str]
    doubtful: tuple[int, str]
    corrected: tuple[int, str]


@dataclass(frozen=True, kw_only=True)
class Attention:
    waiting: tuple[Number, ...]
    failing: tuple[Number, ...]
    """The reasons of dead letters first, the commonest before others."""
    sources: tuple[SourceErrors, ...]


def count_attention() -> Attention:
    """All numbers; those that are nought are left out."""
    # As the conditions of their indexes have it, or these are not used.
    hidden, doubtful = Article.objects.exclude(state=ArticleState.PUBLIC), Article.objects.exclude(doubt=Doubt.NONE)
    counts = _ask(
        ("review", ReviewItem.objects.filter(settled_at=None), "reason"),
        ("state", hidden, "state"),
        ("doubt", doubtful, "doubt"),
        ("finding", Finding.objects.exclude(doubt=Doubt.NONE), "doubt"),
        ("correction", Correction.objects.filter(state__in=_OPEN), "state"),
        ("pair", StoryPair.objects.filter(verdict=Verdict.REVIEW), "verdict"),
        ("job", Job.objects.all(), "state"),
        ("letter", IngestOutcome.objects.filter(outcome=Outcome.FAILED), "code"),
        ("feed", Feed.objects.exclude(trouble=""), "active"),
        ("address", FetchedAddress.objects.exclude(trouble=""), "failures"),
        ("behind", articles_behind(), "state"),
        ("rejected", hidden.filter(state=ArticleState.REJECTED), "publisher"),
        ("doubtful", doubtful, "publisher"),
        ("corrected", Correction.objects.all(), "article__publisher"),
    )
    return Attention(
        waiting=tuple(number for number in _waiting(counts) if number.count),
        failing=tuple(number for number in _failing(counts) if number.count),
        sources=tuple(_sources(counts)),
    )


_NONE = "None"
Counts = dict[str, dict[str, int]]


def _ask(*parts: tuple[str, QuerySet[Any], str]) -> Counts:
    """Part -> key -> how many rows."""
    first, *others = (
        rows.order_by()
        .values(part=Cast(Value(name), TextField()), key=Cast(F(key), TextField()))
        .annotate(number=Count("pk"))
        .values_list("part", "key", "number")
        for name, rows, key in parts
    )
    found: Counts = defaultdict(dict)
    for part, key, number in first.union(*others, all=True):
        found[part][str(key)] = number
    return found


def _waiting(counts: Counts) -> Iterable[Number]:
    for reason in ReviewReason:
        queue = f"{reverse('admin_review')}?{urlencode({'reason': reason.value})}"
        label, number = _("审核：%(reason)s") % {"reason": reason.label}, counts["review"].get(reason, 0)
        yield Number(label=label, count=number, address=queue, right="archive.change_finding")
    for correction in _OPEN:
        label = _("读者更正：%(state)s") % {"state": correction.label}
        yield _number(label, counts["correction"].get(correction, 0), Correction, state__exact=correction)
    held = ArticleState.HELD
    yield _number(str(held.label), counts["state"].get(held, 0), Article, state__exact=held)
    for doubt in (Doubt.CHANGED, Doubt.GONE):
        label = _("文章待复核：%(why)s") % {"why": doubt.label}
        yield _number(label, counts["doubt"].get(doubt, 0), Article, doubt__exact=doubt)
        label = _("事实待复核：%(why)s") % {"why": doubt.label}
        yield _number(label, counts["finding"].get(doubt, 0), Finding, doubt__exact=doubt)
    yield _number(_("文本比对待核"), counts["pair"].get(Verdict.REVIEW, 0), StoryPair, verdict__exact=Verdict.REVIEW)
    for state in (JobState.WAITING, JobState.RUNNING):
        label = _("后台任务：%(state)s") % {"state": state.label}
        yield _number(label, counts["job"].get(state, 0), Job, state__exact=state)
    yield _number(_("等待写入索引的文章"), sum(counts["behind"].values()), Article, index="behind")


def _failing(counts: Counts) -> Iterable[Number]:
    for code, number in sorted(counts["letter"].items(), key=lambda item: (-item[1], item[0])):
        label = explain_code(code) or _("原因不明")
        yield _number(label, number, IngestOutcome, outcome__exact=Outcome.FAILED, code__exact=code)
    yield _number(_("读不到的订阅源"), sum(counts["feed"].values()), Feed, trouble__isempty=0)
    yield _number(_("抓取失败的网址"), sum(counts["address"].values()), FetchedAddress, trouble__isempty=0)
    yield _number(_("失败的后台任务"), counts["job"].get(JobState.FAILED, 0), Job, state__exact=JobState.FAILED)


def _sources(counts: Counts) -> Iterable[SourceErrors]:
    parts = ("rejected", "doubtful", "corrected")
    total: dict[str, int] = defaultdict(int)
    for part in parts:
        for key, number in counts[part].items():
            total[key] += number
    total.pop(_NONE, None)
    worst = sorted(total, key=lambda key: (-total[key], int(key)))[:_SOURCES_SHOWN]
    names = dict(Source.objects.filter(pk__in=worst).values_list("pk", "name")) if worst else {}
    for key in worst:
        rejected, doubtful, corrected = (counts[part].get(key, 0) for part in parts)
        of_source: dict[str, Any] = {"publisher__id__exact": key}
        yield SourceErrors(
            name=names.get(int(key), key),
            address=reverse("admin:archive_source_change", args=[key]),
            rejected=(rejected, _address(Article, **of_source, state__exact=ArticleState.REJECTED)),
            doubtful=(doubtful, _address(Article, **of_source, doubt__gt="")),
            corrected=(corrected, _address(Correction, article__publisher__id__exact=key)),
        )


def _number(label: str, count: int, model: type[Model], **chosen: object) -> Number:
    right = f"archive.view_{model._meta.model_name}"
    return Number(label=label, count=count, address=_address(model, **chosen), right=right)


def _address(model: type[Model], **chosen: object) -> str:
    return f"{reverse(f'admin:archive_{model._meta.model_name}_changelist')}?{urlencode(chosen)}"
