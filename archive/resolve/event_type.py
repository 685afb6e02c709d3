"""Resolves what kind of event a draft reports (several a page) and in which fields people served.

Cues of the vocabularies are weighed by where they stand: title before opening before the rest. Types of event are also
told by frames (who did what for whom), and one type may explain another away: a call for volunteers names work to come.
Deliberately not here: the cue words (`resolve/data`), the frames (`type_frames`), and types staff set.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from archive.records import Draft, Finding, FindingKind
from archive.resolve.asides import AsideKind, Asides, find_asides
from archive.resolve.cues import CueHit, CueTable
from archive.resolve.house import words_in_force
from archive.resolve.passages import QUOTE_LIMIT, Passages, read_passages
from archive.resolve.trace import Trace, consider
from archive.resolve.type_frames import FrameHit, find_frames, find_last_resort
from archive.resolve.vocabulary import Term, load_terms
from archive.resolve.whole_page import is_commentary, portrait_score
from archive.text.normalise import fold
from archive.text.regex import regex

RULE_VERSION = 4

_OPENING = 160
"""Characters of the body in which a report says what happened; what follows is detail, background and speeches."""

_TITLE_WEIGHT, _OPENING_WEIGHT, _BODY_WEIGHT = 3.0, 2.0, 0.6

_ASIDE_WEIGHT = 0.3
"""Background, speeches and plans use the words of the news without being it."""

_AT_HOME: Mapping[AsideKind, frozenset[str]] = {
    "background": frozenset(["roundup", "profile", "opinion"]),
    "speech": frozenset(["meeting", "profile", "opinion"]),
    "plan": frozenset(["recruitment", "policy", "opinion"]),
    "purpose": frozenset(["opinion"]),
}
"""Types that are told by such parts of a page."""

_THRESHOLD = 2.0
"""One strong cue in the opening, one weak and one more in the title, or four different ones further down."""

_FIELD_THRESHOLD = 2.0
_FIELD_SHARE = 0.4
"""A field weighing less than this share of the page's strongest one is named in passing."""

_SHORT_QUOTE = 60
"""Characters of a sentence that is quoted whole."""

_CLAUSE_END = regex(r"[,;，；\n](?![^“”\n]{0,60}”)")
"""Not a comma between quotation marks: names hold some."""

_AGAIN, _MOST_MENTIONS = 0.3, 8
"""A field named again and again is what the page is about."""

_MAX_TYPES, _MAX_FIELDS = 4, 4

_FRAMED = (
    *("launch", "donation", "aid", "training", "meeting", "exchange", "practice"),
    *("roundup", "service", "care-visit", "campaign"),
)
_BESIDE_OTHERS = frozenset(["launch", "aid", "training", "meeting", "practice"])
"""Frames that tell news of their own, whatever else is the news."""

_FRAME_WEIGHT = 2.5
"""A frame in the lede is as good as a strong cue there."""

_DETAIL = 3
"""Sentences of doing that fill a page, however it begins."""

_PORTRAIT = 3
"""Of five marks of a portrait, so many make one."""

_OCCASIONS = frozenset(
    [
        "meeting",
        "launch",
        "founding",
        "training",
        "award",
        "recruitment",
        "donation",
        "contest",
        "policy",
        "exchange",
        "opinion",
        "fundraising",
        "aid",
        "practice",
    ]
)
"""Types that are the page's news by themselves: what volunteers do around them is a detail unless it fills the page."""

_TITLE_COUNTS = frozenset(["policy", "training", "fundraising", "meeting", "founding"])
"""These leave to the title what it says besides; a call (招募敬老志愿者) and an opinion do not."""

_TALKED = frozenset(["meeting", "exchange", "policy", "training", "founding", "award"])
"""Occasions that speak of service: its words alone do not say that anybody served."""

_NEEDS_A_DEED = frozenset(["care-visit"])
"""Whom a page speaks of does not yet say that somebody was cared for."""

_GIVING = frozenset(["fundraising", "aid"])
"""Occasions that a theme day is made for."""

