"""Finds where a text names units, and which units it means: chains (湖北省武汉市江岸区), context, years, known places.

Works on the folded text (one to one with the original). Deliberately not here: what the page says about the place
(`frames`), and which mention is the venue (`choose`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from archive.resolve.gazetteer import Gazetteer, Name
from archive.resolve.region.guards import (
    find_phrases,
    is_blocked,
    is_blocked_county,
    is_city_word,
    is_crossed,
    is_generic,
    is_known,
    is_person,
    is_renamed,
    is_strong,
    is_titled_person,
    is_word,
)
from archive.resolve.region.places import find_places, known_places
from archive.resolve.trace import Trace, consider
from archive.text.regex import regex

Strength = Literal["strong", "near", "weak", "word"]

_COUNTY_BEFORE = regex(r"^$|[^一-鿿]|[年月日在赴到、]")
_BRANCH_BEFORE = regex(r"(?:大学|公司|银行|集团|医院)$")
_BRANCH_AFTER = regex(r"研究院|研究生院|校区|分校|学院|分公司|分行|支行|分院|医院|分部|中心")
_LIST_JOINT = regex(r"[一-鿿]{0,2}[、和及与][一-鿿]{0,1}")
_UNDATED = 2012
"""The year a page without a date is taken to be of."""
_FORGOTTEN = 15
_NOTED = 4
"""Units named in a trace for one shared name: 新华 alone has a dozen."""

_JOINTS = {"", "(", "·", "-", "—", " ", "省", "/"}


@dataclass(frozen=True, kw_only=True)
class Mention:
    """One place of the text that names a unit. `code` is the finest unit it means, of today.

    `head` is where its last part begins: 江岸区 in 湖北省武汉市江岸区; `parts` is how many names the chain has.
    `strength`: `strong` stands alone; `near` is well known or has its prefecture on the page; `weak` needs a telling
    frame; `word` only counts inside a chain.
    """

    start: int
    end: int
    head: int
    code: str
    strength: Strength
    parts: int = 1
    generic: bool = False


class _Hit(NamedTuple):
    start: int
    end: int
    codes: tuple[str, ...]
    strength: Strength
    origins: tuple[str, ...] = ()
    """The units that bear or bore the name, today's or not."""

    generic: bool = False
    is_province: bool = False


def find_mentions(
    text: str, gazetteer: Gazetteer, *, year: int | None, home: Sequence[str], trace: Trace | None = None
) -> list[Mention]:
    """Every mention in reading order; `home` are codes the page comes from: they settle shared names.

    `trace` receives the names that are none here, and those of several units that nothing decides.
    """
    chains = _chain(_find_hits(text, gazetteer, year, trace), text, gazetteer, trace)
    return _settle(chains, text, gazetteer, home, trace)


def _drop(trace: Trace | None, words: str, start: int, codes: Sequence[str], reason: str) -> None:
    """Note a name that is no mention; its value are the units it might have meant, else the words themselves."""
    if trace is not None:
        consider(trace, "region", "|".join(codes[:_NOTED]) or words, (start, start + len(words)), reason)


def _find_hits(text: str, gazetteer: Gazetteer, year: int | None, trace: Trace | None) -> list[_Hit]:
    hits, last = [], 0
    for start, name in gazetteer.find(text):
        hit = _read_hit(text, start, name, gazetteer, year, trace)
        # 江苏高邮: the character before is the end of another name and no surname.
        alone = last != start
        last = start + len(name)
        if hit and alone and _looks_otherwise(text, hit):
            _drop(trace, name, start, hit.codes, "region-chance")
        elif hit:
            hits.append(hit)
    places = known_places()
    known = [
        _Hit(
            start=start,
            end=end,
            codes=(places[text[start:end]].code,),
            strength="word" if places[text[start:end]].needs_city else "strong",
        )
        for start, end in find_places(text)
        if not is_renamed(text[end : end + 6])
    ]
    taken = [(hit.start, hit.end, "region-known-place") for hit in known]
    taken += [(start, end, "region-phrase") for start, end in find_phrases(text)]
    kept = []
    for hit in hits:
        reason = next((why for start, end, why in taken if start < hit.end and hit.start < end), "")
        if reason:
            _drop(trace, text[hit.start : hit.end], hit.start, hit.codes, reason)
        else:
            kept.append(hit)
    return sorted(kept + known, key=lambda hit: hit.start)


