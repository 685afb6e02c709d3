"""Queries with judgements: by hand over the sample archive, by rule over a corpus of news.

The sample pages were read by a person who graded them for each query (`judged/sample-queries.jsonl`). The news is
judged by rules that know nothing of weights, idf or lengths:

- known title: two thirds of the words of a title that only one item has, in their order; wanted is that item.
- known body: three of the rarer words of a sentence of an item, none of them in its title; wanted is that item, and
  any other that has the three within forty characters is as good.
- topic: a province and a subject. 3: both in the title or in one of the first two sentences; 2: both in another
  sentence; 1: both somewhere.
- name: the name of a body that few items mention. 3: in the title; 2: in the first two sentences or twice; 1: once.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from pathlib import Path

import rjieba

from archive.resolve.gazetteer import load_gazetteer
from benchmarks.ranking_scores import GOOD, Judged
from benchmarks.search_corpus import read_items

SAMPLE_QUERIES = Path(__file__).resolve().parent / "judged" / "sample-queries.jsonl"
EACH = 100
SUBJECTS = tuple(
    [
        "防汛",
        "地震",
        "春耕",
        "秋收",
        "高铁",
        "机场",
        "港口",
        "乡村振兴",
        "非遗",
        "志愿者",
        "医疗队",
        "疫苗",
        "救援",
        "直播带货",
        "清洁能源",
        "湿地",
        "就业",
        "博物馆",
        "新能源汽车",
        "大学生",
        "老人",
        "旅游",
        "粮食",
        "造林",
        "电网",
        "抗旱",
        "暴雨",
        "学校",
        "养老",
        "冰雪",
        "图书",
        "扶贫",
        "消防",
        "运动会",
    ]
)
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
_LABEL = re.compile(r"【[^】]*】")
_BODY = re.compile(r"[\u4e00-\u9fff]{2,6}(?:大学|研究院|研究所|基金会|协会|联合会|救援队|博物馆|医院|集团|水库)")
_NEAR = 40

Item = dict[str, str]


def sample_set(path: Path = SAMPLE_QUERIES) -> list[Judged[str]]:
    """The queries judged by hand; articles go by their place under `samples/`."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [Judged(kind=row["kind"], query=row["query"], grades=row["grades"]) for row in rows]


def news_items(corpus: Path) -> list[Item]:
    """The items of a corpus, each text once."""
    return list({item["text"]: item for item in read_items(corpus)}.values())


def news_set(items: Sequence[Item], each: int = EACH, seed: int = 5) -> list[Judged[int]]:
    """Queries by rule, so many of each kind; articles go by their place in `items`."""
    chance = random.Random(seed)
    return [
        *_take(_known_titles(items, chance), each),
        *_take(_known_bodies(items, chance), each),
        *_take(_topics(items, chance), each),
        *_take(_names(items, chance), each),
    ]


def _take(queries: Iterable[Judged[int]], each: int) -> Iterator[Judged[int]]:
    seen: set[str] = set()
    for query in queries:
        if query.query not in seen:
            seen.add(query.query)
            yield query
        if len(seen) == each:
            return


def _known_titles(items: Sequence[Item], chance: random.Random) -> Iterator[Judged[int]]:
    titles = Counter(item["title"] for item in items)
    for number in _shuffled(len(items), chance):
        title = items[number]["title"]
        words = [word for word in rjieba.cut(_LABEL.sub("", title)) if len(word) > 1 and word.isalnum()]
        if titles[title] > 1 or len(words) < 4:
            continue
        kept = sorted(chance.sample(range(len(words)), len(words) * 2 // 3))
        yield Judged(kind="known title", query=" ".join(words[place] for place in kept), grades={number: 3})


def _known_bodies(items: Sequence[Item], chance: random.Random) -> Iterator[Judged[int]]:
    common = Counter(word for item in items for word in set(rjieba.cut(item["text"])))
    for number in _shuffled(len(items), chance):
        sentence = chance.choice(_SENTENCE.findall(items[number]["text"]) or [""])
        words = dict.fromkeys(word for word in rjieba.cut(sentence) if len(word) > 1 and word.isalpha())
        rarer = sorted((word for word in words if word not in items[number]["title"]), key=common.__getitem__)[:5]
        if len(rarer) < 5:
            continue
        wanted = sorted(chance.sample(rarer, 3), key=sentence.index)
        good = [place for place, item in enumerate(items) if _stand_close(wanted, item["text"])]
        if number in good and len(good) <= 5:
            yield Judged(kind="known body", query=" ".join(wanted), grades=dict.fromkeys(good, 3))


def _stand_close(words: Sequence[str], text: str) -> bool:
    if not all(word in text for word in words):
        return False
    places = (match.start() for match in re.finditer(re.escape(words[0]), text))
    return any(all(word in text[max(0, place - _NEAR) : place + _NEAR] for word in words[1:]) for place in places)


def _topics(items: Sequence[Item], chance: random.Random) -> Iterator[Judged[int]]:
    places = sorted({unit.short_name for unit in load_gazetteer() if unit.level == 1 and unit.valid_to is None})
    pairs = list(product(places, SUBJECTS))
    chance.shuffle(pairs)
    for place, subject in pairs:
        grades = {
            number: _topic_grade(place, subject, item)
            for number, item in enumerate(items)
            if place in item["text"] and subject in item["text"]
        }
        if 3 <= sum(grade >= 2 for grade in grades.values()) <= 60 and 3 in grades.values():
            yield Judged(kind="topic", query=f"{place} {subject}", grades=grades)


def _topic_grade(place: str, subject: str, item: Item) -> int:
    sentences = _SENTENCE.findall(item["text"])
    for grade, parts in ((3, [item["title"], *sentences[:2]]), (2, sentences[2:])):
        if any(place in part and subject in part for part in parts):
            return grade
    return 1


def _names(items: Sequence[Item], chance: random.Random) -> Iterator[Judged[int]]:
    found = Counter(name for item in items for name in {_whole(match) for match in _BODY.findall(item["text"])} if name)
    names = sorted(name for name, count in found.items() if 2 <= count <= 40)
    chance.shuffle(names)
    for name in names:
        grades = {number: _name_grade(name, item) for number, item in enumerate(items) if name in item["text"]}
        if max(grades.values()) >= GOOD:
            yield Judged(kind="name", query=name, grades=grades)


def _whole(name: str) -> str:
    """A name that is cut off at a word, or nothing: what stands before it in a sentence is no part of it."""
    words = rjieba.cut(name)
    return name if len(words) <= 2 and len(words[0]) > 1 else ""


def _name_grade(name: str, item: Item) -> int:
    if name in item["title"]:
        return 3
    lede = "".join(_SENTENCE.findall(item["text"])[:2])
    return 2 if name in lede or item["text"].count(name) > 1 else 1


def _shuffled(count: int, chance: random.Random) -> list[int]:
    return chance.sample(range(count), count)
