"""An article's facts as cards to be judged, and its text with the words that prove them. Unmasked: staff judge evidence.

Main facts come first: when, where, what kind, which field. The rest stands in groups, at most `_MOST` a group.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from archive.models import Article, Doubt, Finding, FindingKind, FindingState, Origin, effective_findings
from archive.review.house_rules import propose_rule
from archive.review.staff_findings import ROLES
from archive.review.values import value_label
from archive.triage.questions import MAIN_ROLES
from archive.web.presenters.evidence import Mark, locate, mark_lines
from archive.web.presenters.fact_list import fact_label
from archive.web.presenters.key_words import find_key
from archive.web.presenters.rule_words import describe_confidence, describe_rule

ROLE_LABELS: Mapping[str, Promise] = {
    "venue": _("发生地"),
    "organiser": _("主办方所在地"),
    "mentioned": _("提及"),
    "publisher": _("发布者所在地"),
    "event": _("事件日期"),
    "past": _("往事"),
    "planned": _("预定"),
}
PICKED = frozenset(
    {
        *(FindingKind.REGION, FindingKind.EVENT_TYPE, FindingKind.SERVICE_FIELD, FindingKind.BENEFICIARY),
        *(FindingKind.THEME_DAY, FindingKind.ORGANISATION, FindingKind.PROGRAMME, FindingKind.PERSON),
    }
)
"""Kinds whose values are found while typing."""

_MOST = 40
_MAIN = (FindingKind.EVENT_DATE, FindingKind.REGION, FindingKind.EVENT_TYPE, FindingKind.SERVICE_FIELD)
_Test = Callable[[Finding], bool]


@dataclass(frozen=True, kw_only=True)
class Card:
    """One fact. `standing` is `open`, `accepted`, `staff`, `rejected` or `unused` (the machine's beside staff's)."""

    number: int
    kind: str
    kind_label: str
    label: str
    typed: str
    role: str
    role_label: str
    roles: tuple[tuple[str, str], ...]
    quote: str
    is_placed: bool
    ground: str
    standing: str
    doubt: str
    asked: bool
    has_rivals: bool
    rule: str
    """The fields of the rule it might teach, as an address carries them."""


@dataclass(frozen=True, kw_only=True)
class CardGroup:
    name: str
    cards: tuple[Card, ...]
    is_open: bool
    left_out: int = 0


@dataclass(frozen=True, kw_only=True)
class Board:
    """All there is to judge: `title` and `paragraphs` with their marks."""

    groups: tuple[CardGroup, ...]
    title: SafeString
    paragraphs: tuple[SafeString, ...]


def kinds_to_add() -> list[tuple[str, str, tuple[tuple[str, str], ...], bool]]:
    """What a reviewer can add: kind, label, roles, whether it is found while typing."""
    return [(kind.value, str(kind.label), role_choices(kind), kind in PICKED) for kind in FindingKind]


def role_choices(kind: str) -> tuple[tuple[str, str], ...]:
    """The roles of a kind with what they are called; none for most kinds."""
    return tuple((role, str(ROLE_LABELS[role])) for role in ROLES.get(FindingKind(kind), ()))


def lay_out(article: Article, findings: Sequence[Finding], asked: Iterable[str]) -> Board:
    """`asked` are what open questions are about: 'region:venue:420100', or 'mobile:30' for personal data."""
    about = set(asked)
    text = article.text
    counting = {row.pk for row in effective_findings(findings)}
    rows = sorted(findings, key=lambda row: (row.position, row.origin != Origin.STAFF, row.pk))
    title, *paragraphs = mark_lines(text, [mark for row in rows for mark in _marks(row, text)])
    build = _Builder(rows, text, counting, about)
    return Board(
        groups=tuple(group for group in (_group(name, wanted, build) for name, wanted in _GROUPS) if group.cards),
        title=title,
        paragraphs=tuple(line for line in paragraphs if line.strip()),
    )


def main_undecided(findings: Sequence[Finding]) -> list[Finding]:
    """The main facts that count and that nobody has judged yet, and whatever is in doubt."""
    return [
        row
        for row in effective_findings(findings)
        if row.doubt != Doubt.NONE or (_is_main(row) and row.state == FindingState.PROPOSED)
    ]


class _Builder:
    def __init__(self, rows: Sequence[Finding], text: str, counting: set[int], about: set[str]) -> None:
        self.rows, self._text, self._counting, self._about = rows, text, counting, about

    def card(self, row: Finding) -> Card:
        is_staff = row.origin == Origin.STAFF
        return Card(
            number=row.pk,
            kind=row.kind,
            kind_label=str(row.get_kind_display()),
            label=fact_label(row),
            typed=value_label(row.kind, row.value),
            role=row.role,
            role_label=str(ROLE_LABELS.get(row.role, row.role)),
            roles=role_choices(row.kind),
            quote=row.quote,
            is_placed=_place(row, self._text) is not None,
            ground=""
            if is_staff
            else " · ".join(filter(None, (describe_rule(row.rule), describe_confidence(row.confidence)))),
            standing=self._standing(row, is_staff),
            doubt=str(row.get_doubt_display()) if row.doubt else "",
            asked=bool(row.doubt) or _name(row) in self._about,
            has_rivals=self._has_rivals(row),
            rule=urlencode(propose_rule(row) or {}),
        )

    def _standing(self, row: Finding, is_staff: bool) -> str:
        if row.state == FindingState.REJECTED:
            return "rejected"
        if is_staff:
            return "staff"
        if row.kind != FindingKind.PERSONAL_DATA and row.pk not in self._counting:
            return "unused"
        return "accepted" if row.state == FindingState.ACCEPTED else "open"

    def _has_rivals(self, row: Finding) -> bool:
        if row.kind not in MAIN_ROLES or row.pk not in self._counting:
            return False
        same = [one for one in self.rows if (one.kind, one.role) == (row.kind, row.role) and one.pk in self._counting]
        return len(same) > 1


def _group(name: Promise, wanted: _Test, build: _Builder) -> CardGroup:
    rows = [row for row in build.rows if wanted(row)]
    if wanted is _is_main:
        rows.sort(key=lambda row: _MAIN.index(FindingKind(row.kind)))
    cards = tuple(build.card(row) for row in rows[:_MOST])
    is_open = wanted is _is_main or any(card.asked for card in cards)
    return CardGroup(name=str(name), cards=cards, is_open=is_open, left_out=len(rows) - len(cards))


def _name(row: Finding) -> str:
    if row.kind == FindingKind.PERSONAL_DATA:
        return f"{row.value}:{row.start}"
    return ":".join(filter(None, (row.kind, row.role, row.value)))


def _is_main(row: Finding) -> bool:
    return row.kind in _MAIN and row.role == MAIN_ROLES.get(row.kind, row.role)


def _of(*kinds: FindingKind) -> _Test:
    return lambda row: row.kind in kinds and not _is_main(row)


_GROUPS: tuple[tuple[Promise, _Test], ...] = (
    (_("时间、地点、类型、领域"), _is_main),
    (_("个人信息"), _of(FindingKind.PERSONAL_DATA)),
    (_("文中其他日期"), _of(FindingKind.EVENT_DATE)),
    (_("文中其他地方"), _of(FindingKind.REGION)),
    (_("机构与项目"), _of(FindingKind.ORGANISATION, FindingKind.PROGRAMME)),
    (_("人物"), _of(FindingKind.PERSON)),
    (_("数字"), _of(FindingKind.AMOUNT, FindingKind.HEADCOUNT)),
    (_("受益群体与主题日"), _of(FindingKind.BENEFICIARY, FindingKind.THEME_DAY)),
)


def _place(row: Finding, text: str) -> tuple[int, int] | None:
    """Where its evidence stands in the text. The quote of personal data is masked and found nowhere."""
    if row.kind == FindingKind.PERSONAL_DATA and row.start is not None and row.end is not None:
        return row.start, row.end
    return locate(text, row.quote, row.start, row.end)


def _marks(row: Finding, text: str) -> list[Mark]:
    """The whole evidence, lit when its card is; the words in it that name a main fact, seen unasked."""
    place = _place(row, text)
    if place is None or row.state == FindingState.REJECTED:
        return []
    is_strong = _is_main(row) or row.kind == FindingKind.PERSONAL_DATA
    key = find_key(row, text, place) if is_strong else None
    marks = [Mark(number=row.pk, start=place[0], end=place[1], strong=is_strong and key in (None, place))]
    if key and key != place:
        marks.append(Mark(number=row.pk, start=key[0], end=key[1], strong=True))
    return marks
