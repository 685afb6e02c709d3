"""What two reports have in common that tells one event from others: names, people, organisers, figures.

A name that was read in one report counts as shared if the other's words hold it: readers of names miss some. Does not
weigh; `archive.dedupe.pairing` does.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive.dedupe.figures import is_particular, is_telling, unit_of
from archive.dedupe.occasion import Occasion
from archive.dedupe.phrases import shared_phrases, weigh_phrases
from archive.dedupe.wording import LONGEST_READ

_SHORTEST_ORGANISER = 6
"""Characters: 区文明办 is in every district."""

_FEW_FIGURES = 2
_BY_ACCIDENT = 1 / 25_000
"""Rare phrases that two texts share without telling of one event, for each pair of characters, one of either."""

TELLING_PHRASES = 3.5
_BACKED_PHRASES = 2.0
"""Enough where a figure, be it round, is shared too."""


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What both reports name."""

    names: frozenset[str]
    people: frozenset[str]
    organisers: frozenset[str]
    figures: frozenset[str]
    ordinals: frozenset[tuple[str, str]]
    phrases: float
    """How far the reports share rare phrases, above what such texts share by accident."""

    @property
    def is_telling(self) -> bool:
        """Whether anything here tells one event from others."""
        backed = bool(self.figures or self.people) and self.phrases >= _BACKED_PHRASES
        return bool(self.evidence) or self.phrases >= TELLING_PHRASES or backed

    @property
    def is_particular(self) -> bool:
        """Whether a person, an organiser or a figure is shared, which two towns do not have in common."""
        return bool(self.people or self.organisers or self.particular_figures) or len(self.figures) >= _FEW_FIGURES

    @property
    def kinds(self) -> int:
        """Of how many kinds what is shared is: names, people, organisers, telling figures."""
        return sum(map(bool, (self.names, self.people, self.organisers, self.telling_figures)))

    @property
    def telling_figures(self) -> frozenset[str]:
        """Those of the figures that hardly two events share."""
        return frozenset(filter(is_telling, self.figures))

    @property
    def particular_figures(self) -> frozenset[str]:
        """Those of the figures that are not round."""
        return frozenset(filter(is_particular, self.figures))

    @property
    def evidence(self) -> frozenset[str]:
        """What a person can check, as words."""
        return self.names | self.people | self.organisers | self.telling_figures


def shared_identity(left: Occasion, right: Occasion) -> Identity:
    """What two reports share; the order makes no difference."""
    return Identity(
        names=_held_by_both(left.names | right.names, left, right),
        people=_held_by_both(left.people | right.people, left, right),
        organisers=frozenset(
            name
            for name in _held_by_both(left.organisers | right.organisers, left, right)
            if len(name) >= _SHORTEST_ORGANISER
        ),
        figures=left.numbers & right.numbers,
        ordinals=left.ordinals & right.ordinals,
        phrases=_weigh_phrases(left.text, right.text),
    )


def share_name(left: Occasion, right: Occasion) -> bool:
    """Whether two reports share a name, a person, an organiser or a telling figure: `kinds` is not 0."""
    if any(is_telling(figure) for figure in left.numbers & right.numbers):
        return True
    here, there = (one.names | one.people | one.organisers for one in (left, right))
    return any(name in right.text for name in here) or any(name in left.text for name in there)


def count_figures_at_odds(left: Occasion, right: Occasion) -> int:
    """How many things two reports both count without agreeing in any figure at all."""
    if left.numbers & right.numbers:
        return 0
    return len(set(map(unit_of, left.numbers)) & set(map(unit_of, right.numbers)))


def ordinals_at_odds(left: Occasion, right: Occasion) -> bool:
    """Whether both count the same thing out (届, 期, 批) and arrive at different numbers."""
    here, there = _by_counted(left), _by_counted(right)
    return any(not here[counted] & there[counted] for counted in here.keys() & there.keys())


def _weigh_phrases(left: str, right: str) -> float:
    read = [min(len(text), LONGEST_READ) for text in (left, right)]
    return max(0.0, weigh_phrases(shared_phrases(left, right)) - _BY_ACCIDENT * read[0] * read[1])


def _by_counted(occasion: Occasion) -> dict[str, set[str]]:
    numbers: dict[str, set[str]] = {}
    for counted, number in occasion.ordinals:
        numbers.setdefault(counted, set()).add(number)
    return numbers


def _held_by_both(words: frozenset[str], left: Occasion, right: Occasion) -> frozenset[str]:
    held = {word for word in words if word in left.text and word in right.text}
    return frozenset(word for word in held if not any(word != other and word in other for other in held))
