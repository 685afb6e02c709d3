"""Whether two reports tell of one event: what speaks for it, weighed, and what rules it out.

Weights and the threshold come from a study of reports written independently of each other. One piece of identity
(a name, a person, a number, or much the same words) is wanted beside day and place, because on the fifth of March every town does
the same. Never decides for staff: their links and separations are laid over this by `archive.dedupe.cluster`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import product

from archive.dedupe.common_names import common_places
from archive.dedupe.identity import (
    TELLING_PHRASES,
    Identity,
    count_figures_at_odds,
    ordinals_at_odds,
    share_name,
    shared_identity,
)
from archive.dedupe.occasion import Occasion, is_above
from archive.dedupe.titles import swapped_title
from archive.dedupe.wording import similarity

THRESHOLD = 3.6
ALIKE = 0.30
"""Words alike to this degree (cosine) identify an event where names do not."""

COPIED = 0.6
"""Words alike to this degree are of one text, cut or spun."""

_LATELY = 21
"""Days a report that says 近日 may come after its event, at most."""

_PROMPT = 7
"""Days within which most such reports come; and of long ones, those that give no day."""

_NEXT_DAYS = 2
_MONTH = 31
_FIGURES = 3
_AT_ODDS = 2
"""Things that two reports of neighbouring days both count, and arrive at other figures: today's are not yesterday's."""

_KINDS = 2
"""Of kinds of identity, that outweigh a day or a place that is not the same, and a word in the title."""

_LONG = 150
"""Characters of title and opening, on the mean of two reports: below, they say little but what their event was."""

_TITLE_FRAME = 1 / 3
"""Of a title, the share that makes a word in another's stead tell."""

_ACTS = ("会见", "会谈", "宴会", "参观", "会晤")
"""What is done at the edge of something larger, on the same day and by the same people."""

_MOST_PHRASES = 8.0
_FAR_HEADCOUNT = 3.0
"""Head-counts a factor apart are not of one event."""

_LEAP_YEAR = 2000


@dataclass(frozen=True, kw_only=True)
class Pairing:
    """How much speaks for one event; `veto` names what rules it out, '' where nothing does."""

    score: float
    veto: str = ""
    evidence: tuple[str, ...] = ()
    identified: bool = False
    dated: bool = False
    """Both tell when the event was, if only about; else days can rule nothing out."""

    @property
    def links(self) -> bool:
        """Whether the two belong together."""
        return not self.veto and self.identified and self.score >= THRESHOLD


def pair_occasions(left: Occasion, right: Occasion) -> Pairing:
    """Weigh two reports; the order makes no difference."""
    shared = shared_identity(left, right)
    alike = similarity(left.text, right.text)
    score = (
        1.6 * _same_days(left, right)
        + 1.2 * _same_place(left, right)
        + _weigh_identity(shared)
        + 0.5 * bool(left.kinds & right.kinds)
        + 4.0 * alike
        - _conflicts(left, right, shared)
    )
    return Pairing(
        score=round(score, 3),
        veto=_find_veto(left, right, shared),
        evidence=tuple(sorted(shared.evidence)),
        identified=_is_identified(left, right, shared, alike),
        dated=_is_dated(left) and _is_dated(right),
    )


def may_meet(left: Occasion, right: Occasion) -> bool:
    """Whether kinds of text and days leave it open that two reports tell of one event.

    Asks for no more than it is told: of a stored report its days alone will do, and rule out nothing that all of it would not.
    """
    if left.is_digest or right.is_digest or left.is_comment or right.is_comment:
        return False
    return not (_are_other_days(left, right, _days_apart(left, right)) or _reported_apart(left, right))


def may_be_named(left: Occasion, right: Occasion) -> bool:
    """Whether names leave it open that two reports tell of one event: long ones have to share one.

    With `may_meet` a tenth of the work of `pair_occasions`, which never links what either rules out.
    """
    return not _are_long(left, right) or share_name(left, right)


