"""How text becomes Whoosh's terms: the pairs of `archive.search.characters`, with their positions."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterator
from typing import Any

from whoosh.analysis import Token, Tokenizer
from whoosh.formats import Positions

from archive.search.characters import fold_text, pairs

_POSITION_BYTES = 4


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
