"""The facts of one event over all its reports: who says what, and where they do not agree.

Reads findings that readers may know of. Decides nothing: of two head-counts neither is called right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models import Article, Finding, FindingKind, public_findings, public_text
from archive.search.labels import region_tree
from archive.web.presenters.chain import publisher_name
from archive.web.presenters.fact_list import fact_label

_MOST_VALUES = 8
_MOST_MARKS = 12
"""Reports named by number behind a value."""
_COUNTED = {
    (FindingKind.HEADCOUNT, "volunteers"): gettext_lazy("志愿者人数"),
    (FindingKind.HEADCOUNT, "attendees"): gettext_lazy("参加人数"),
    (FindingKind.HEADCOUNT, "beneficiaries"): gettext_lazy("受助人数"),
    (FindingKind.AMOUNT, "donation"): gettext_lazy("捐款"),
    (FindingKind.AMOUNT, "raised"): gettext_lazy("募款"),
}
"""What a report gives one number of, as a rule."""


@dataclass(frozen=True, kw_only=True)
class SaidBy:
    """A report that says it: its number in the timeline, and the way to the words."""

    number: int
    name: str
    address: str


@dataclass(frozen=True, kw_only=True)
class MergedValue:
    label: str
    said_by: tuple[SaidBy, ...]
    more: int
    """Reports beyond those named."""


@dataclass(frozen=True, kw_only=True)
class MergedFact:
    """One question and the answers reports give; `differs` where not all give the same."""

    name: str
    values: tuple[MergedValue, ...]
    differs: bool = False


@dataclass
class _Said:
    row: Finding
    reports: dict[int, SaidBy] = field(default_factory=dict)


def merge_facts(reports: Sequence[tuple[int, Article]]) -> tuple[MergedFact, ...]:
    """`reports` are numbered articles with `publisher` joined and findings prefetched, in the timeline's order."""
    told = [(number, article, _findings(article)) for number, article in reports]
    firsts = (
        (_("何时"), FindingKind.EVENT_DATE, "event", _same_days),
        (_("何地"), FindingKind.REGION, "venue", _same_place),
    )
    facts = [_first_of(name, told, kind, role, agree) for name, kind, role, agree in firsts]
    facts.append(_all_of(_("何事"), told, FindingKind.EVENT_TYPE))
    facts += [_counted(str(name), told, kind, what) for (kind, what), name in _COUNTED.items()]
    facts.append(_all_of(_("主办"), told, FindingKind.ORGANISATION, "organiser"))
    return tuple(fact for fact in facts if fact.values)


_Told = Iterable[tuple[int, Article, Sequence[Finding]]]


def _findings(article: Article) -> list[Finding]:
    rows = list(article.findings.all())
    return public_findings(rows, public_text(article, rows))


def _first_of(name: str, told: _Told, kind: str, role: str, agree: Callable[[Finding, Finding], bool]) -> MergedFact:
    """The main one of each report."""
    said: dict[str, _Said] = {}
    for number, article, findings in told:
        row = next((row for row in findings if row.kind == kind and row.role == role), None)
        if row is not None:
            _add(said, row, number, article)
    rows = [one.row for one in said.values()]
    differs = any(not agree(left, right) for place, left in enumerate(rows) for right in rows[place + 1 :])
    return _fact(name, said, differs=differs)


def _all_of(name: str, told: _Told, kind: str, role: str = "") -> MergedFact:
    said: dict[str, _Said] = {}
    for number, article, findings in told:
        for row in findings:
            if row.kind == kind and (not role or row.role == role):
                _add(said, row, number, article)
    return _fact(name, said)


def _counted(name: str, told: _Told, kind: str, what: str) -> MergedFact:
    """Numbers of one thing. Reports that have none in common tell it differently."""
    said: dict[str, _Said] = {}
    of_report: list[set[str]] = []
    for number, article, findings in told:
        rows = [row for row in findings if row.kind == kind and row.data.get("what") == what]
        for row in rows:
            _add(said, row, number, article)
        if rows:
            of_report.append({_number(row) for row in rows})
    # Whom an event helped is often told in parts: other numbers are no other account of it.
    differs = what != "beneficiaries" and any(
        not left & right for place, left in enumerate(of_report) for right in of_report[place + 1 :]
    )
    return _fact(name, said, differs=differs)


def _number(row: Finding) -> str:
    return f"{row.value} {row.data.get('unit', '')}"


def _add(said: dict[str, _Said], row: Finding, number: int, article: Article) -> None:
    one = said.setdefault(fact_label(row), _Said(row))
    address = f"{article.get_absolute_url()}#e{row.pk}"
    one.reports.setdefault(number, SaidBy(number=number, name=publisher_name(article), address=address))


def _fact(name: str, said: Mapping[str, _Said], *, differs: bool = False) -> MergedFact:
    ordered = sorted(said.items(), key=lambda pair: -len(pair[1].reports))[:_MOST_VALUES]
    values = tuple(
        MergedValue(
            label=label,
            said_by=tuple(one.reports.values())[:_MOST_MARKS],
            more=max(0, len(one.reports) - _MOST_MARKS),
        )
        for label, one in ordered
    )
    return MergedFact(name=name, values=values, differs=differs)


def _same_days(left: Finding, right: Finding) -> bool:
    """Whether two dates can be of one event: they overlap, or it cannot be told."""
    spans = [(str(row.data.get("start") or ""), str(row.data.get("end") or "")) for row in (left, right)]
    if not all(start and end for start, end in spans):
        return True
    (start, end), (other_start, other_end) = spans
    return start[: len(other_end)] <= other_end[: len(start)] and other_start[: len(end)] <= end[: len(other_start)]


def _same_place(left: Finding, right: Finding) -> bool:
    """Whether one lies in the other."""
    tree = region_tree()
    return left.value in tree.above(right.value) or right.value in tree.above(left.value)
