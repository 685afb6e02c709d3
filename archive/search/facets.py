"""THE table of facets: everything that depends on which facets exist reads it from here.

A facet has a name (the address parameter and the key in answers), a heading, a shape, and the index field its codes
stand in. Codes are ASCII; `unknown` is a value like another. Labels and order are `archive.search.facet_values`;
counting is the engine's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.search.query import UNKNOWN, SearchQuery

NATIONWIDE = "000000"

Shape = Literal["flat", "regions", "dates"]


@dataclass(frozen=True, kw_only=True)
class Facet:
    """One facet. `field` holds its codes in the index; `variant_field` those a query may ask for instead."""

    name: str
    heading: Promise
    shape: Shape
    field: str
    variant_field: str = ""
    variant: tuple[str, str] = ("", "")
    """Attribute of SearchQuery and the value of it that selects `variant_field`."""

    def index_field(self, query: SearchQuery) -> str:
        """The index field this facet filters and counts for a query."""
        attribute, value = self.variant
        if attribute and getattr(query, attribute) == value:
            return self.variant_field
        return self.field


FACETS: tuple[Facet, ...] = (
    Facet(
        name="region",
        heading=_("地区"),
        shape="regions",
        field="region",
        variant_field="region_any",
        variant=("region_role", "any"),
    ),
    Facet(name="type", heading=_("事件类型"), shape="flat", field="type"),
    Facet(name="field", heading=_("服务领域"), shape="flat", field="field"),
    Facet(
        name="date",
        heading=_("日期"),
        shape="dates",
        field="date",
        variant_field="published_date",
        variant=("by", "published"),
    ),
    Facet(name="source", heading=_("来源"), shape="flat", field="source"),
)
FACET_BY_NAME: Mapping[str, Facet] = {facet.name: facet for facet in FACETS}
FACET_FIELDS: tuple[str, ...] = tuple(name for facet in FACETS for name in (facet.field, facet.variant_field) if name)

__all__ = ["FACETS", "FACET_BY_NAME", "FACET_FIELDS", "NATIONWIDE", "UNKNOWN", "Facet", "Shape"]
