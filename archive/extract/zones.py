"""A page cut into what stands before the article, the article, and what follows it.

Deliberately not here: reading the fields out of the zones, and cleaning the body (`body`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.extract.labels import ends_in_empty_label
from archive.extract.lines import Line
from archive.extract.names import split_names
from archive.extract.noise import TAIL_HEADING, is_breadcrumb
from archive.extract.shapes import is_meta, is_prose, is_strong_meta
from archive.extract.strangers import cut_strangers
from archive.extract.tail import find_tail
from archive.extract.title import Headline, find_headline, locate_title

_MAX_TAKEN_BACK = 12
_MAX_HEADER = 200
_MAX_SIGNING = 12


@dataclass(frozen=True)
class Zones:
    """`header` ends where the article's own text begins; `tail` begins after its last line.

    `signing` are the lines of the tail that may still speak of the article: none of a list of others.
    """

    headline: Headline
    header: tuple[Line, ...]
    body: tuple[Line, ...]
    tail: tuple[Line, ...]
    signing: tuple[Line, ...]


def cut_zones(lines: Sequence[Line], known_title: str = "") -> Zones:
    """Cut the lines of one page in three and find its headline; `known_title` is the one that markup names."""
    start = _restart(lines, find_prose(lines, 0))
    lines = lines[max(0, start - _MAX_HEADER) :]
    start = min(start, _MAX_HEADER)
    header = lines[:start]
    headline = locate_title(header, known_title) if known_title else find_headline(header)
    tail = find_tail(lines, start)
    begin = _begin(lines, start, headline.line)
    end, below = cut_strangers(lines, begin, tail.end, headline.title)
    signing = [*lines[below : tail.end], *lines[tail.signing : tail.signed]]
    return Zones(
        headline=headline,
        header=tuple(lines[:begin]),
        body=tuple(lines[begin:end]),
        tail=tuple(lines[end:]),
        signing=tuple(_signing(signing)),
    )


def _signing(lines: Sequence[Line]) -> Iterator[Line]:
    """Up to the first heading of other matter."""
    for line in lines[:_MAX_SIGNING]:
        if TAIL_HEADING.match(line.key):
            return
        yield line


def find_prose(lines: Sequence[Line], start: int) -> int:
    """Index of the first line of running text from `start` on; len(lines) where there is none."""
    for index in range(start, len(lines)):
        if is_prose(lines[index]):
            return index
    return len(lines)


def _restart(lines: Sequence[Line], start: int) -> int:
    """Skip running text above the article's own header line: site descriptions, log-in help, teasers."""
    for index in range(start + 1, min(len(lines), start + 40)):
        if TAIL_HEADING.match(lines[index].key):
            return start
        if not is_strong_meta(lines[index]) or "编辑" in lines[index].key[:6]:
            continue
        above = sum(line.han for line in lines[start:index] if is_prose(line))
        below_at = find_prose(lines, index + 1)
        below = sum(line.han for line in lines[below_at : find_tail(lines, below_at).end])
        return _restart(lines, below_at) if above * 3 < below else start
    return start


def _begin(lines: Sequence[Line], start: int, title: int) -> int:
    """Short first lines of the article (本报讯, a salutation, a caption) stand below the last header line."""
    last = title
    for index in range(start):
        if lines[index].role == "header" or is_meta(lines[index]) or is_breadcrumb(lines[index].key):
            last = max(last, index + _value_lines(lines, index, start))
    return last + 1 if last >= 0 and start - last <= _MAX_TAKEN_BACK else start


def _value_lines(lines: Sequence[Line], index: int, start: int) -> int:
    """1 where the next line is the value of this one's last label, or the writer's name alone."""
    if index + 1 >= start or is_meta(lines[index + 1]):
        return 0
    following = lines[index + 1].key
    names = split_names(following) if len(following) <= 12 else []
    alone = bool(names) and sum(end - begin for begin, end in names) >= len(following.replace(" ", "")) - 1
    return int(alone or (ends_in_empty_label(lines[index]) and len(following) <= 30 and "。" not in following))
