"""Which words inside a fact's evidence name the fact itself: the date in its sentence, the place, the name, the sum.

Evidence is often a whole sentence; a reader's eye wants the few words in it. Where they cannot be told, there are none
and the sentence stands as a whole. Looks on simplified characters, so that traditional pages are served as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from archive.models import Finding, FindingKind
from archive.search.labels import region_tree
from archive.text.script import to_simplified

SHORT = 16
"""Evidence up to this many characters is itself the words that matter where no fewer can be told."""
_DATE = re.compile(r"(\d{4}|XXXX)(?:-(\d\d))?(?:-(\d\d))?")
_COUNTED = "0123456789万亿"
_UNITS = re.compile(r"[万亿]?[多余]?(?:元|名|人|位)?")
_WAN, _YI = 10_000, 100_000_000


def find_key(row: Finding, text: str, place: tuple[int, int]) -> tuple[int, int] | None:
    """Offsets of the words in `text[place]` that name the fact, or None where they cannot be told."""
    start, end = place
    passage = to_simplified(text[start:end])
    words_for = _WORDS.get(row.kind, _no_words)
    for words in words_for(row):
        found = passage.find(to_simplified(words)) if words else -1
        if found >= 0:
            tail = _UNITS.match(passage, found + len(words)) if words[-1] in _COUNTED else None
            return start + found, start + (tail.end() if tail else found + len(words))
    return place if end - start <= SHORT else None


def _region_words(row: Finding) -> Iterator[str]:
    """The unit's names, then those of the units it lies in: 百步亭 proves 江岸区, 武汉市 stands beside it."""
    tree = region_tree()
    for code in reversed(tree.above(row.value)):
        yield tree.names.get(code, ("", ""))[0]
        yield tree.short_names.get(code, "")


def _date_words(row: Finding) -> Iterator[str]:
    match = _DATE.match(row.value)
    if match is None:
        return
    year, month, day = match.groups()
    if month and day:
        yield f"{year}年{int(month)}月{int(day)}日"
        yield f"{int(month)}月{int(day)}日"
        yield f"{month}月{day}日"
        yield f"{int(day)}日"
    if month:
        yield f"{int(month)}月"
    yield f"{year}年"


def _no_words(row: Finding) -> Iterator[str]:
    return iter(())


def _name_words(row: Finding) -> Iterator[str]:
    yield row.data.get("named", row.value)


def _number_words(row: Finding) -> Iterator[str]:
    try:
        number = float(row.data.get("value", row.value))
    except (TypeError, ValueError):
        return
    yield f"{number / _YI:g}亿" if number >= _YI else ""
    yield f"{number / _WAN:g}万" if number >= _WAN else ""
    yield f"{number:,.10g}"
    yield f"{number:.10g}"


_WORDS: Mapping[str, Callable[[Finding], Iterator[str]]] = {
    FindingKind.REGION: _region_words,
    FindingKind.EVENT_DATE: _date_words,
    FindingKind.PERSON: _name_words,
    FindingKind.ORGANISATION: _name_words,
    FindingKind.PROGRAMME: _name_words,
    FindingKind.AMOUNT: _number_words,
    FindingKind.HEADCOUNT: _number_words,
}
