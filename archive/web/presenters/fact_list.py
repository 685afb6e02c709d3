"""An article's findings as the facts column shows them: 何时 何地 何事 何人 机构 数字, each fact with its sentence.

Which findings count is decided in `archive.models.finding`; where their words stand, in `evidence`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models import Finding, FindingKind, Origin
from archive.search.facets import NATIONWIDE
from archive.search.labels import term_label
from archive.search.query import SearchQuery
from archive.web.presenters.dates import format_edtf
from archive.web.presenters.evidence import CONTEXT, Mark, Sentence, cut_sentence, locate, whole_sentence
from archive.web.presenters.figures import format_amount, format_headcount
from archive.web.presenters.key_words import find_key
from archive.web.presenters.links import search_address
from archive.web.presenters.vocabulary import short_path

ROLE_WORDS = {
    "organiser": gettext_lazy("主办方"),
    "mentioned": gettext_lazy("提及"),
    "publisher": gettext_lazy("发布者所在地"),
    "past": gettext_lazy("往事"),
    "planned": gettext_lazy("预定"),
}
_NAME_CONTEXT = 10  # names stand in long lists: a few characters around each are enough
_NAMED = (FindingKind.PERSON, FindingKind.ORGANISATION, FindingKind.PROGRAMME)
_MAIN_ROLES = {FindingKind.REGION: "venue", FindingKind.EVENT_DATE: "event"}
_FORMATS: Mapping[str, Callable[[Finding], str]] = {
    FindingKind.REGION: lambda row: " ".join(short_path(row.value)),
    FindingKind.EVENT_DATE: lambda row: format_edtf(row.value),
    FindingKind.EVENT_TYPE: lambda row: term_label("type", row.value),
    FindingKind.SERVICE_FIELD: lambda row: term_label("field", row.value),
    FindingKind.AMOUNT: lambda row: format_amount(row.value, row.data),
    FindingKind.HEADCOUNT: lambda row: format_headcount(row.value, row.data),
}


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One fact. `anchored` says whether its words stand in the text shown; `quote` is shown where they do not."""

    number: int
    label: str
    note: str
    quote: str
    sentence: Sentence | None
    anchored: bool
    by_staff: bool
    address: str
    """The search for everything that shares the fact, or an empty string."""


@dataclass(frozen=True, kw_only=True)
class FactGroup:
    """Facts of a kind: `main` always shown, `others` folded away under `others_name`."""

    name: str
    main: tuple[Fact, ...]
    others: tuple[Fact, ...] = ()
    others_name: str = ""


@dataclass(frozen=True, kw_only=True)
class FactList:
    groups: tuple[FactGroup, ...]
    marks: tuple[Mark, ...]


def list_facts(findings: Sequence[Finding], text: str) -> FactList:
    """Groups of facts in reading order, and the marks to set into `text`."""
    by_kind: dict[str, list[Finding]] = {}
    for finding in findings:
        by_kind.setdefault(finding.kind, []).append(finding)
    build = _FactBuilder(text)
    groups = (
        _split(_("何时"), by_kind.get(FindingKind.EVENT_DATE, []), build, _("文中其他日期")),
        _split(_("何地"), by_kind.get(FindingKind.REGION, []), build, _("文中其他地方")),
        _plain(_("何事"), _of(by_kind, FindingKind.EVENT_TYPE, FindingKind.SERVICE_FIELD), build),
        _plain(_("何人"), _of(by_kind, FindingKind.PERSON), build, shown=4),
        _plain(_("机构"), _of(by_kind, FindingKind.ORGANISATION, FindingKind.PROGRAMME), build, shown=4),
        _plain(_("数字"), _of(by_kind, FindingKind.AMOUNT, FindingKind.HEADCOUNT), build, shown=6),
    )
    # When and where are always there: that a page does not say is worth knowing too.
    shown = tuple(group for position, group in enumerate(groups) if position < 2 or group.main or group.others)
    return FactList(groups=shown, marks=tuple(build.marks))


def _of(by_kind: dict[str, list[Finding]], *kinds: str) -> list[Finding]:
    return [finding for kind in kinds for finding in by_kind.get(kind, [])]


def _split(name: str, findings: Iterable[Finding], build: _FactBuilder, others_name: str) -> FactGroup:
    rows = list(findings)
    main = [row for row in rows if row.role == _MAIN_ROLES[FindingKind(row.kind)]]
    others = [row for row in rows if row not in main]
    if not main and others and others[0].role == "publisher":
        main, others = others[:1], others[1:]  # the last resort: better than no place, and it says what it is
    return FactGroup(
        name=name,
        main=tuple(build(row, strong=True) for row in main),
        others=tuple(build(row) for row in others),
        others_name=others_name,
    )


def _plain(name: str, rows: Sequence[Finding], build: _FactBuilder, *, shown: int = 8) -> FactGroup:
    facts = tuple(build(row, strong=row.kind not in _NAMED) for row in rows)
    return FactGroup(name=name, main=facts[:shown], others=facts[shown:], others_name=_("更多"))


class _FactBuilder:
    """Turns findings into facts and collects the marks of those whose words stand in the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.marks: list[Mark] = []

    def __call__(self, row: Finding, *, strong: bool = False) -> Fact:
        place = locate(self.text, row.quote, row.start, row.end)
        key = find_key(row, self.text, place) if place else None
        if key and row.kind in _NAMED:
            place = key  # a name proves itself: its whole sentence would light up for every person in it
        if place:
            self.marks.append(Mark(number=row.pk, start=place[0], end=place[1], strong=strong and key == place))
        if key and strong and key != place:
            self.marks.append(Mark(number=row.pk, start=key[0], end=key[1], strong=True))
        form = _FORMATS.get(row.kind)
        return Fact(
            number=row.pk,
            label=form(row) if form else row.value,
            note=_note(row),
            quote=row.quote,
            sentence=self._sentence(row, place, key),
            anchored=place is not None,
            by_staff=row.origin == Origin.STAFF,
            address=_address(row),
        )

    def _sentence(self, row: Finding, place: tuple[int, int] | None, key: tuple[int, int] | None) -> Sentence | None:
        if key:
            return cut_sentence(self.text, *key, context=_NAME_CONTEXT if row.kind in _NAMED else CONTEXT)
        return whole_sentence(self.text, *place) if place else None


def _note(row: Finding) -> str:
    if row.kind == FindingKind.PERSON:
        return str(row.data.get("role") or row.role)
    return str(ROLE_WORDS.get(row.role, ""))


def _address(row: Finding) -> str:
    if row.kind == FindingKind.REGION and row.role == "venue" and row.value != NATIONWIDE:
        return search_address(SearchQuery(region=(row.value,)))
    if row.kind == FindingKind.EVENT_TYPE:
        return search_address(SearchQuery(type=(row.value,)))
    if row.kind == FindingKind.SERVICE_FIELD:
        return search_address(SearchQuery(field=(row.value,)))
    if row.kind == FindingKind.EVENT_DATE and row.role == "event" and row.data.get("start"):
        return search_address(SearchQuery(date=(str(row.data["start"]),)))
    return ""
