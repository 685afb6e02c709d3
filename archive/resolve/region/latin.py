"""English names of provinces and prefectures in pages written in English."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from archive.resolve.gazetteer import load_gazetteer
from archive.resolve.region.mentions import Mention
from archive.text.regex import regex

_MIN_LATIN = 0.6
_LATIN = regex(r"[A-Za-z]")
_KIND = regex(r" (?:Province|City|Prefecture|League|.*Autonomous.*|\(.*)$")


def find_latin(text: str) -> list[Mention]:
    """Mentions in a text that is mostly Latin letters; none in a Chinese one, where Latin words are brands."""
    if not _is_latin(text):
        return []
    codes, pattern = _names()
    return [
        Mention(start=match.start(), end=match.end(), head=match.start(), code=codes[match[0]], strength="strong")
        for match in pattern.finditer(text)
    ]


def _is_latin(text: str) -> bool:
    """Counts no further than it must: some tens of characters tell that a text is Chinese."""
    letters = len(_LATIN.findall(text))
    most = int(letters / _MIN_LATIN)
    return letters > 0 and next(islice(filter(str.isalpha, text), most, None), None) is None


@cache
def _names() -> tuple[dict[str, str], re.Pattern[str]]:
    codes: dict[str, str] = {}
    shared: set[str] = set()
    for unit in load_gazetteer():
        if unit.valid_to is None and unit.level <= 2:
            name = _KIND.sub("", unit.name_en).lower()
            if name in codes and unit.level > 1 and codes[name][:2] != unit.code[:2]:
                shared.add(name)
            codes.setdefault(name, unit.code)
    codes = {name: code for name, code in codes.items() if name not in shared and len(name) > 4}
    words = "|".join(sorted(map(re.escape, codes), key=len, reverse=True))
    return codes, re.compile(rf"(?<![a-z])(?:{words})(?![a-z])")
