"""A page cut into what stands before the article, the article, and what follows it.

Deliberately not here: reading the fields out of the zones, and cleaning the body (`body`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.extract.labels import LABEL, find_claims
from archive.extract.lines import Line
from archive.extract.noise import FOOTER, TAIL_HEADING, is_breadcrumb, is_noise
from archive.extract.stamps import find_stamps
from archive.extract.tail import find_tail

_SENTENCE = re.compile(r"[。;]|[!?…][^\W_]|\d月\d{1,2}日[^\W_]*[,,]")
_SUMMARY = re.compile(r"(?:内容)?(?:提要|摘要|导读|核心提示|内容简介|导语)\s?[:】]")
_ENGLISH_PROSE = re.compile(r"(?:[a-z'’,-]+ ){9,}")
_MENTION = 60
_LONG = 60


@dataclass(frozen=True)
class Zones:
    """`header` ends where the article's own text begins; `tail` begins after its last line."""

    header: tuple[Line, ...]
    body: tuple[Line, ...]
    tail: tuple[Line, ...]


def cut_zones(lines: Sequence[Line]) -> Zones:
    """Cut the lines of one page in three."""
    start = _restart(lines, find_prose(lines, 0))
    end = find_tail(lines, start)
    begin = _take_back(lines, start)
    return Zones(tuple(lines[:begin]), tuple(lines[begin:end]), tuple(lines[end:]))


def find_prose(lines: Sequence[Line], start: int) -> int:
    """Index of the first line of running text from `start` on; len(lines) where there is none."""
    for index in range(start, len(lines)):
        if is_prose(lines[index]):
            return index
    return len(lines)


def is_prose(line: Line) -> bool:
    """A sentence of an article, not a headline, label, menu or summary."""
    key = line.key
    if _SUMMARY.match(key) or is_noise(key) or TAIL_HEADING.match(key) or (FOOTER.search(key) and line.han < 60):
        return False
    if _ENGLISH_PROSE.search(key) and line.han < 10:
        return True
    if line.role == "heading":
        return False
    if is_meta(line) or is_breadcrumb(key):
        return False
    if line.han >= _LONG:
        return True
    return line.han >= 12 and bool(_SENTENCE.search(key)) and not key.endswith(("——", "?", "!"))


def is_meta(line: Line) -> bool:
    """A line about the article: labels with values, or a date with little else."""
    key = line.key
    if len(key) > 200:
        return False
    labels = list(LABEL.finditer(key))
    rest = line.han - sum(len(match[0]) for match in labels)
    stamp = next(find_stamps(key), None)
    if stamp and rest <= 24 and "。" not in key:
        return True
    if not labels or "。" in key:
        return False
    return labels[0].start() <= 2 and rest <= 30 or len(labels) >= 2 and rest <= _MENTION


def is_strong_meta(line: Line) -> bool:
    """A line that states the day of publication beside a label or the time of day."""
    stamp = next(find_stamps(line.key), None)
    if not stamp or not is_meta(line):
        return False
    fields = {claim.field for claim in find_claims([line])}
    return stamp.has_time or bool(
        fields & {"published", "dated", "source", "author", "chief_editor", "editor", "edition"}
    )


def _restart(lines: Sequence[Line], start: int) -> int:
    """Skip running text above the article's own header line: site descriptions, log-in help, teasers."""
    for index in range(start + 1, min(len(lines), start + 40)):
        if TAIL_HEADING.match(lines[index].key):
            return start
        if not is_strong_meta(lines[index]) or "编辑" in lines[index].key[:6]:
            continue
        above = sum(line.han for line in lines[start:index] if is_prose(line))
        below_at = find_prose(lines, index + 1)
        below = sum(line.han for line in lines[below_at : find_tail(lines, below_at)])
        return _restart(lines, below_at) if above * 3 < below else start
    return start


def _take_back(lines: Sequence[Line], start: int) -> int:
    """Short first lines of the article (本报讯, a salutation, a caption) stand below the last header line."""
    last_meta = max(
        (index for index in range(start) if is_meta(lines[index]) or is_breadcrumb(lines[index].key)), default=-1
    )
    if last_meta < 0:
        return start
    begin = start
    for index in range(start - 1, last_meta, -1):
        if lines[index].role == "heading":
            break
        begin = index
    return begin
