"""Cue words and how they are found: the small notation of the vocabulary files, compiled.

A cue is one of `义诊` (a strong word), `报名?` (a weak one: counts half), `向…捐…元!` (a deed told in full: counts
wherever it stands), `发放…金` (parts within one clause, each at most 18 characters from the next) and `-宣传部` (words
that only look like a cue of this term: what lies inside them is not counted for it).

Deliberately not here: what makes a page have a term (`archive.resolve.event_type`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from archive.resolve.vocabulary import Term
from archive.text.word_finder import WordFinder

_GAP = r"[^,。;:!?\n]{0,18}?"

_Places = Mapping[str, Sequence[int]]
"""Where the first parts of cues stand on a page, each in order."""


class CueHit(NamedTuple):
    """One place where a cue stands. `weight` is 1 for a strong cue, 0.5 for a weak one; `full` for a whole deed.

    A tuple: a page has dozens, and a frozen dataclass takes several times as long to make.
    """

    cue: str
    start: int
    end: int
    weight: float
    full: bool = False


@dataclass(frozen=True, kw_only=True)
class Cue:
    """One cue as it is looked for: `parts` are the words that must all stand on a page that has it."""

    words: str
    parts: tuple[str, ...]
    weight: float

    @property
    def pattern(self) -> str:
        return _GAP.join(map(re.escape, self.parts))

    @cached_property
    def others(self) -> tuple[str, ...]:
        """The parts behind the first: most cues have none."""
        return self.parts[1:]

    def is_possible(self, text: str) -> bool:
        """Whether a page that has the first part holds all parts."""
        return not self.others or all(part in text for part in self.others)

    def spans(self, places: _Places, text: str) -> Iterator[tuple[int, int]]:
        """Where it stands, none overlapping the one before."""
        if self.others:
            for match in _compiled(self.pattern).finditer(text):
                yield match.span()
            return
        end, size = 0, len(self.parts[0])
        for start in places[self.parts[0]]:
            if start >= end:
                end = start + size
                yield start, end


@dataclass(frozen=True, kw_only=True)
class CueSet:
    """The cues of one term."""

    term: Term
    cues: tuple[Cue, ...]
    masks: tuple[Cue, ...]

    def hits(self, possible: Iterable[Cue], places: _Places, text: str) -> Iterator[CueHit]:
        """Every hit in folded `text` of those of the cues, in their order, that it may hold: outside the term's masks, and one
        inside a longer hit is not counted again."""
        taken = self._masked(places, text)
        for cue in possible:
            for start, end in cue.spans(places, text):
                if taken.find(1, start, end) < 0:
                    taken[start:end] = b"\x01" * (end - start)
                    yield CueHit(cue.words, start, end, cue.weight, cue.words.endswith("!"))

    def _masked(self, places: _Places, text: str) -> bytearray:
        masked = bytearray(len(text))
        if not self._masked_by.isdisjoint(places):
            for match in self._mask.finditer(text):
                masked[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
        return masked

    @cached_property
    def _masked_by(self) -> frozenset[str]:
        """The first parts of the masks; no mask opens with a gap."""
        return frozenset(mask.parts[0] for mask in self.masks)

    @cached_property
    def _mask(self) -> re.Pattern[str]:
        return re.compile("|".join(mask.pattern for mask in self.masks))


class CueTable:
    """The cues of all terms of a vocabulary, looked for together: a page has few of some thousands of them."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._sets = tuple(map(_read_cues, terms))
        self._rows: dict[str, list[tuple[int, int]]] = {"": []}
        for number, cues in enumerate(self._sets):
            for place, cue in enumerate(cues.cues):
                self._rows.setdefault(cue.parts[0], []).append((number, place))
        masks = (mask.parts[0] for cues in self._sets for mask in cues.masks)
        self._finder = WordFinder([*self._rows, *masks])

    def hits(self, text: str) -> Iterator[tuple[Term, Iterator[CueHit]]]:
        """Each term that may have hits in folded `text`, in the order of the vocabulary, with its hits."""
        places: dict[str, list[int]] = {}
        for start, end in self._finder.find_all(text):
            places.setdefault(text[start:end], []).append(start)
        # What opens with a gap may stand on any page.
        rows = sorted(row for first in ("", *places) for row in self._rows.get(first, ()))
        for number, group in groupby(rows, key=itemgetter(0)):
            cues = self._sets[number]
            possible = [cue for _number, place in group if (cue := cues.cues[place]).is_possible(text)]
            if possible:
                yield cues.term, cues.hits(possible, places, text)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _read_cues(term: Term) -> CueSet:
    """The cues of a term, strong before weak and long before short, so that 捐赠仪式 is found before 捐赠."""
    wanted = sorted((cue for cue in term.cues if not cue.startswith("-")), key=lambda cue: (cue[-1] == "?", -len(cue)))
    masks = (cue[1:] for cue in term.cues if cue.startswith("-"))
    return CueSet(term=term, cues=tuple(map(_read_cue, wanted)), masks=tuple(map(_read_cue, masks)))


def _read_cue(words: str) -> Cue:
    return Cue(words=words, parts=tuple(words.rstrip("?!").split("…")), weight=0.5 if words.endswith("?") else 1.0)
