"""Sets the event type or the region of many articles: a row of staff for each, as a single decision makes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from archive.jobs.bulk.change import Doing, Done, Plan
from archive.models import Article, Finding, FindingKind, FindingState, Origin
from archive.review.settling import set_fact, take_back_fact


class _Row(NamedTuple):
    value: str
    role: str
    origin: str
    state: str


@dataclass(frozen=True, kw_only=True)
class SetFact:
    """`role` is that of the rows it is about; `label` gives the words for a value."""

    kind: FindingKind
    value: str
    role: str
    label: Callable[[str], str]

    def plan(self, articles: Sequence[int]) -> dict[int, Plan]:
        rows: dict[int, list[_Row]] = defaultdict(list)
        found = Finding.objects.filter(article__in=articles, kind=self.kind).order_by("position", "id")
        for article, *row in found.values_list("article_id", "value", "role", "origin", "state"):
            rows[article].append(_Row(*row))
        return {article: self._plan(rows[article]) for article in articles}

    def apply(self, article: Article, doing: Doing) -> Done | None:
        finding = set_fact(article, self.kind, self.value, self.role, by=doing.by, batch=doing.batch)
        return Done(before={}, after={"finding": finding.pk, "value": self.value})

    def undo(self, article: Article, done: Done, doing: Doing) -> bool:
        finding = Finding.objects.filter(pk=done.after["finding"], article=article, origin=Origin.STAFF).first()
        if finding is None or (finding.value, finding.role, finding.quote) != (self.value, self.role, ""):
            return False
        take_back_fact(finding, by=doing.by, batch=doing.batch)
        return True

    def _plan(self, rows: Sequence[_Row]) -> Plan:
        # Staff's word on a kind is their word on all roles of it; of the machine's rows only those of this role matter.
        counting = [
            row
            for row in rows
            if row.state != FindingState.REJECTED and (row.origin == Origin.STAFF or row.role == self.role)
        ]
        decided = [row for row in counting if row.origin == Origin.STAFF or row.state == FindingState.ACCEPTED]
        before = self._words(decided or counting)
        if any(row.value == self.value and row.state == FindingState.REJECTED for row in rows):
            return Plan(before=before, after=before, skip=_("工作人员已否定这个值"))
        if decided and {row.value for row in decided} != {self.value}:
            return Plan(before=before, after=before, skip=_("已有人工认定"))
        if decided:
            return Plan(before=before, after=before)
        after = self.label(self.value)
        # The machine's word becomes staff's, which outlives it: a change, though the value is the same.
        return Plan(before=_("%(value)s（机器）") % {"value": before} if counting else before, after=after)

    def _words(self, rows: Sequence[_Row]) -> str:
        return "、".join(dict.fromkeys(self.label(row.value) for row in rows)) or _("无")
