"""Where a page comes from: the home region of its publisher, its claimed source, its dateline's outlet, its host.

Used for names several regions share, for "our city" (我市, 市文明办), and as the last resort. Deliberately not here:
the regions the text itself names.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from archive.records import Draft
from archive.resolve.gazetteer import Gazetteer, load_gazetteer
from archive.resolve.region.guards import is_doubtful, is_word
from archive.resolve.region.nicknames import find_nickname
from archive.text.normalise import fold
from archive.text.regex import regex


@dataclass(frozen=True, kw_only=True)
class Home:
    """A region a page comes from, and what says so."""

    code: str
    quote: str
    rule: str
    is_hint: bool = False
    """Good for choosing among units of one name, not for saying where the page is published (a nickname, 苏ICP备)."""


# Words in the name of an outlet or office that say: the name before them is where it is at home.
_OUTLET = regex(
    r"论坛|茶馆|夜读|周刊|时讯|资讯|生活|志愿|义工|公益|日报|晚报|晨报|早报|时报|都市报|在线|新闻网|文明网|文明办|客户端|电视台|广播|频道|发布|融媒|网|民政局|慈善|委|局|办|会|站|社"
)
_DOMESTIC = regex(r"^(?:中国|全国|人民|光明|新华|央视|央广|中新)")
# Labels of governments that are no pinyin of the whole name.
_HOST_SIGNS = {
    **{"bj": "110000", "sh": "310000", "tj": "120000", "cq": "500000", "gd": "440000", "zj": "330000", "sc": "510000"},
    **{"sz": "440300", "gz": "440100", "xa": "610100", "dl": "210200", "xm": "350200", "km": "530100", "sjz": "130100"},
    **{"shaanxi": "610000", "nmg": "150000", "xizang": "540000", "gxzf": "450000"},
}
_ICP = regex(r"^([一-鿿])icp")
_GOVERNMENT = regex(r"(?:^|\.)gov\.cn$")


def find_homes(draft: Draft) -> tuple[Home, ...]:
    """Home regions, the surest first; none for national outlets."""
    found = [
        home
        for rule, words in (
            ("source-name", draft.original_source),
            ("outlet-name", draft.dateline),
            ("publisher-name", draft.publisher),
        )
        if words and (home := _from_name(words, rule))
    ]
    found += _from_imprint(draft.imprint)
    if draft.home_region and load_gazetteer().get(draft.home_region):
        found.append(Home(code=draft.home_region, quote=draft.publisher or draft.url or "", rule="site"))
    host = _from_host(draft.url)
    homes = [*found, host] if host else found
    return tuple({home.code: home for home in reversed(homes)}.values())[::-1]


def _from_imprint(imprint: tuple[str, ...]) -> list[Home]:
    homes = []
    for words in imprint:
        key = fold(words)
        icp = _ICP.match(key)
        code = _abbreviated(icp[1]) if icp else None
        if code:
            homes.append(Home(code=code, quote=words, rule="icp", is_hint=True))
        elif icp is None and (home := _from_name(words, "imprint", is_sure=True)):
            homes.append(home)
    return homes


def _abbreviated(char: str) -> str | None:
    """The province with this one-character sign."""
    gazetteer = load_gazetteer()
    codes = [use.code for use in gazetteer.names(char) if use.kind == "abbreviation" and use.code.endswith("0000")]
    return codes[0] if codes else None


def _from_name(words: str, rule: str, *, is_sure: bool = False) -> Home | None:
    """The first region an outlet's name begins with or holds: 余姚日报, 浙江在线衢州频道 (the finest of one line)."""
    key = fold(words)
    if _DOMESTIC.match(key) or not (is_sure or _OUTLET.search(key)):
        return None
    nickname = find_nickname(key)
    if nickname:
        return Home(code=nickname, quote=words, rule=rule, is_hint=True)
    gazetteer = load_gazetteer()
    code = ""
    for _, name in gazetteer.find(key):
        if is_word(name) or is_doubtful(name):
            continue
        codes = [unit.code for unit in gazetteer.search(name)]
        inside = [each for each in codes if code and gazetteer.contains(code, each)]
        if inside:
            code = inside[0]
        elif not code and (len(codes) == 1 or gazetteer.current(codes[0]).level < gazetteer.current(codes[1]).level):
            code = codes[0]
    return Home(code=code, quote=words, rule=rule) if code else None


def _from_host(url: str | None) -> Home | None:
    """`wenming.changzhou.gov.cn`: hosts of governments are named after the place, in pinyin."""
    try:
        host = (urlsplit(url or "").hostname or "").lower()
    except ValueError:
        return None
    if not _GOVERNMENT.search(host):
        return None
    for label in reversed(host.split(".")[:-2]):
        code = _codes_by_pinyin().get(label)
        if code:
            return Home(code=code, quote=host, rule="host")
    return None


@cache
def _codes_by_pinyin() -> dict[str, str]:
    """Units whose pinyin no other of their level shares; the larger one where a smaller one does."""
    units = [unit for unit in load_gazetteer() if unit.valid_to is None]  # provinces first
    codes: dict[str, str] = {}
    for level in (1, 2, 3):
        bearers = Counter(unit.pinyin for unit in units if unit.level == level)
        for unit in units:
            if unit.level == level and bearers[unit.pinyin] == 1:
                codes.setdefault(unit.pinyin, unit.code)
    return codes | _HOST_SIGNS


_OFFICE = r"[一-鿿]{2,10}(?:局|办|会|中心"
_OURS = {
    1: regex(r"我省|全省|本省|省(?:委|政府|文明办|民政厅|慈善|志愿)"),
    2: regex(rf"我市|全市|本市|(?<![一-鿿])市(?:委|政府|直|{_OFFICE}|院))|团市委|市领导|(?<=[,、。由:])市"),
    3: regex(rf"我[县区]|全[县区]|本[县区]|(?<![一-鿿])[县区](?:委|政府|{_OFFICE}))|团[县区]委"),
}


_SCHOOL = regex(r"我校|本校|我院|全校|(?:在|于)[一-鿿]{0,4}校区|学校对口|(?<![一-鿿])校(?:团委|党委|学生会|青年志愿者)")


def speaks_of_school(text: str) -> re.Match[str] | None:
    """The words by which a school's own page speaks of itself: 我校, 在武昌校区."""
    return _SCHOOL.search(text)


def speaks_of_ours(text: str, code: str, gazetteer: Gazetteer) -> re.Match[str] | None:
    """The words by which a text speaks of the publisher's own city, county or province: 我市, 团市委, 市文明办."""
    unit = gazetteer.current(code)
    ours = 2 if unit.name.endswith("市") else unit.level
    return _OURS[ours].search(text)
