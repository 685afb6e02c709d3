"""Makes `news_names.txt` and `news_places.txt`: what stands in many texts of general news, one a line.

    .venv/bin/python manage.py extract ITEMS.jsonl > EXTRACTED.jsonl
    .venv/bin/python -m archive.dedupe.data.make_news_names EXTRACTED.jsonl --skip 3000

Names are people, quoted names, programmes and organisations; places are codes of venues. When the files here
were made it read broadcast news (19,512 items, September 2022 to 2026) but for the first and the last 3,000, on which it is
measured how well events of general news are told apart.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.dedupe.occasion import Occasion, describe_occasion
from archive.dedupe.plain import plain_text

NAMES_SHARE = 0.001
PLACES_SHARE = 0.01
"""Of the texts, that hold what is listed."""


@dataclass(frozen=True)
class Read:
    """A fact as far as names are read of it."""

    kind: str
    value: str
    role: str
    data: Mapping[str, Any] = field(default_factory=dict)
    quote: str = ""
    start: int | None = None
    end: int | None = None


def read_facts(page: Mapping[str, Any]) -> list[Read]:
    """The names and venues of an extracted page."""
    return [
        *(Read("person", row["name"], "") for row in page["people"]),
        *(Read("programme", row["name"], "") for row in page["programmes"]),
        *(Read("organisation", row["name"], row["role"]) for row in page["organisations"]),
        *(Read("region", row["code"], row["role"]) for row in page["regions"]),
    ]


def names_of(occasion: Occasion, facts: Iterable[Read]) -> frozenset[str]:
    """What may tell the event of a report from others: what its opening does, and any name in the rest."""
    named = (plain_text(fact.value) for fact in facts if fact.kind != "region")
    return occasion.names | frozenset(named)


def count_texts(names: Iterable[str], texts: Sequence[str]) -> Counter[str]:
    """Name -> texts it stands in, whoever reads it there as a name or not."""
    by_start: dict[str, list[str]] = {}
    for name in names:
        by_start.setdefault(name[:2], []).append(name)
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update({name for place in range(len(text)) for name in _begin_at(text, place, by_start)})
    return counts


def _begin_at(text: str, place: int, by_start: Mapping[str, Sequence[str]]) -> Iterator[str]:
    return (name for name in by_start.get(text[place : place + 2], ()) if text.startswith(name, place))


def make_lists(pages: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[str]]:
    """The common names and the common places of extracted pages."""
    read: Counter[str] = Counter()
    places: Counter[str] = Counter()
    texts = []
    for page in pages:
        text = f"{page['title']}\n{page['body']}"
        facts = read_facts(page)
        occasion = describe_occasion(text, facts, common=())
        read.update(names_of(occasion, facts))
        places.update(occasion.regions)
        texts.append(plain_text(text))
    standing = count_texts(read, texts)
    names = [name for name in read if max(read[name], standing[name]) >= NAMES_SHARE * len(texts)]
    return sorted(names), sorted(place for place, number in places.items() if number >= PLACES_SHARE * len(texts))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("extracted", type=Path)
    parser.add_argument("--skip", type=int, default=0, help="pages at either end that are not read")
    options = parser.parse_args()
    with options.extracted.open(encoding="utf-8") as lines:
        pages = [page for page in map(json.loads, lines) if "body" in page]
    pages = pages[options.skip : len(pages) - options.skip]
    for name, rows in zip(("news_names.txt", "news_places.txt"), make_lists(pages), strict=True):
        header = f"# Made by make_news_names.py of {len(pages)} texts."
        Path(__file__).with_name(name).write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
