"""Sentences of a text, as offsets.

A sentence ends with 。！？； or the ASCII twins of the last three, or with the line. Closing quotes and brackets belong
to the sentence they close; what ends inside a quotation or bracket that closes on the same line does not end the
sentence around it.

Deliberately not here: words (`archive.search.engines`) and clauses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.text.regex import regex

_ENDS = "。！？；!?;"
_PAIRS = {"“": "”", "「": "」", "『": "』", "《": "》", "（": "）", "(": ")", "【": "】"}
_CLOSERS = frozenset(_PAIRS.values()) | {"’", '"'}
_STOP = regex(rf"[{_ENDS}\n“「『《（(【]")
_MAX_QUOTED = 300
"""A quotation longer than this is cut at its own sentences: nobody reads a page of proof."""


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The offsets (start, end; end exclusive) of each sentence, without the spaces around it, in order."""
    start = position = 0
    while match := _STOP.search(text, position):
        stop = match.start()
        char = text[stop]
        if char in _PAIRS:
            position = _after_quotation(text, stop)
            continue
        if char != "\n" and _is_inside_entity(text, stop):
            position = stop + 1
            continue
        end = stop if char == "\n" else _with_closers(text, stop)
        yield from _trimmed(text, start, end)
        start = position = max(end, stop + 1)
    yield from _trimmed(text, start, len(text))


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets of the sentence, or the run of sentences, that covers `start` to `end`.

    Only the lines around the place are looked at, so that a call costs little on a long text. Returns `(start, end)`
    itself where no sentence covers it (an empty line).
    """
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", max(start, end - 1))
    line = text[line_start : len(text) if line_end < 0 else line_end]
    first = last = None
    for low, high in sentences(line):
        if high + line_start > start and first is None:
            first = low + line_start
        if low + line_start < max(end, start + 1):
            last = high + line_start
    if first is None or last is None or first > start:
        return start, end
    return first, max(last, end)


def _after_quotation(text: str, opening: int) -> int:
    """Where to read on: behind the closing sign if it stands near on the same line, else behind the opening one."""
    closing = _PAIRS[text[opening]]
    line_end = text.find("\n", opening, opening + _MAX_QUOTED)
    limit = line_end if line_end >= 0 else opening + _MAX_QUOTED
    found = text.find(closing, opening + 1, limit)
    if found < 0:
        return opening + 1
    # 他说：“……。” ends the sentence around it too, “好！”他说 does not: stop on the 。 again, or go on behind the sign.
    return found - 1 if text[found - 1] == "。" and found - 1 > opening else found + 1


def _with_closers(text: str, stop: int) -> int:
    """Behind the closing signs and further end marks (？！, 。”) that follow an end mark."""
    end = stop + 1
    while end < len(text) and (text[end] in _CLOSERS or text[end] in _ENDS):
        end += 1
    return end


def _is_inside_entity(text: str, stop: int) -> bool:
    return text[stop] == ";" and re.search(r"&#?\w{1,8}$", text[max(0, stop - 10) : stop]) is not None


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    stripped = part.strip()
    if stripped:
        low = start + len(part) - len(part.lstrip())
        yield low, low + len(stripped)
