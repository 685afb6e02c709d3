"""Resolves the dates of a draft: the day of the event it reports first, then days gone by and days planned.

Each date found is judged by where it stands, the words around it, and how far it lies from the day of the report
(`archive.resolve.date_frames` holds the words). Deliberately not here: finding date words (`archive.text.dates`) and
giving year-less ones a year (`archive.resolve.reference_day`).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from archive.records import Draft, Finding
from archive.resolve.date_frames import Frame, frame_of, is_deed
from archive.resolve.date_weights import CLAUSE_REACH, MAIN_SCORE, date_score, feast_score
from archive.resolve.event_year import resolve_event_year
from archive.resolve.holidays import NamedDayMention, find_named_days
from archive.resolve.issue_day import is_document, is_signature, issue_day
from archive.resolve.passages import Passages, read_passages
from archive.resolve.reference_day import (
    Anchor,
    Days,
    edition_year,
    reference_day,
    resolve_days,
    resolve_named_day,
)
from archive.resolve.region.strangers import strangers_start
from archive.resolve.trace import Trace, consider
from archive.text.dates import DateWords, DayFields, find_dates
from archive.text.numerals import parse_number
from archive.text.regex import regex

RULE_VERSION = 3

_PAST_GAP = dt.timedelta(days=30)
"""A date that long before the main one (or the report) is background."""

_AHEAD = dt.timedelta(days=3)
"""A date that long after the report, and not the main one, is planned."""

_HINT_REACH = 300
"""Characters from the start in which a counted theme day or a full date gives the year of the report."""

# Days between the date and the report, and what that costs: after years it is history, told on some occasion.
_AGE_LOSSES = ((3650, 70), (1100, 45), (120, 25), (31, 12))

# 2015年…是首个…,今年已是第6年: the words give this year.
_COUNTED_YEAR = regex(
    r"((?:19|20)\d\d)年[^。\n]{0,24}首[个届次年][^。\n]{0,24}今年(?:已经?)?是第(\d{1,2}|[一二三四五六七八九十]{1,3})[年个届次]"
)

_SINCE_THEN = regex(r"[^。;\n]{0,40}?以来")
_ACCOUNT = dt.timedelta(days=62)
"""An account over a longer time is a look back, not an event."""
_ACCOUNT_BONUS = 15
"""The account holds the single days told after it."""

_MAX_WORDS = 400
_MAX_FINDINGS = 40
"""More dates than that make a table or a list, of no use to a reader."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One date with its judgement. `role` is empty until the main date is chosen."""

    words: DateWords
    days: Days
    role: str
    score: float
    rule: str


def resolve_event_dates(draft: Draft, trace: Trace | None = None) -> tuple[Finding, ...]:
    """Dates of the draft as findings: main event first, other events, then past and planned in reading order.

    `value` is EDTF, `data` {start, end, precision} with ISO dates or None. A date whose year the page cannot give
    keeps it open (`XXXX-11-02`). Empty when the page names no date. `trace` receives the dates that are none of these.
    """
    passages = read_passages(draft)
    reference = reference_day(draft)
    candidates = _with_accounts(list(_candidates(passages, reference, trace)), passages, trace)
    ranked = _ranked(candidates, reference, trace)
    for candidate in ranked[_MAX_FINDINGS:]:
        _note(trace, candidate, "date-too-many")
    ranked = ranked[:_MAX_FINDINGS]
    if is_document(draft):
        ranked = _signed(candidates, ranked, passages)
    found = [_finding(candidate, passages) for candidate in ranked]
    if not any(finding.role == "event" for finding in found):
        found = [*(issue_day(draft) or _year_alone(passages, reference)), *found]
    return tuple(found)


def _note(trace: Trace | None, candidate: Candidate, reason: str) -> None:
    if trace is not None:
        place = (candidate.words.start, candidate.words.end)
        score = round(candidate.score, 1)
        consider(trace, "event_date", candidate.days.edtf, place, reason, rule=candidate.rule, score=score)


def _year_alone(passages: Passages, reference: dt.date | None) -> list[Finding]:
    year = resolve_event_year(passages) if reference is None else None
    return [year] if year is not None else []


