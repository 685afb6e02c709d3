"""Weighs the frames of all mentions: which regions are the venue, the organiser's, merely mentioned.

Deliberately not here: reading single mentions (`mentions`, `frames`) and where the page comes from (`home`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from archive.resolve.gazetteer import Gazetteer
from archive.resolve.region.frames import Frame
from archive.resolve.trace import Trace, consider

LEDE = 4
"""Sentences, the title's included, in which a report says where it happened; later ones elaborate."""

_DESTINATIONS = {"visited", "relief", "disaster", "delivered"}
_SENDERS = {"organiser", "people", "organisation", "title", "set-out", "place", "chain", "dateline"}
# Frames by which a finer place is where it happened, not only talked about.
_AT = {"held-in", "planned-in", "held-in-row", "row", "went-to", "delivered", "in", "place", "visited", "relief"}
_PRECISE = _AT | {"title-prefix", "title-prefix-ours", "title", "organisation", "organiser", "chain"}
# Frames that state a venue outright.
_STATES = {
    *(
        "held-in",
        "planned-in",
        "held-in-row",
        "row",
        "title-prefix",
        "title-prefix-ours",
        "dateline",
        "visited",
        "went-to",
    ),
    *("delivered", "in", "disaster", "relief"),
}
_PAIR = 2
_PAIRED = {"chain", "people", "organisation", "place", "went-to", "delivered", "held-in", "in"}
"""Two places in one breath are both where it was: 长沙市开福区和常德市鼎城区的社工."""

_ROWS = {"held-in-row", "row"}
_SCATTERED = 3
# How telling a frame has to be for names of less strength (`Mention.strength`).
_NEEDED = {"strong": 0.0, "near": 0.7, "weak": 0.8, "word": 2.0}
_SAYS_LITTLE = {"named", "named-in-quotes", "organisation", "official", "title", "school"}
_BESIDE = {"in", "place"}
_MIN_VENUE = 0.5
_MAX_VENUES = 4


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A region in a role, and the frame that proves it."""

    code: str
    role: str
    frame: Frame
    confidence: float


def choose(frames: Sequence[Frame], gazetteer: Gazetteer, trace: Trace | None = None) -> list[Choice]:
    """Venues first (the main one leading), then organisers, then the rest as mentioned; each code once a role.

    `trace` receives every region that is no venue, once, with its rank and what speaks against it.
    """
    venues = _choose_venues(frames, gazetteer)
    if trace is not None:
        _note_losers(frames, venues, gazetteer, trace)
    taken = {above for choice in venues for above in gazetteer.codes_above(choice.code)}
    organisers = _firsts(frame for frame in frames if frame.rule == "organiser")
    choices = [*venues]
    choices += [Choice(code=code, role="organiser", frame=f, confidence=f.weight) for code, f in organisers.items()]
    rest = _firsts(
        frame for frame in frames if frame.mention.code not in taken and frame.rule != "outlet" and _is_certain(frame)
    )
    choices += [
        Choice(code=code, role="mentioned", frame=f, confidence=0.6)
        for code, f in rest.items()
        if code not in organisers
    ]
    return choices


_REASONS = {
    "outlet": "region-outlet",
    "list": "region-listed",
    "past": "region-past",
    "plan": "region-planned",
    "aside": "region-aside",
}
"""What speaks against a frame that is no venue's by its rule; the others merely mention."""


def _note_losers(frames: Sequence[Frame], venues: Sequence[Choice], gazetteer: Gazetteer, trace: Trace) -> None:
    """Every region that is no venue, by its best frame."""
    chosen = {choice.code for choice in venues}
    above = {code for choice in venues for code in gazetteer.codes_above(choice.code)}
    eligible = [frame for frame in frames if _is_eligible(frame)]
    support = _support(eligible, gazetteer)
    best: dict[str, Frame] = {}
    for frame in sorted(frames, key=lambda f: (_is_eligible(f), f.venue, _rank(f, support, gazetteer)), reverse=True):
        if frame.mention.code not in chosen:
            best.setdefault(frame.mention.code, frame)
    for code, frame in best.items():
        place = (frame.mention.start, frame.mention.end)
        weight = round(_rank(frame, support, gazetteer)[0], 2)
        reason = "region-finer" if code in above else _why_no_venue(frame, bool(venues))
        consider(trace, "region", code, place, reason, rule=f"region-{frame.rule}", score=weight)