_EXPLAINED: Mapping[str, frozenset[str]] = {
    "opinion": frozenset(["service", "care-visit", "profile", "roundup", "award", "meeting", "campaign", "training"]),
    "policy": frozenset(["aid", "service", "training", "care-visit", "emergency", "founding", "exchange"]),
    "recruitment": frozenset(["service", "care-visit", "culture", "training", "aid"]),
    "training": frozenset(["emergency"]),
    "fundraising": frozenset(["donation"]),
    # What a meeting passes and a founded body writes for itself is no policy of theirs for others.
    "meeting": frozenset(["policy"]),
    "founding": frozenset(["policy"]),
}
"""What an opinion judges, a rule orders or a call announces did not happen on the page."""


@dataclass(frozen=True, kw_only=True)
class _Scored:
    """One type with its weight; `news` is the part of it that title and opening give by strong cues, `sure` where the page has one."""

    code: str
    score: float
    news: float
    start: int
    end: int
    in_title: bool = False
    framed: bool = False
    sure: bool = False


def resolve_event_types(draft: Draft, trace: Trace | None = None) -> tuple[Finding, ...]:
    """Kinds of event as findings, the strongest first; `value` is the code. Empty when nothing is strong enough.

    `trace` receives the kinds whose cues the page has and that it does not tell of.
    """
    passages = read_passages(draft)
    asides = find_asides(passages)
    cued = _cue_scores(passages, asides)
    scored = _with_frames(cued, passages, asides)
    kept = [
        found
        for found in scored.values()
        if (found.sure or found.framed or found.code not in _NEEDS_A_DEED) and not _is_explained(found, scored)
    ]
    _note(trace, "event_type", [found for found in cued.values() if found.code not in scored], "type-detail")
    _note(trace, "event_type", [found for found in scored.values() if found not in kept], "type-explained")
    return _chosen(kept, "event_type", _THRESHOLD, _MAX_TYPES, passages, trace) or _last_resort(passages)


def _last_resort(passages: Passages) -> tuple[Finding, ...]:
    """Where nothing is strong: an account of growth, or people at work."""
    hit = find_last_resort(passages)
    if hit is not None:
        return (_finding(_raised(None, hit.code, hit), "event_type", passages),)
    return ()


def resolve_service_fields(draft: Draft, trace: Trace | None = None) -> tuple[Finding, ...]:
    """Fields of service as findings, the strongest first; `value` is the field's code."""
    passages = read_passages(draft)
    asides = find_asides(passages)
    told = _cues("service_fields").hits(passages.folded)
    topics = (_score_topic(term.code, tuple(hits), passages, asides) for term, hits in told)
    scored = [found for found in topics if found is not None]
    if any(found.sure and found.score >= _FIELD_THRESHOLD for found in scored):
        # Pupils, teachers and hospitals turn up on pages about anything.
        scored = [found for found in scored if found.sure]
    threshold = max(_FIELD_THRESHOLD, _FIELD_SHARE * max((found.score for found in scored), default=0.0))
    return _chosen(scored, "service_field", threshold, _MAX_FIELDS, passages, trace)


def _chosen(
    scored: list[_Scored],
    kind: FindingKind,
    threshold: float,
    limit: int,
    passages: Passages,
    trace: Trace | None,
) -> tuple[Finding, ...]:
    scored.sort(key=lambda found: -found.score)
    enough = [found for found in scored if found.score >= threshold]
    _note(trace, kind, enough[limit:], "type-too-many")
    _note(trace, kind, [found for found in scored if found.score < threshold], "type-few-cues")
    return tuple(_finding(found, kind, passages) for found in enough[:limit])


def _note(trace: Trace | None, kind: FindingKind, lost: list[_Scored], reason: str) -> None:
    for found in lost if trace is not None else ():
        consider(trace, kind, found.code, (found.start, found.end), reason, score=round(found.score, 1))


def _cue_scores(passages: Passages, asides: Asides) -> dict[str, _Scored]:
    told = _cues("event_types").hits(passages.folded)
    found = (_score(term.code, hits, passages, asides) for term, hits in told)
    return {scored.code: scored for scored in found if scored is not None}


