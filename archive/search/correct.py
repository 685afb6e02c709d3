"""What a reader may have meant who found nothing or very little: words of the same sound, or typed in letters.

Gives `correct`, readings of a query's words by the words that titles, names and vocabularies hold. Whether a reading
finds more is for whoever asks to count; nothing is replaced unasked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.search.lookup import SortedLines, words
from archive.search.pinyin import letters
from archive.text.normalise import fold

MAX_READINGS = 4
_MAX_RUN = 40
_LONGEST = 8
_LEAST = 2
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_TYPED = re.compile(r"[A-Za-z][A-Za-z'’ ]{1,59}\Z")
# Sounds that many speakers do not tell apart: zh/z, ch/c, sh/s, -ng/-n, n/l, f/h.
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"), ("n", "l"), ("hu", "fu"))
_WORDS_OF_A_SOUND = 2


def correct(typed: str) -> list[str]:
    """The query with words of the same sound in the place of unknown ones, the likeliest reading first."""
    known = words()
    if known is None:
        return []
    if _TYPED.match(typed.strip()):
        readings = _spelled_out(letters(typed), known)
    else:
        readings = [_replaced(typed, known, alike=False), _replaced(typed, known, alike=True)]
    return [reading for reading in dict.fromkeys(readings) if fold(reading) != fold(typed)][:MAX_READINGS]


def _replaced(typed: str, known: SortedLines, *, alike: bool) -> str:
    """Each run of characters with the words in it that nothing knows replaced by known ones."""
    return _HAN.sub(lambda match: _replaced_run(match.group(), known, alike), typed)


def _replaced_run(run: str, known: SortedLines, alike: bool) -> str:
    """Longer words first; what belongs to a known word or a replacement is not looked at again."""
    folded = fold(run)[:_MAX_RUN]
    written = list(run)
    free = [True] * len(folded)
    for length in range(min(_LONGEST, len(folded)), _LEAST - 1, -1):
        for start in range(len(folded) - length + 1):
            if not all(free[start : start + length]):
                continue
            word = folded[start : start + length]
            better = _best(word, known, alike)
            if better:
                free[start : start + length] = [False] * length
                written[start : start + length] = better if better != word else written[start : start + length]
    return "".join(written)


def _best(word: str, known: SortedLines, alike: bool) -> str:
    """The word itself where it is known, else the commonest of its sound and length; empty where there is none."""
    same = _of_sound(letters(word), known)
    if word in same:
        return word
    fitting = {other: count for other, count in same.items() if len(other) == len(word)}
    if not fitting and alike:
        for spelled in _alike(letters(word)):
            found = _of_sound(spelled, known)
            fitting |= {
                other: count
                for other, count in found.items()
                if len(other) == len(word) and any(one in word for one in other)
            }
    return max(fitting, key=lambda other: fitting[other]) if fitting else ""


def _of_sound(spelled: str, known: SortedLines) -> dict[str, int]:
    """Words spelled so, with how often they stand in titles, the commonest first."""
    for line in known.starting_with(f"{spelled}\t", 1):
        _spelled, *listed = line.split("\t")
        return {word: int(count) for word, count in zip(listed[::2], listed[1::2], strict=False)}
    return {}


def _alike(spelled: str) -> Iterator[str]:
    """Spellings in which one sound is taken for one like it."""
    for pair in _ALIKE:
        for heard, meant in (pair, pair[::-1]):
            start = spelled.find(heard)
            while start >= 0:
                yield spelled[:start] + meant + spelled[start + len(heard) :]
                start = spelled.find(heard, start + 1)


def _spelled_out(spelled: str, known: SortedLines) -> list[str]:
    """Letters as words: one that is spelled so, else the longest ones they can be divided into."""
    whole = list(_of_sound(spelled, known))[:_WORDS_OF_A_SOUND]
    if whole:
        return whole
    found: list[str] = []
    place = 0
    while place < len(spelled):
        for end in range(len(spelled), place + 1, -1):
            fitting = _of_sound(spelled[place:end], known)
            if fitting:
                found.append(next(iter(fitting)))
                place = end
                break
        else:
            return []
    return [" ".join(found)]