def _why_no_venue(frame: Frame, has_venues: bool) -> str:
    if not frame.venue:
        return _REASONS.get(frame.rule, "region-mentioned")
    if not _is_enough(frame):
        return "region-word"
    return "region-weaker" if has_venues else "region-scattered"


def _is_eligible(frame: Frame) -> bool:
    return frame.venue and _is_enough(frame)


def _is_certain(frame: Frame) -> bool:
    """Whether a name that is no venue is surely a place: 梁山、鱼台等地 is, one short word in a sentence is not."""
    strength = frame.mention.strength
    return strength == "strong" or (strength == "near" and frame.rule not in _SAYS_LITTLE)


def _firsts(frames: Iterable[Frame]) -> dict[str, Frame]:
    found: dict[str, Frame] = {}
    for frame in frames:
        found.setdefault(frame.mention.code, frame)
    return found


def _choose_venues(frames: Sequence[Frame], gazetteer: Gazetteer) -> list[Choice]:
    eligible = [frame for frame in frames if _is_eligible(frame)]
    if not eligible:
        return _around_a_list(frames, gazetteer)
    support = _support(eligible, gazetteer)
    main = max(eligible, key=lambda frame: _rank(frame, support, gazetteer))
    if _rank(main, support, gazetteer)[0] < _MIN_VENUE:
        return _topic(eligible, gazetteer)
    if _is_scattered(main, eligible):
        return []
    main = _struck_region(_as_delivery(main, eligible, gazetteer), eligible, gazetteer)
    chosen = [_as_delivery(frame, eligible, gazetteer) for frame in _refine(main, eligible, gazetteer)]
    chosen += _in_row(main, chosen, eligible, gazetteer)
    chosen += _beside(chosen, eligible, gazetteer)
    chosen += _elsewhere(chosen, eligible, gazetteer)
    return [
        Choice(code=frame.mention.code, role="venue", frame=frame, confidence=frame.weight)
        for frame in chosen[:_MAX_VENUES]
    ]


def _around_a_list(frames: Sequence[Frame], gazetteer: Gazetteer) -> list[Choice]:
    """Only a list of places, all in one city or province: 武昌区、洪山区、江汉区等区同时举办 is in 武汉市."""
    listed = [frame for frame in frames if frame.rule == "list" and frame.sentence < LEDE and _is_certain(frame)]
    if not listed or len(listed) < len([frame for frame in frames if _is_certain(frame)]):
        return []
    shared = set.intersection(*(set(gazetteer.codes_above(frame.mention.code)[:-1]) for frame in listed))
    if not shared:
        return []
    code = max(shared, key=lambda code: gazetteer.current(code).level)
    return [Choice(code=code, role="venue", frame=listed[0], confidence=0.55)]


def _is_enough(frame: Frame) -> bool:
    """Whether the frame carries the name: 本报来宾7月7日电 does, 来宾们 does not."""
    if frame.rule == "slogan":
        return frame.mention.strength != "word"
    return frame.rule in {"dateline", "title-prefix-ours"} or frame.weight >= _NEEDED[frame.mention.strength]


def _is_scattered(main: Frame, eligible: Sequence[Frame]) -> bool:
    """Whether the page speaks of places all over the country, none of them as the venue."""
    if main.sentence == 0 or (main.rule in _STATES and main.sentence < LEDE):
        return False
    provinces = Counter(frame.mention.code[:2] for frame in eligible)
    return len(provinces) >= _SCATTERED and provinces[main.mention.code[:2]] * 2 <= sum(provinces.values())


def _as_delivery(main: Frame, eligible: Sequence[Frame], gazetteer: Gazetteer) -> Frame:
    """Where one sentence says that they went there and another that they brought something, both are one journey."""
    if main.rule != "went-to":
        return main
    brought = any(
        frame.rule == "delivered"
        and frame.sentence < LEDE
        and _same_line(frame.mention.code, main.mention.code, gazetteer)
        for frame in eligible
    )
    return replace(main, rule="delivered") if brought else main


def _struck_region(main: Frame, eligible: Sequence[Frame], gazetteer: Gazetteer) -> Frame:
    """Help for a struck province goes to many places in it: where one team went does not narrow the venue."""
    if main.rule not in {"went-to", "delivered", "relief", "disaster"}:
        return main
    struck = [
        frame
        for frame in eligible
        if frame.rule == "disaster"
        and frame.sentence < LEDE
        and gazetteer.contains(frame.mention.code, main.mention.code)
    ]
    return struck[0] if struck and main.rule != "disaster" else main