def _signed(candidates: list[Candidate], ranked: list[Candidate], passages: Passages) -> list[Candidate]:
    """A regulation or notice whose main date is none, or merely its signature, is of the day it is signed on."""
    signature = next((c for c in candidates if c.words.kind == "day" and is_signature(c.words, passages)), None)
    if signature is None or any(candidate.role == "event" for candidate in ranked):
        return ranked
    others = [candidate for candidate in ranked if candidate.days.edtf != signature.days.edtf]
    return [dataclasses.replace(signature, role="event", rule="date_issued"), *others]


def _candidates(passages: Passages, reference: dt.date | None, trace: Trace | None) -> Iterator[Candidate]:
    anchor = Anchor(reference=reference, year=_hinted_year(passages) if reference is None else None)
    mentions = _own_words(_all_words(passages, trace), passages, trace)
    anchor = _report_day_by_feast(anchor, mentions)
    for words, mention in mentions:
        frame = frame_of(words, passages)
        if frame.kind == "name":
            _drop(trace, words, passages, "date-name")
            continue
        edition = edition_year(passages.after(words.end, CLAUSE_REACH), words.first.month)
        days = _days(words, mention, anchor, frame, edition)
        if days is None or not _sane(days, reference):
            _drop(trace, words, passages, "date-unresolved" if days is None else "date-far-ahead")
            continue
        anchor = _next_anchor(anchor, words, days, frame) if mention is None or mention.year else anchor
        if frame.kind in ("dateline", "citation"):
            _drop(trace, words, passages, f"date-{frame.kind}")
            continue
        yield Candidate(
            words=words,
            days=days,
            role=_role(frame, days, anchor.report_day),
            score=date_score(words, days, frame, passages)
            if mention is None
            else feast_score(mention, frame, passages),
            rule=f"date_{frame.kind}" if mention is None else "date_named_day",
        )


def _drop(trace: Trace | None, words: DateWords, passages: Passages, reason: str) -> None:
    """Note words that give no candidate at all; what they say stands for the day they cannot give."""
    if trace is not None:
        place = (words.start, words.end)
        consider(trace, "event_date", passages.text[words.start : words.end], place, reason, rule=f"date_{words.kind}")


def _days(
    words: DateWords, mention: NamedDayMention | None, anchor: Anchor, frame: Frame, edition: int | None
) -> Days | None:
    if mention is not None:
        return resolve_named_day(mention, anchor)
    if frame.kind == "vague":
        return _around(anchor, edition)
    return resolve_days(words, anchor, edition=edition, ahead=frame.ahead or frame.nearest)


def _report_day_by_feast(anchor: Anchor, mentions: list[tuple[DateWords, NamedDayMention | None]]) -> Anchor:
    """今天是国家宪法日 fixes the day the text was written on, whatever day a reprint of it came out."""
    for _words, mention in mentions:
        if mention is None or mention.today is None:
            continue
        days = resolve_named_day(mention, anchor)
        if days is not None and days.start is not None:
            return dataclasses.replace(anchor, dateline=days.start - dt.timedelta(days=mention.today))
    return anchor


def _all_words(passages: Passages, trace: Trace | None) -> list[tuple[DateWords, NamedDayMention | None]]:
    """Date words and named days of the text, in order; a named day only where it tells when something was."""
    found: list[tuple[DateWords, NamedDayMention | None]] = [(words, None) for words in find_dates(passages.folded)]
    for mention in find_named_days(passages.folded):
        words = DateWords(kind="day", start=mention.start, end=mention.end, first=DayFields())
        if mention.year is None and not mention.framed and not _in_opening(mention, passages):
            _drop(trace, words, passages, "date-named-only")
            continue
        passing = mention.year is None and not mention.framed and not mention.day.name.endswith("夜")
        found.append((words, dataclasses.replace(mention, approximate=True) if passing else mention))
    return sorted(found, key=lambda pair: (pair[0].start, pair[0].end))[:_MAX_WORDS]


