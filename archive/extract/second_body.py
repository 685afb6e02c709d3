"""A second body of an HTML page, got by another way than the first, so that the two can be compared.

The page's source is read as a stream of tags without building a tree; each stretch between block tags is a line, worth
its text if that is running text and costing something if it is not; the body is the stretch of lines worth most
(maximum subsequence segmentation). Nothing is shared with the first way: neither parser nor weights nor names of
classes.

Libraries were measured for this on 29 pages: readability-lxml 0.9 takes 43 ms a page (422 ms on an article of WeChat,
of which it keeps nothing) and Resiliparse 2.0 finds no text on one page and menus or comments on six.

Deliberately not here: the body that is used (`density`, `zones`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.text.regex import regex

MAX_CHARS = 1_500_000
_TAG = regex(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>|<!--|-->")
_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "textarea",
        "select",
        "option",
        "head",
        "iframe",
        "svg",
        "button",
        "template",
        "title",
    ]
)
_CLOSING = {name: regex(rf"</{name}(?![a-zA-Z0-9])[^<>]*>", re.I) for name in _SKIPPED} | {"<!--": regex("-->")}
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "label",
        "mark",
        "nobr",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
        "wbr",
    ]
)
_MARKS = regex(r"[，。！？；、：,;]")
_END = regex(r"[。！？!?”…]")
_LOSS, _LINK_LOSS = 22.0, 0.6
_SHINGLE = 5
_MOST_COMPARED = 20_000
_PLAIN = regex(r"[\W_]+")


@dataclass
class _Stretch:
    text: str
    linked: int


def second_body(markup: str) -> str:
    """The text of the most valuable stretch of lines; '' where no line is running text."""
    lines = list(_lines(markup[:MAX_CHARS]))
    first, last = _best([_worth(line) for line in lines])
    return "\n".join(line.text for line in lines[first:last] if _worth(line) > 0 or len(line.text) - line.linked > 4)


def agreement(first: str, second: str) -> float:
    """How much two bodies agree: the harmonic mean of the shares of five-character pieces they have in common, 0..1."""
    one, other = _shingles(first), _shingles(second)
    if not one or not other:
        return 1.0 if not one and not other else 0.0
    return 2 * len(one & other) / (len(one) + len(other))


def _shingles(text: str) -> set[str]:
    plain = _PLAIN.sub("", text[:_MOST_COMPARED])
    return {plain[at : at + _SHINGLE] for at in range(0, max(0, len(plain) - _SHINGLE + 1))}


def _lines(markup: str) -> Iterator[_Stretch]:
    """The text between block tags, outside of scripts and comments, with how much of it is link text."""
    pieces: list[str] = []
    linked, in_link, at = 0, 0, 0
    while (match := _TAG.search(markup, at)) is not None:
        name = (match[2] or match[0]).lower()
        piece = markup[at : match.start()]
        pieces.append(piece)
        linked += len(piece.strip()) if in_link else 0
        at = match.end()
        if name == "a":
            in_link = 0 if match[1] else 1
        elif name == "<!--" or (name in _SKIPPED and not match[1]):
            at = _end_of_skipped(markup, at, name)
        elif name not in _INLINE:
            yield from _flush(pieces, linked)
            pieces, linked = [], 0
    yield from _flush([*pieces, markup[at:]], linked)


def _end_of_skipped(markup: str, at: int, name: str) -> int:
    """Where a comment or an element that shows no text ends; the end of the page where nothing ends it."""
    closing = _CLOSING[name].search(markup, at)
    return closing.end() if closing else len(markup)


def _flush(pieces: list[str], linked: int) -> Iterator[_Stretch]:
    text = "".join(pieces).strip()
    if text:
        tidy = " ".join((html.unescape(text) if "&" in text else text).split())
        if tidy:
            yield _Stretch(tidy, min(linked, len(tidy)))


def _worth(line: _Stretch) -> float:
    own = len(line.text) - line.linked
    if line.linked > own:
        return -_LOSS - _LINK_LOSS * min(line.linked, 60)
    if _MARKS.search(line.text) and (own >= 20 or _END.search(line.text)):
        return float(min(own, 600))
    return -_LOSS / 2 if own < 40 else own * 0.3


def _best(worth: list[float]) -> tuple[int, int]:
    """The range of lines whose sum is greatest."""
    best, best_range = 0.0, (0, 0)
    total, start = 0.0, 0
    for index, value in enumerate(worth):
        if total <= 0:
            total, start = 0.0, index
        total += value
        if total > best:
            best, best_range = total, (start, index + 1)
    return best_range
