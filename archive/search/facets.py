"""THE table of facets: everything that depends on which facets exist reads it from here.

A facet has a name (the address parameter and the key in answers), a heading, a shape, and the index field its codes
stand in. Codes of vocabularies are ASCII, those of names found in articles the names themselves; `unknown` is a value
like another. Labels and order are `archive.search.facet_values`; counting is the engine's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.models import NameKind, main_name
from archive.search.dates import is_date_value
from archive.search.query import UNKNOWN, SearchQuery
from archive.text.name_code import name_code

NATIONWIDE = "000000"
_NOT_KNOWN = _("未知")
Shape = Literal["flat", "regions", "dates"]
DEEPEST = 2
"""The level of counties and of days: nothing lies below."""

_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,29}\Z")


def _is_region(value: str) -> bool:
    return value == UNKNOWN or bool(re.fullmatch(r"[0-9]{6}", value))


def _is_slug(value: str) -> bool:
    return bool(_SLUG.match(value))


def _is_id(value: str) -> bool:
    return value == UNKNOWN or bool(re.fullmatch(r"[1-9][0-9]{0,17}", value))


def _is_name(value: str) -> bool:
    return bool(name_code(value))


def _region_level(code: str) -> int:
    if code == UNKNOWN or code.endswith("0000"):
        return 0
    return 1 if code.endswith("00") else 2


def _date_level(token: str) -> int:
    return 0 if token == UNKNOWN else token.count("-")


_NAME_KINDS = {"org": NameKind.ORGANISATION, "programme": NameKind.PROGRAMME}


@dataclass(frozen=True, kw_only=True)
class Facet:
    """One facet. `field` holds its codes in the index; `variant_field` those a query may ask for instead.

    `listed` values are given at once where there are more; `level` tells how deep a code stands in a tree; `accepts`
    whether a value may stand in an address. `has_names`: its codes are names, as many as articles bring.
    """

    name: str
    heading: Promise
    shape: Shape
    field: str
    accepts: Callable[[str], bool]
    listed: int
    variant_field: str = ""
    variant: tuple[str, str] = ("", "")
    """Attribute of SearchQuery and the value of it that selects `variant_field`."""
    level: Callable[[str], int] | None = None
    has_names: bool = False
    unknown: Promise = _NOT_KNOWN

    def index_field(self, query: SearchQuery) -> str:
        """The index field this facet filters and counts for a query."""
        attribute, value = self.variant
        if attribute and getattr(query, attribute) == value:
            return self.variant_field
        return self.field

    def code(self, value: str) -> str:
        """A value from an address as it stands in the index: of a spelling that was merged, the main name."""
        return main_name(_NAME_KINDS[self.name], name_code(value)) if self.has_names else value


FACETS: tuple[Facet, ...] = (
    Facet(
        name="region",
        heading=_("地区"),
        shape="regions",
        field="region",
        variant_field="region_any",
        variant=("region_role", "any"),
        accepts=_is_region,
        level=_region_level,
        listed=150,
    ),
    Facet(name="type", heading=_("事件类型"), shape="flat", field="type", accepts=_is_slug, listed=100),
    Facet(name="field", heading=_("服务领域"), shape="flat", field="field", accepts=_is_slug, listed=100),
    Facet(
        name="date",
        heading=_("日期"),
        shape="dates",
        field="date",
        variant_field="published_date",
        variant=("by", "published"),
        accepts=is_date_value,
        level=_date_level,
        listed=100,
    ),
    Facet(
        name="published",
        heading=_("发布日期"),
        shape="dates",
        field="published_date",
        accepts=is_date_value,
        level=_date_level,
        listed=100,
    ),
    Facet(name="source", heading=_("来源"), shape="flat", field="source", accepts=_is_id, listed=50),
    Facet(name="org", heading=_("机构"), shape="flat", field="org", accepts=_is_name, listed=50, has_names=True),
    Facet(
        name="programme",
        heading=_("项目与品牌"),
        shape="flat",
        field="programme",
        accepts=_is_name,
        listed=50,
        has_names=True,
    ),
    Facet(
        name="flag",
        heading=_("原页状况"),
        shape="flat",
        field="flag",
        accepts=_is_slug,
        listed=100,
        unknown=_("无特别说明"),
    ),
)
FACET_BY_NAME: Mapping[str, Facet] = {facet.name: facet for facet in FACETS}
FACET_FIELDS: tuple[str, ...] = tuple(
    dict.fromkeys(name for facet in FACETS for name in (facet.field, facet.variant_field) if name)
)

__all__ = ["DEEPEST", "FACETS", "FACET_BY_NAME", "FACET_FIELDS", "NATIONWIDE", "UNKNOWN", "Facet", "Shape", "name_code"]
