"""Anchors: a few hashes of a text, chosen so that any two texts with a passage in common share one.

Winnowing (Schleimer, Wilkerson and Aiken 2003): of every `WINDOW` neighbouring shingles the one with the smallest hash
is kept. Nothing depends on other texts, so the anchors of an article never change while it does not. Does not say how
much two texts share: that is `archive.dedupe.alignment`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SHINGLE = 5
"""Characters a hash covers."""

WINDOW = 16
"""Neighbouring hashes of which one is kept: a shared run of `SHINGLE + WINDOW - 1` characters shares an anchor."""

_HALVES = (1, 2, 4, 8)
"""Steps by which windows are doubled up to `WINDOW`."""

_PRIME = np.uint64(0x9E3779B97F4A7C15)


def hash_shingles(plain: str) -> NDArray[np.uint64]:
    """One 64-bit hash for each run of `SHINGLE` characters, in order; the same on every machine and in every version."""
    codes = np.frombuffer(plain.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    count = len(codes) - SHINGLE + 1
    if count <= 0:
        return np.empty(0, dtype=np.uint64)
    hashes = np.zeros(count, dtype=np.uint64)
    for place in range(SHINGLE):
        hashes = (hashes ^ codes[place : place + count]) * _PRIME
        hashes ^= hashes >> np.uint64(29)
    return _mix(hashes)


def choose_anchors(plain: str) -> tuple[int, ...]:
    """The anchors of a plain text (`archive.dedupe.plain`), distinct and ascending, as signed 64-bit integers.

    About one for every nine characters; none for a text shorter than a shingle.
    """
    hashes = hash_shingles(plain)
    if len(hashes) == 0:
        return ()
    least = hashes.min(keepdims=True) if len(hashes) <= WINDOW else _least_of_windows(hashes)
    is_new = np.concatenate(([True], least[1:] != least[:-1]))
    return tuple(sorted(set(least[is_new].view(np.int64).tolist())))


def _least_of_windows(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The smallest hash of each window: of 2 neighbours, then of 4, 8 and 16, each from two of the windows before."""
    for width in _HALVES:
        hashes = np.minimum(hashes[:-width], hashes[width:])
    return hashes


def _mix(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread the bits (the finaliser of SplitMix64), so that the smallest hash is a fair choice."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: NDArray[np.uint64] = values ^ (values >> np.uint64(31))
    return mixed
