"""Names for codes in the interface's language: regions with their path, event types, service fields, sources.

The region tree and the two vocabularies are small and almost never change: they are read whole, kept for a minute in
a process, and dropped at once where this process changes a row. Sources are asked for by id.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.models import EventType, Region, ServiceField, Source
from archive.models.kept import Kept
from archive.search.facets import NATIONWIDE
from archive.search.query import UNKNOWN

# In English a province or city is called by its bare name: Hubei, Wuhan; what tells units apart (Autonomous …) stays.
_ENGLISH_LEVEL = re.compile(r" (?:Province|City|Municipality)$")
_MAX_DEPTH = 6


@dataclass(frozen=True, kw_only=True)
class RegionTree:
    """All regions: code -> (names by language, parent, successor)."""

    names: Mapping[str, tuple[str, str]]
    short_names: Mapping[str, str]
    parents: Mapping[str, str | None]
    successors: Mapping[str, str]
    children: Mapping[str | None, tuple[str, ...]]
    """Units of today right below one; the provinces below None."""
    _above: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def above(self, code: str) -> tuple[str, ...]:
        """The code with all units above it, province first; for a code not in the tables only itself."""
        if code not in self._above:
            path = [code]
            while len(path) < _MAX_DEPTH and (parent := self.parents.get(path[0])):
                path.insert(0, parent)
            self._above[code] = tuple(path)
        return self._above[code]

    def parts(self, code: str | None = None) -> tuple[str, ...]:
        """The units of today right below one, or the provinces, in the order of their codes."""
        return tuple(sorted(part for part in self.children.get(code, ()) if part not in self.successors))

    def current(self, code: str) -> str:
        """The code of the unit that exists today in the place of an abolished one."""
        for _step in range(_MAX_DEPTH):
            if code not in self.successors:
                break
            code = self.successors[code]
        return code

    def name(self, code: str, english: bool | None = None) -> str:
        """What a code is called in the interface's language; the code itself where it is in no table.

        Whoever names thousands of codes asks for the language once and hands it in.
        """
        if code == NATIONWIDE:
            return _("全国")
        if code == UNKNOWN:
            return _("未知")
        chinese, name_en = self.names.get(code, (code, code))
        chosen = is_english() if english is None else english
        return (name_en or chinese) if chosen else chinese

    def path(self, code: str, english: bool | None = None) -> tuple[str, ...]:
        """Names from the province down."""
        english = is_english() if english is None else english
        return tuple([self.name(above, english) for above in self.above(code)])


def is_english() -> bool:
    """Whether the interface is in English."""
    return (get_language() or "").startswith("en")


def _read_regions() -> RegionTree:
    rows = list(Region.objects.values_list("code", "name", "name_en", "short_name", "parent_id", "successor_id"))
    children: dict[str | None, list[str]] = {}
    for code, parent in Region.objects.filter(valid_to=None).values_list("code", "parent_id"):
        children.setdefault(parent, []).append(code)
    return RegionTree(
        names={code: (name, _bare(code, english)) for code, name, english, _short, _parent, _successor in rows},
        short_names={code: short for code, _name, _english, short, _parent, _successor in rows},
        parents={code: parent for code, _name, _english, _short, parent, _successor in rows},
        successors={code: successor for code, _name, _english, _short, _parent, successor in rows if successor},
        children={parent: tuple(codes) for parent, codes in children.items()},
    )


def _bare(code: str, english: str) -> str:
    """Counties keep their level: a county and the city around it often share a name."""
    return _ENGLISH_LEVEL.sub("", english) if code.endswith("00") else english


def _read_terms() -> dict[str, dict[str, tuple[str, str, int]]]:
    return {
        facet: {
            code: (label, english, position)
            for code, label, english, position in model.objects.values_list("code", "label", "label_en", "position")
        }
        for facet, model in (("type", EventType), ("field", ServiceField))
    }


_regions = Kept(_read_regions, Region)
_terms = Kept(_read_terms, EventType, ServiceField)


def region_tree() -> RegionTree:
    """The regions, at most a minute old."""
    return _regions.get()


def forget_labels() -> None:
    """Read everything afresh next time; for bulk loads, which send no signals."""
    _regions.forget()
    _terms.forget()


def term_label(facet: str, code: str, english: bool | None = None) -> str:
    """What a code of the `type` or `field` facet is called; the code itself where staff removed it.

    Whoever names many codes asks for the language once and hands it in.
    """
    label, label_en, _position = _terms.get()[facet].get(code, (code, code, 0))
    chosen = is_english() if english is None else english
    return (label_en or label) if chosen else label


def term_codes(facet: str) -> tuple[str, ...]:
    """The codes of the `type` or `field` facet, in the order of their vocabulary."""
    terms = _terms.get()[facet]
    return tuple(sorted(terms, key=lambda code: terms[code][2]))


def term_position(facet: str, code: str) -> int:
    """Where a code stands in its vocabulary; codes in no vocabulary come last."""
    return _terms.get()[facet].get(code, ("", "", 1_000_000))[2]


def source_names(ids: Iterable[str]) -> dict[str, str]:
    """Source id (as a string) -> name, in one query."""
    numbers = [int(value) for value in set(ids) if value.isdecimal()]
    return {str(pk): name for pk, name in Source.objects.filter(pk__in=numbers[:5000]).values_list("pk", "name")}


def date_label(token: str, english: bool) -> str:
    """A year, month or day token as a reader writes it: 2013年, 2013年7月, 2013年7月7日; in English as it is."""
    if token == UNKNOWN:
        return _("未知")
    if english:
        return token
    parts = [str(int(part)) for part in token.split("-")]
    return "".join(number + unit for number, unit in zip(parts, "年月日", strict=False))