def _support(eligible: Sequence[Frame], gazetteer: Gazetteer) -> Counter[str]:
    """How many frames speak of a region or of something in it."""
    support: Counter[str] = Counter()
    for code, times in Counter(frame.mention.code for frame in eligible).items():
        for above in gazetteer.codes_above(code):
            support[above] += times
    return support


def _rank(frame: Frame, support: Counter[str], gazetteer: Gazetteer) -> tuple[float, float, int]:
    """Weight, raised in title and lede and by every further mention of the region; earlier ones win a tie."""
    weight = frame.weight
    if frame.sentence < LEDE:
        weight += 0.06
    elif frame.sentence > 3 * LEDE:
        weight -= 0.15
    times = support[frame.mention.code]
    if frame.rule == "dateline" and frame.mention.code == "110000" and times < 2:
        weight -= 0.25  # national desks write from Beijing whatever they write about
    return weight + 0.02 * min(times, 5), gazetteer.current(frame.mention.code).level, -frame.mention.start


def _refine(main: Frame, eligible: Sequence[Frame], gazetteer: Gazetteer) -> list[Frame]:
    """The finer places inside the main one that the lede states as precisely."""
    if main.rule in {"visited", "delivered"}:  # what was seen there is not where they went
        gone = [f for f in eligible if f.rule in {"visited", "delivered"} and f.sentence < LEDE]
        gone = [f for f in gone if f.mention.code != main.mention.code and _lies_in(f, main, gazetteer)]
        if gone or main.rule == "visited":
            return gone[:1] if len({f.mention.code for f in gone}) == 1 else [main]
    rules = _telling_rules(main.rule)
    last = max(LEDE - 1, main.sentence + 1)
    finer: dict[str, Frame] = {}
    for frame in eligible:
        code = frame.mention.code
        inside = code != main.mention.code and gazetteer.contains(main.mention.code, code)
        told = frame.rule in rules and frame.sentence <= last and frame.weight >= 0.7
        if inside and told and (code not in finer or frame.weight > finer[code].weight):
            finer[code] = frame
    leaves = [
        frame
        for code, frame in finer.items()
        if not any(other != code and gazetteer.contains(code, other) for other in finer)
    ]
    if len(leaves) == 1:
        return leaves
    precise = [frame for frame in leaves if frame.weight >= 0.76]
    if len(precise) == 1:
        return precise
    if 2 <= len(precise) <= 3 and main.rule not in {"held-in", "title-prefix", "title"}:
        return sorted(precise, key=lambda frame: (-frame.weight, frame.mention.start))
    return [main]


def _telling_rules(main: str) -> set[str]:
    """The frames by which a finer place narrows a main one of this rule."""
    if main in {"disaster", "relief"}:
        return {"disaster"}
    if main == "dateline":
        return _PRECISE | {"subject", "people"}
    # Once a sentence says where it was held, the homes of those who came do not narrow it.
    return _AT if main in {"held-in", "planned-in"} else _PRECISE


def _in_row(main: Frame, chosen: Sequence[Frame], eligible: Sequence[Frame], gazetteer: Gazetteer) -> list[Frame]:
    """The other places of one row in which it was held at once: 在武汉、宜昌两地同步举行."""
    if main.rule not in _ROWS and not (main.listed == _PAIR and main.sentence <= 1 and main.rule in _PAIRED):
        return []
    codes = [frame.mention.code for frame in chosen]
    more: dict[str, Frame] = {}
    for frame in eligible:
        is_told = frame.sentence == main.sentence
        is_told &= frame.rule == main.rule if main.rule in _ROWS else frame.row == main.row
        if is_told and not any(_same_line(frame.mention.code, code, gazetteer) for code in codes):
            more.setdefault(frame.mention.code, frame)
    return list(more.values())


def _beside(chosen: Sequence[Frame], eligible: Sequence[Frame], gazetteer: Gazetteer) -> list[Frame]:
    """Sister counties of one city that the lede tells of in the same breath."""
    main = chosen[0]
    if len(chosen) > 1 or gazetteer.current(main.mention.code).level < 3:
        return []
    city = gazetteer.current(main.mention.code).parent
    more: dict[str, Frame] = {}
    for frame in eligible:
        unit = gazetteer.current(frame.mention.code)
        is_sister = unit.parent == city and unit.code != main.mention.code
        is_told = main.rule in _BESIDE and frame.rule in {*_BESIDE, "went-to"} and frame.sentence <= LEDE + 1
        is_joined = 0 <= frame.mention.start - main.mention.end <= 1  # 襄城区、樊城区志愿者
        if is_sister and (is_told or is_joined):
            more.setdefault(unit.code, frame)
    return list(more.values())[:2]


