"""What one text is to another: a copy, a part, a rewriting, last year's wording, or nothing.

A share of common characters alone decides nothing: forms of words that are filled in anew each year share nine tenths
with each other. So numbers, names and places in each other's stead, titles that differ in a word, and the same day of
another year stand against a high share. Never merges anything; `review` is a question to staff.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from archive.dedupe.alignment import Alignment, align
from archive.dedupe.swaps import Swap, count_kinds, find_swaps
from archive.dedupe.titles import swapped_title
from archive.text.regex import regex

Verdict = Literal["reprint", "contained", "spun", "partial", "template", "recurring", "review", "unrelated"]

WHOLE = 0.93
"""A copy holds this share of the shorter text, damage forgiven; less, and a passage was written anew."""

UNTOUCHED = 0.97
"""Of a text, this share was copied without a change."""

PART = 0.8
"""Of a text, this share within a longer one makes it a part of that."""

BOTH = 0.6
"""With this share of the longer text too, neither is a part of the other."""

HALF = 0.5
SHORTEST = 60
"""Characters of the shorter text, at least: below, whole sentences agree by accident."""

_OPENING = 60
"""Characters at the head of a text that sites put before the first of a report: masthead, dateline, byline."""

_THINNED = 1.25
"""A copy that leaves sentences out reaches this many times its length over the whole; an item of a round-up does not."""

_MOST_SWAPS = 2
"""Verbs and particles in each other's stead that an editor's hand explains; more are a rewriting."""

_ANNIVERSARY_DAYS = 31
"""Feasts of the moon calendar move by up to a month from year to year."""

_SHORTEST_YEAR = 300
_ORDINAL = regex(r"第([0-9]+|[〇零一二三四五六七八九十百]+)([届次期批场轮篇号][^0-9]{2})")
_FULL_DATE = regex(r"(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日")


@dataclass(frozen=True, kw_only=True)
class Story:
    """What is compared of an article: its plain body and title (`archive.dedupe.plain`) and the day it was published."""

    body: str
    title: str = ""
    day: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A verdict with the figures it rests on; shares are 0 to 1, `evidence` holds words a person can check."""

    verdict: Verdict
    of_left: float
    of_right: float
    resemblance: float
    shared: int
    evidence: tuple[str, ...] = ()

    @property
    def containment(self) -> float:
        """Share of the text that is contained the more."""
        return max(self.of_left, self.of_right)


def compare_stories(left: Story, right: Story) -> Comparison:
    """Judge two stories; which comes first makes no difference to the verdict."""
    alignment = align(left.body, right.body)
    verdict, evidence = _judge(left, right, alignment)
    return Comparison(
        verdict=verdict,
        of_left=round(alignment.of_left, 3),
        of_right=round(alignment.of_right, 3),
        resemblance=round(alignment.resemblance, 3),
        shared=alignment.shared,
        evidence=evidence,
    )


def _judge(left: Story, right: Story, alignment: Alignment) -> tuple[Verdict, tuple[str, ...]]:
    most = max(alignment.bridged)
    if most < PART or min(len(left.body), len(right.body)) < SHORTEST:
        return ("partial" if most >= HALF else "unrelated"), ()
    if _is_anniversary(left.day, right.day) and not _states_year(left.body, right.body):
        return "recurring", (f"{left.day} / {right.day}",)
    swaps = find_swaps(alignment)
    telling = [swap for swap in swaps if swap.kind == "telling"]
    if telling:
        return "template", tuple(f"{swap.left} / {swap.right}" for swap in telling[:5])
    named = swapped_title(left.title, right.title, frame=HALF) or _ordinal_swap(left, right)
    if named:
        return "template", (named,)
    return _judge_copy(left, right, alignment, swaps), ()


def _judge_copy(left: Story, right: Story, alignment: Alignment, swaps: tuple[Swap, ...]) -> Verdict:
    """Of texts that share much and have nothing against them."""
    most, least = max(alignment.bridged), min(alignment.bridged)
    if most < WHOLE:
        return "review" if least >= BOTH else "contained"
    kinds = count_kinds(swaps)
    if kinds["open"] > kinds["plain"]:
        return "review"
    if kinds["open"] + kinds["plain"] > _MOST_SWAPS:
        return "spun"
    if least >= BOTH:
        return "reprint"
    return _judge_part(left, right, alignment)


def _judge_part(left: Story, right: Story, alignment: Alignment) -> Verdict:
    """Of a text that stands whole in a much longer one: cut short, put among others, or followed up."""
    left_is_short = len(alignment.left) <= len(alignment.right)
    short, long = (left, right) if left_is_short else (right, left)
    if _is_followed_up(short, long) and not (max(alignment.bridged) >= UNTOUCHED and short.title == long.title != ""):
        return "review"
    places = [(run.right if left_is_short else run.left, run.length) for run in alignment.runs]
    first = min(place for place, _ in places)
    last = max(place + length for place, length in places)
    spread = (last - first) / len(long.body)
    skips = last - first >= _THINNED * alignment.shared
    return "reprint" if first <= _OPENING or spread >= BOTH or skips else "contained"


def _is_followed_up(short: Story, long: Story) -> bool:
    """Whether the longer text came days after the shorter: a death notice stands whole in the report of the funeral."""
    return short.day is not None and long.day is not None and short.day < long.day


def _is_anniversary(left: dt.date | None, right: dt.date | None) -> bool:
    """Whether the days are about the same of different years: feasts and campaigns return with the same words."""
    if left is None or right is None:
        return False
    days = abs((left - right).days)
    rest = days % 365.25
    return days >= _SHORTEST_YEAR and min(rest, 365.25 - rest) <= _ANNIVERSARY_DAYS


def _states_year(left: str, right: str) -> bool:
    """Whether both texts give one and the same day with its year: then a copy was redated, and nothing returned."""
    return bool(set(_FULL_DATE.findall(left)) & set(_FULL_DATE.findall(right)))


def _ordinal_swap(left: Story, right: Story) -> str:
    """`left / right` where both count the same thing (届, 次, 期 …) and arrive at different numbers, else ''."""
    here, there = _ordinals(left), _ordinals(right)
    for counted in here.keys() & there.keys():
        if not here[counted] & there[counted]:
            return f"第{min(here[counted])}{counted} / 第{min(there[counted])}{counted}"
    return ""


def _ordinals(story: Story) -> dict[str, set[str]]:
    """What is counted -> its numbers, in the title and the opening."""
    found: dict[str, set[str]] = {}
    for number, counted in _ORDINAL.findall(f"{story.title} {story.body[:_OPENING]}"):
        found.setdefault(counted, set()).add(number)
    return found
