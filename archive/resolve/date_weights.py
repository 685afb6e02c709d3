"""How much one date of a page looks like the event's own day: its place, its frame, its precision, its deed.

Deliberately not here: choosing among several dates (`event_date`) and the words of the frames (`date_frames`).
"""

from __future__ import annotations

from archive.resolve.date_frames import Frame, is_deed, is_reporting
from archive.resolve.holidays import NamedDayMention
from archive.resolve.passages import Passages, Sentence
from archive.resolve.reference_day import Days
from archive.text.dates import DateWords

MAIN_SCORE = 20
"""A date scoring less is no event's: a month in passing, a year, a theme day far down the page."""

CLAUSE_REACH = 160
"""Characters behind a date in which its sentence tells what was done; longer ones run on to other things."""

_LOOSE_KINDS = ("relative", "weekday", "month", "part")
"""Words that are as often said in passing (昨天说过的话, 三月来四月走): they need a deed to tell of an event."""

_CLAUSE_STARTS = ("", *',。:;!?“"(')


def date_score(words: DateWords, days: Days, frame: Frame, passages: Passages) -> float:
    """How much a date looks like the event's: place on the page, then frame, then precision."""
    sentence = passages.sentence_at(words.start)
    if frame.kind == "vague":
        clause = passages.folded[words.end : words.end + 120]
        return 22.0 if sentence.index <= 3 and is_deed(clause) and not is_reporting(clause) else 0.0
    deed = is_deed(passages.after(words.end, CLAUSE_REACH))
    precision = {"day": 0, "month": -25, "year": -60}.get(days.precision, 0)
    stamp = -40 if not deed and _is_stamp(words, sentence, passages) else 0
    idle = _idle_loss(words, passages) if not deed and words.kind in _LOOSE_KINDS else 0
    return _place(words.start, passages) + frame.weight + precision + stamp + idle + (15 if deed else 0)


def _idle_loss(words: DateWords, passages: Passages) -> float:
    """昨晚去看戏 opens a clause and tells when; 他昨天说过的话 stands inside one and tells nothing."""
    opens = passages.before(words.start, 1).strip() in _CLAUSE_STARTS
    return -15 if opens and words.kind in ("relative", "weekday") else -35


def feast_score(mention: NamedDayMention, frame: Frame, passages: Passages) -> float:
    """A feast is weaker than a day; one that is only near, or merely named, hardly more than 近日."""
    if not mention.framed and mention.year is None:
        return MAIN_SCORE + 3
    deed = is_deed(passages.after(mention.end, CLAUSE_REACH))
    weight = frame.weight if frame.kind != "event" else -12 if mention.approximate else 0
    return max(_place(mention.start, passages) + weight + (15 if deed else 0), MAIN_SCORE + 3 if deed else 0)


def _place(start: int, passages: Passages) -> float:
    sentence = passages.sentence_at(start)
    return 45.0 if sentence.index == 0 else max(5.0, 52.0 - (start - passages.body_start) / 12)


def _is_stamp(words: DateWords, sentence: Sentence, passages: Passages) -> bool:
    """Whether a date without a deed is a stamp left in the text: 2019-06-25, or a line that is no sentence."""
    if words.first.year is None or sentence.index == 0:
        return False
    line_end = passages.folded[sentence.start : sentence.end].rstrip()[-1:]
    return passages.folded[words.start + 4] in "-/." or line_end not in '。.!?;:,”"）)'
