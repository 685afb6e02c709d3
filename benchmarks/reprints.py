"""How well copies are told from other stories, on real news items.

    python -m benchmarks.reprints CORPUS.jsonl[.gz] [--items 400] [--pairs-of 19512] [--list reprint,spun]

First each of some items is copied in thirteen ways, as sites copy, and the share is told whose copies are found
(candidates), marked by themselves (reprint) and offered to staff (spun). Then all candidate pairs among the items are
judged: they are different stories but for a few, so the pairs marked by themselves are listed for the eye.
Reads files only: no database.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypinyin
from opencc import OpenCC

from archive.dedupe.anchors import choose_anchors
from archive.dedupe.compare import Comparison, Story, compare_stories
from archive.dedupe.plain import plain_text
from archive.text.repair import strip_inline_pinyin

COMMON = 64
"""As in an archive: anchors of more items find nothing."""

MOST_CANDIDATES = 12
FEWEST_SHARED = 2
SHORTEST_ITEM = 150
SYNONYMS = (
    "举行 举办|开展 进行|表示 指出|参加 出席|发展 进步|重要 关键|推动 推进|合作 协作|加强 强化|目前 现在|群众 百姓|"
    "积极 踊跃|提高 提升|建设 打造|问题 难题|全面 全方位|实现 达成|坚持 秉持|支持 扶持|工作 事务"
)
_SENTENCE_END = re.compile(r"(?<=[。！？])")


@dataclass(frozen=True)
class Item:
    """A news item as it is compared."""

    text: str
    story: Story
    anchors: frozenset[int]


def read_items(corpus: Path, most: int) -> list[Item]:
    """The first so many items of a file of JSON lines, packed or not."""
    opened = gzip.open if corpus.suffix == ".gz" else open
    with opened(corpus, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line, _ in zip(lines, range(most), strict=False)]
    return [make_item(row["text"], row["title"], row["published"][:10]) for row in rows]


def make_item(text: str, title: str, day: str) -> Item:
    """An item prepared for comparison."""
    body = plain_text(strip_inline_pinyin(text)[0])
    story = Story(body=body, title=plain_text(title), day=dt.date.fromisoformat(day) if day else None)
    return Item(text, story, frozenset(choose_anchors(body)))


# --- ways of copying ---------------------------------------------------------------------------------------------


def sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE_END.split(text) if part]


def copying(rest: Sequence[Item], luck: random.Random) -> dict[str, Callable[[str], str]]:
    """Name of each way of copying -> what it makes of a text."""
    to_traditional = OpenCC("s2t").convert

    def lose(text: str) -> str:
        return "".join(char for char in text if luck.random() > 0.02)

    def add_pinyin(text: str) -> str:
        return "".join(
            f"{char}({pypinyin.lazy_pinyin(char)[0]})"
            if "\u4e00" <= char <= "\u9fff" and luck.random() < 0.06
            else char
            for char in text
        )

    def replace_words(text: str) -> str:
        for pair in SYNONYMS.split("|"):
            text = text.replace(*pair.split())
        return text

    def rotate(parts: list[str], start: int) -> str:
        return "".join(parts[start:] + parts[:start])

    def thin_out(text: str) -> str:
        parts = sentences(text)
        kept = [part for part in parts if luck.random() > 0.4] or parts
        return rotate(kept, luck.randrange(len(kept)))

    return {
        "same": lambda text: text,
        "traditional": to_traditional,
        "2 % characters lost": lose,
        "inline pinyin": add_pinyin,
        "first half": lambda text: text[: len(text) // 2],
        "first two sentences": lambda text: "".join(sentences(text)[:2]),
        "menus around it": lambda text: (
            f"当前位置首页新闻中心正文字体大中小打印关闭分享到微信微博。{text}"
            "本文来源网络版权归原作者所有如有侵权请联系删除。上一篇下一篇返回列表联系我们"
        ),
        "another item after it": lambda text: text + luck.choice(rest).text,
        "another item before it": lambda text: luck.choice(rest).text + text,
        "synonyms": replace_words,
        "40 % of sentences deleted, rotated": thin_out,
        "digits masked": lambda text: re.sub(r"\d", "X", text),
        "rotated": lambda text: rotate(sentences(text), len(sentences(text)) // 2),
    }


def measure_copies(items: Sequence[Item], count: int) -> None:
    """Print, for each way of copying, the shares of copies that are found and marked."""
    luck = random.Random(5)
    pool = [item for item in items if len(item.story.body) >= SHORTEST_ITEM]
    chosen = luck.sample(pool, min(count, len(pool)))
    print(f"{'':36}{'n':>5}{'found':>8}{'reprint':>9}{'+spun':>8}  other verdicts")
    for name, copy in copying(items, luck).items():
        found, verdicts = 0, Counter[str]()
        for item in chosen:
            assert item.story.day
            day = item.story.day + dt.timedelta(days=luck.randrange(6))
            other = make_item(copy(item.text), item.story.title, day.isoformat())
            found += len(other.anchors & item.anchors) >= FEWEST_SHARED
            verdicts[compare_stories(item.story, other.story).verdict] += 1
        _print_row(name, len(chosen), found, verdicts)


def _print_row(name: str, count: int, found: int, verdicts: Counter[str]) -> None:
    marked = verdicts.pop("reprint", 0)
    spun = verdicts.pop("spun", 0)
    rest = ", ".join(f"{verdict} {number}" for verdict, number in verdicts.most_common())
    print(
        f"{name:36}{count:5}{found / count:8.3f}{marked / count:9.3f}{(marked + spun) / count:8.3f}  {rest}", flush=True
    )


# --- pairs of different items ------------------------------------------------------------------------------------


def candidate_pairs(items: Sequence[Item]) -> Iterator[tuple[int, int]]:
    """Pairs of items of which the later would be compared with the earlier as it comes in."""
    holders: dict[int, list[int]] = {}
    for place, item in enumerate(items):
        sharing: Counter[int] = Counter()
        for anchor in item.anchors:
            known = holders.setdefault(anchor, [])
            if len(known) <= COMMON:
                sharing.update(known)
                known.append(place)
        for other, shared in sharing.most_common(MOST_CANDIDATES):
            if shared >= FEWEST_SHARED:
                yield other, place


def measure_pairs(items: Sequence[Item], listed: set[str]) -> None:
    """Print what all candidate pairs are judged to be, and those of the listed verdicts one by one."""
    pairs = list(candidate_pairs(items))
    started = time.perf_counter()
    judged = [(items[a], items[b], compare_stories(items[a].story, items[b].story)) for a, b in pairs]
    seconds = time.perf_counter() - started
    print(f"{len(items)} items, {len(pairs)} candidate pairs: {1000 * seconds / (len(pairs) or 1):.2f} ms a pair,")
    print(f"{1000 * seconds / len(items):.2f} ms an item")
    for verdict, number in Counter(found.verdict for _, _, found in judged).most_common():
        print(f"    {verdict:12}{number:6}")
    for one, other, found in judged:
        if found.verdict in listed:
            _print_pair(one, other, found)


def _print_pair(one: Item, other: Item, found: Comparison) -> None:
    days = f"{one.story.day} {other.story.day}"
    print(f"{found.verdict} {found.of_left:.2f} {found.of_right:.2f} {days} | {one.story.title} | {other.story.title}")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--items", type=int, default=400, help="items that are copied in every way")
    parser.add_argument("--pairs-of", type=int, default=1_000_000, help="items among which all pairs are judged")
    parser.add_argument("--list", default="reprint", help="verdicts whose pairs are listed, by commas")
    args = parser.parse_args()
    started = time.perf_counter()
    items = read_items(args.corpus, args.pairs_of)
    print(f"prepared: {1000 * (time.perf_counter() - started) / len(items):.2f} ms an item")
    measure_copies(items, args.items)
    measure_pairs(items, set(args.list.split(",")))


if __name__ == "__main__":
    main()