def _with_frames(scored: dict[str, _Scored], passages: Passages, asides: Asides) -> dict[str, _Scored]:
    """The scores of the cues with what the frames of the text and the page as a whole add."""
    frames = [frame for frame in find_frames(passages) if _is_news(frame.code, frame.start, asides)]
    # Who hands out leaflets and explains does awareness work: that sentence is no other service.
    spread = {frame.sentence for frame in frames if frame.code == "campaign"}
    frames = [frame for frame in frames if frame.code != "service" or frame.sentence not in spread]
    news = {found.code for found in scored.values() if found.news >= _THRESHOLD} & _OCCASIONS
    found = dict(scored)
    for code in ("service", "meeting"):
        # 会上 and 大会 speak of the award's own ceremony, 志愿者 of who came.
        if news - {code} and code in found and found[code].news < _THRESHOLD:
            del found[code]
    if (
        news & _TALKED
        and "service" in found
        and not found["service"].in_title
        and not any(frame.code == "service" for frame in frames)
    ):
        del found["service"]
    for code in _FRAMED:
        hits = [hit for hit in frames if hit.code == code]
        given = code == "service" and "donation" in found and found["donation"].framed
        if _tells(code, hits, bool(news) or given):
            found[code] = _raised(found.get(code), code, hits[0])
    days = [hit for hit in frames if hit.code == "theme-day"]
    # Work done on a theme day is service; a campaign speaks of the day or to people.
    worked = "service" in found and found["service"].score >= _THRESHOLD and "campaign" not in found
    if days and news <= _GIVING and not worked:
        found["campaign"] = _raised(found.get("campaign"), "campaign", days[0])
    return _with_whole_page(found, news, passages)


def _with_whole_page(found: dict[str, _Scored], news: set[str], passages: Passages) -> dict[str, _Scored]:
    """The scores with what the page is as a whole: a judgement or a portrait, which occasions rule out."""
    if not news and is_commentary(passages):
        found["opinion"] = _raised(found.get("opinion"), "opinion", _whole_title(passages))
        found = {code: scored for code, scored in found.items() if code not in _EXPLAINED["opinion"]}
    told = portrait_score(passages) >= _PORTRAIT
    if told and "award" in news and passages.sentence_at(found["award"].start).index > 1:
        # Honours are part of a life that is told; the honour that is the news stands at the front.
        del found["award"]
        news = news - {"award"}
    if told and not news:
        found["profile"] = _raised(found.get("profile"), "profile", _whole_title(passages))
    if "roundup" in found and (told or news) and not found["roundup"].in_title:
        del found["roundup"]
    return found


def _whole_title(passages: Passages) -> FrameHit:
    """What proves a frame that the page shows as a whole: its title, or its first sentence."""
    sentence = passages.sentences[0 if passages.body_start > 1 or len(passages.sentences) < 2 else 1]
    return FrameHit(code="", start=sentence.start, end=max(1, sentence.end - 1), sentence=sentence.index, in_lede=True)


def _tells(code: str, hits: list[FrameHit], occasion: bool) -> bool:
    """Whether the sentences that show a frame make its type: in the lede, or where an occasion is the news, all over."""
    if not hits:
        return False
    if code in _BESIDE_OTHERS:
        return hits[0].in_lede
    if occasion:
        return code == "service" and len(hits) >= _DETAIL
    return any(hit.in_lede for hit in hits) or len(hits) >= _DETAIL


def _raised(found: _Scored | None, code: str, hit: FrameHit) -> _Scored:
    """A score raised by a frame; the cue stays the proof where there is one in the title or opening."""
    if found is None:
        return _Scored(code=code, score=_FRAME_WEIGHT, news=0, start=hit.start, end=hit.end, framed=True)
    if found.score >= _THRESHOLD:
        return found
    return _Scored(code=code, score=_FRAME_WEIGHT, news=found.news, start=hit.start, end=hit.end, framed=True)


def _is_explained(found: _Scored, scored: Mapping[str, _Scored]) -> bool:
    """Whether a stronger type of the page explains this one away."""
    return any(
        not (found.in_title and code in _TITLE_COUNTS)
        and found.code in explained
        and not found.framed
        and code in scored
        and scored[code].news >= _THRESHOLD
        for code, explained in _EXPLAINED.items()
    )


def _cues(vocabulary: str) -> CueTable:
    return _table(vocabulary, words_in_force().cues)