def _elsewhere(chosen: Sequence[Frame], eligible: Sequence[Frame], gazetteer: Gazetteer) -> list[Frame]:
    """Further venues outside the main one's line: destinations of a visit or of relief, and who set out for them."""
    rules = {frame.rule for frame in chosen}
    codes = [frame.mention.code for frame in chosen]
    destinations = [
        frame
        for frame in eligible
        if frame.rule in _DESTINATIONS and (frame.rule != "delivered" or frame.sentence <= chosen[0].sentence + 1)
    ]
    if chosen[0].rule in _DESTINATIONS or (chosen[0].rule == "went-to" and chosen[0].sentence == 0):
        # The title says where they went; another place that was struck as well is background.
        alike = {"delivered", "disaster", "relief"} if chosen[0].rule == "delivered" else {chosen[0].rule}
        destinations = [frame for frame in destinations if frame.rule in alike]
    if not destinations and not rules & _DESTINATIONS:
        return [f for f in eligible if f.rule == "set-out" and f.sentence == chosen[0].sentence and "went-to" in rules]
    more: dict[str, Frame] = {}
    senders = [frame for frame in eligible if frame.rule in _SENDERS and frame.sentence <= LEDE]
    # A sender among others (each company's gift in a list) is named once; the one the report is about, again.
    times = Counter(frame.mention.code for frame in eligible)
    again = {code for code, number in times.items() if number > 1}
    journeys = {f.sentence: f.mention.start for f in reversed(eligible) if f.rule == "delivered" and f.sentence < LEDE}
    told_with = {0, chosen[0].sentence, *(journeys if chosen[0].rule == "delivered" else ())}
    told = [f.mention.code for f in senders if f.sentence in told_with]
    again |= {f.mention.code for f in senders if any(gazetteer.contains(code, f.mention.code) for code in told)}
    senders = [f for f in senders if f.sentence in told_with or (f.rule != "set-out" and f.mention.code in again)]
    if chosen[0].rule == "delivered":  # who went there is named before; what is named behind lies there
        starts = journeys | {chosen[0].sentence: chosen[0].mention.start}
        senders = [f for f in senders if f.mention.start < starts.get(f.sentence, f.mention.end)]
    pool = [*destinations, *senders] if rules <= _DESTINATIONS else destinations
    for frame in pool:
        code = frame.mention.code
        wider = next((other for other in more if gazetteer.contains(other, code) and frame.mention.parts > 1), None)
        if wider and wider != code:
            del more[wider]  # 深圳 in the title, 深圳市南山区 in the text
        if not any(_same_line(code, other, gazetteer) for other in [*codes, *more]):
            more[code] = frame
    return list(more.values())


def _lies_in(one: Frame, other: Frame, gazetteer: Gazetteer) -> bool:
    return gazetteer.contains(other.mention.code, one.mention.code)


def _same_line(one: str, other: str, gazetteer: Gazetteer) -> bool:
    return gazetteer.contains(one, other) or gazetteer.contains(other, one)


def _topic(eligible: Sequence[Frame], gazetteer: Gazetteer) -> list[Choice]:
    """No frame states a venue: the region the page speaks of most, if it speaks of one."""
    by_code: dict[str, list[Frame]] = defaultdict(list)
    for frame in eligible:
        for above in gazetteer.codes_above(frame.mention.code):
            by_code[above].append(frame)
    provinces = [code for code in by_code if gazetteer.current(code).level == 1]
    if len(provinces) != 1:
        return []
    most = max(len(group) for group in by_code.values())
    code = max(
        (code for code, group in by_code.items() if len(group) == most),
        key=lambda code: gazetteer.current(code).level,
    )
    frame = next(frame for frame in by_code[code] if gazetteer.contains(code, frame.mention.code))
    if len(by_code[code]) == 1 and frame.sentence > LEDE:
        return []  # named once in passing
    return [Choice(code=code, role="venue", frame=frame, confidence=0.45)]