def _own_words(
    mentions: list[tuple[DateWords, NamedDayMention | None]], passages: Passages, trace: Trace | None
) -> list[tuple[DateWords, NamedDayMention | None]]:
    """Without the days of other pages' items below the text."""
    end = strangers_start(passages) if mentions else 0
    for words, _mention in mentions:
        if words.start >= end:
            _drop(trace, words, passages, "date-aside")
    return [pair for pair in mentions if pair[0].start < end]


def _in_opening(mention: NamedDayMention, passages: Passages) -> bool:
    """Whether a feast stands in the title or first sentence with a deed behind it: it then tells about when."""
    if passages.sentence_at(mention.start).index > 1:
        return False
    return is_deed(passages.after(mention.end, CLAUSE_REACH))


def _hinted_year(passages: Passages) -> int | None:
    """The year the opening itself gives to a page without any date of its own: a counted theme day or a full date."""
    opening = passages.folded[: passages.body_start + _HINT_REACH]
    for mention in find_named_days(opening):
        if mention.year is not None:
            return mention.year
    counted = _COUNTED_YEAR.search(opening)
    number = parse_number(counted[2]) if counted else None
    return int(counted[1]) + int(number) - 1 if counted and number else None


def _next_anchor(anchor: Anchor, words: DateWords, days: Days, frame: Frame) -> Anchor:
    """What the words just read fix for those after them."""
    if words.kind not in ("day", "month") or days.start is None:
        month = words.first.month
        return dataclasses.replace(anchor, month=month) if month is not None and frame.kind != "citation" else anchor
    written = words.first.year is not None
    fixed = dataclasses.replace(anchor, month=days.start.month, year=days.start.year, year_written=written)
    if frame.kind == "dateline":
        return dataclasses.replace(fixed, dateline=days.start)
    if frame.kind in ("event", "disaster") or (frame.kind == "topic_day" and anchor.year is None):
        return fixed
    return anchor


def _with_accounts(candidates: list[Candidate], passages: Passages, trace: Trace | None) -> list[Candidate]:
    """11月14日活动启动以来,截至25日,…人参加: the report covers both days and all between them.

    The two must stand in one sentence; then the beginning stretches to the day of the count.
    """
    found, counted = list(candidates), []
    for index, since in enumerate(candidates):
        if not _SINCE_THEN.match(passages.after(since.words.end, 60)) or since.days.precision != "day":
            continue
        sentence = passages.sentence_at(since.words.start)
        for as_of in candidates[max(0, index - 2) : index + 3]:
            if as_of.rule != "date_as_of" or passages.sentence_at(as_of.words.start).index != sentence.index:
                continue
            start, end = since.days.start, as_of.days.end
            if start is not None and end is not None and dt.timedelta() < end - start <= _ACCOUNT:
                days = Days(start=start, end=end, precision="day", edtf=f"{start}/{end}")
                told = [other.score for other in candidates if other.days.start == start]
                score = max(as_of.score + 25, *told) + _ACCOUNT_BONUS
                found[index] = dataclasses.replace(since, days=days, role="", score=score, rule="date_account")
                counted.append(as_of)
                _note(trace, as_of, "date-counted")
    return [candidate for candidate in found if candidate not in counted]


def _around(anchor: Anchor, edition: int | None) -> Days | None:
    """近日 means some day shortly before the report: its day, marked approximate (EDTF `~`).

    Not where the event's name carries a much older year: then the page's date is a reprint's.
    """
    day = anchor.report_day
    if day is None or (edition is not None and day.year - edition >= 2):
        return None
    return Days(start=day, end=day, precision="day", edtf=f"{day}~")


def _sane(days: Days, reference: dt.date | None) -> bool:
    """No report tells of days more than a year ahead of it."""
    if days.start is None or reference is None:
        return True
    return days.start.year <= reference.year + 1


def _role(frame: Frame, days: Days, report_day: dt.date | None) -> str:
    if frame.ahead:
        over = days.end is not None and report_day is not None and days.end < report_day
        return "past" if over and frame.kind == "deadline" else "" if over else "planned"
    return "past" if frame.kind in ("past", "as_of", "disaster") else ""


