"""Damage that pages of this kind carry: mended where it can be, and named in the draft's flags.

Deliberately not here: wrong charsets of whole files (`archive.readers.decode`) and the repair itself
(`archive.text.repair`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.text.repair import repair_mojibake, strip_inline_pinyin
from archive.text.script import detect_script

_MASKED = re.compile(r"\*{2,}|[一-鿿]×{1,3}[一-鿿]|×{2,}|█{2,}|■{3,}")
# 叁 for 三 in running words, foreign words in place of Chinese ones: traces of programs that swap synonyms.
_SPUN = re.compile(r"叁(?=[个名组位人次年月日天]|大)|[一-鿿](?:model|project|team|item)[一-鿿”]")


def mend(content: str) -> tuple[str, tuple[str, ...]]:
    """The text with its mendable damage mended, and a flag for each kind that was."""
    text, had_readings = strip_inline_pinyin(content)
    text, flags = repair_mojibake(text)
    return text, (*flags, "inline_pinyin") if had_readings else flags


def mend_lines(texts: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """The same for the lines of one page, judged together."""
    mended, flags = mend("\n".join(texts))
    lines = mended.split("\n")
    return (lines, flags) if len(lines) == len(texts) else (list(texts), ())


def find_damage(title: str, body: str) -> tuple[str, ...]:
    """Flags for what is left in the text: traditional, masked, spun."""
    text = f"{title}\n{body}"
    flags = {
        "traditional": detect_script(text) == "hant",
        "masked": bool(_MASKED.search(text)),
        "spun": bool(_SPUN.search(text)),
    }
    return tuple(name for name, found in flags.items() if found)
