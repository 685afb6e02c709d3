"""An article's findings as the facts column shows them: 何时 何地 何事 对象 何人 机构 数字, with the sentences
that prove them, each once.

Which findings count is decided in `archive.models.finding`; where their words stand, in `evidence`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models import Finding, FindingKind, Origin, PublicText
from archive.search.facets import NATIONWIDE
from archive.search.labels import term_label
from archive.search.query import SearchQuery
from archive.web.presenters.dates import format_edtf, format_moment
from archive.web.presenters.evidence import (
    CONTEXT,
    Mark,
    Part,
    cut_sentence,
    locate,
    sentence_bounds,
    whole_sentence,
)
from archive.web.presenters.figures import format_amount, format_headcount
from archive.web.presenters.key_words import find_key
from archive.web.presenters.links import search_address
from archive.web.presenters.personal_words import PERSONAL_WORDS
from archive.web.presenters.rule_words import describe_confidence, describe_rule
from archive.web.presenters.vocabulary import beneficiary_label, short_path, theme_day_label

ROLE_WORDS = {
    "organiser": gettext_lazy("主办方"),
    "mentioned": gettext_lazy("提及"),
    "publisher": gettext_lazy("发布者所在地"),
    "past": gettext_lazy("往事"),
    "planned": gettext_lazy("预定"),
}
_FEW = 10  # characters around names, which stand in long lists, and in sentences shown before
_NAMED = (FindingKind.PERSON, FindingKind.ORGANISATION, FindingKind.PROGRAMME)
_WHAT = (FindingKind.EVENT_TYPE, FindingKind.SERVICE_FIELD, FindingKind.THEME_DAY)
_MOST = 40
"""Facts of a group on a page; pages made by machines hold thousands."""
_MAIN_ROLES = {FindingKind.REGION: "venue", FindingKind.EVENT_DATE: "event"}
_FORMATS: Mapping[str, Callable[[Finding], str]] = {
    FindingKind.REGION: lambda row: " ".join(short_path(row.value)),
    FindingKind.EVENT_DATE: lambda row: format_edtf(row.value),
    FindingKind.EVENT_TYPE: lambda row: term_label("type", row.value),
    FindingKind.SERVICE_FIELD: lambda row: term_label("field", row.value),
    FindingKind.THEME_DAY: lambda row: theme_day_label(row.value),
    FindingKind.BENEFICIARY: lambda row: beneficiary_label(row.value),
    FindingKind.AMOUNT: lambda row: format_amount(row.value, row.data),
    FindingKind.HEADCOUNT: lambda row: format_headcount(row.value, row.data),
    FindingKind.PERSONAL_DATA: lambda row: str(PERSONAL_WORDS.get(row.value, row.value)),
}


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One fact. `anchored` says whether its words stand in the text shown."""

    number: int
    label: str
    note: str
    anchored: bool
    address: str
    """The search for everything that shares the fact, or an empty string."""


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Why facts are held to be so: `trust` in a word or two, `rule` what was looked at; of staff's word neither rule
    nor number."""

    trust: str
    rule: str
    labels: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FactBlock:
    """Facts that one sentence proves, the sentence once. `quote` stands for words that are not in the text."""

    facts: tuple[Fact, ...]
    sentence: tuple[Part, ...]
    quote: str
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, kw_only=True)
class FactGroup:
    """Facts of a kind: `main` always shown, `others` folded away under `others_name`."""

    name: str
    main: tuple[FactBlock, ...]
    others: tuple[FactBlock, ...] = ()
    others_name: str = ""
    left_out: int = 0
    """How many there are beyond what a page can show."""

    @property
    def folded(self) -> int:
        """How many facts are folded away."""
        return sum(len(block.facts) for block in self.others)


@dataclass(frozen=True, kw_only=True)
class FactList:
    groups: tuple[FactGroup, ...]
    marks: tuple[Mark, ...]


def list_facts(findings: Sequence[Finding], text: PublicText) -> FactList:
    """Groups of facts in reading order, and the marks to set into the text readers see.

    `findings` are those readers may know of (`public_findings`).
    """
    by_kind: dict[str, list[Finding]] = {}
    for finding in findings:
        by_kind.setdefault(finding.kind, []).append(finding)
    build = _BlockBuilder(text)
    groups = (
        _split(_("何时"), by_kind.get(FindingKind.EVENT_DATE, []), build, _("文中其他日期")),
        _split(_("何地"), by_kind.get(FindingKind.REGION, []), build, _("文中其他地方")),
        _plain(_("何事"), _of(by_kind, *_WHAT), build),
        _plain(_("对象"), _of(by_kind, FindingKind.BENEFICIARY), build, shown=4),
        _plain(_("何人"), _of(by_kind, FindingKind.PERSON), build, shown=4),
        _plain(_("机构"), _of(by_kind, FindingKind.ORGANISATION, FindingKind.PROGRAMME), build, shown=4),
        _plain(_("数字"), _of(by_kind, FindingKind.AMOUNT, FindingKind.HEADCOUNT), build, shown=6),
    )
    # When and where are always there: that a page does not say is worth knowing too.
    shown = tuple(group for position, group in enumerate(groups) if position < 2 or group.main or group.others)
    return FactList(groups=shown, marks=tuple(build.marks))


def _of(by_kind: dict[str, list[Finding]], *kinds: str) -> list[Finding]:
    return [finding for kind in kinds for finding in by_kind.get(kind, [])]


def _split(name: str, findings: Iterable[Finding], build: _BlockBuilder, others_name: str) -> FactGroup:
    found = list(findings)
    rows = found[:_MOST]
    main = [row for row in rows if row.role == _MAIN_ROLES[FindingKind(row.kind)]]
    others = [row for row in rows if row not in main]
    if not main and others and others[0].role == "publisher":
        main, others = others[:1], others[1:]  # the last resort: better than no place, and it says what it is
    return FactGroup(
        name=name,
        main=build(main, strong=True),
        others=build(others),
        others_name=others_name,
        left_out=len(found) - len(rows),
    )


def _plain(name: str, rows: Sequence[Finding], build: _BlockBuilder, *, shown: int = 8) -> FactGroup:
    left_out = max(0, len(rows) - _MOST)
    rows = rows[:_MOST]
    strong = not rows or rows[0].kind not in _NAMED
    # One more than is shown is not worth a fold.
    shown = len(rows) if len(rows) == shown + 1 else shown
    main, others = build(rows[:shown], strong=strong), build(rows[shown:], strong=strong)
    return FactGroup(name=name, main=main, others=others, others_name=_("更多"), left_out=left_out)


class _BlockBuilder:
    """Turns findings into blocks and collects the marks of those whose words stand in the text.

    A sentence shown once is afterwards shown by a few words only.
    """

    def __init__(self, text: PublicText) -> None:
        self.text = text
        self.marks: list[Mark] = []
        self._shown: set[tuple[int, int]] = set()

    def __call__(self, rows: Sequence[Finding], *, strong: bool = False) -> tuple[FactBlock, ...]:
        """Blocks in the order of their first facts."""
        by_sentence: dict[object, list[_Proven]] = {}
        for row in rows:
            proven = self._prove(row)
            self._mark(proven, strong=strong)
            by_sentence.setdefault(proven.bounds or row.pk, []).append(proven)
        return tuple(self._block(block) for block in by_sentence.values())

    def _prove(self, row: Finding) -> _Proven:
        # Looked for in the stored words, which the quote is cut from; shown from the masked ones of the same length.
        place = locate(self.text.original, row.quote, row.start, row.end)
        key = find_key(row, self.text.original, place) if place else None
        if key and row.kind in _NAMED:
            place = key  # a name proves itself: its whole sentence would light up for every person in it
        bounds = sentence_bounds(self.text.text, *(key or place)) if place else None
        return _Proven(row=row, place=place, key=key, bounds=bounds)

    def _mark(self, proven: _Proven, *, strong: bool) -> None:
        place, key, number = proven.place, proven.key, proven.row.pk
        if place:
            self.marks.append(Mark(number=number, start=place[0], end=place[1], strong=strong and key == place))
        if key and strong and key != place:
            self.marks.append(Mark(number=number, start=key[0], end=key[1], strong=True))

    def _block(self, block: Sequence[_Proven]) -> FactBlock:
        first = block[0]
        return FactBlock(
            facts=tuple(self._fact(proven) for proven in block),
            sentence=self._sentence(block),
            quote="" if first.place else self.text.quote(first.row.quote),
            grounds=self._grounds([proven.row for proven in block]),
        )

    def _grounds(self, rows: Sequence[Finding]) -> tuple[Ground, ...]:
        """One for all facts that rest on the same; they are named only where others rest on something else."""
        labels: dict[tuple[str, str], list[str]] = {}
        for row in rows:
            labels.setdefault(_trust(row), []).append(fact_label(row))
        return tuple(
            Ground(trust=trust, rule=rule, labels=tuple(names) if len(labels) > 1 else ())
            for (trust, rule), names in labels.items()
        )

    def _sentence(self, block: Sequence[_Proven]) -> tuple[Part, ...]:
        first = block[0]
        if first.place is None or first.bounds is None:
            return ()
        again = first.bounds in self._shown
        self._shown.add(first.bounds)
        keys = [Mark(number=one.row.pk, start=one.key[0], end=one.key[1]) for one in block if one.key]
        if keys:
            return cut_sentence(self.text.text, keys, _FEW if again or first.row.kind in _NAMED else CONTEXT)
        return whole_sentence(self.text.text, *first.place, _FEW if again else 2 * CONTEXT)

    def _fact(self, proven: _Proven) -> Fact:
        row = proven.row
        return Fact(
            number=row.pk,
            label=fact_label(row),
            note=self.text.words(_note(row)),
            anchored=proven.place is not None,
            address=_address(row),
        )


@dataclass(frozen=True, kw_only=True)
class _Proven:
    """A finding with its evidence, the words in it that matter, and its sentence, as offsets."""

    row: Finding
    place: tuple[int, int] | None
    key: tuple[int, int] | None
    bounds: tuple[int, int] | None


def fact_label(row: Finding) -> str:
    """What a finding says, in the reader's language."""
    form = _FORMATS.get(row.kind)
    return form(row) if form else row.value


def _trust(row: Finding) -> tuple[str, str]:
    """How far to trust a finding, and the rule it comes from: a person's word needs none."""
    if row.origin == Origin.STAFF:
        return (_("人工核定 %(day)s") % {"day": format_moment(row.set_at)} if row.set_at else _("人工核定")), ""
    return describe_confidence(row.confidence), describe_rule(row.rule)


def _note(row: Finding) -> str:
    if row.kind == FindingKind.PERSON:
        return str(row.data.get("role") or row.role)
    if row.kind == FindingKind.THEME_DAY and row.data.get("edition"):
        return _("第 %(edition)s 个") % {"edition": row.data["edition"]}
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