@lru_cache(maxsize=8)
def _table(vocabulary: str, house: tuple[tuple[str, str, str], ...]) -> CueTable:
    more: dict[str, tuple[str, ...]] = {}
    for name, code, cue in house:
        if name == vocabulary:
            more[code] = (*more.get(code, ()), fold(cue))
    terms = [replace(term, cues=(*term.cues, *more.pop(term.code, ()))) for term in load_terms(vocabulary)]
    # What is left are terms staff added to the vocabulary, which have no cues but these.
    terms += [Term(code=code, label=code, label_en=code, description="", cues=cues) for code, cues in more.items()]
    return CueTable(terms)


def _is_news(code: str, start: int, asides: Asides) -> bool:
    """Whether words of a type stand where the page tells such news."""
    kind = asides.kind_at(start)
    return kind is None or code in _AT_HOME[kind]


def _score(
    code: str, hits: Iterable[CueHit], passages: Passages, asides: Asides, *, weak_again: bool = False
) -> _Scored | None:
    """Each strong cue counts once in each of title, opening and rest; None where there is none at all.

    A weak one counts once, where it weighs most (a word said twice proves no more), unless `weak_again`.
    """
    found: dict[tuple[str, float], tuple[float, CueHit]] = {}
    for hit in hits:
        told = _is_news(code, hit.start, asides)
        place = _place_weight(hit, passages) if told else _ASIDE_WEIGHT
        key = (hit.cue, place if hit.weight >= 1 or weak_again else 0.0)
        kept = found.get(key)
        # Title, opening and rest follow each other, so the first hit is the heaviest of its cue, too.
        if kept is None or hit.start < kept[1].start:
            found[key] = (hit.weight * place, hit)
    if not found:
        return None
    strongest = max(found.values(), key=lambda pair: (pair[0], -pair[1].start))[1]
    news = (weight for (_cue, place), (weight, hit) in found.items() if place > _BODY_WEIGHT and hit.weight >= 1)
    return _Scored(
        code=code,
        score=sum(weight for weight, _hit in found.values()),
        news=sum(news),
        start=strongest.start,
        end=strongest.end,
        in_title=any(hit.start < passages.body_start and hit.weight >= 1 for _weight, hit in found.values()),
        sure=any(hit.weight >= 1 for _weight, hit in found.values()),
    )


def _score_topic(code: str, hits: Sequence[CueHit], passages: Passages, asides: Asides) -> _Scored | None:
    """How much a text is about a field: what it comes back to, wherever it stands, counts beside what it opens with."""
    found = _score(code, hits, passages, asides, weak_again=True)
    if found is None:
        return None
    mentions = sum(min(hit.weight, 1.0) for hit in hits)
    return replace(found, score=found.score + _AGAIN * min(mentions - 1, _MOST_MENTIONS))


def _place_weight(hit: CueHit, passages: Passages) -> float:
    if hit.start < passages.body_start:
        return _TITLE_WEIGHT
    return _OPENING_WEIGHT if hit.full or hit.start < passages.body_start + _OPENING else _BODY_WEIGHT


def _finding(found: _Scored, kind: FindingKind, passages: Passages) -> Finding:
    rule = "frame" if found.framed else "cue_title" if found.start < passages.body_start else "cue_text"
    return Finding(
        kind=kind,
        value=found.code,
        quote=_clauses(found.start, found.end, passages),
        start=found.start,
        end=found.end,
        rule=rule,
        rule_version=RULE_VERSION,
        confidence=round(min(0.95, 0.3 + found.score / 12), 2),
    )


def _clauses(start: int, end: int, passages: Passages) -> str:
    """The words that prove a type: their sentence, or of a long one the clauses around them, as written."""
    sentence = passages.sentence_at(start)
    stop = max(sentence.end, end)
    if stop - sentence.start <= _SHORT_QUOTE:
        return passages.quote(start, end)
    marks = [mark.end() for mark in _CLAUSE_END.finditer(passages.folded, sentence.start, stop)]
    left = max((mark for mark in marks if mark <= start), default=sentence.start)
    right = min((mark for mark in marks if mark >= end), default=stop)
    for mark in marks:
        # A clause of a few words says little: the ones that follow it go with it.
        if right - left < _SHORT_QUOTE // 2 and mark > right:
            right = mark
    if right - left > QUOTE_LIMIT:
        return passages.quote(start, end)
    return passages.text[left:right].strip(" \n,，;；")
