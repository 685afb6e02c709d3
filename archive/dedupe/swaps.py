"""Which words one text has in the place of another's, and what that tells.

A copyist who rewrites leaves numbers, names and places alone; who fills in last year's text changes just these. Knows
no synonyms. Lost characters and letters among Chinese (inline pinyin, masked digits) are damage, not swaps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise
from typing import Literal

from archive.dedupe.alignment import Alignment, continues
from archive.text.regex import regex

Kind = Literal["telling", "open", "plain", "slip", "loss"]
"""telling: a number, name, place or opposite for another. open: a noun or unknown word for another, which may be either.
plain: a verb or function word for another. slip: one character for another, no verb by it. loss: left out."""

_REACH = 6
"""Characters beside a swap that are shown with it, and may belong to a number it cuts: 第十一次 and 第十六次."""

_NUMERALS = "〇零一二三四五六七八九十百千万亿两"
_COUNTED = "年月日届次个名位人场期批组第家起号章条版天岁周余多度万亿元"
_NUMBER = regex(rf"[0-9]+|[{_NUMERALS}]+(?=[{_COUNTED}]|$)|(?<=第)[{_NUMERALS}]+")
_LETTERS = regex(r"[a-z]+")
_NAMES = frozenset({"nr", "nrfg", "nrt", "ns", "nt", "nz", "m"})
_PLAIN_TAGS = frozenset("vadpcruyzfbq")
"""First letters of the tags of words that name nothing: verbs, adjectives, adverbs, particles and the like."""

_OPPOSITES = tuple(map(frozenset, ("开闭", "上下", "首末", "男女", "东西南北", "春夏秋冬", "前后", "金银铜")))
"""One of these for another turns the sense: 开幕 and 闭幕, 上半年 and 下半年, 东区 and 西区."""

_LOSSES_FOR_ONE_NUMBER = 4
"""Where characters went missing at this many places, the number's included, for each number cut short, the number is damaged too."""


@dataclass(frozen=True, slots=True)
class Swap:
    """Words that stand in each other's stead, one of them empty for a loss, as a reader is shown them."""

    kind: Kind
    left: str
    right: str


@dataclass(frozen=True)
class _Words:
    """The words of one text with their tags, by the place of each character."""

    text: str

    @cached_property
    def _spans(self) -> list[tuple[int, int, str]]:
        import rjieba  # its dictionary takes a quarter of a second to read: only where texts differ in a word

        spans, place = [], 0
        for word, tag in rjieba.tag(self.text):
            spans.append((place, place + len(word), tag))
            place += len(word)
        return spans

    def touched(self, start: int, end: int) -> list[tuple[str, str]]:
        """The words the characters from `start` to `end` are part of, each with its tag."""
        return [(self.text[a:b], tag) for a, b, tag in self._spans if a < end and b > start]


def find_swaps(alignment: Alignment) -> tuple[Swap, ...]:
    """What differs inside the gaps of an alignment, as small as it can be told, in the order of the first text."""
    left, right = _Words(alignment.left), _Words(alignment.right)
    found, cut_numbers = [], 0
    for a, b, c, d in _differences(alignment):
        kind = _kind(left, right, (a, b), (c, d))
        cut_numbers += kind == "telling" and (a == b or c == d)
        found.append(Swap(kind, _around(left.text, a, b), _around(right.text, c, d)))
    return _forgive_damage(found, cut_numbers)


def count_kinds(swaps: tuple[Swap, ...]) -> Counter[Kind]:
    """How many swaps there are of each kind."""
    return Counter(swap.kind for swap in swaps)


def _differences(alignment: Alignment) -> Iterator[tuple[int, int, int, int]]:
    """Start and end in the first text, start and end in the second, damage by letters left out."""
    for first, second in pairwise(alignment.runs):
        if not continues(first, second):
            continue
        left, right = first.left + first.length, first.right + first.length
        words = alignment.left[left : second.left], alignment.right[right : second.right]
        for kind, a, b, c, d in SequenceMatcher(None, *words, autojunk=False).get_opcodes():
            if kind != "equal" and not _is_damage(words[0][a:b], words[1][c:d]):
                yield left + a, left + b, right + c, right + d


def _is_damage(left: str, right: str) -> bool:
    """Letters beside or instead of Chinese: inline pinyin, masked digits."""
    if left and right:
        return bool(_LETTERS.fullmatch(left) or _LETTERS.fullmatch(right))
    return bool(_LETTERS.fullmatch(left or right))


def _kind(left: _Words, right: _Words, here: tuple[int, int], there: tuple[int, int]) -> Kind:
    numbers = _numbers(left.text, *here), _numbers(right.text, *there)
    if all(numbers) and numbers[0] != numbers[1]:
        return "telling"
    if here[0] == here[1] or there[0] == there[1]:
        return "loss"
    words = left.touched(*here), right.touched(*there)
    names = [[word for word, tag in side if tag in _NAMES] for side in words]
    if _are_opposites(left.text[slice(*here)], right.text[slice(*there)]) or (all(names) and names[0] != names[1]):
        return "telling"
    is_plain = all(tag[0] in _PLAIN_TAGS for side in words for _, tag in side)
    if here[1] - here[0] == there[1] - there[0] == 1 and not (is_plain and _are_words(words)):
        return "slip"
    return "plain" if is_plain else "open"


def _are_words(sides: tuple[list[tuple[str, str]], ...]) -> bool:
    return all(len(word) > 1 for side in sides for word, _ in side)


def _forgive_damage(swaps: list[Swap], cut_numbers: int) -> tuple[Swap, ...]:
    """Take numbers cut short for losses where much else was lost and nothing else tells of another event."""
    kinds = count_kinds(tuple(swaps))
    damaged = kinds["loss"] + cut_numbers >= _LOSSES_FOR_ONE_NUMBER * cut_numbers or _lost_from_one(swaps)
    if kinds["telling"] == cut_numbers and damaged:
        return tuple(Swap("loss", swap.left, swap.right) if swap.kind == "telling" else swap for swap in swaps)
    return tuple(swaps)


def _lost_from_one(swaps: list[Swap]) -> bool:
    """Whether one text only lacks characters of the other, at several places, a word somewhere among them."""
    kinds = count_kinds(tuple(swaps))
    only_losses = kinds["telling"] + kinds["loss"] == len(swaps) and kinds["telling"] <= 2 * kinds["loss"]
    shorter = [len(swap.left) - len(swap.right) for swap in swaps]
    return only_losses and (all(less > 0 for less in shorter) or all(less < 0 for less in shorter))


def _are_opposites(left: str, right: str) -> bool:
    if max(len(left), len(right)) > 2:
        return False
    return any((a := set(left) & pair) and (b := set(right) & pair) and a != b for pair in _OPPOSITES)


def _numbers(text: str, start: int, end: int) -> tuple[str, ...]:
    """Numbers that the characters from `start` to `end` touch."""
    low = max(0, start - _REACH)
    return tuple(
        match.group()
        for match in _NUMBER.finditer(text[low : end + _REACH])
        if low + match.start() <= end and low + match.end() >= start
    )


def _around(text: str, start: int, end: int) -> str:
    return text[max(0, start - _REACH) : end + _REACH]