def _is_identified(left: Occasion, right: Occasion, shared: Identity, alike: float) -> bool:
    """Whether there is more than day and place, the more the less these are known.

    Long openings share words, and now and then a name, by accident, so that of them two kinds of identity are wanted, or a
    name in both titles and days that both give.
    """
    is_dated = _is_dated(left) and _is_dated(right)
    is_long = _are_long(left, right)
    is_sure = shared.kinds >= _KINDS or (shared.kinds == 1 and _is_titled(left, right, shared))
    is_named = is_sure or not is_long
    here, there = left.regions or left.home, right.regions or right.home
    is_wide = all(map(_is_wide, here | there))
    if (is_long and not is_dated) or (_are_next_days(left, right) and (is_wide or is_long)):
        return shared.kinds >= _KINDS
    is_placed_in_time = is_dated or None in (left.published, right.published)
    if alike >= COPIED and is_named and is_placed_in_time and not _are_other_spans(left, right):
        return True
    if here and there and _meet(here, there):
        if is_wide:
            return is_sure
        return is_named and (shared.kinds >= 1 or (is_dated and (shared.is_telling or alike >= ALIKE)))
    if not here and not there:
        return shared.kinds >= _KINDS
    return is_named and _is_backed(left, right, shared, alike) and (shared.kinds >= 1 or not is_wide)


def _are_other_spans(left: Occasion, right: Occasion) -> bool:
    """Whether both give the days, and not the same: what one visit's announcement says is filled in anew for the next."""
    return _is_exact(left) and _is_exact(right) and (left.start, left.end) != (right.start, right.end)


def _are_long(left: Occasion, right: Occasion) -> bool:
    return len(left.text) + len(right.text) >= 2 * _LONG


def _is_backed(left: Occasion, right: Occasion, shared: Identity, alike: float) -> bool:
    """Whether enough is shared where one report names no place, or another."""
    if not (_is_exact(left) and _is_exact(right)) and _are_long(left, right):
        return shared.kinds >= _KINDS and _days_apart(left, right) <= _NEXT_DAYS
    is_copied = alike >= COPIED and not _are_other_spans(left, right)
    return shared.is_particular or is_copied or (shared.is_telling and bool(shared.figures))


def _is_titled(left: Occasion, right: Occasion, shared: Identity) -> bool:
    """Whether both titles hold a shared name, or the reports count the same thing out (第四届)."""
    return bool(shared.ordinals) or any(name in left.title and name in right.title for name in shared.evidence)


def _is_wide(code: str) -> bool:
    """Whether a place is a whole province, or one where much is held."""
    return code.endswith("0000") or code in common_places()


def _are_undated_days(left: Occasion, right: Occasion) -> bool:
    """Whether one report gives no day of its event, and they came out on different days."""
    return left.published != right.published and not (_is_dated(left) and _is_dated(right))


def _came_out_apart(left: Occasion, right: Occasion) -> bool:
    return None not in (left.published, right.published) and left.published != right.published


def _are_next_days(left: Occasion, right: Occasion) -> bool:
    return _is_exact(left) and _is_exact(right) and _days_apart(left, right) > 0


def rule_out(pairing: Pairing, verdict: str, left: Occasion, right: Occasion) -> Pairing:
    """The pairing once it is known how the texts relate (`archive.dedupe.compare`).

    The same words filled in anew are of another event, a daily bulletin's say, unless both give the very same day.
    """
    same_day = left.start == right.start is not None and not (left.approximate or right.approximate)
    same_day = same_day and (left.published == right.published or bool(pairing.evidence))
    if verdict == "recurring" or (verdict == "template" and not same_day):
        return replace(pairing, veto=pairing.veto or verdict)
    return pairing


def _find_veto(left: Occasion, right: Occasion, shared: Identity) -> str:
    apart = _days_apart(left, right)
    return next((name for name, holds in _VETOES.items() if holds(left, right, shared, apart)), "")


