"""What a reviewer may mean by what they type as a value: a code of a vocabulary, a name the archive knows, a source.

`find_values` gives what fits for the list under the field; `read_value` the one value meant by what was sent. Both find
characters, pinyin and initials. Names that are free text may be anything: knowing them saves typing and misspelling.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nsmallest

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from archive.models import Finding, FindingKind, RegionName, Source
from archive.resolve.theme_day import load_theme_days
from archive.resolve.vocabulary import load_terms
from archive.search.facets import NATIONWIDE
from archive.search.labels import is_english, region_tree, term_codes, term_label
from archive.search.lookup import names
from archive.search.pinyin import NameMatcher, typed_letters
from archive.text.normalise import fold

SOURCE = "source"
"""What is asked for beside the kinds of findings: who publishes, by id."""

MAX_TYPED = 60
_SHOWN = 10
_MOST_NAMES = 5000
_LOOKED_AT = 40
_CODED = (
    FindingKind.REGION, FindingKind.EVENT_TYPE, FindingKind.SERVICE_FIELD, FindingKind.BENEFICIARY,
    FindingKind.THEME_DAY, SOURCE,
)  # fmt: skip
_VOCABULARIES: Mapping[str, str] = {FindingKind.EVENT_TYPE: "type", FindingKind.SERVICE_FIELD: "field"}
_CODE_BEHIND = re.compile(r"[（(]([A-Za-z0-9_-]+)[)）]$")
_FACETS: Mapping[str, str] = {FindingKind.ORGANISATION: "org", FindingKind.PROGRAMME: "programme"}


@dataclass(frozen=True, kw_only=True)
class Value:
    """`within` tells values of one label apart."""

    value: str
    label: str
    within: str = ""


def find_values(kind: str, typed: str) -> list[Value]:
    """What fits, best first; nothing for nothing, and for kinds whose values are no names."""
    typed = typed.replace("\x00", "").strip()[:MAX_TYPED]  # NUL: no value holds it, and PostgreSQL refuses it
    known = _KNOWN.get(kind)
    return known(typed)[:_SHOWN] if typed and known else []


def read_value(kind: str, typed: str) -> str:
    """The value meant: the code itself, the code of a label, or of a label with the code behind it; else what was typed.

    Raises:
        ValidationError: several values are called so.
    """
    typed = typed.strip()
    if kind not in _CODED or not typed:
        return typed
    if ends := _CODE_BEHIND.search(typed):
        return ends[1]
    called = [one.value for one in find_values(kind, typed) if typed in (one.value, one.label)]
    if len(called) > 1 and typed not in called:
        raise ValidationError({"value": _("有几个叫这个名称的，请从列表中选一个")})
    return called[0] if called and typed not in called else typed


def value_label(kind: str, value: str) -> str:
    """What a coded value is called in a field: 江岸区（420102）; other values are themselves."""
    if kind == FindingKind.REGION:
        return f"{region_tree().name(value)}（{value}）"
    label = next((label for code, label, _english in _terms(kind) if code == value), "")
    return f"{label}（{value}）" if label else value


def _regions(typed: str) -> list[Value]:
    tree, matcher = region_tree(), NameMatcher(typed)
    ranks: dict[str, tuple[int, int, str]] = {}

    def consider(code: str, name: str) -> None:
        rank = matcher.rank(name) if code not in tree.successors else None
        if rank is not None:
            found = (rank, 0 if code.endswith("0000") else 1 if code.endswith("00") else 2, code)
            ranks[code] = min(found, ranks.get(code, found))

    for code, (chinese, _english) in tree.names.items():
        consider(code, chinese)
        if code.startswith(typed):
            consider(code, typed)
            ranks.setdefault(code, (0, 0, code))
    for code, name in RegionName.objects.filter(name__startswith=typed).values_list("region", "name")[:_LOOKED_AT]:
        consider(tree.current(code), name)
    nationwide = matcher.rank("全国") is not None or typed == NATIONWIDE
    found = [Value(value=NATIONWIDE, label=tree.name(NATIONWIDE))] if nationwide else []
    for _rank, _level, code in nsmallest(_SHOWN, ranks.values()):
        found.append(Value(value=code, label=tree.name(code), within=" ".join(tree.path(code)[:-1])))
    return found


def _of_terms(kind: str) -> Callable[[str], list[Value]]:
    def find(typed: str) -> list[Value]:
        matcher = NameMatcher(typed)
        found = []
        for place, (code, label, english) in enumerate(_terms(kind)):
            ranks = [rank for rank in map(matcher.rank, (label, english, code)) if rank is not None]
            if ranks:
                shown = english if is_english() else label
                found.append((min(ranks), place, Value(value=code, label=shown, within=code)))
        return [value for _rank, _place, value in sorted(found, key=lambda one: one[:2])]

    return find


def _terms(kind: str) -> Iterator[tuple[str, str, str]]:
    facet = _VOCABULARIES.get(kind)
    if facet:
        yield from ((code, term_label(facet, code, False), term_label(facet, code, True)) for code in term_codes(facet))
    elif kind == FindingKind.BENEFICIARY:
        yield from ((term.code, term.label, term.label_en) for term in load_terms("beneficiaries"))
    elif kind == FindingKind.THEME_DAY:
        yield from ((day.code, day.label, day.label_en) for day in load_theme_days())


def _named(kind: FindingKind) -> Callable[[str], list[Value]]:
    """Names the archive has: those in the index by characters and letters, else those that begin so."""

    def find(typed: str) -> list[Value]:
        found: dict[str, None] = {}
        known = names() if kind in _FACETS else None
        if known is not None:
            rows = (known.rows[number] for number in known.find(fold(typed), typed_letters(typed), _LOOKED_AT))
            found |= dict.fromkeys(label for facet, _code, label, _count in rows if facet == _FACETS[kind])
        begun = Finding.objects.filter(kind=kind, value__startswith=typed).order_by("value")
        found |= dict.fromkeys(begun.values_list("value", flat=True).distinct()[:_SHOWN])
        return [Value(value=name, label=name) for name in found]

    return find


def _sources(typed: str) -> list[Value]:
    matcher = NameMatcher(typed)
    rows: Iterable[tuple[int, str]] = Source.objects.order_by("pk").values_list("pk", "name")[:_MOST_NAMES]
    ranked = ((matcher.rank(name), len(name), pk, name) for pk, name in rows)
    best = nsmallest(_SHOWN, ((rank, length, pk, name) for rank, length, pk, name in ranked if rank is not None))
    return [Value(value=str(pk), label=name) for _rank, _length, pk, name in best]


_KNOWN: Mapping[str, Callable[[str], list[Value]]] = {
    FindingKind.REGION: _regions,
    **{kind: _of_terms(kind) for kind in (FindingKind.EVENT_TYPE, FindingKind.SERVICE_FIELD)},
    **{kind: _of_terms(kind) for kind in (FindingKind.BENEFICIARY, FindingKind.THEME_DAY)},
    **{kind: _named(kind) for kind in (FindingKind.ORGANISATION, FindingKind.PROGRAMME, FindingKind.PERSON)},
    SOURCE: _sources,
}
