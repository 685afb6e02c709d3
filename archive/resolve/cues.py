"""Cue words and how they are found: the small notation of the vocabulary files, compiled.

A cue is one of `义诊` (a strong word), `报名?` (a weak one: counts half), `向…捐…元!` (a deed told in full: counts
wherever it stands), `发放…金` (parts within one clause, each at most 18 characters from the next) and `-宣传部` (words
that only look like a cue of this term: what lies inside them is not counted for it).

Deliberately not here: what makes a page have a term (`archive.resolve.event_type`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from archive.resolve.vocabulary import Term

_GAP = r"[^,。;:!?\n]{0,18}?"


@dataclass(frozen=True, kw_only=True)
class CueHit:
    """One place where a cue stands. `weight` is 1 for a strong cue, 0.5 for a weak one; `full` for a whole deed."""

    cue: str
    start: int
    end: int
    weight: float
    full: bool = False


@dataclass(frozen=True, kw_only=True)
class CueSet:
    """The cues of one term, compiled."""

    term: Term
    patterns: tuple[tuple[str, re.Pattern[str], float], ...]
    masks: re.Pattern[str] | None

    def hits(self, text: str) -> Iterator[CueHit]:
        """Every cue in folded `text` outside the term's masks; one inside a longer hit is not counted again."""
        masked = self._masked(text)
        for cue, pattern, weight in self.patterns:
            # Most cues are not on a page: looking for their first words costs a tenth of the pattern.
            if _first_words(cue) not in text:
                continue
            for match in pattern.finditer(text):
                if not any(masked[match.start() : match.end()]):
                    masked[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
                    yield CueHit(cue=cue, start=match.start(), end=match.end(), weight=weight, full=cue.endswith("!"))

    def _masked(self, text: str) -> bytearray:
        masked = bytearray(len(text))
        if self.masks is not None:
            for match in self.masks.finditer(text):
                masked[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
        return masked


@cache
def _first_words(cue: str) -> str:
    return cue.rstrip("?!").partition("…")[0]


def compile_cues(term: Term) -> CueSet:
    """The cues of a term, strong before weak and long before short, so that 捐赠仪式 is found before 捐赠."""
    wanted = sorted((cue for cue in term.cues if not cue.startswith("-")), key=lambda cue: (cue[-1] == "?", -len(cue)))
    masks = [_pattern(cue[1:]) for cue in term.cues if cue.startswith("-")]
    return CueSet(
        term=term,
        patterns=tuple(
            (cue, re.compile(_pattern(cue.rstrip("?!"))), 0.5 if cue.endswith("?") else 1.0) for cue in wanted
        ),
        masks=re.compile("|".join(masks)) if masks else None,
    )


def _pattern(words: str) -> str:
    return _GAP.join(re.escape(part) for part in words.split("…"))
