"""Kinds of event and fields of service: the lists of both vocabularies, and the page about one term."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from archive.models import EventType, ServiceField
from archive.search.labels import is_english
from archive.search.portrait import Portrait
from archive.search.query import SearchQuery
from archive.web.presenters.bars import only
from archive.web.presenters.links import region_choice, search_address
from archive.web.presenters.portrait import PortraitPage, present_portrait
from archive.web.presenters.region_map import RegionMap, present_map

Term = EventType | ServiceField


@dataclass(frozen=True, kw_only=True)
class TermRow:
    """A term with what staff say it means (in Chinese), its share as a bar of per cent, and where name and number lead."""

    label: str
    description: str
    address: str
    count: int
    count_address: str
    size: int


@dataclass(frozen=True, kw_only=True)
class TermPage:
    label: str
    description: str
    portrait: PortraitPage
    map: RegionMap | None


def present_terms(terms: Iterable[Term], counts: Mapping[str, int], facet: str) -> tuple[TermRow, ...]:
    """The terms of a vocabulary, the commonest first, those without articles too."""
    most = max(counts.values(), default=0) or 1
    rows = [
        TermRow(
            label=term.local_label,
            description="" if is_english() else term.description,
            address=reverse(facet, args=[term.code]),
            count=counts.get(term.code, 0),
            count_address=search_address(only(SearchQuery(), facet, term.code)) if counts.get(term.code) else "",
            size=round(100 * counts.get(term.code, 0) / most),
        )
        for term in terms
    ]
    return tuple(sorted(rows, key=lambda row: -row.count))


def present_term(term: Term, portrait: Portrait, facet: str) -> TermPage:
    """The page about one term of the facet."""
    regions = portrait.found.counts.get("region", {})
    return TermPage(
        label=term.local_label,
        description="" if is_english() else term.description,
        portrait=present_portrait(portrait, without=facet),
        map=present_map(regions, region_choice(portrait.query, regions)),
    )
