"""How alike two texts are in their words: the cosine of their pairs of neighbouring characters, common ones counting less.

How common a pair is was counted once (`data/make_pair_weights.py`) and does not change with the archive, so that two texts are
as alike today as in ten years.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from math import log, sqrt
from operator import add

LONGEST_READ = 3000
"""Characters of a text that are compared: an event is told at the beginning."""


def similarity(left: str, right: str) -> float:
    """Cosine of two plain texts, 0 to 1."""
    (one, one_length), (other, other_length) = _weigh(left[:LONGEST_READ]), _weigh(right[:LONGEST_READ])
    length = one_length * other_length
    # A pair weighs the same in every text.
    return sum(one[pair] ** 2 for pair in one.keys() & other.keys()) / length if length else 0.0


@lru_cache(maxsize=1024)
def _weigh(text: str) -> tuple[dict[str, float], float]:
    """The weight of each pair, and the length of them all as a vector."""
    weights, usual = _pair_weights()
    weighed = {pair: weights.get(pair, usual) for pair in set(map(add, text, text[1:]))}
    return weighed, sqrt(sum(value * value for value in weighed.values()))


@cache
def _pair_weights() -> tuple[dict[str, float], float]:
    """Pair -> weight (inverse document frequency), and the weight of any pair not listed."""
    lines = files("archive.dedupe").joinpath("data/pair_weights.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    counted = int(next(line for line in lines if line.startswith("# texts ")).removeprefix("# texts "))
    weights = {pair: log(counted / int(texts)) for pair, texts in rows}
    return weights, log(counted / min(int(texts) for _, texts in rows)) if rows else 1.0


@cache
def common_pairs() -> frozenset[str]:
    """Neighbouring characters that stand in many texts, of this archive's news or of news in general."""
    lines = files("archive.dedupe").joinpath("data/news_pairs.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#")) | _pair_weights()[0].keys()
