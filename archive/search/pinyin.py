"""How Chinese is spelled in letters, and what somebody who types letters may mean: `wuhan` and `wh` for 武汉.

Readings are without tones, one a character, those of words before those of single characters (`data/`). All text is
folded first. Finding names by their letters is `NameMatcher`; finding articles by letters is not done at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from archive.text.normalise import fold

_DATA = Path(__file__).parent / "data"
_NOT_SPELLED = re.compile(r"[\s'’·•.,，、()（）“”\"-]+")
_MAX_NEEDLE = 40


@cache
def readings() -> Mapping[str, tuple[str, ...]]:
    """The readings of a character, the usual one first."""
    found: dict[str, list[str]] = {}
    lines = (_DATA / "syllables.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    for column in (1, 2):
        for row in rows:
            for character in row[column]:
                found.setdefault(character, []).append(row[0])
    return {character: tuple(syllables) for character, syllables in found.items()}


@cache
def _words() -> tuple[re.Pattern[str], Mapping[str, tuple[str, ...]]]:
    rows = [line.split("\t") for line in (_DATA / "words.txt").read_text(encoding="utf-8").splitlines()]
    words = {word: tuple(syllables.split(" ")) for word, syllables in rows}
    return re.compile("|".join(sorted(words, key=len, reverse=True))), words


@cache
def _word_beginnings() -> frozenset[str]:
    return frozenset(word[:2] for word in _words()[1])


@lru_cache(maxsize=20_000)
def syllables(text: str) -> tuple[str, ...]:
    """One syllable a character; a character without a reading is itself, folded."""
    folded = fold(text)
    known = readings()
    spelled = [known[one][0] if one in known else one for one in folded]
    beginnings = _word_beginnings()
    if any(folded[place : place + 2] in beginnings for place in range(len(folded) - 1)):
        pattern, words = _words()
        for match in pattern.finditer(folded):
            spelled[match.start() : match.end()] = words[match.group()]
    return tuple(spelled)


def letters(text: str) -> str:
    """The text spelled without spaces and signs: 武汉市 -> wuhanshi."""
    return _NOT_SPELLED.sub("", "".join(syllables(text)))


def initials(text: str) -> str:
    """The first letter of each syllable: 武汉市 -> whs."""
    return _NOT_SPELLED.sub("", "".join(syllable[:1] for syllable in syllables(text)))


def typed_letters(typed: str) -> str:
    """What somebody typed as letters, where there are letters in it: `wu han`, `武han`; nothing for characters alone."""
    return letters(typed) if any(one.isascii() and one.isalpha() for one in typed) else ""


@dataclass(frozen=True)
class NameMatcher:
    """Finds names by what somebody typed of them: characters anywhere in them, or letters of whole syllables, or initials.

    Letters begin where a syllable begins: `an` finds 安徽, not 武汉.
    """

    typed: str
    _folded: str = field(init=False)
    _letters: str = field(init=False)

    def __post_init__(self) -> None:
        folded = fold(self.typed).strip()[:_MAX_NEEDLE]
        object.__setattr__(self, "_folded", folded)
        object.__setattr__(
            self, "_letters", letters(folded) if any(one.isascii() and one.isalpha() for one in folded) else ""
        )

    def rank(self, name: str) -> int | None:
        """How well a name fits, 0 best; None where it does not."""
        if not self._folded:
            return None
        place = fold(name).find(self._folded)
        if place >= 0:
            return min(place, 1)
        return self._rank_letters(syllables(name)) if self._letters else None

    def _rank_letters(self, spelled: tuple[str, ...]) -> int | None:
        whole = "".join(spelled)
        if whole.startswith(self._letters):
            return 2
        first = "".join(syllable[:1] for syllable in spelled)
        place = first.find(self._letters)
        if place == 0:
            return 3
        start = 0
        for syllable in spelled:
            if start and whole.startswith(self._letters, start):
                return 4
            start += len(syllable)
        return 5 if place > 0 else None
