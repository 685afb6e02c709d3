"""The corpus of `search_corpus` with what an archive's articles have besides: names, as many as articles bring, and flags."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import search_corpus

_ARTICLES_A_NAME = {"org": 8, "programme": 25}
"""A new name comes with so many articles: as in the real archive of 19,512 items."""
_FLAGS = ("unknown", "unknown", "unknown", "truncated", "garbled")


def make_documents(path: Path, count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """So many documents as the index takes them."""
    chance = random.Random(seed)
    for document in search_corpus.make_documents(path, count, seed):
        yield {
            **document,
            "author": "本报记者",
            "source_text": f"第{document['source'][0]}日报",
            "org": _names("org", count, chance),
            "programme": _names("programme", count, chance),
            "flag": [chance.choice(_FLAGS)],
            "lede": min(80, len(document["text"])),
        }


def _names(kind: str, count: int, chance: random.Random) -> list[str]:
    """None for a third of all articles, else up to four; few names are in many articles, most in one or two."""
    how_many = chance.choice((0, 0, 1, 1, 2, 4))
    most = max(1, count // _ARTICLES_A_NAME[kind])
    found = {f"{kind}第{int(most * chance.random() ** 3)}志愿服务队" for _number in range(how_many)}
    return sorted(found) or ["unknown"]