def _are_other_days(left: Occasion, right: Occasion, apart: int) -> bool:
    if left.approximate or right.approximate:
        return apart > _LATELY or (apart >= _NEXT_DAYS and _is_told_before(left, right))
    return apart >= _NEXT_DAYS or _is_crossed(left, right)


def _other_titles(left: Occasion, right: Occasion, shared: Identity, _apart: int) -> bool:
    is_backed = shared.kinds >= _KINDS and not _are_next_days(left, right)
    return not is_backed and bool(swapped_title(left.title, right.title, frame=_TITLE_FRAME))


def _other_counts(left: Occasion, right: Occasion, shared: Identity, apart: int) -> bool:
    if apart == 1 or _are_undated_days(left, right):
        return count_figures_at_odds(left, right) >= _AT_ODDS or _is_bulletin(left, right, shared)
    return _came_out_apart(left, right) and _is_bulletin(left, right, shared)


def _is_other_act(left: Occasion, right: Occasion) -> bool:
    """Whether one title names what the other report, which says much, does not speak of: a banquet is no opening."""
    return _are_long(left, right) and any(act in left.title and act not in right.text for act in _ACTS)


def _other_places(left: Occasion, right: Occasion, shared: Identity, _apart: int) -> bool:
    is_placed = bool(left.regions and right.regions)
    return is_placed and not _meet(left.regions, right.regions) and not _is_vouched_for(left, right, shared)


_VETOES: dict[str, Callable[[Occasion, Occasion, Identity, int], bool]] = {
    "days": lambda left, right, _shared, apart: _are_other_days(left, right, apart),
    "published": lambda left, right, _shared, _apart: _reported_apart(left, right),
    "digest": lambda left, right, _shared, _apart: left.is_digest or right.is_digest,
    "comment": lambda left, right, _shared, _apart: left.is_comment or right.is_comment,
    "title": _other_titles,
    "act": lambda left, right, _shared, _apart: _is_other_act(left, right) or _is_other_act(right, left),
    "bulletin": _other_counts,
    "region": _other_places,
    "ordinal": lambda left, right, _shared, _apart: ordinals_at_odds(left, right),
}
"""What rules one event out, the first that holds named."""


def _is_told_before(left: Occasion, right: Occasion) -> bool:
    """Whether one report tells of something as recent before the day the other gives."""
    pairs = ((left, right), (right, left))
    return any(
        vague.approximate and not exact.approximate and vague.end and exact.start and vague.end < exact.start
        for vague, exact in pairs
    )


def _is_crossed(left: Occasion, right: Occasion) -> bool:
    """Whether one event began while the other lasted, and outlasted it: two visits in one week."""
    if not (left.start and left.end and right.start and right.end):
        return False
    first, second = sorted(((left.start, left.end), (right.start, right.end)))
    return first[0] < second[0] <= first[1] < second[1]


def _is_exact(occasion: Occasion) -> bool:
    return occasion.yearless is not None or (occasion.start is not None and not occasion.approximate)


def _days_apart(left: Occasion, right: Occasion) -> int:
    """Days between the two spans; 0 where they overlap or one is unknown. Without a year, the nearest year counts."""
    if left.yearless or right.yearless:
        return min((abs((a - b).days) for a, b in product(_in_leap_year(left), _in_leap_year(right))), default=0)
    if not (left.start and left.end and right.start and right.end):
        return 0
    return max(0, (left.start - right.end).days, (right.start - left.end).days)


def _in_leap_year(occasion: Occasion) -> list[dt.date]:
    """First and last day of an event, brought to one year."""
    if occasion.yearless:
        month_days = [occasion.yearless]
    else:
        month_days = [(day.month, day.day) for day in (occasion.start, occasion.end) if day]
    return [dt.date(_LEAP_YEAR, *month_day) for month_day in month_days]


