"""Parts of a report that do not tell its news: background, speeches, plans, and what an event is said to be for.

A page about a donation tells of the donor's earlier gifts, of what the mayor wishes, and of the visit planned for next
month; their words are the same as the news', only where they stand tells them apart.
Deliberately not here: what the parts are worth (`archive.resolve.event_type`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from archive.resolve.passages import Passages, Sentence
from archive.text.regex import regex

AsideKind = Literal["background", "speech", "plan", "purpose"]

_READ = 60
"""Sentences looked at, as many as the frames look at."""

_LONG_QUOTE = 14
"""Characters between quotation marks from which on they hold speech, if commas part them; the others hold a name."""

_BACKGROUND = regex(
    r"据悉|据了解|据介绍|据统计|据不完全统计|资料显示|近年来|近[两三五十\d]+年来?|多年来|长期以来|一直以来|此前|在此之前|"
    r"成立以来|实施以来|开展以来|曾(?:获|经|被|先后|多次|荣获|任)|先后(?:获|荣获|开展|组织|被)|"
    r"已?连续[^,。;\n]{1,4}[年届次]|累计|截至目前|(?:成立于|创办于|创建于|始于|自|早在)(?:19|20)\d\d年"
)
_PLAN = regex(
    r"下一步|接下来|今后|未来[,，]|(?<!领)还将|(?<!即)将(?:于|在|继续|进一步|持续|陆续|定期|以此|按|对|为|面向|努力|建成?|成立|组织|开展|举办|赴|前往)|"
    r"届时|后续|今后|准备(?=[学开办举再])|打算|拟(?:于|在|建)|希望(?:更多|广大|大家|通过|全|各|能)"
)
_SAYS = r"(?:指出|强调|要求|表示|勉励|号召|认为|寄语|说道|告诉记者|表态|说)[,:，：“]"
_SAID = regex(_SAYS)
_SPEECH = regex(rf"(?:会议|大会|他|她|[部市县区省局处科会校院][长记]|书记|主任|主席|[一-龥]{{2,3}})?{_SAYS}")
_LISTED = regex(
    r"(?:[^,。;、\n“”]{2,8}、){2,10}[^,。;、\n“”]{2,8}?等(?:\d+|[一二三四五六七八九十几多]+[个项类]?)?(?:领域|方面|各类|公益|多项|系列|形式|行业|工作)"
)
_GOES_ON = regex(r"[一二三四五六]?(?:要|是要|应)(?![求闻])|[一二三四][是要、]|[他她](?:说|表示|强调|指出|还)")
_PURPOSE = regex(
    r"(?:^|(?<=[\n。!?;]))\s*(?:为|为了|本着)(?:进一步|深入|更好地?|切实|大力|积极|全面|认真|充分|响应|庆祝|纪念|有效|不断|加大|扩大|营造|弘扬|传承|"
    r"丰富|提高|提升|增强|推动|推进|助力|总结|贯彻|落实|让|发挥|加强|培养|倡导|践行|发扬|激发|壮大|普及|迎接|凝聚|深化|关爱|关心)"
)
_PURPOSE_ENDS = regex(
    r"[,，](?=\d{1,4}[年月日]|近日|日前|今[天日年]|昨[天日]|[一-龥]{0,4}[上下]午|连日来|本周|[^,。;\n]{2,40}?(?:举[行办]|开展|组织|召开|走进|启动|来到))"
)
_TURNS: tuple[tuple[AsideKind, re.Pattern[str]], ...] = (
    ("background", _BACKGROUND),
    ("speech", _SPEECH),
    ("plan", _PLAN),
)
_QUOTED = regex(rf"[“\"「](?=[^“”\"「」\n]{{{_LONG_QUOTE}}})([^“”\"「」\n]*[,，。!！?？；;][^“”\"「」\n]*)[”\"」]")


@dataclass(frozen=True, kw_only=True)
class Aside:
    """A part of the text, from `start` up to `end`, that tells no news, and which kind of part it is."""

    kind: AsideKind
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Asides:
    """All asides of a text in reading order; they do not overlap."""

    found: tuple[Aside, ...]
    starts: tuple[int, ...]

    def kind_at(self, offset: int) -> AsideKind | None:
        """The kind of the aside that holds the character at `offset`; None where the text tells its news."""
        number = bisect_right(self.starts, offset) - 1
        if number < 0 or offset >= self.found[number].end:
            return None
        return self.found[number].kind


@lru_cache(maxsize=4)
def find_asides(passages: Passages) -> Asides:
    """The asides of the body; a title has none."""
    found: list[Aside] = []
    goes_on = False
    signs = _signs(passages)
    for sentence in passages.sentences[1:_READ]:
        asides = _of_sentence(passages.folded, sentence, goes_on, signs)
        goes_on = bool(asides) and asides[-1].kind == "speech" and asides[-1].end == sentence.end
        found += asides
    return Asides(found=tuple(found), starts=tuple(aside.start for aside in found))


def _signs(passages: Passages) -> frozenset[re.Pattern[str]]:
    """The patterns that match somewhere in the text: most pages have few of them, and need not be read for the others.

    None of them has a look ahead that the end of a sentence could change.
    """
    read = passages.sentences[1:_READ]
    signs = (*(sign for _kind, sign in _TURNS), _LISTED, _QUOTED) if read else ()
    return frozenset(
        sign
        for sign in signs
        if (_SAID if sign is _SPEECH else sign).search(passages.folded, read[0].start, read[-1].end)
    )


def _of_sentence(text: str, sentence: Sentence, goes_on: bool, signs: Set[re.Pattern[str]]) -> list[Aside]:
    start, end = sentence.start, sentence.end
    found = []
    if goes_on and _GOES_ON.match(text, start, end):
        return [Aside(kind="speech", start=start, end=end)]
    purpose = _PURPOSE.match(text, start, end)
    if purpose is not None:
        over = _PURPOSE_ENDS.search(text, purpose.end(), end)
        if over is not None:
            found.append(Aside(kind="purpose", start=start, end=over.end()))
            start = over.end()
    # A first sentence tells the news, be it to come.
    listed = _LISTED.search(text, start, end) if _LISTED in signs else None
    if listed is not None:
        found.append(Aside(kind="background", start=listed.start(), end=listed.end()))
        start = listed.end()
    opened = _first(text, start, end, signs) if sentence.index > 1 else None
    before = opened.start if opened is not None else end
    quotes = _QUOTED.finditer(text, start, before) if _QUOTED in signs else ()
    found += [Aside(kind="speech", start=quote.start(1), end=quote.end(1)) for quote in quotes]
    return [*found, opened] if opened is not None else found


def _first(text: str, start: int, end: int, signs: Set[re.Pattern[str]]) -> Aside | None:
    """What a sentence turns to, it mostly keeps to: the first turn counts to the sentence's end."""
    turn, at = None, end
    for kind, pattern in _TURNS:
        if pattern not in signs or (pattern is _SPEECH and not _SAID.search(text, start, end)):
            continue  # who speaks may be any three characters: tried at every place
        if (match := pattern.search(text, start, end)) is not None:
            begins = match.end() if kind == "speech" else match.start()
            if turn is None or begins < at:
                turn, at = kind, begins
    return None if turn is None else Aside(kind=turn, start=at, end=end)
