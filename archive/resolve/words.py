"""A sentence as words with their parts of speech: where a name may begin and end.

The dictionary (rjieba) errs on names, so that rules take its word for borders and for function words only. Deliberately
not here: any rule of what a name is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from archive.resolve.passages import Passages, Sentence
from archive.text.regex import regex

_HALVES = regex("[\ud800-\udfff]")


class Word(NamedTuple):
    """One word at `start:end` of the folded text; `tag` in the notation of ICTCLAS (n noun, v verb, ns place …).

    Made where one is asked for: a sentence has dozens, and rules look at a few.
    """

    start: int
    end: int
    text: str
    tag: str


@dataclass(frozen=True, kw_only=True)
class Words:
    """All words of a sentence in order, told apart by their number, with the places of the text where they begin and end."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    texts: tuple[str, ...]
    tags: tuple[str, ...]

    def word(self, index: int) -> Word:
        """A word by its number."""
        return Word(self.starts[index], self.ends[index], self.texts[index], self.tags[index])

    def some(self, first: int, most: int) -> list[Word]:
        """The words from number `first` on, at most so many."""
        return [self.word(index) for index in range(first, min(first + most, len(self.starts)))]

    def before(self, place: int) -> int:
        """The index of the last word that ends at or before `place`; -1 for none."""
        index = bisect_right(self.starts, place) - 1
        return index if index < 0 or self.ends[index] <= place else index - 1

    def at(self, place: int) -> Word | None:
        """The word that begins at `place`."""
        index = bisect_left(self.starts, place)
        return self.word(index) if index < len(self.starts) and self.starts[index] == place else None

    def is_border(self, place: int) -> bool:
        """Whether a word begins at `place`, or the sentence ends there."""
        at = bisect_left(self.starts, place)
        return at == len(self.starts) or self.starts[at] == place


def read_words(passages: Passages, place: int) -> Words:
    """The words of the sentence of `passages.folded` that holds the character at `place`.

    They are those that the whole text would be cut into: no word goes over the end of a sentence.
    """
    return _read(passages, passages.sentence_at(place))


@lru_cache(maxsize=32)
def _read(passages: Passages, sentence: Sentence) -> Words:
    import rjieba  # its dictionary takes a quarter of a second to read: not at import

    tagged = rjieba.tag(_HALVES.sub("?", passages.folded[sentence.start : sentence.end]))
    texts, tags = zip(*tagged, strict=True) if tagged else ((), ())
    places = tuple(accumulate(map(len, texts), initial=sentence.start))
    return Words(starts=places[:-1], ends=places[1:], texts=texts, tags=tags)