def _looks_otherwise(text: str, hit: _Hit) -> bool:
    """Whether a short name that nothing of the gazetteer stands before is a person's or made of two words by chance."""
    name, before, after = (
        text[hit.start : hit.end],
        text[max(0, hit.start - 18) : hit.start],
        text[hit.end : hit.end + 6],
    )
    if is_titled_person(name, before):
        return True
    if hit.strength == "strong":
        return not hit.is_province and (
            is_crossed(name, before, after) or is_person(name, before, after, is_large=True)
        )
    return is_blocked_county(name, before, after) or is_person(name, before, after)


def _read_hit(
    text: str, start: int, name: str, gazetteer: Gazetteer, year: int | None, trace: Trace | None
) -> _Hit | None:
    end = start + len(name)
    uses = gazetteer.names(name)
    uses = tuple(use for use in uses if use.kind != "abbreviation")
    if not uses:
        return None
    if is_blocked(name, uses, text[max(0, start - 4) : start], text[end : end + 6]):
        _drop(trace, name, start, [use.code for use in uses], "region-other-name")
        return None
    codes = tuple(unit.code for unit in gazetteer.search(name, year=year))
    strength = _strength(name, uses, gazetteer)
    if strength == "strong" and all(_is_long_gone(use, gazetteer, year) for use in uses):
        strength = "weak"  # 安平区 was in 汕头 until 1991
    if strength != "strong" and _BRANCH_BEFORE.search(text[max(0, start - 4) : start]):
        strength = (
            "strong" if _BRANCH_AFTER.match(text, end) else strength
        )  # 北京大学深圳研究生院, 长春理工大学中山研究院
    if strength == "weak" and name.endswith("县") and _COUNTY_BEFORE.search(text[max(0, start - 1) : start]):
        strength = "strong"  # 2023年临县…: a full name of two characters that no word runs into
    return _Hit(
        start=start,
        end=end,
        codes=codes,
        strength=strength,
        origins=tuple(use.code for use in uses),
        generic=is_generic(name),
        is_province=any(use.code.endswith("0000") and use.kind != "zone" for use in uses),
    )


def _is_long_gone(use: Name, gazetteer: Gazetteer, year: int | None) -> bool:
    """Whether a name had been out of use for a generation of readers when the page was written."""
    unit = gazetteer.get(use.code)
    last = use.valid_to or (unit.valid_to if unit else None)
    return last is not None and (year or _UNDATED) - last > _FORGOTTEN


def _strength(name: str, uses: tuple[Name, ...], gazetteer: Gazetteer) -> Strength:
    if is_strong(name, uses, gazetteer):
        return "strong"
    if is_word(name) or is_generic(name):
        return "word"
    if is_city_word(name):
        return "near"
    return "near" if is_known(name) else "weak"


def _chain(
    hits: Sequence[_Hit], text: str, gazetteer: Gazetteer, trace: Trace | None
) -> list[tuple[Mention, tuple[str, ...]]]:
    """Neighbouring names that go down one line become one mention; each comes with the units it may still mean."""
    chains: list[tuple[Mention, tuple[str, ...]]] = []
    origins: tuple[str, ...] = ()
    for hit in hits:
        if chains:
            last, meanings = chains[-1]
            below = _below((*meanings, *origins), hit, text[last.end : hit.start], gazetteer)
            origins = hit.origins
            if below:
                # Two names of one line prove each other: 黄山歙县, 大同平城.
                strength: Strength = "weak" if {last.strength, hit.strength} == {"word"} else "strong"
                chains[-1] = (
                    replace(last, end=hit.end, head=hit.start, strength=strength, parts=last.parts + 1),
                    below,
                )
                continue
            if hit.strength != "strong" and last.strength == "strong" and hit.start == last.end:
                _drop(trace, text[hit.start : hit.end], hit.start, hit.codes, "region-outside")
                continue  # 香港大埔 is not 大埔县 of 梅州
        mention = Mention(
            start=hit.start, end=hit.end, head=hit.start, code="", strength=hit.strength, generic=hit.generic
        )
        chains.append((mention, hit.codes))
        origins = hit.origins
    return chains


