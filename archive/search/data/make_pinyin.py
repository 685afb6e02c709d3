"""Makes `syllables.txt` and `words.txt` from the PyPI package `pypinyin` 0.55.0 (MIT).

`syllables.txt`: a syllable without its tone, a tab, the characters first read so, a tab, those also read so.
`words.txt`: words of two or three characters, and short names of regions (`archive/resolve/data/regions.csv`), whose
reading is not that of their characters one by one (重庆 chong qing, 六安 lu an).
Build-time only; nothing of the archive imports it.
"""

from __future__ import annotations

import csv
import unicodedata
from collections import defaultdict
from pathlib import Path

from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

HERE = Path(__file__).parent
REGIONS = HERE.parents[1] / "resolve" / "data" / "regions.csv"
FIRST, LAST = 0x4E00, 0x9FFF
LONGEST = 3


def plain(syllable: str) -> str:
    """A syllable without its tone, ü as v: what a keyboard types."""
    parts = unicodedata.normalize("NFD", syllable.replace("ü", "v"))
    letters = "".join("v" if part == "\u0308" else part for part in parts if part.isalpha() or part == "\u0308")
    return letters.replace("uv", "v").replace("ê", "e").lower()


def read_phrases(readings: dict[str, list[str]]) -> dict[str, list[str]]:
    """Words whose reading is not that of their characters, with it."""
    listed = {word: [plain(one[0]) for one in syllables] for word, syllables in phrases_dict.items()}
    words = {word: syllables for word, syllables in listed.items() if 1 < len(word) <= LONGEST}
    with REGIONS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            aligned = align(row["short_name"], row["pinyin"].replace(" ", "").replace("'", ""), readings)
            if aligned:
                words[row["short_name"]] = aligned
    return {
        word: syllables
        for word, syllables in words.items()
        if len(syllables) == len(word) and syllables != [readings.get(one, [""])[0] for one in word]
    }


def align(name: str, letters: str, readings: dict[str, list[str]]) -> list[str]:
    """The reading of each character that together make the letters; nothing where they cannot."""
    if not name:
        return []
    for syllable in readings.get(name[0], []):
        rest = letters[len(syllable) :]
        if letters.startswith(syllable) and (len(name) == 1) == (not rest):
            if not rest:
                return [syllable]
            if below := align(name[1:], rest, readings):
                return [syllable, *below]
    return []


def main() -> None:
    readings: dict[str, list[str]] = {}
    for code, listed in pinyin_dict.items():
        if FIRST <= code <= LAST:
            found = [plain(one) for one in listed.split(",")]
            readings[chr(code)] = [one for one in dict.fromkeys(found) if one.isascii() and one]
    first: dict[str, list[str]] = defaultdict(list)
    other: dict[str, list[str]] = defaultdict(list)
    for character, found in sorted(readings.items()):
        for position, syllable in enumerate(found):
            (other if position else first)[syllable].append(character)
    with (HERE / "syllables.txt").open("w", encoding="utf-8") as file:
        for syllable in sorted({*first, *other}):
            file.write(f"{syllable}\t{''.join(first[syllable])}\t{''.join(other[syllable])}\n")
    with (HERE / "words.txt").open("w", encoding="utf-8") as file:
        for word, syllables in sorted(read_phrases(readings).items()):
            file.write(f"{word}\t{' '.join(syllables)}\n")


if __name__ == "__main__":
    main()
