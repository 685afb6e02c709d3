"""Finds where names of organisations begin and end: from the ending leftwards, word by word, as far as a name goes.

Precise rather than greedy: a name is taken only where it is clear on which word it begins, and where it holds more than
the kind of thing it names.

Deliberately not here: which of them was host (`roles`), and joining short forms to full ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from archive.resolve.gazetteer import load_gazetteer
from archive.resolve.organisation.kinds import endings_pattern, kinds_by_ending
from archive.resolve.organisation.vocabulary import GENERIC, NO_NAME, words_of
from archive.resolve.passages import Passages
from archive.resolve.words import Word, Words, read_words
from archive.text.regex import regex
from archive.text.script import to_simplified
from archive.text.word_finder import WordFinder

MAX_MATCHES = 800
"""Endings looked at on one page: a list of members has more, an article does not."""

_LONGEST = 26
_LONGEST_QUOTED = 14
_SEATS = frozenset("省市县区州旗镇乡")
_NAME_TAGS = ("n", "b", "j", "i", "s", "z", "a", "g", "l", "h", "vn", "eng", "f")
_QUOTES = {"”": "“", "」": "「", "』": "『", '"': '"', ")": "(", "》": "《"}
_COUNTING = regex(r"第[一二三四五六七八九十百\d]{1,3}|[一二三四五六七八九十]{1,3}|\d{1,4}")
_OTHER_NAME = regex(
    r"(?:公司|集团|基金会|协会|联合会|总会|大学|学院|医院|[文明政教育残妇]办|局)[向与和给为由在对及同](?![平谐])"
)
_WIDE = frozenset({"中国", "全国", "世界", "国际", "中华", "国家"})
_AFTER_NOUN = regex(r"(?:活动|仪式|现场|会议|大会|过程|行动|比赛|会上)[中上里内](?=..)")
_STATES = "乌美俄以韩日英法德巴伊沙印越泰澳加墨朝蒙黎叙埃土希荷芬波捷瑞"
"""States by one character: 乌国家电力公司 is not ours, and its name is cut off."""

_SEAT_FIRST = regex(r"[省市县区州旗镇乡](?![域场级际区])")
_LEAD_TAGS = ("vn", "v", "a", "ad", "d", "l", "i", "z")
_BROKEN = regex(
    r"(?:[地向往到在为把给对被让使进]|[^前]进)$|^[进向]|[走送推]进|各[级类地]|跨国|原告|被告|会见|会晤|抗议|有关|周边|\d国|[一二七八十]国|[一二三四五六七八九十两\d]省|\d强|发挥|犯罪|^新一届|中方|境内外|国内外|部门|调派|隶属于|面向|要求|明确|最大|主流|贩毒|^新版|[中外]国上$|压实|重塑|^(?:优化|提升|完善|拓宽|创新|健全|规范|深化|夯实|筑牢|建强)"
)
_LEVEL = regex(r"[一二三甲乙]级(?:甲等|综合|以上)?|主要|大多数?|高收入|低收入|中等收入|海外|本科|专科|私人|双一流")
_CASE_SIGNS = regex(r"^[由被把](?=.)")


@dataclass(frozen=True, kw_only=True)
class NameMention:
    """One place where an organisation is named. `lost` tells why a candidate is none; empty for a name."""

    start: int
    end: int
    name: str
    kind: str
    own: str
    lost: str = ""


def find_names(passages: Passages) -> Iterator[NameMention]:
    """Every candidate in order of its ending: names, and what looked like one with the reason it is none."""
    previous: NameMention | None = None
    for match in islice(endings_pattern().finditer(passages.folded), MAX_MATCHES):
        mention = _read_name(passages, read_words(passages, match.start()), match, previous)
        if not mention.lost:
            previous = mention
        yield mention


def _read_name(passages: Passages, words: Words, match: re.Match[str], previous: NameMention | None) -> NameMention:
    ending, kind = match[0], kinds_by_ending()[match[0]]
    start, clear = _extend_left(passages, words, match.start())
    start = _trim(passages, words, start, match.start(), kind)
    own = passages.folded[start : match.start()]
    mention = NameMention(
        start=start,
        end=match.end(),
        name=to_simplified(passages.text[start : match.end()]),
        kind=_settle_kind(own + ending, kind),
        own=own,
    )
    if not own and ending not in words_of("bare_names"):
        return _shared_head(passages, mention, previous)
    lost = "" if clear else "no-beginning"
    return replace(mention, lost=lost or _why_none(mention, ending, words, match, passages))


def _extend_left(passages: Passages, words: Words, place: int) -> tuple[int, bool]:
    """The first character that may belong to the name ending at `place`, and whether something stops it there."""
    index = words.before(place)
    covering = words.word(index + 1) if index + 1 < len(words.starts) else None
    start = covering.start if covering and covering.start < place and _is_name_word(covering) else place
    while index >= 0:
        if place - start > _LONGEST:
            return start, False
        word = words.word(index)
        quoted = _quoted_start(passages.folded, word) if word.end == start else None
        if quoted is not None:
            start = quoted
            index = words.before(start)
        elif _is_name_word(word):
            start = word.start
            index -= 1
        else:
            break
    return start, True


def _quoted_start(folded: str, word: Word) -> int | None:
    """Where a quoted or bracketed part of a name opens: 济南市“房泽秋”志愿服务中心, 百川(集团)有限公司."""
    opening = _QUOTES.get(word.text)
    if opening is None:
        return None
    at = folded.rfind(opening, max(0, word.start - _LONGEST_QUOTED), word.start)
    inside = folded[at + 1 : word.start]
    return at if at >= 0 and inside and not re.search(r"[,。;:!?\n、]", inside) else None


def _is_name_word(word: Word) -> bool:
    if word.text in words_of("stops"):
        return False
    if word.text in words_of("inner_verbs") or word.text == "·":
        return True
    if word.tag == "m":
        return _COUNTING.fullmatch(word.text) is not None
    return word.tag.startswith(_NAME_TAGS) and not word.text.endswith(("们", "者们"))


def _trim(passages: Passages, words: Words, start: int, place: int, kind: str) -> int:
    """Without what only leads to the name: 志愿者|江州大学, 授权|江苏省慈善总会, 关爱|青禾社区, 由|爱佑基金会."""
    if _CASE_SIGNS.match(passages.folded[start:place]) or _AFTER_NOUN.match(passages.folded, max(0, start - 2)):
        start += 1
    start = _after_other_name(passages.folded, start, place)
    start = _at_quotation(passages.folded, words, start, place)
    own = passages.folded[start:place]
    found = next((at for at, end in _places().find_longest(own) if _opens(own, at, end, words, start)), 0)
    if found and not own.startswith(tuple(words_of("openers"))) and not re.search(r"[”」』·]", own[:found]):
        start += found
    while True:
        first = words.at(start)
        if first is None or place - first.end < 2 or not (_only_leads(first, kind) or _carries(first, words)):
            return start
        start = first.end


def _carries(word: Word, words: Words) -> bool:
    """援引|美国加州大学, 抗议|江州公司: a verb before a name that begins with its place."""
    behind = words.at(word.end)
    leads = word.tag in ("vn", "v", "ad", "d") and word.text not in words_of("inner_verbs")
    return leads and behind is not None and behind.tag in ("ns", "nt")


def _opens(own: str, place: int, end: int, words: Words, start: int) -> bool:
    """Whether a name begins with this place: 国家 of 美国国家气象局 follows the state it means."""
    at = start + place
    if not words.is_border(at):
        return False
    before = words.word(words.before(at)) if place and words.before(at) >= 0 else None
    return not (own[place:end] in _WIDE and before is not None and before.end == at and before.tag == "ns")


def _only_leads(word: Word, kind: str) -> bool:
    """Whether a word at the front is no part of the name: 活动中|桂子里社区, 关爱|青禾社区."""
    if word.tag == "f" and word.text in "前后中里上下内外旁间":
        return True
    if kind == "community" and word.text in ("镇", "乡", "街道"):
        return True
    if kind in words_of("team_kinds") or word.text in _SEATS:
        return False
    return word.text in words_of("leading_verbs") or word.text in words_of("common_words")


def _after_other_name(folded: str, start: int, place: int) -> int:
    """百川公司向|市慈善基金会: a name does not run on behind another one and a preposition."""
    return max((found.end() for found in _OTHER_NAME.finditer(folded, start, place)), default=start)


def _at_quotation(folded: str, words: Words, start: int, place: int) -> int:
    """光是|“晴雨伞”服务队: before a quoted part only a place or a body belongs to the name."""
    at = next((at for at in range(start + 1, place) if folded[at] in '“「『"'), None)
    if at is None:
        return start
    inside = [word for word in words.some(words.before(start) + 1, 8) if word.end <= at]
    proper = (
        any(word.tag in ("ns", "nt", "nz") for word in inside) or folded[at - 1] in "省市县区州旗镇乡村街会校院司团"
    )
    return start if proper else at


@cache
def _places() -> WordFinder:
    names = {name for unit in load_gazetteer() if unit.level <= 2 for name in (unit.name, f"{unit.short_name}市")}
    wide = ("中国", "中华", "中央", "全国", "国家", "国际", "世界")
    return WordFinder([*names, *wide])


def is_place(words: str) -> bool:
    """Whether the words are the name of a unit."""
    return bool(load_gazetteer().search(words))


@cache
def _trades() -> re.Pattern[str]:
    listed = sorted(words_of("trade_words") | words_of("common_words"), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, listed))})+")


def _settle_kind(name: str, kind: str) -> str:
    """团江州市委 ends like a party body and is none."""
    if name.endswith("人民银行"):
        return "government"
    return "youth-league" if kind == "party" and name.startswith(("共青团", "团")) else kind


def _shared_head(passages: Passages, mention: NameMention, previous: NameMention | None) -> NameMention:
    """江州市文明办、民政局: the second of a list is named with the place of the first."""
    joined = previous is not None and passages.folded[previous.end : mention.start] in ("、", "和", "与", "及")
    if (
        previous is None
        or not joined
        or mention.kind not in words_of("official_kinds")
        or previous.kind not in words_of("official_kinds")
    ):
        return replace(mention, lost="kind-only")
    head = re.match(r"^.{2,10}?[省市县区旗](?!区)", previous.name)
    if head is None:
        return replace(mention, lost="kind-only")
    # 北京市委和市政府: the seat is said by both.
    own = head[0][:-1] if head[0][-1] == mention.name[0] and mention.name[1:] in ("委", "政府") else head[0]
    return replace(mention, name=own + mention.name, own=own)


def _why_none(mention: NameMention, ending: str, words: Words, match: re.Match[str], passages: Passages) -> str:
    """Why what stands before the ending is no name; empty if it is one."""
    own = mention.own
    if (len(ending) <= 2 and not words.is_border(match.end())) or (ending == "商会" and own.endswith(("协", "磋"))):
        return "inside-word"
    if ending in words_of("bare_names"):
        return ""
    if len(own) < 2 and not _is_seat_of(own, mention.kind, ending):
        return "too-short"
    if own + ending in words_of("no_names") or _is_common(own, mention, words, match.start()):
        return "common-word"
    if own.startswith(("国家", "中央")) and passages.before(mention.start, 1) in tuple(_STATES):
        return "no-beginning"
    broken = NO_NAME.search(own) or _BROKEN.search(own) or _begins_like_a_sentence(mention, words, match.start())
    return "sentence" if broken else ""


def _begins_like_a_sentence(mention: NameMention, words: Words, place: int) -> bool:
    """压实|地方党委, 重塑|党支部, 何松|政协: what stands first does something, or is a person in front of an office."""
    if mention.kind not in words_of("plain_kinds"):
        return False
    inner = [word for word in words.some(words.before(mention.start) + 1, 12) if word.end <= place]
    if not inner or inner[0].start != mention.start:
        return False
    first = inner[0]
    if mention.kind in ("government", "party") and len(inner) == 1 and first.tag == "nr" and len(first.text) < 4:
        return mention.own[-1:] not in _SEATS and not is_place(mention.own)
    return first.tag in _LEAD_TAGS and len(first.text) > 1 and first.text not in words_of("inner_verbs")


def _is_seat_of(own: str, kind: str, ending: str) -> bool:
    """市文明办, 县图书馆: one body of the place the page tells of. 市社区 is none."""
    return own in _SEATS and kind != "community" and (kind in words_of("official_kinds") or len(ending) >= 3)


def _is_common(own: str, mention: NameMention, words: Words, place: int) -> bool:
    """Whether nothing in the words before the ending tells one body from others: 农村|小学, 爱心|车队."""
    if own in _SEATS:
        return False
    if own in _WIDE and mention.kind in ("foundation", "community", "school", "hospital", "team"):
        return True
    if GENERIC.match(own) or own in words_of("common_words") or _LEVEL.fullmatch(own):
        return True
    if mention.kind in words_of("trade_kinds") and not _SEAT_FIRST.match(own) and _trades().fullmatch(own):
        return True  # 旅游|行业协会, 信息技术|有限公司: a trade is no name
    inner = [word for word in words.some(words.before(mention.start) + 1, 12) if word.end <= place]
    whole = bool(inner) and inner[0].start == mention.start and inner[0].text not in _SEATS
    return whole and all(word.text in words_of("common_words") for word in inner)