def _below(outer: Iterable[str], hit: _Hit, joint: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """What a name can mean inside the units named right before it; 天津 河北 are two provinces, no district."""
    if joint not in _JOINTS or hit.is_province:
        return ()
    outer = set(outer)
    below = [code for code in hit.codes if outer.intersection(gazetteer.codes_above(code)[:-1])]
    # 莱芜市钢城区: the city is a district today and no longer above its own.
    once = [gazetteer.current(c).code for c in hit.origins if outer.intersection(gazetteer.codes_above(c)[:-1])]
    return tuple(dict.fromkeys([*below, *once]))


def list_rows(mentions: Sequence[Mention], text: str) -> list[range]:
    """For each mention the indices of its row: 上海、云南、四川 gives a range of 3 for each of them."""
    rows: list[list[int]] = []
    for place, mention in enumerate(mentions):
        gap = text[mentions[place - 1].end : mention.start] if place else ""
        # 京津两地: signs need no joint.
        signs = place and gap == "" and mention.end - mention.start == 1
        if place and (signs or _LIST_JOINT.fullmatch(gap)):
            rows[-1].append(place)
        else:
            rows.append([place])
    return [range(row[0], row[-1] + 1) for row in rows for _ in row]


def _settle(
    chains: Sequence[tuple[Mention, tuple[str, ...]]],
    text: str,
    gazetteer: Gazetteer,
    home: Sequence[str],
    trace: Trace | None,
) -> list[Mention]:
    """Choose one unit for each mention; drop shared names that the rest of the page does not decide."""
    context = Counter(home)
    for mention, codes in chains:
        if len(codes) == 1 and mention.strength == "strong":
            context[codes[0]] += 1
    near = _nearness(context, gazetteer)
    settled = []
    for mention, codes in chains:
        code = _pick(codes, near, gazetteer, mention)
        if code:
            settled.append(replace(mention, code=code, strength=_confirm(mention, code, context, near, gazetteer)))
        else:
            _drop(trace, text[mention.start : mention.end], mention.start, codes, "region-shared")
    return settled


def _confirm(mention: Mention, code: str, context: Counter[str], near: Counter[str], gazetteer: Gazetteer) -> Strength:
    """What the rest of the page does for a name that cannot stand alone."""
    if mention.strength == "strong" or code in context:
        return "strong"
    above = gazetteer.codes_above(code)
    governs = above[-2] if len(above) > 1 else code
    is_district = mention.generic and near[governs] > 0
    if is_district or (mention.strength == "weak" and near[governs] > 0 and gazetteer.current(governs).level == 2):
        return "near"
    return mention.strength


def _nearness(context: Counter[str], gazetteer: Gazetteer) -> Counter[str]:
    """How often the page speaks of a unit or of something in it."""
    near: Counter[str] = Counter()
    for code, times in context.items():
        for above in gazetteer.codes_above(code):
            near[above] += times
    return near


def _pick(codes: tuple[str, ...], near: Counter[str], gazetteer: Gazetteer, mention: Mention) -> str:
    if len(codes) == 1:
        return codes[0]
    if mention.parts > 1:
        return codes[0]
    by_context = Counter({code: _closeness(code, near, gazetteer) for code in codes})
    best, most = by_context.most_common(1)[0]
    if most and list(by_context.values()).count(most) == 1:
        return best
    # 吉林, 海南: without more, the province; 襄阳: the city and not a county of old.
    first, second = (gazetteer.current(code).level for code in codes[:2])
    return codes[0] if first < second and first < 3 and mention.strength != "weak" else ""


def _closeness(code: str, near: Counter[str], gazetteer: Gazetteer) -> int:
    above = gazetteer.codes_above(code)
    weights = {1: 1, 2: 10, 3: 100}
    return sum(weights[gazetteer.current(unit).level] * min(near[unit], 9) for unit in above)
