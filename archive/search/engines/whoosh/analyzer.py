"""How text becomes index terms: folded one to one, then every two neighbouring characters are a term.

All characters take part, Latin letters, digits, spaces and punctuation too, so that any piece of a text can be found;
an END closes each text, so that its last character also begins a pair. The position of a term is that of its first
character, in the original as in the folded text. Queries are cut into words elsewhere (`archive.search.words`).
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Iterator
from typing import Any

from whoosh.analysis import Token, Tokenizer
from whoosh.formats import Positions

from archive.text.normalise import fold

END = "\x03"
_POSITION_BYTES = 4
# Control characters and lone surrogates cannot be searched for, and END must not occur in a text.
_UNSEARCHABLE = re.compile("[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]")


def fold_text(text: str) -> str:
    """The form in which texts and queries meet: same length, line breaks and control characters as spaces."""
    return _UNSEARCHABLE.sub(" ", fold(text))


def pairs(folded: str) -> Iterator[tuple[str, int]]:
    """Every pair of neighbouring characters with the position of its first one; the last pair ends in END."""
    closed = folded + END
    for position in range(len(folded)):
        yield closed[position : position + 2], position


class PairTokenizer(Tokenizer):
    """Pairs when indexing; in a query the whole folded text is one token, which the field makes a phrase of."""

    def __call__(self, value: str, mode: str = "", **_kwargs: Any) -> Iterator[Token]:
        folded = fold_text(value)
        found = [(folded, 0)] if mode == "query" else pairs(folded)
        token = Token(positions=True, chars=True, mode=mode)
        token.boost = 1.0
        token.stopped = False
        for text, position in found:
            token.text = text
            token.pos = token.startpos = position
            token.startchar, token.endchar = position, position + len(text)
            yield token


class PositionArrays(Positions):
    """Positions as a plain little-endian array of 32-bit numbers, which numpy reads without decoding."""

    def word_values(self, value: str, analyzer: Any, **_kwargs: Any) -> Iterator[tuple[str, int, float, bytes]]:
        found: dict[str, list[int]] = {}
        for pair, position in pairs(fold_text(value)):
            if pair in found:
                found[pair].append(position)
            else:
                found[pair] = [position]
        for pair, positions in found.items():
            yield pair, len(positions), float(len(positions)), self.encode(positions)

    def encode(self, poslist: list[int]) -> bytes:
        positions = array("I", poslist)
        if sys.byteorder == "big":
            positions.byteswap()
        return positions.tobytes()

    def decode_positions(self, valuestring: bytes) -> list[int]:
        return [
            int.from_bytes(valuestring[start : start + _POSITION_BYTES], "little")
            for start in range(0, len(valuestring), _POSITION_BYTES)
        ]

    def decode_frequency(self, valuestring: bytes) -> int:
        return len(valuestring) // _POSITION_BYTES
