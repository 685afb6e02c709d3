"""One-character names (汉, 穗, 沪, 蓉), which only count in a few fixed frames: 在汉召开, 在沪举行, 抵蓉."""

from __future__ import annotations

import re
from functools import cache

from archive.resolve.gazetteer import Gazetteer, load_gazetteer
from archive.resolve.region.mentions import Mention
from archive.text.regex import regex

# Also words of their own after 在: 在港口, 在台上, 在新…, 在云端, 在青年; the verb right behind rules these out.
_HELD = "举行|召开|举办|启动|开幕|落幕|闭幕|揭牌|成立|开班|开展|开营|签约|揭幕|发布|开赛|颁奖"
_FOR = "学习|考察|交流|参观|调研|参访|取经|观摩|支教|慰问|开展|参加|与|同|救灾|支援|捐|执行"
_DONE = "慰问|义诊|演出|巡演|宣讲|座谈|相聚|亮相|走访|结业|收官|落成|展出|上演"
"""Also done on a stage (在台演出) or in a port: only for signs that are no word."""

_PLAIN_SIGNS = "汉穗沪蓉杭榕邕筑渝京津鄂皖赣湘粤琼滇黔陇"
_HOW = "(?:成功|隆重|顺利|正式|圆满|盛大|联合|同步)?"


_NUMBER = "十[一二三四]|[一二三四五六七八九十]"
_DIVISION = regex(rf"(?<![第一二三四五六七八九十团])农?(?P<number>{_NUMBER})师(?=[一二三四五六七八九〇○0-9]{{1,4}}团)")


def find_abbreviations(text: str, gazetteer: Gazetteer) -> list[Mention]:
    """Mentions by one character. Of several meanings (宁: 南京, 宁夏) the city comes first where news use it so."""
    found = [
        Mention(
            start=match.start(match.lastindex or 0),
            end=match.end(match.lastindex or 0),
            head=match.start(match.lastindex or 0),
            code=code,
            strength="strong",
        )
        for match in _pattern().finditer(text)
        if (code := _meaning(match[match.lastindex or 0], gazetteer))
    ]
    return found + [_division(match, gazetteer) for match in _DIVISION.finditer(text)]


def _division(match: re.Match[str], gazetteer: Gazetteer) -> Mention:
    """八师一五二团: a division of the 兵团 named without 第, told by its regiment."""
    (code,) = {use.code for use in gazetteer.names(f"第{match['number']}师")}
    return Mention(start=match.start(), end=match.end(), head=match.start(), code=code, strength="strong")


def _meaning(char: str, gazetteer: Gazetteer) -> str:
    codes = [use.code for use in gazetteer.names(char) if use.kind == "abbreviation"]
    # 在X召开 with a province's sign is rare outside the municipalities: 在宁召开 is said in Nanjing.
    codes.sort(key=lambda code: -gazetteer.current(code).level)
    return codes[0] if codes else ""


@cache
def _pattern() -> re.Pattern[str]:
    names = {alias.text for alias in load_gazetteer().aliases if alias.kind == "abbreviation"}
    chars = "".join(sorted(name for name in names if len(name) == 1))
    return re.compile(
        rf"(?:在|抵|来)([{chars}])(?={_HOW}(?:{_HELD}))|在([{_PLAIN_SIGNS}])(?={_HOW}(?:{_DONE}))"
        rf"|(?<![一-鿿])(?:赴|抵)([{chars}])(?=[,。])|(?:赴|抵|来|访)([{chars}])(?={_FOR})|(?<=抵)([{chars}])(?=,)"
        rf"|(?<![一-鿿])([{_PLAIN_SIGNS}苏浙皖冀鲁豫晋陕川桂闽])(?=[{chars}]{{1,3}}[两三四](?:地|省|市))"
        rf"|(?<=[{chars}])([{_PLAIN_SIGNS}苏浙皖冀鲁豫晋陕川桂闽])(?=[{chars}]{{0,2}}[两三四](?:地|省|市))"
    )