def _ranked(candidates: list[Candidate], reference: dt.date | None, trace: Trace | None) -> list[Candidate]:
    """Main event first; the same days told twice are kept once, at their best place."""
    main = _main(candidates, reference)
    ranked: list[Candidate] = [dataclasses.replace(main, role="event")] if main else []
    seen = {main.days.edtf} if main else set()
    others = [_settled(candidate, main, reference) for candidate in candidates if candidate is not main]
    order = {"event": 0, "past": 1, "planned": 2}
    for candidate in sorted(others, key=lambda c: (order.get(c.role, 3), c.words.start)):
        lost = _why_dropped(candidate, seen)
        if lost:
            _note(trace, candidate, lost)
        else:
            seen.add(candidate.days.edtf)
            ranked.append(candidate)
    return ranked


_DROPPED = {"date_topic_day": "date-topic-day", "date_chatter": "date-chatter", "date_plan": "date-plan-over"}


def _why_dropped(candidate: Candidate, seen: set[str]) -> str:
    """Why a date beside the main one is not kept; empty for one that is. `seen` are the days kept so far."""
    if candidate.days.edtf in seen:
        return "date-repeated"
    if candidate.rule == "date_vague":
        return "date-vague"
    if candidate.role:
        return ""
    return _DROPPED.get(candidate.rule) or ("date-weak" if candidate.score < MAIN_SCORE else "date-weaker")


def _main(candidates: list[Candidate], reference: dt.date | None) -> Candidate | None:
    """The best candidate without a role; where nothing else tells of an event, a planned one (no deadline), else the
    day of a disaster on which people acted.
    """
    for pool in (
        [c for c in candidates if not c.role],
        [c for c in candidates if c.role == "planned" and c.rule == "date_plan" and c.days.precision == "day"],
        [c for c in candidates if c.rule == "date_disaster"],
    ):
        best = max(pool, key=lambda c: (_aged(c, reference), -c.words.start), default=None)
        if best is not None and _aged(best, reference) >= MAIN_SCORE:
            return best
    return None


def _aged(candidate: Candidate, reference: dt.date | None) -> float:
    """The score, less for a date far from the report."""
    if candidate.days.start is None or reference is None:
        return candidate.score
    distance = abs((reference - candidate.days.start).days)
    loss = next((loss for days, loss in _AGE_LOSSES if distance > days), 0)
    return candidate.score - loss - (20 if distance > 120 and candidate.days.precision != "day" else 0)


def _settled(candidate: Candidate, main: Candidate | None, reference: dt.date | None) -> Candidate:
    """Give a candidate that is not the main one its role, or none where it says nothing worth keeping."""
    if candidate.role:
        return candidate
    days, role = candidate.days, "event"
    yardstick = main.days.start if main and main.days.start else reference
    if days.start is not None and yardstick is not None:
        if yardstick - (days.end or days.start) > _PAST_GAP:
            role = "past"
        elif reference is not None and days.start > reference + _AHEAD:
            role = "planned"
    if role == "event" and (candidate.score < MAIN_SCORE or candidate.rule != "date_event"):
        role = ""
    return dataclasses.replace(candidate, role=role)


def _finding(candidate: Candidate, passages: Passages) -> Finding:
    words, days = candidate.words, candidate.days
    return Finding(
        kind="event_date",
        value=days.edtf,
        role=candidate.role,
        quote=passages.quote(words.start, words.end),
        start=words.start,
        end=words.end,
        rule=candidate.rule,
        rule_version=RULE_VERSION,
        confidence=_confidence(candidate),
        data={
            "start": days.start.isoformat() if days.start else None,
            "end": days.end.isoformat() if days.end else None,
            "precision": days.precision,
        },
    )


def _confidence(candidate: Candidate) -> float:
    """For an event how clearly it is the one; for past and planned days how exact their words are."""
    if candidate.days.edtf.endswith("~"):
        return 0.3
    if candidate.role != "event":
        return {"day": 0.8, "month": 0.6}.get(candidate.days.precision, 0.4)
    return round(min(0.95, max(0.2, candidate.score / 75)), 2)
