"""Derives what the sources do not state about a unit: its short name, its pinyin and its English name.

Build-time only (`make_regions.py` imports it). Readings and English forms that no rule gives stand in `sources/*.csv`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pypinyin import lazy_pinyin

SOURCES = Path(__file__).parent / "sources"

_PEOPLES = (
    *("满族", "蒙古族", "回族", "侗族", "苗族", "土家族", "瑶族", "畲族", "黎族", "壮族", "各族", "彝族", "羌族"),
    *("藏族", "仡佬族", "布依族", "水族", "哈尼族", "傣族", "拉祜族", "佤族", "布朗族", "纳西族", "傈僳族", "普米族"),
    *("怒族", "独龙族", "白族", "景颇族", "裕固族", "哈萨克族", "东乡族", "保安族", "撒拉族", "土族", "达斡尔族"),
    *("仫佬族", "毛南族", "朝鲜族", "鄂温克族", "维吾尔", "哈萨克", "柯尔克孜", "塔吉克", "锡伯", "蒙古"),
)
_PEOPLE = "|".join(sorted(_PEOPLES, key=len, reverse=True))
# 管城回族区 of 郑州市 and its like are districts, not autonomous, but are named the same way.
_AUTONOMOUS = re.compile(rf"^(.+?)((?:{_PEOPLE})+)(自治区|自治州|自治县|区)$")
# The name of the people is the whole place name: 东乡族自治县, 鄂温克族自治旗, 鄂伦春自治旗.
_EPONYMOUS = re.compile(r"^(东乡|鄂温克|鄂伦春|莫力达瓦达斡尔)族?自治[县旗]$")
_SUFFIX = re.compile(
    r"(特别行政区|自治区|自治州|自治县|自治旗|地区|特区|矿区|(?<=神农架)林区|(?<=浦东|两江|滨海)新区|[省市盟县区旗])$"
)
# Without their last character these would name nothing, or something else (市中, 滨海 is a county, 东乌珠穆沁左).
_KEEP = re.compile(r"([前后中左右]旗|联合旗|^市中区|^城[关中东西南北]区|^滨海新区|矿区|^工农区|^郊区|开发区)$")

_KINDS = {
    "特别行政区": "Special Administrative Region",
    "自治区": "Autonomous Region",
    "自治州": "Autonomous Prefecture",
    "自治县": "Autonomous County",
    "自治旗": "Autonomous Banner",
    "林区": "Forestry District",
    "特区": "Special District",
    "新区": "New Area",
    "地区": "Prefecture",
    "矿区": "Mining District",
    "省": "Province",
    "盟": "League",
    "市": "City",
    "县": "County",
    "旗": "Banner",
    "区": "District",
}


def short_name(name: str) -> str:
    """The name a reader uses: 湖北, 武汉, 恩施, 江岸; a name that would shrink to one character stays whole (蔚县)."""
    if name == "河南蒙古族自治县":
        return "河南县"  # 河南 alone is the province
    if _KEEP.search(name):
        return name
    match = _EPONYMOUS.match(name)
    if match:
        return "莫力达瓦" if match[1].startswith("莫力达瓦") else match[1]
    match = _AUTONOMOUS.match(name)
    short = match[1] if match and len(match[1]) >= 2 else _SUFFIX.sub("", name)
    return short if len(short) >= 2 else name


def pinyin(name: str) -> str:
    """Lower case, no tones, no spaces: 蔚县 -> yuxian, 吕梁 -> lvliang."""
    return "".join(_syllables(name))


def english_name(name: str, level: int) -> str:
    """`Wuhan City`, `Jiang'an District`, `Enshi Tujia and Miao Autonomous Prefecture`, `Yu County`."""
    whole = _english_exceptions().get(name)
    if whole:
        return whole
    if name.endswith("行政委员会"):
        return _latin(name[:-5])
    match = _AUTONOMOUS.match(name)
    if match and not _EPONYMOUS.match(name):
        peoples = [_people(word) for word in re.findall(_PEOPLE, match[2])]
        return " ".join([_latin(match[1]), *_joined(peoples), _KINDS[match[3]]])
    suffix = _SUFFIX.search(name)
    if not suffix:
        return _latin(name)
    stem = name[: suffix.start()]
    if (
        level == 1
        and suffix[1] in {"省", "特别行政区", "市"}
        and stem in {"北京", "天津", "上海", "重庆", "香港", "澳门"}
    ):
        return _latin(stem)
    latin = _latin(stem)
    if len(stem) == 1:
        # The reading of 蔚 depends on the whole name 蔚县.
        latin = _syllables(name)[0].capitalize()
    return f"{latin} {_KINDS[suffix[1]]}"


def _joined(words: list[str]) -> list[str]:
    if len(words) < 2:
        return words
    return [", ".join(words[:-1]), "and", words[-1]]


def _people(word: str) -> str:
    known = _english_exceptions().get(word)
    return known or _latin(word.removesuffix("族"))


def _latin(words: str) -> str:
    known = _english_exceptions().get(words)
    if known:
        return known
    out = ""
    for syllable in _syllables(words):
        # The apostrophe keeps Xi'an from reading as Xian.
        out += "'" + syllable if out and syllable[0] in "aoe" else syllable
    return out.replace("lv", "lü").replace("nv", "nü").capitalize()


def _syllables(name: str) -> list[str]:
    known = _readings()
    out: list[str] = []
    rest = name
    while rest:
        length = next((n for n in range(min(5, len(rest)), 0, -1) if rest[:n] in known), 0)
        if length:
            out += known[rest[:length]].split()
        else:
            length = next((n for n in range(1, len(rest)) if any(rest[n:].startswith(w) for w in known)), len(rest))
            out += lazy_pinyin(rest[:length])
        rest = rest[length:]
    return out


@cache
def _readings() -> Mapping[str, str]:
    return _table("readings.csv", "word", "pinyin")


@cache
def _english_exceptions() -> Mapping[str, str]:
    return _table("english.csv", "word", "english")


def _table(file: str, key: str, value: str) -> Mapping[str, str]:
    with (SOURCES / file).open(encoding="utf-8", newline="") as lines:
        return {row[key]: row[value] for row in csv.DictReader(lines)}
