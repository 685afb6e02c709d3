"""Draft -> the regions it names, each in its role: venue, organiser, mentioned, publisher.

The order of work: `home` (where the page comes from), `mentions` (which units the text names), `frames` (what it says
of each), `choose` (which of them is the venue). Deliberately not here: a map of places finer than counties.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.records import Draft, Finding
from archive.resolve.gazetteer import NATIONWIDE, Gazetteer, load_gazetteer
from archive.resolve.passages import Passages, read_passages
from archive.resolve.region.abbreviations import find_abbreviations
from archive.resolve.region.choose import Choice, choose
from archive.resolve.region.frames import Frame, Surroundings, read_frame
from archive.resolve.region.home import Home, find_homes, speaks_of_ours, speaks_of_school
from archive.resolve.region.latin import find_latin
from archive.resolve.region.mentions import Mention, find_mentions, list_rows
from archive.resolve.region.strangers import strangers_start
from archive.resolve.trace import Trace, consider
from archive.text.normalise import fold
from archive.text.regex import regex

RULE_VERSION = 3
MAX_CAPTIONS = 50
MAX_MENTIONS = 300
"""Mentions that are read; a report has told its place long before, and a page made of names is no report."""

_ENDS = regex(r"[。!?;:,…][”\"』」)]?$|\)$")
_OURS = regex(r"[我全][市县区]|(?<=[由、,。])市[委文直民教志红慈]")
_HEADLINE = 45
_PAIR = 2
_ASIDES = 2
_OWN = {"award-list", "delegates", "address", "list"}
_LOOSE = {"organisation", "named", "official", "school", "brand", "event-name", "named-in-quotes"}
_CLAUSE = regex(r"[,。;:!?\n]")
_NATIONWIDE = regex(r"全国(?:各地|各省|31个省|同步)|各省\(?[区、]|面向全国|全国百名|全国\d+个?(?:省|城市)")


def resolve_regions(draft: Draft, trace: Trace | None = None) -> tuple[Finding, ...]:
    """Every region of a draft with the sentence that proves it; the main venue comes first.

    Codes are of today: a name of the past resolves by the year of original publication, else of publication, and the
    quote keeps it. `000000` with role venue is the whole country. Offsets index `draft.text`. `trace` receives the
    names that are no places and the regions that are no venues.
    """
    gazetteer = load_gazetteer()
    passages = read_passages(draft)
    homes = find_homes(draft)
    codes = tuple(home.code for home in homes)
    mentions = find_mentions(passages.folded, gazetteer, year=_year(draft), home=codes, trace=trace)
    mentions += find_abbreviations(passages.folded, gazetteer) + find_latin(passages.folded)
    mentions.sort(key=lambda mention: mention.start)
    for mention in mentions[MAX_MENTIONS:]:
        consider(trace, "region", mention.code, (mention.start, mention.end), "region-too-many")
    mentions = mentions[:MAX_MENTIONS]
    frames = _read_frames(mentions, passages, _year(draft))
    choices = choose(frames, gazetteer, trace)
    findings = [_finding(choice, passages, gazetteer) for choice in choices]
    venues = [choice for choice in choices if choice.role == "venue"]
    narrowed = _narrowed(venues, passages, homes, gazetteer)
    if narrowed:
        findings = [*narrowed, *findings[1:]]
    elif not venues:
        findings = [*_fall_back(passages, homes, frames, gazetteer), *findings]
    elif all(choice.frame.rule == "visited" for choice in venues):
        # Who travelled: 我市组织文明城市学习考察.
        findings[len(venues) : len(venues)] = _ours(passages, homes, gazetteer)
    named = {above for finding in findings for above in gazetteer.codes_above(finding.value)}
    return (*findings, *_from_captions(draft, gazetteer, named), *_publishers(homes, trace))


def _year(draft: Draft) -> int | None:
    stated = draft.original_published or draft.published
    return int(stated.value[:4]) if stated and stated.value[:4].isdecimal() else None


def _asides(passages: Passages) -> int:
    """Where the lines behind the text begin that end like headlines: two or more, below a line that ends a sentence."""
    start = len(passages.folded)
    lines = passages.folded[passages.body_start :].splitlines(keepends=True)
    count = 0
    for line in reversed(lines):
        if _ENDS.search(line.rstrip()) or len(line) > _HEADLINE:
            return start if count >= _ASIDES else len(passages.folded)
        count += bool(line.strip())
        start -= len(line)
    return len(passages.folded)  # a text without any full stop


@dataclass(frozen=True, kw_only=True)
class _Page:
    """What holds for all mentions of a page: `asides` is where the lines behind the text begin."""

    passages: Passages
    year: int | None
    asides: int
    speaks_of_ours: bool


def _read_frames(mentions: Sequence[Mention], passages: Passages, year: int | None) -> list[Frame]:
    page = _Page(
        passages=passages,
        year=year,
        asides=min(_asides(passages), strangers_start(passages)),
        speaks_of_ours=bool(_OURS.search(passages.folded)),
    )
    rows = list_rows(mentions, passages.folded)
    return [
        read_frame(mention, _around(mention, mentions[row[0]], mentions[row[-1]], row, page))
        for mention, row in zip(mentions, rows, strict=True)
    ]


def _around(mention: Mention, first: Mention, last: Mention, row: range, page: _Page) -> Surroundings:
    """`first` and `last` of its row: what stands before and behind two places together holds for both."""
    passages = page.passages
    sentence = passages.sentence_at(mention.start)
    before = passages.folded[sentence.start : mention.start][-120:]
    after = passages.folded[mention.end : sentence.end][:120]
    stop = _CLAUSE.search(after)
    clause_before, clause_after = _CLAUSE.split(before)[-1], after[: stop.start()] if stop else after
    if len(row) == _PAIR and mention is not first and not first.generic:
        clause_before = _CLAUSE.split(passages.folded[sentence.start : first.start][-120:])[-1]
    if len(row) == _PAIR and mention is not last:
        clause_after = _CLAUSE.split(passages.folded[last.end : sentence.end][:120], maxsplit=1)[0]
    return Surroundings(
        before=before,
        after=after,
        clause_before=clause_before,
        clause_after=clause_after,
        is_title=sentence.index == 0,
        sentence=sentence.index,
        row=row[0],
        listed=len(row),
        year=page.year,
        is_aside=mention.start >= page.asides,
        speaks_of_ours=page.speaks_of_ours,
    )


def _finding(choice: Choice, passages: Passages, gazetteer: Gazetteer) -> Finding:
    mention = choice.frame.mention
    return Finding(
        kind="region",
        value=choice.code,
        role=choice.role,
        quote=passages.quote(mention.start, mention.end),
        start=mention.start,
        end=mention.end,
        rule=f"region-{choice.frame.rule}",
        rule_version=RULE_VERSION,
        confidence=choice.confidence,
    )


def _fall_back(passages: Passages, homes: tuple[Home, ...], frames: list[Frame], gazetteer: Gazetteer) -> list[Finding]:
    """Without a stated venue: the whole country where the page says so, else the city a local page calls its own."""
    found = _NATIONWIDE.search(passages.folded)
    if found:
        return [_statement(NATIONWIDE, found, passages, "region-nationwide", 0.6)]
    return _ours(passages, homes, gazetteer) or _own(passages, homes, frames, gazetteer)


def _own(passages: Passages, homes: tuple[Home, ...], frames: list[Frame], gazetteer: Gazetteer) -> list[Finding]:
    """The place a local page comes from where the page names it as well, be it in a list of those it honours."""
    sure = [frame for frame in frames if frame.mention.strength == "strong"]
    for home in homes:
        are_all = all(gazetteer.contains(home.code, frame.mention.code) for frame in sure)
        for frame in sure:
            is_own = are_all or (frame.mention.code == home.code and frame.rule in _OWN)
            if is_own and not home.is_hint:
                choice = Choice(code=home.code, role="venue", frame=frame, confidence=0.45)
                return [_finding(choice, passages, gazetteer)]
    return []


def _narrowed(venues: list[Choice], passages: Passages, homes: tuple[Home, ...], gazetteer: Gazetteer) -> list[Finding]:
    """One loosely named province or city: the page's own place inside it, where the page speaks of itself."""
    if len(venues) != 1 or venues[0].frame.rule not in _LOOSE:
        return []
    for home in homes:
        inside = home.code != venues[0].code and gazetteer.contains(venues[0].code, home.code)
        words = speaks_of_school(passages.folded) if inside and not home.is_hint else None
        if words:
            return [_statement(home.code, words, passages, f"region-school-{home.rule}", 0.5)]
    return []


