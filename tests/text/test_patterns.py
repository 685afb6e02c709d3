"""No pattern of the pure rooms takes more than linear time, whatever is repeated before it."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from archive.text.regex import _Regex

ROOMS = ("text", "readers", "extract", "resolve", "dedupe")
SHORT, LONG = 2_000, 8_000
QUICK = 0.002
"""Seconds for the short text: one microsecond a character; what is quicker is not measured again."""
SLOW = 0.06
MOST = 8.0
"""Four times the text may take this many times as long; a square would take sixteen times."""
GIVEN_UP = 0.8

SHORT_TEXTS = {
    "archive.readers.json_whole._ARRAY": "tried at the start of a file only",
    "archive.readers.json_whole._OBJECT": "tried at the start of a file only",
    "archive.readers.mhtml._HEADERS": "tried at the start of a file only",
    "archive.readers.print_lines._SHEET_NUMBER": "matches whole lines only",
    "archive.readers.print_lines._PRINTED_CLOCK": "matches whole lines only",
    "archive.extract.byline.ROLE": "bylines are lines of at most 160 characters",
    "archive.extract.publisher._SPLIT": "lines have no two spaces beside each other",
    "archive.extract.strangers._ENTRY": "tried at the start of a line only",
    "archive.extract.subline._FURNITURE": "tried at the start of a line only",
    "archive.extract.second_body._TAG": "markup is bounded before (`archive.extract.markup`)",
    "archive.resolve.asides._PURPOSE": "tried at the start of a line only",
    "archive.resolve.organisation.names.NO_NAME": "names have at most 26 characters",
    "archive.resolve.region.frames": "the words around a place, at most 120 characters",
}
"""Patterns that may take longer, and what bounds their text."""

UNITS = [
    *["0", "12", "1,", "1.", "2013年", "7月7日", "7月7日至", "一", "十", "志愿", "中国", " ", "\n", " \n", "(", "()", "“", "”", '"', ",", "。"],
    *["、", ":", "-", "—", ".", "a", "ab ", "A", "=", "<", "<a ", '<a b="', "&#", "/", "\\", "http://a", "@", "□", "*", "_", "某"],
    *["张三、", "的", "第", "[", "|", "·", "wù)", "文图", "记者 ", "13800138000", "\u3000", "\ufffd", "部", "时间"],
]  # fmt: skip


def patterns_in(value: Any, depth: int = 0) -> Iterator[Any]:
    if isinstance(value, (re.Pattern, _Regex)):
        yield value
    elif depth < 4 and isinstance(value, (tuple, list, set, frozenset)):
        for item in value:
            yield from patterns_in(item, depth + 1)
    elif depth < 4 and isinstance(value, dict):
        yield from patterns_in((*value.keys(), *value.values()), depth)
    elif depth < 4 and hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        yield from patterns_in([getattr(value, name) for name in value.__dataclass_fields__], depth)


def module_patterns() -> dict[str, list[re.Pattern[Any]]]:
    """Patterns by the name they have; those that a cached function builds count as well."""
    found: dict[str, list[re.Pattern[Any]]] = {}
    seen = set()
    for room in ROOMS:
        package = importlib.import_module(f"archive.{room}")
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".data." in info.name:
                continue
            for name, value in list(vars(importlib.import_module(info.name)).items()):
                is_built = hasattr(value, "cache_info") and not inspect.signature(value).parameters
                for pattern in patterns_in(value() if is_built else value):
                    if (pattern.pattern, pattern.flags) not in seen:
                        seen.add((pattern.pattern, pattern.flags))
                        compiled = re.compile(pattern.pattern, pattern.flags)
                        found.setdefault(f"{info.name}.{name}", []).append(compiled)
    return found


PATTERNS = module_patterns()


class _TooLong(Exception):
    pass


def seconds(pattern: re.Pattern[Any], text: str) -> float:
    """Processor time to find all matches; GIVEN_UP where it takes longer, which leaves the pattern in the middle."""

    def give_up(*_: object) -> None:
        raise _TooLong

    subject: Any = text.encode("utf-8", "replace") if isinstance(pattern.pattern, bytes) else text
    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, GIVEN_UP)
    began = time.thread_time()
    try:
        for _match in pattern.finditer(subject):
            pass
        return time.thread_time() - began
    except _TooLong:
        return GIVEN_UP
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def is_steep(measure: Callable[[str], float], unit: str) -> bool:
    """Whether time grows faster than the text, seen three times: another program may disturb a measurement."""
    short, long = unit * (SHORT // len(unit)), unit * (LONG // len(unit))
    for _ in range(3):
        first = measure(short)
        if first < QUICK:
            return False
        longer = GIVEN_UP if first >= GIVEN_UP else measure(long)
        if longer < GIVEN_UP and (longer < SLOW or longer < MOST * first):
            return False
    return True


def is_excused(name: str) -> bool:
    return name in SHORT_TEXTS or name.rpartition(".")[0] in SHORT_TEXTS


@pytest.mark.parametrize("room", ROOMS)
def test_time_grows_with_the_length_of_a_text(room: str) -> None:
    steep = [
        (name, unit, pattern.pattern[:60])
        for name, patterns in PATTERNS.items()
        if name.startswith(f"archive.{room}.") and not is_excused(name)
        for pattern in patterns
        for unit in UNITS
        if is_steep(lambda text, pattern=pattern: seconds(pattern, text), unit)
    ]
    assert steep == []


@pytest.mark.parametrize("room", ROOMS)
def test_no_pattern_tries_every_way_of_reading_a_short_text(room: str) -> None:
    """Exponential patterns show on sixty characters already; no excuse holds for them."""
    for name, patterns in PATTERNS.items():
        if name.startswith(f"archive.{room}."):
            for pattern in patterns:
                for unit in UNITS:
                    assert seconds(pattern, f"{(unit * 60)[:60]}~") < 0.1, (name, pattern.pattern[:60], unit)


def test_a_pattern_that_is_steep_is_seen() -> None:
    steep = re.compile("[ab]*c")
    # Of an innocent pattern three measurements say so; a disturbed one can call this one innocent, but hardly each time.
    assert any(is_steep(lambda text: seconds(steep, text), "a") for _ in range(5))


def test_the_patterns_of_all_rooms_are_found() -> None:
    assert sum(map(len, PATTERNS.values())) > 500
