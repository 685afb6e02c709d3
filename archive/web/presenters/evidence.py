"""The words that prove a fact, shown where they stand: spans set into the escaped text, and the sentence around them.

Works on plain offsets into `title + "\\n" + body`. Knows nothing of findings' kinds (`fact_list`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

_SENTENCE_ENDS = "。!?！？\n"
CONTEXT = 36
"""Characters of a sentence shown on each side of the words that matter."""
LONGEST = 96
"""Characters from the first of several words that matter to the last."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Words to set off: `start`/`end` index the whole text, `number` names the fact. `strong` marks show unasked."""

    number: int
    start: int
    end: int
    strong: bool = False


@dataclass(frozen=True, kw_only=True)
class Part:
    """Words of a sentence; `number` is the fact they name, 0 for those around them."""

    words: str
    number: int = 0


def locate(text: str, quote: str, start: int | None, end: int | None) -> tuple[int, int] | None:
    """Where the evidence stands in the text as it is now, or None.

    Stored offsets are trusted only while they still cut out the quote: staff may have mended the text since.
    """
    if start is not None and end is not None and 0 <= start < end <= len(text) and text[start:end] == quote:
        return start, end
    found = text.find(quote) if quote else -1
    return (found, found + len(quote)) if found >= 0 else None


def sentence_bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """Offsets of the sentence, or sentences, that hold `text[start:end]`, without blanks at either end."""
    first = start
    while first > 0 and text[first - 1] not in _SENTENCE_ENDS:
        first -= 1
    last = end
    while last < len(text) and text[last - 1] not in _SENTENCE_ENDS and text[last] != "\n":
        last += 1
    first += len(text[first:start]) - len(text[first:start].lstrip())
    last -= len(text[end:last]) - len(text[end:last].rstrip())
    return first, last


def cut_sentence(text: str, keys: Sequence[Mark], context: int = CONTEXT) -> tuple[Part, ...]:
    """The sentence around the words that matter, shortened on both sides to what can be taken in at a glance.

    `keys`, at least one, lie in one sentence; of overlapping ones the first stays, those beyond LONGEST are left out.
    """
    ordered = sorted(keys, key=lambda key: (key.start, -key.end))
    bounds = sentence_bounds(text, ordered[0].start, ordered[0].end)
    start = max(bounds[0], ordered[0].start - context)
    parts = [Part(words="…")] if start > bounds[0] else []
    at = start
    for key in ordered:
        if key.start < at or (key.end > start + LONGEST and at > start):
            continue
        parts += [Part(words=text[at : key.start]), Part(words=text[key.start : key.end], number=key.number)]
        at = key.end
    last = max(at, sentence_bounds(text, ordered[0].start, at)[1])
    end = min(last, at + context)
    parts += [Part(words=text[at:end] + ("…" if end < last else ""))]
    return tuple(part for part in parts if part.words)


def whole_sentence(text: str, start: int, end: int, longest: int = 2 * CONTEXT) -> tuple[Part, ...]:
    """Evidence in which no words matter more than others, shortened at its end."""
    words = text[start:end].strip()
    return (Part(words=words[:longest] + ("…" if len(words) > longest else "")),)


def mark_lines(text: str, marks: Sequence[Mark]) -> list[SafeString]:
    """Each line of the text as safe HTML with its marks; the first span of a fact carries the anchor `e<number>`.

    Overlapping marks are nested, and closed and reopened where they cross.
    """
    ordered = sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.number))
    anchored: set[int] = set()
    lines: list[SafeString] = []
    offset = 0
    for line in text.split("\n"):
        inside = [mark for mark in ordered if mark.start < offset + len(line) and mark.end > offset]
        lines.append(_mark_line(line, offset, inside, anchored))
        offset += len(line) + 1
    return lines


def _mark_line(line: str, offset: int, marks: Sequence[Mark], anchored: set[int]) -> SafeString:
    if not marks:
        return conditional_escape(line)
    edges = {0, len(line)}
    for mark in marks:
        edges |= {max(mark.start - offset, 0), min(mark.end - offset, len(line))}
    parts: list[str] = []
    opened: list[Mark] = []
    for here, there in pairwise(sorted(edges)):
        wanted = [mark for mark in marks if mark.start - offset <= here and mark.end - offset >= there]
        kept = _shared_prefix(opened, wanted)
        parts.append("</span>" * (len(opened) - kept))
        parts += [_open_tag(mark, anchored) for mark in wanted[kept:]]
        parts.append(escape(line[here:there]))
        opened = wanted
    parts.append("</span>" * len(opened))
    return mark_safe("".join(parts))  # noqa: S308  every piece of text above went through escape()


def _shared_prefix(left: Sequence[Mark], right: Sequence[Mark]) -> int:
    shared = 0
    while shared < min(len(left), len(right)) and left[shared] == right[shared]:
        shared += 1
    return shared


def _open_tag(mark: Mark, anchored: set[int]) -> str:
    anchor = "" if mark.number in anchored else f' id="e{mark.number}"'
    anchored.add(mark.number)
    return f'<span class="ev{" strong" if mark.strong else ""}" data-fact="{mark.number}"{anchor}>'
