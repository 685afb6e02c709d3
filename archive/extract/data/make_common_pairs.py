"""Makes `common_pairs.txt`: the pairs of Chinese characters that stand in so many news items that sharing them says nothing.

    python archive/extract/data/make_common_pairs.py NEWS.jsonl[.gz] > archive/extract/data/common_pairs.txt

Takes any file of news, one JSON object a line with `title` and `text`. The shipped list was counted from 19,512 items of
2022 to 2026; only the pairs are kept, nothing of the texts. Words of this archive's own subject, which general news
does not show as common, are added below.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path

SHARE_OF_ITEMS = 0.045
SUBJECT = "志愿 愿服 服务 务活 愿者 公益 益活 爱心 捐赠 慈善 社区 活动 动在 开展 雷锋 文明 义工 帮扶 困难 老人 关爱 慰问 联合 合会 协会 基金 金会"
_RUN = re.compile(r"[一-鿿]+")


def count_pairs(path: Path) -> tuple[Counter[str], int]:
    """In how many items each pair stands, and how many items there are."""
    counts: Counter[str] = Counter()
    items = 0
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            items += 1
            runs = _RUN.findall(f"{item['title']}\n{item['text']}")
            counts.update({run[at : at + 2] for run in runs for at in range(len(run) - 1)})
    return counts, items


def main() -> None:
    counts, items = count_pairs(Path(sys.argv[1]))
    common = {pair for pair, number in counts.items() if number >= SHARE_OF_ITEMS * items} | set(SUBJECT.split())
    ordered = sorted(common)
    for start in range(0, len(ordered), 30):
        sys.stdout.write(" ".join(ordered[start : start + 30]) + "\n")


if __name__ == "__main__":
    main()
