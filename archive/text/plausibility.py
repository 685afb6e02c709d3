"""How much a string looks like Chinese as people write it: what decides between charsets and between repairs.

The most frequent characters make up about half of any running Chinese text, and next to nothing of text decoded in
the wrong charset, whose characters are spread evenly over the code table. Levels of rarity are those of the national
standards themselves: GB 2312 level 1 and Big5 level 1 hold the characters in use.

Deliberately not here: which bytes to decode how (`archive.readers.decode`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from archive.text.script import is_han, traditional_forms

SAMPLE = 20_000
"""Characters looked at; more change nothing."""

_FREQUENT = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民"
    "得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义"
    "事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直"
    "题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西"
    "被干做必战先回则任取据处府志愿服务活动社区爱心公益慈善市县省村街镇青团协会组织记者报道编辑来源网首页发布"
)
_PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》—…·【】「」『』\u3000")


def score_chinese(text: str) -> float:
    """Mean plausibility of the characters of a text that are not ASCII, from -1 to 1; 0 if there are none.

    Running Chinese scores above 0.45, wrongly decoded Chinese below 0.2 (measured: see the tests).
    """
    sample = re.sub(r"[\x09-\x0d\x20-\x7e]+", "", text[:SAMPLE])
    return sum(map(_score_char, sample)) / len(sample) if sample else 0.0


@cache
def _frequent() -> frozenset[str]:
    simplified = frozenset(_FREQUENT)
    forms = traditional_forms()
    return simplified | {form for char in simplified for form in forms.get(char, ())[:1]}


def _score_char(char: str) -> float:
    known = _SCORES.get(char)
    if known is None:
        known = _score_new(char)
        if char <= "\uffff":
            _SCORES[char] = known
    return known


_SCORES: dict[str, float] = {}


def _score_new(char: str) -> float:
    if char in _frequent() or char in _PUNCTUATION:
        return 1.0
    if is_han(char):
        return _score_han(char)
    if "\uff00" <= char <= "\uffef" or "\u2000" <= char <= "\u206f" or char == "\xa0":
        return 0.3
    if unicodedata.category(char)[0] in "SP" and _encoded(char, "gb2312"):
        return 0.0
    # Unassigned, private, surrogate, control: no one writes these.
    return -1.0 if unicodedata.category(char) in {"Cn", "Co", "Cs", "Cc"} or char == "\ufffd" else -0.3


def _score_han(char: str) -> float:
    """Everyday characters 0.4, those of the standards' second levels -0.2, all others -0.6."""
    gb = _encoded(char, "gb2312")
    big5 = _encoded(char, "big5")
    if b"\xb0\xa1" <= gb <= b"\xd7\xf9" or b"\xa4\x40" <= big5 <= b"\xc6\x7e":
        return 0.4
    return -0.2 if gb or big5 else -0.6


def _encoded(char: str, charset: str) -> bytes:
    try:
        return char.encode(charset)
    except UnicodeEncodeError:
        return b""
