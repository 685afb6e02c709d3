"""Why nothing was found: which choice empties the list, and what the archive holds for the place and time asked for.

Asked only where a search finds nothing; every number is counted, never estimated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from archive.search.facet_values import facet_values
from archive.search.facets import FACET_BY_NAME, Facet
from archive.search.query import UNKNOWN, SearchQuery
from archive.web.presenters.chips import Chip
from archive.web.presenters.links import ChoiceLinks, search_address

_REMOVALS_SHOWN = 5
_TYPES_SHOWN = 5
_BOTH = 3  # the place at the time, the place, the time
_PLACE = ("region",)
_TIME = ("date", "published", "date_from", "date_to")

CountEach = Callable[[Sequence[SearchQuery]], list[int]]
CountFacet = Callable[[SearchQuery, Facet], Mapping[str, int]]


@dataclass(frozen=True, kw_only=True)
class Removal:
    """A choice with what is found without it."""

    facet: str
    label: str
    query: SearchQuery
    count: int = 0

    @property
    def address(self) -> str:
        """Where removing it leads."""
        return search_address(self.query)


@dataclass(frozen=True, kw_only=True)
class HeldType:
    """Articles, or events, of one type."""

    label: str
    address: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Holding:
    """What the archive holds of a place, a time, or both, whatever else was asked for; it may be nothing.

    `types` are the commonest.
    """

    label: str
    address: str
    count: int
    types: tuple[HeldType, ...]


@dataclass(frozen=True, kw_only=True)
class Nothing:
    """`removals`: without any one of them something is found, the most first; `idle`: without one of these still nothing.

    `without_filters` is what the words alone find. `is_bare`: nothing was asked, the archive itself is empty.
    """

    removals: tuple[Removal, ...]
    idle: tuple[str, ...]
    without_filters: int
    holdings: tuple[Holding, ...]
    is_bare: bool


def present_nothing(query: SearchQuery, chips: tuple[Chip, ...], found: CountEach, facet: CountFacet) -> Nothing:
    """For a search that found nothing; `chips` are its filters."""
    removals, parts = _removals(query, chips), _parts(query, chips)
    counts = found([*(one.query for one in removals), *(part for _label, part in parts), query.without_filters()])
    removals = [replace(one, count=count) for one, count in zip(removals, counts, strict=False)]
    held = [(label, part, count) for (label, part), count in zip(parts, counts[len(removals) :], strict=False)]
    if len(held) == _BOTH:  # where there is something of the place at the time, neither alone says more
        held = held[:1] if held[0][2] else held[1:]
    return Nothing(
        removals=tuple(sorted((one for one in removals if one.count), key=lambda one: -one.count)),
        idle=tuple(f"{one.facet} {one.label}" for one in removals if not one.count),
        without_filters=counts[-1] if chips and query.q else 0,
        holdings=tuple(_holding(label, part, count, facet) for label, part, count in held),
        is_bare=not chips and not query.q,
    )


def _removals(query: SearchQuery, chips: tuple[Chip, ...]) -> list[Removal]:
    removals = [Removal(facet=chip.facet, label=chip.label, query=chip.without) for chip in chips[:_REMOVALS_SHOWN]]
    if query.q and chips:
        removals.append(Removal(facet=_("检索词"), label=query.q, query=replace(query, q="", page=1)))
    return removals


def _parts(query: SearchQuery, chips: tuple[Chip, ...]) -> list[tuple[str, SearchQuery]]:
    """The place at the time, the place, the time, as far as they were asked for and something else was, too."""
    bare = SearchQuery(region_role=query.region_role, by=query.by, view=query.view)
    place, time = _kept(bare, query, _PLACE), _kept(bare, query, _TIME)
    of_place, of_time = _joined(chips, _PLACE), _joined(chips, _TIME)
    parts = [(of_place, place), (of_time, time)] if of_place and of_time else []
    both = (
        [(_("%(place)s %(time)s") % {"place": of_place, "time": of_time}, _kept(place, query, _TIME))] if parts else []
    )
    return [*both, *parts] or [(label, part) for label, part in ((of_place, place), (of_time, time)) if label]


def _kept(bare: SearchQuery, query: SearchQuery, names: tuple[str, ...]) -> SearchQuery:
    return replace(bare, **{name: getattr(query, name) for name in names})


def _joined(chips: tuple[Chip, ...], names: tuple[str, ...]) -> str:
    return _("、").join(chip.label for chip in chips if chip.name in names)


def _holding(label: str, query: SearchQuery, count: int, count_facet: CountFacet) -> Holding:
    facet = FACET_BY_NAME["type"]
    links = ChoiceLinks(query, facet.name)
    values = facet_values(facet, count_facet(query, facet), ()) if count else ()
    known = [value for value in values if value.value != UNKNOWN and value.count][:_TYPES_SHOWN]
    return Holding(
        label=label,
        address=search_address(query),
        count=count,
        types=tuple(HeldType(label=one.label, address=links.only(one.value), count=one.count) for one in known),
    )
