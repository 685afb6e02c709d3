"""What is chosen, each with the address that removes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from archive.search.facets import FACETS
from archive.search.query import UNKNOWN, SearchQuery
from archive.search.results import FacetValue
from archive.web.presenters.dates import format_edtf
from archive.web.presenters.links import search_address


@dataclass(frozen=True, kw_only=True)
class Chip:
    """One choice. `without` is the query once it is removed."""

    name: str
    """The attribute of the query that holds it."""
    facet: str
    label: str
    without: SearchQuery

    @property
    def address(self) -> str:
        """Where removing it leads."""
        return search_address(self.without)


def present_chips(query: SearchQuery, facets: Mapping[str, tuple[FacetValue, ...]]) -> tuple[Chip, ...]:
    """A chip for every chosen value and for the two ends of the time span."""
    chips: list[Chip] = []
    for facet in FACETS:
        labels = dict(_labels(facets.get(facet.name, ())))
        for value in query.values(facet.name):
            label = labels.get(value, value)
            if value == UNKNOWN:
                label = _("%(facet)s未知") % {"facet": facet.heading}
            without = query.without_filter(facet.name, value)
            chips.append(Chip(name=facet.name, facet=str(facet.heading), label=label, without=without))
    return (*chips, *_span_chips(query))


def _span_chips(query: SearchQuery) -> Iterable[Chip]:
    if query.date_from:
        label = _("从 %(date)s 起") % {"date": format_edtf(query.date_from)}
        yield Chip(name="date_from", facet=_("日期"), label=label, without=replace(query, date_from="", page=1))
    if query.date_to:
        label = _("到 %(date)s 止") % {"date": format_edtf(query.date_to)}
        yield Chip(name="date_to", facet=_("日期"), label=label, without=replace(query, date_to="", page=1))


def _labels(values: Iterable[FacetValue]) -> Iterable[tuple[str, str]]:
    for value in values:
        yield value.value, value.label
        yield from _labels(value.children)
