"""Damage that pages of this kind carry: mended where it can be, and named in the draft's flags.

Deliberately not here: wrong charsets of whole files (`archive.readers.decode`) and the repair itself
(`archive.text.repair`).
"""

from __future__ import annotations

import re

from archive.text.script import detect_script

_PINYIN = re.compile(
    r"(?<=[一-鿿])\(\s?[a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜüńňǹ]{1,7}\s?\)|\?[a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜüńňǹ]{1,7}\)"
)
_MASKED = re.compile(r"\*{2,}|[一-鿿]×{1,3}[一-鿿]|×{2,}|█{2,}|■{3,}")
# 叁 for 三 in running words, foreign words in place of Chinese ones: traces of programs that swap synonyms.
_SPUN = re.compile(r"叁(?=[个名组位人次年月日天]|大)|[一-鿿](?:model|project|team|item)[一-鿿”]")
_ENTITY = re.compile(r"&[一-鿿]{2,6};|&(?:ldquo|rdquo|nbsp|mdash|middot)\b")


def mend(content: str) -> tuple[str, tuple[str, ...]]:
    """The text with its mendable damage mended, and a flag for each kind that was."""
    mended = _PINYIN.sub("", content)
    return mended, ("inline_pinyin",) if mended != content else ()


def find_damage(title: str, body: str) -> tuple[str, ...]:
    """Flags for what is left in the text: traditional, masked, spun, entities."""
    text = f"{title}\n{body}"
    flags = {
        "traditional": detect_script(text) == "hant",
        "masked": bool(_MASKED.search(text)),
        "spun": bool(_SPUN.search(text)),
        "mojibake": bool(_ENTITY.search(text)),
    }
    return tuple(name for name, found in flags.items() if found)
