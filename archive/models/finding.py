"""One fact about an article with the words that prove it, found by a rule or set by staff.

Staff rows are rows of their own and win: where an article has staff findings of a kind, of the machine's of that kind
only those count that staff accepted (`effective_findings`). Re-running extraction replaces machine rows only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Protocol, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.records import Fact


class FindingKind(models.TextChoices):
    REGION = "region", _("地区")
    EVENT_DATE = "event_date", _("日期")
    EVENT_TYPE = "event_type", _("事件类型")
    SERVICE_FIELD = "service_field", _("服务领域")
    ORGANISATION = "organisation", _("机构")
    PERSON = "person", _("人物")
    PROGRAMME = "programme", _("项目与品牌")
    AMOUNT = "amount", _("金额")
    HEADCOUNT = "headcount", _("人数")
    BENEFICIARY = "beneficiary", _("受益群体")
    THEME_DAY = "theme_day", _("主题日")
    PERSONAL_DATA = "personal_data", _("个人信息")


class Origin(models.TextChoices):
    MACHINE = "machine", _("机器")
    STAFF = "staff", _("人工")


class FindingState(models.TextChoices):
    PROPOSED = "proposed", _("待核")
    ACCEPTED = "accepted", _("认可")
    REJECTED = "rejected", _("否定")


class Doubt(models.TextChoices):
    """Why a decision of staff is to be looked at again: the page changed after it was taken."""

    NONE = "", _("无")
    CHANGED = "changed", _("网页有新版本")
    GONE = "gone", _("依据已不在正文中")


class Finding(models.Model):
    article = models.ForeignKey("Article", verbose_name=_("文章"), on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField(_("种类"), max_length=16, choices=FindingKind)
    value = models.CharField(_("值"), max_length=200)
    role = models.CharField(_("角色"), max_length=16, blank=True)
    data = models.JSONField(_("细节"), default=dict, blank=True)
    quote = models.TextField(_("依据"), blank=True)
    start = models.PositiveIntegerField(_("起点"), null=True, blank=True)
    end = models.PositiveIntegerField(_("终点"), null=True, blank=True)
    rule = models.CharField(_("规则"), max_length=60, blank=True)
    rule_version = models.PositiveSmallIntegerField(_("规则版本"), default=1)
    confidence = models.FloatField(_("置信度"), default=1.0)
    origin = models.CharField(_("来历"), max_length=8, choices=Origin, default=Origin.MACHINE)
    state = models.CharField(_("状态"), max_length=8, choices=FindingState, default=FindingState.PROPOSED)
    set_at = models.DateTimeField(_("认定时间"), null=True, blank=True, editable=False, help_text=_("人工认定的时间"))
    doubt = models.CharField(_("待复核"), max_length=8, choices=Doubt, default=Doubt.NONE, blank=True, editable=False)
    position = models.PositiveSmallIntegerField(_("次序"), default=0, help_text=_("同类中的次序，0 为首要"))

    class Meta:
        verbose_name = _("事实")
        verbose_name_plural = _("事实")
        ordering = ["article", "kind", "position"]
        indexes = [
            models.Index(fields=["kind", "value"]),
            # What staff are asked about again: a handful of rows among millions.
            models.Index(fields=["article"], condition=~models.Q(doubt=""), name="finding_in_doubt"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"


class StoredFact(Fact, Protocol):
    """What is read of a finding to tell whether it counts and what it says: a `Finding`, or a `FindingRow`."""

    @property
    def origin(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def position(self) -> int: ...


class FindingRow(NamedTuple):
    """A finding as lists read it: a page of hits has hundreds, and model instances cost ten times as much."""

    kind: str
    value: str
    role: str
    data: Mapping[str, Any]
    quote: str
    start: int | None
    end: int | None
    origin: str
    state: str
    position: int


_Fact = TypeVar("_Fact", bound=StoredFact)


def effective_findings(findings: Iterable[_Fact]) -> list[_Fact]:
    """The findings that count, in order: what staff set and accepted where they set that kind, else all not rejected."""
    by_kind: dict[str, list[_Fact]] = defaultdict(list)
    for finding in findings:
        if finding.state != FindingState.REJECTED:
            by_kind[finding.kind].append(finding)
    chosen: list[_Fact] = []
    for rows in by_kind.values():
        is_set = any(row.origin == Origin.STAFF for row in rows)
        counting = [row for row in rows if not is_set or _is_decided(row)]
        chosen.extend(sorted(counting, key=lambda row: (row.position, row.origin != Origin.STAFF)))
    return chosen


def _is_decided(finding: StoredFact) -> bool:
    return finding.origin == Origin.STAFF or finding.state == FindingState.ACCEPTED


def moved_span(span: tuple[int, int], quote: str, old_title: str, new_title: str) -> tuple[int | None, int | None]:
    """Where a finding's words stand after the title became another: offsets count from the title on.

    Words that stood in the old title are looked up in the new one; (None, None) where they are no longer there.
    """
    start, end = span
    if start > len(old_title):
        shift = len(new_title) - len(old_title)
        return start + shift, end + shift
    at = new_title.find(quote) if quote else -1
    return (at, at + len(quote)) if at >= 0 else (None, None)
