"""A corpus for measuring search: real news items, and as many more as wanted, put together from their sentences.

Reads JSON lines (`title`, `text`, `published`), plain or gzipped. Facets are drawn by rule from a fixed seed, the same
for every engine: a place from the gazetteer, often several kinds of event, the day of publication, one of 60 sources.
Deliberately does not extract anything: what is measured is search.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.resolve.gazetteer import load_gazetteer
from archive.search.dates import date_tokens

_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
TYPES = tuple(f"type-{number:02d}" for number in range(16))
FIELDS = tuple(f"field-{number:02d}" for number in range(13))
SOURCES = tuple(str(number) for number in range(1, 61))


def read_items(path: Path) -> list[dict[str, str]]:
    """The items of a file of JSON lines, in order."""
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = gzip.decompress(content)
    return [json.loads(line) for line in content.decode().splitlines() if line.strip()]


def make_items(path: Path, count: int, seed: int = 1) -> Iterator[dict[str, str]]:
    """So many items (`title`, `text`, `published`): the real ones first, then recombined ones."""
    items = read_items(path)
    yield from items[:count]
    chance = random.Random(seed)
    sentences = [sentence for item in items for sentence in _SENTENCE.findall(item["text"])]
    for _number in range(len(items), count):
        yield _recombined(items, sentences, chance)


def make_documents(path: Path, count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """So many documents as the index takes them."""
    chance = random.Random(seed)
    places = [unit for unit in load_gazetteer() if unit.valid_to is None]
    for number, item in enumerate(make_items(path, count, seed), start=1):
        yield _document(number, item, places, chance)


def _recombined(items: list[dict[str, str]], sentences: list[str], chance: random.Random) -> dict[str, str]:
    model = chance.choice(items)
    parts, length = [], 0
    while length < len(model["text"]):
        parts.append(chance.choice(sentences))
        length += len(parts[-1])
    return {"title": chance.choice(items)["title"], "text": "".join(parts), "published": model["published"]}


def _document(number: int, item: dict[str, str], places: list[Any], chance: random.Random) -> dict[str, Any]:
    day = dt.date.fromisoformat(item["published"][:10])
    unit = places[min(int(chance.expovariate(6 / len(places))), len(places) - 1)]
    region = list(load_gazetteer().codes_above(unit.code)) if chance.random() < 0.8 else ["unknown"]
    return {
        "id": f"archive.article.{number}",
        "django_ct": "archive.article",
        "django_id": str(number),
        "title": item["title"],
        "text": item["text"],
        "region": region,
        "region_any": region,
        "type": chance.sample(TYPES, chance.choice([1, 1, 1, 2, 2, 3])),
        "field": chance.sample(FIELDS, chance.choice([1, 1, 2])),
        "date": date_tokens(day, day, "day"),
        "published_date": date_tokens(day, day, "day"),
        "source": [SOURCES[min(int(chance.expovariate(0.1)), len(SOURCES) - 1)]],
        "article": number,
        "event": number // 4 if chance.random() < 0.3 else 0,
        "event_start": day.toordinal(),
        "event_end": day.toordinal(),
        "published_start": day.toordinal(),
        "published_end": day.toordinal(),
    }
