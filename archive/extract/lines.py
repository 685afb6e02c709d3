"""The lines of a page as the extraction rules see them: cleaned text beside its folded form.

Lines that a page breaks where a reader would not (a date over three lines) are joined, and lines that hold a whole
article, with the path of the page above it (首页 > 新闻 > 正文) or its sign-off and footer below, are broken where one
ends and the other begins, so that every later rule works by lines.

Deliberately not here: deciding what a line is for (`zones`, `labels`, `noise`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from archive.extract.labels import LABEL_START, is_bare_label
from archive.extract.noise import TAIL_HEADING_INLINE
from archive.text.normalise import clean_line, fold
from archive.text.regex import regex

_HAN = regex(r"[㐀-鿿]+")
_YEAR = regex(r"(?:19|20)\d\d年?")
_MONTH_DAY = regex(r"\d{1,2}[-/.月]\d{1,2}日?")
_CLOCK = regex(r"\d{1,2}:\d\d(?::\d\d)?")
_SENTENCE_END = regex(r"[。!?…][”\"’」』)]?")
_PATH = regex(r"[\W_]{0,3}(?:(?:[一-鿿]{0,4}位置|导航)[\s:]{1,3})?首页[^。,;:!?\d]{0,60}?正文[\s|>»›]*")
_SIGN_OFF = regex(r"(?<=[。!?”])\s?\((?:[^()。]{2,40})\)(?=\s)")
_RESIDUE = regex(r"\s?(?:19|20)\d\d[-/]\d{1,2}[-/]\d{1,2}")
_SIGNED_NOTICE = regex(r"\s?[^\s。,:;]{4,30}[\s)]{1,3}(?:(?:19|20)\d\d|[一二]\S{3})年\S{1,3}月\S{1,3}日\s?$")
_PRINTED = regex(r"\s?\(?《[^《》]{2,12}》\s?\(\s?(?:19|20)\d\d[-年]")
MAX_LINES = 20_000
"""Lines looked at; the longest real page has some hundreds."""
_LONG_LINE = 45


@dataclass(frozen=True)
class Line:
    """One line: `text` as written (damage repaired), `key` its folded form of the same length.

    `role` is what markup says of it: heading, caption, link, image, or empty where nothing is known.
    """

    text: str
    role: str = ""

    @cached_property
    def key(self) -> str:
        return fold(self.text)

    @cached_property
    def han(self) -> int:
        """How many Chinese characters the line has."""
        return sum(map(len, _HAN.findall(self.text)))

    def cut(self, start: int, end: int) -> Line:
        """The part between two offsets, trimmed."""
        return Line(self.text[start:end].strip(), self.role)


def split_lines(content: str) -> list[Line]:
    """Cleaned, non-empty lines of a text, joined and broken as the module says."""
    texts = (text for text in map(clean_line, content.splitlines()) if text)
    return arrange_lines(Line(text) for text in islice(texts, MAX_LINES))


def arrange_lines(lines: Iterable[Line]) -> list[Line]:
    """Join what belongs together and break off what stands at the end of an overlong line."""
    joined = _joined_labels(list(_joined_dates(list(lines))))
    return [part for line in joined for part in _broken(line)]


def _joined_dates(lines: list[Line]) -> Iterator[Line]:
    """2026 / 02/26 / 12:45 on three lines, in this order or with the year second, becomes one line."""
    at = 0
    while at < len(lines):
        size, text = _split_date(lines[at : at + 3])
        yield Line(text) if size else lines[at]
        at += size or 1


def _joined_labels(lines: list[Line]) -> Iterator[Line]:
    """来源 / 巴蜀民生网 on two lines without a colon becomes 来源: 巴蜀民生网."""
    at = 0
    while at < len(lines):
        label, value = lines[at], lines[at + 1] if at + 1 < len(lines) else None
        if value and is_bare_label(label.key) and _is_plain_value(value):
            yield Line(f"{label.text}: {value.text}")
            at += 2
        else:
            yield label
            at += 1


def _is_plain_value(line: Line) -> bool:
    return len(line.text) <= 24 and not re.search(r"[:。,!?|>]", line.key) and not is_bare_label(line.key)


def _split_date(lines: list[Line]) -> tuple[int, str]:
    if len(lines) < 2:
        return 0, ""
    first, second = lines[0].key.strip("/-. "), lines[1].key.strip("/-. ")
    if _YEAR.fullmatch(second) and _MONTH_DAY.fullmatch(first):
        first, second = second, first
    if not (_YEAR.fullmatch(first) and _MONTH_DAY.fullmatch(second)):
        return 0, ""
    date = f"{first.rstrip('年')}-{re.sub('[./月]', '-', second).rstrip('日')}"
    if len(lines) > 2 and _CLOCK.fullmatch(lines[2].key):
        return 3, f"{date} {lines[2].key}"
    return 2, date


def _broken(line: Line) -> Iterator[Line]:
    """Cut an overlong line behind the path of the page, and before the sign-off, labels and headings that follow its
    last sentence."""
    if len(line.text) < _LONG_LINE:
        yield line
        return
    path = _PATH.match(line.key)
    cuts = sorted({cut for cut in (path and path.end(), _heading_cut(line.key), _label_cut(line.key)) if cut})
    start = 0
    for end in [*cuts, len(line.text)]:
        part = line.cut(start, end)
        if part.text:
            yield part
        start = end


def _heading_cut(key: str) -> int:
    match = TAIL_HEADING_INLINE.search(key, 20)
    return match.start() if match else 0


def _label_cut(key: str) -> int:
    """Where labels (来源: 编辑:), a sign-off or the residue of a database row begin after the last sentence."""
    sign_off = _SIGN_OFF.search(key)
    if sign_off and not _SENTENCE_END.search(key, sign_off.end()) and len(key) - sign_off.end() < 300:
        return sign_off.end()
    ends = [match.end() for match in _SENTENCE_END.finditer(key, max(0, len(key) - 400))]
    for end in ends:
        if any(pattern.match(key, end) for pattern in (LABEL_START, _RESIDUE, _PRINTED, _SIGNED_NOTICE)):
            return end
    last = ends[-1] if ends else len(key)
    label = LABEL_START.search(key, last)
    if not label:
        return 0
    opening = key.rfind("(", last, label.start())
    return label.start() if opening < 0 or ")" in key[opening : label.start()] else opening