def _ours(passages: Passages, homes: tuple[Home, ...], gazetteer: Gazetteer) -> list[Finding]:
    for home in homes:
        if home.is_hint:
            continue
        ours = speaks_of_ours(passages.folded, home.code, gazetteer)
        if not ours and home.rule == "imprint":
            ours = speaks_of_school(passages.folded)
        if ours:
            return [_statement(home.code, ours, passages, f"region-ours-{home.rule}", 0.5)]
    return []


def _statement(code: str, found: re.Match[str], passages: Passages, rule: str, confidence: float) -> Finding:
    return Finding(
        kind="region",
        value=code,
        role="venue",
        quote=passages.quote(found.start(), found.end()),
        start=found.start(),
        end=found.end(),
        rule=rule,
        rule_version=RULE_VERSION,
        confidence=confidence,
    )


def _from_captions(draft: Draft, gazetteer: Gazetteer, named: set[str]) -> list[Finding]:
    """What only a caption names is mentioned: who is in a picture came from there, the event need not be there."""
    found: dict[str, Finding] = {}
    for caption in draft.captions[:MAX_CAPTIONS]:
        for mention in find_mentions(fold(caption), gazetteer, year=_year(draft), home=()):
            if mention.strength == "strong" and mention.code not in named and mention.code not in found:
                found[mention.code] = Finding(
                    kind="region",
                    value=mention.code,
                    role="mentioned",
                    quote=caption,
                    rule="region-caption",
                    rule_version=RULE_VERSION,
                    confidence=0.5,
                )
    return list(found.values())


def _publishers(homes: tuple[Home, ...], trace: Trace | None) -> list[Finding]:
    """Where the page comes from, always as such: it says nothing of where the event was."""
    for home in homes:
        if home.is_hint:
            consider(trace, "region", home.code, None, "region-hint", rule=f"region-{home.rule}")
    return [
        Finding(
            kind="region",
            value=home.code,
            role="publisher",
            quote=home.quote,
            rule=f"region-{home.rule}",
            rule_version=RULE_VERSION,
            confidence=0.3,
        )
        for home in homes
        if not home.is_hint
    ]
