"""Cue words and how they are found: the small notation of the vocabulary files, compiled.

A cue is one of `义诊` (a strong word), `报名?` (a weak one: counts half), `向…捐…元!` (a deed told in full: counts
wherever it stands), `发放…金` (parts within one clause, each at most 18 characters from the next) and `-宣传部` (words
that only look like a cue of this term: what lies inside them is not counted for it).

Deliberately not here: what makes a page have a term (`archive.resolve.event_type`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import groupby
from operator import add, itemgetter
from typing import NamedTuple

from archive.resolve.vocabulary import Term

_GAP = r"[^,。;:!?\n]{0,18}?"


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
    """One cue as it is looked for.

    `parts` are the words that must all stand on a page that has it, `opening` the first two characters of the first,
    by which most cues are ruled out.
    """

    words: str
    parts: tuple[str, ...]
    opening: str
    weight: float

    @property
    def pattern(self) -> str:
        return _GAP.join(map(re.escape, self.parts))

    def is_possible(self, text: str) -> bool:
        return self.parts[0] in text and (len(self.parts) == 1 or all(part in text for part in self.parts))

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where it stands, none overlapping the one before."""
        if len(self.parts) > 1:
            for match in _compiled(self.pattern).finditer(text):
                yield match.span()
            return
        word = self.parts[0]
        at = text.find(word)
        while at >= 0:
            yield at, at + len(word)
            at = text.find(word, at + len(word))


@dataclass(frozen=True, kw_only=True)
class CueSet:
    """The cues of one term."""

    term: Term
    cues: tuple[Cue, ...]
    masks: tuple[Cue, ...]

    def hits(self, text: str) -> Iterator[CueHit]:
        """Every cue in folded `text` outside the term's masks; one inside a longer hit is not counted again."""
        return self.hits_of([cue for cue in self.cues if cue.is_possible(text)], text)

    def hits_of(self, possible: Iterable[Cue], text: str) -> Iterator[CueHit]:
        """As `hits`, of those of the cues, in their order, whose parts all stand on the page."""
        masked = None
        for cue in possible:
            masked = self._masked(text) if masked is None else masked
            for start, end in cue.places(text):
                if masked.find(1, start, end) < 0:
                    masked[start:end] = b"\x01" * (end - start)
                    yield CueHit(cue.words, start, end, cue.weight, cue.words.endswith("!"))

    def _masked(self, text: str) -> bytearray:
        masked = bytearray(len(text))
        pairs = _pairs(text)
        if any(mask.opening in pairs and mask.is_possible(text) for mask in self.masks):
            for match in self._mask.finditer(text):
                masked[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
        return masked

    @cached_property
    def _mask(self) -> re.Pattern[str]:
        return re.compile("|".join(mask.pattern for mask in self.masks))


class CueTable:
    """The cues of all terms of a vocabulary, looked for together: a page has few of some thousands of them."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.sets = tuple(map(compile_cues, terms))
        self._places: dict[str, list[tuple[int, int]]] = {}
        for number, cues in enumerate(self.sets):
            for place, cue in enumerate(cues.cues):
                self._places.setdefault(cue.opening, []).append((number, place))
        self._openings = frozenset(self._places)

    def hits(self, text: str) -> Iterator[tuple[Term, Iterator[CueHit]]]:
        """Each term that may have hits in folded `text`, in the order of the vocabulary, with its hits."""
        seen = self._openings & _pairs(text)
        # Most cues are not on a page, which a look into a set tells at once.
        rows = sorted(row for opening in seen for row in self._places[opening])
        for number, group in groupby(rows, key=itemgetter(0)):
            cues = self.sets[number]
            possible = [cue for _number, place in group if (cue := cues.cues[place]).is_possible(text)]
            if possible:
                yield cues.term, cues.hits_of(possible, text)


@lru_cache(maxsize=4)
def _pairs(text: str) -> Set[str]:
    """Every character and every two neighbours of a text; the empty string for cues that open with a gap."""
    pairs = set(map(add, text, text[1:]))
    pairs.update(text, ("",))
    return pairs


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def compile_cues(term: Term) -> CueSet:
    """The cues of a term, strong before weak and long before short, so that 捐赠仪式 is found before 捐赠."""
    wanted = sorted((cue for cue in term.cues if not cue.startswith("-")), key=lambda cue: (cue[-1] == "?", -len(cue)))
    masks = (cue[1:] for cue in term.cues if cue.startswith("-"))
    return CueSet(term=term, cues=tuple(map(_read_cue, wanted)), masks=tuple(map(_read_cue, masks)))


def _read_cue(words: str) -> Cue:
    parts = tuple(words.rstrip("?!").split("…"))
    return Cue(words=words, parts=parts, opening=parts[0][:2], weight=0.5 if words.endswith("?") else 1.0)
