"""What a copy changed: sentences it added, dropped, reworded or moved, and its title, against the text it copies.

`find_changes(before, after)` for two texts, `mark_words(change)` for the words within one reworded sentence. Script,
width, case, spaces and punctuation are no changes. Computed when somebody asks: the work grows with the length of the texts,
whatever they hold. Does not judge (`archive.dedupe.compare`) and masks nothing: give it words that may be shown.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from archive.dedupe.plain import plain_text
from archive.text.segment import sentences

ChangeKind = Literal["added", "dropped", "reworded", "moved"]

LONGEST_READ = 20_000
"""Characters of each text that are compared."""

_ALIKE = 0.4
"""Of the pairs of neighbouring characters in two sentences, the share that makes one a rewording of the other."""

_FEWEST_PAIRS = 4
_MOST_WEIGHED = 40
"""Sentences on either side of one place that are tried as rewordings of each other."""

_LONGEST_MARKED = 1000
"""Characters of a sentence whose words are compared; a longer one is marked whole."""


@dataclass(frozen=True, slots=True)
class Change:
    """One sentence that is not as it was: `before` is empty where it was added, `after` where it was dropped."""

    kind: ChangeKind
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a reworded sentence: in both, only before (`dropped`) or only after (`added`)."""

    kind: Literal["same", "dropped", "added"]
    text: str


@dataclass(frozen=True, kw_only=True)
class Changes:
    """All that differs between two texts, in the order of the later one, dropped sentences where they stood."""

    title: tuple[str, str] | None
    """The titles before and after; None where they say the same."""

    sentences: tuple[Change, ...]
    kept: int
    """Sentences that are in both, moved ones included."""

    def __bool__(self) -> bool:
        return self.title is not None or bool(self.sentences)


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    plain: str


def find_changes(before: tuple[str, str], after: tuple[str, str]) -> Changes:
    """Compare two texts, each a title and a body with a paragraph a line."""
    left, right = _sentences(before[1]), _sentences(after[1])
    matched = _match(left, right)
    kept = _longest_in_order(matched)
    return Changes(
        title=None if plain_text(before[0]) == plain_text(after[0]) else (before[0], after[0]),
        sentences=tuple(_list_changes(left, right, matched, kept)),
        kept=len(matched),
    )


def mark_words(change: Change) -> tuple[Piece, ...]:
    """The words of a change, those both sentences have told from those of one; in reading order."""
    if not change.before or not change.after or max(len(change.before), len(change.after)) > _LONGEST_MARKED:
        sides: tuple[Piece, Piece] = (Piece("dropped", change.before), Piece("added", change.after))
        return tuple(piece for piece in sides if piece.text)
    return tuple(_pieces(change.before, change.after))


def _pieces(before: str, after: str) -> Iterator[Piece]:
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("same", before[a:b])
            continue
        if a < b:
            yield Piece("dropped", before[a:b])
        if c < d:
            yield Piece("added", after[c:d])


def _sentences(body: str) -> list[_Sentence]:
    body = body[:LONGEST_READ]
    texts = (body[start:end] for start, end in sentences(body))
    return [sentence for text in texts if (sentence := _Sentence(text.strip(), plain_text(text))).plain]


def _match(left: Sequence[_Sentence], right: Sequence[_Sentence]) -> list[tuple[int, int]]:
    """Places of equal sentences; the first of a kind with the first, the second with the second."""
    places: defaultdict[str, deque[int]] = defaultdict(deque)
    for place, sentence in enumerate(right):
        places[sentence.plain].append(place)
    return [
        (place, places[sentence.plain].popleft()) for place, sentence in enumerate(left) if places.get(sentence.plain)
    ]


def _longest_in_order(matched: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most of the matches that stand in one order in both texts: the others were moved."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(matched):
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
        last[at : at + 1] = [number]
        before.append(last[at - 1] if at else -1)
    chosen = []
    number = last[-1] if last else -1
    while number >= 0:
        chosen.append(matched[number])
        number = before[number]
    return chosen[::-1]


def _list_changes(
    left: Sequence[_Sentence],
    right: Sequence[_Sentence],
    matched: Sequence[tuple[int, int]],
    kept: Sequence[tuple[int, int]],
) -> Iterator[Change]:
    """Walk through both texts from one kept sentence to the next."""
    moved = {there: here for here, there in set(matched) - set(kept)}
    gone = {here for here, _ in matched}
    here = there = 0
    for end_here, end_there in [*kept, (len(left), len(right))]:
        old = [left[place] for place in range(here, end_here) if place not in gone]
        new = [right[place] for place in range(there, end_there) if place not in moved]
        dropped, told = _compare_stretch(old, new)
        yield from dropped
        for place in range(there, end_there):
            if place in moved:
                yield Change("moved", left[moved[place]].text, right[place].text)
            elif change := told.pop(0):
                yield change
        here, there = end_here + 1, end_there + 1


def _compare_stretch(old: Sequence[_Sentence], new: Sequence[_Sentence]) -> tuple[list[Change], list[Change | None]]:
    """What of `old` was dropped, and of each of `new` what it is: added, reworded, or None for no change."""
    if "".join(sentence.plain for sentence in old) == "".join(sentence.plain for sentence in new):
        return [], [None] * len(new)  # the same words, cut into sentences in another way
    reworded = _pair_rewordings(old, new)
    dropped = [Change("dropped", old[place].text, "") for place in range(len(old)) if place not in reworded.values()]
    told: list[Change | None] = [
        Change("reworded", old[reworded[place]].text, sentence.text)
        if place in reworded
        else Change("added", "", sentence.text)
        for place, sentence in enumerate(new)
    ]
    return dropped, told


def _pair_rewordings(old: Sequence[_Sentence], new: Sequence[_Sentence]) -> dict[int, int]:
    """Place in `new` -> place in `old` of the sentence it rewords; the likest pairs first, each used once."""
    here, there = ([_pairs(sentence.plain) for sentence in side[:_MOST_WEIGHED]] for side in (old, new))
    likeness = ((_likeness(one, other), a, b) for a, one in enumerate(here) for b, other in enumerate(there))
    paired: dict[int, int] = {}
    for _, a, b in sorted((row for row in likeness if row[0] >= _ALIKE), key=lambda row: (-row[0], row[1], row[2])):
        if b not in paired and a not in paired.values():
            paired[b] = a
    return paired


def _pairs(plain: str) -> frozenset[str]:
    return frozenset(plain[place : place + 2] for place in range(max(1, len(plain) - 1)))


def _likeness(left: frozenset[str], right: frozenset[str]) -> float:
    """Dice's measure, 0 to 1; whole where one sentence is the other cut short."""
    if min(len(left), len(right)) >= _FEWEST_PAIRS and (left <= right or right <= left):
        return 1.0
    return 2 * len(left & right) / (len(left) + len(right))