def _reported_apart(left: Occasion, right: Occasion) -> bool:
    """Whether too long lies between two reports one of which gives no day: last month's visitor was another."""
    if left.published is None or right.published is None:
        return False
    is_dated = _is_dated(left) and _is_dated(right)
    longest = _PROMPT if _are_long(left, right) else _MONTH
    return not is_dated and abs((left.published - right.published).days) > longest


def _is_dated(occasion: Occasion) -> bool:
    return occasion.start is not None or occasion.yearless is not None


def _is_bulletin(left: Occasion, right: Occasion, shared: Identity) -> bool:
    """Whether two reports are full of figures and share few of them, and no name: today's count is not yesterday's."""
    fewer = min(len(left.numbers), len(right.numbers))
    return fewer >= _FIGURES and not shared.evidence and _FIGURES * len(shared.figures) < fewer


def _is_vouched_for(left: Occasion, right: Occasion, shared: Identity) -> bool:
    """Whether two reports name the same day, person and figures or names: then a place was misread."""
    if not (_is_exact(left) and _is_exact(right) and _days_apart(left, right) == 0):
        return False
    if shared.people:
        return bool(shared.names or shared.particular_figures) or shared.phrases >= TELLING_PHRASES
    return bool(shared.names and shared.particular_figures) and shared.phrases >= TELLING_PHRASES


def _same_days(left: Occasion, right: Occasion) -> float:
    """How far the days speak for one event, 0 to 1."""
    if not _is_dated(left) or not _is_dated(right):
        return _same_report_days(left, right)
    apart = _days_apart(left, right)
    if left.approximate or right.approximate:
        return 0.6 if apart <= _PROMPT else 0.45 if apart <= _LATELY else 0.0
    if left.yearless or right.yearless:
        return 0.8 if apart == 0 else 0.0
    return 1.0 if apart == 0 else 0.4


def _same_report_days(left: Occasion, right: Occasion) -> float:
    """The same where one report gives no day of the event: the day it was published stands for it."""
    days = [occasion.start or occasion.published for occasion in (left, right)]
    if days[0] is None or days[1] is None:
        return 0.0
    return 0.6 if abs((days[0] - days[1]).days) <= _NEXT_DAYS else 0.0


def _meet(left: frozenset[str], right: frozenset[str]) -> bool:
    return any(is_above(a, b) or is_above(b, a) for a in left for b in right)


def _same_place(left: Occasion, right: Occasion) -> float:
    """How far the places speak for one event, 0 to 1."""
    if left.regions & right.regions:
        return 1.0
    here, there = left.regions or left.home, right.regions or right.home
    if not here or not there:
        return 0.4
    return 0.7 if _meet(here, there) else 0.0


def _weigh_identity(shared: Identity) -> float:
    """Names, long ones counting more, people, organisers and figures, no kind of them without bounds."""
    telling = len(shared.telling_figures)
    return (
        1.1 * min(1.5, sum(min(1.0, len(name) / 8) for name in shared.names))
        + 0.75 * min(2, len(shared.people))
        + 0.7 * min(1.5, len(shared.organisers))
        + min(1.5, 0.65 * telling + 0.4 * (len(shared.figures) - telling))
        + 0.8 * bool(shared.ordinals)
        + 0.25 * min(_MOST_PHRASES, shared.phrases)
    )


def _conflicts(left: Occasion, right: Occasion, shared: Identity) -> float:
    """What speaks against one event without ruling it out."""
    against = 0.0
    if left.people and right.people and not shared.people:
        against += 0.6
    if left.organisers and right.organisers and not shared.organisers and not left.organisers & right.organisers:
        against += 0.6
    few, many = sorted((left.headcount or 0, right.headcount or 0))
    if 0 < few * _FAR_HEADCOUNT < many and not shared.figures:
        against += 0.8
    if not shared.people:
        against += 0.5 * min(2, count_figures_at_odds(left, right))
    return against
