"""Cleaning and folding of text: width, space, invisible characters, and the form in which words are compared.

`fold` and `half_width` keep every offset; `clean_line` and `clean_lines` do not and come first.

Deliberately not here: repair of damaged characters (`archive.text.repair`) and cutting into sentences
(`archive.text.segment`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from archive.text.regex import regex
from archive.text.script import simplify_aspect, simplifying_table

_INVISIBLE = regex(
    "["
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # controls, except those that space or break a line
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphen and other characters without a glyph
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f"  # zero width, direction
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb"  # variation selectors, byte order mark
    "\ud800-\udfff"  # halves of a surrogate pair, which no encoding can write
    "\ue000-\uf8ff"  # private use: glyphs of icon fonts
    "]"
)
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def clean_line(text: str) -> str:
    """One tidy line: invisible characters out, every run of spaces (NBSP, full-width, line breaks) one space."""
    return " ".join(_INVISIBLE.sub("", text).split())


def clean_lines(text: str) -> list[str]:
    """The lines of a text, each cleaned, without empty ones. Any line break counts: CRLF, CR, LF, U+2028."""
    cleaned = (clean_line(line) for line in text.splitlines())
    return [line for line in cleaned if line]


def half_width(text: str) -> str:
    """Full-width Latin letters, digits and signs (１２，（）) as ASCII, one to one: offsets stay."""
    return text.translate(_FULL_WIDTH)


def fold(text: str) -> str:
    """The form in which words are compared: one width, lower case, simplified; same length as `text`.

    Unicode NFKC and case folding are applied where one character stays one (UAX #15, #44), then traditional
    characters become simplified ones and the particle 著 becomes 着 (`archive.text.script`). Folding twice changes nothing more.
    """
    for wide, narrow in _COMMON:
        text = text.replace(wide, narrow)
    return simplify_aspect(text if _changing().search(text) is None else text.translate(_FOLDING))


_COMMON = (("，", ","), ("：", ":"), ("（", "("), ("）", ")"), ("；", ";"), ("！", "!"), ("？", "?"))
"""Nearly all that changes in most texts; looking for the rest costs a tenth of changing it."""


@cache
def _changing() -> re.Pattern[str]:
    """Any character that folding may change."""
    simplified = simplifying_table()
    plane = map(chr, [*range(0xD800), *range(0xE000, 0x10000)])
    changing = (
        char
        for char in plane
        if ord(char) in simplified or char != char.casefold() or not unicodedata.is_normalized("NFKC", char)
    )
    return re.compile(f"[{''.join(changing)}\U00010000-\U0010ffff]")


class _Folding(dict[int, int]):
    """Fills itself with the folded form of each character met; only the basic plane is kept, to bound it."""

    def __missing__(self, code: int) -> int:
        folded = _folded(chr(code))
        if code <= 0xFFFF:
            self[code] = folded
        return folded


_FOLDING = _Folding()


def _folded(char: str) -> int:
    wide = unicodedata.normalize("NFKC", char)
    if len(wide) == 1:
        char = wide
    lower = char.casefold()
    if len(lower) == 1:
        char = lower
    table = simplifying_table()
    code = table.get(ord(char), ord(char))
    # 薴 becomes 苧, which as a traditional character is 苎: folding has to arrive where it stays.
    return table.get(code, code)
