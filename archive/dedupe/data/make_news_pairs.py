"""Makes `news_pairs.txt`: the pairs of characters that stand in many texts of general news, one a line.

    .venv/bin/python -m archive.dedupe.data.make_news_pairs ITEMS.jsonl.gz

Reads lines of JSON with a `text` (19,512 items of broadcast news, September 2022 to 2026, when the file here was made). They are
what officials' reports of all kinds share: rare in news of volunteers, and still no sign of one event.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from pathlib import Path

from archive.dedupe.plain import plain_text

SHARE = 0.06
"""Of the texts, that hold a pair listed."""


def write_pairs(items: Path) -> None:
    """Write the list beside this script."""
    counts: Counter[str] = Counter()
    texts = 0
    with gzip.open(items, "rt", encoding="utf-8") as lines:
        for line in lines:
            texts += 1
            plain = plain_text(json.loads(line)["text"])
            counts.update({plain[place : place + 2] for place in range(len(plain) - 1)})
    common = sorted(pair for pair, number in counts.items() if number >= SHARE * texts)
    header = "# Made by make_news_pairs.py."
    Path(__file__).with_name("news_pairs.txt").write_text("\n".join([header, *common]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_pairs(Path(sys.argv[1]))
