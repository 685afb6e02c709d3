"""Where an article ends: by the words that open what follows it, by its sign-off, and by the shape of what follows.

Deliberately not here: what the tail says about the article (`byline`, `source`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from archive.extract.byline import is_byline
from archive.extract.item_lists import find_items
from archive.extract.labels import field_of, find_labels
from archive.extract.lines import Line
from archive.extract.noise import FOOTER, TAIL_HEADING, is_image_name, is_noise, is_system_row
from archive.extract.stamps import find_stamps
from archive.text.regex import regex

_EDITOR = regex(
    r"[\W_]{0,3}(?:责\s?任\s?编\s?辑|责\s?编|编\s?辑|本文编辑|网络编辑|值班编辑|来\s?源|转自|转载自|摘自|稿源|供稿单位|本文作者|出处|原载|文章来源|稿件来源|本文来源|信息来源|审\s?核|校\s?对|监制|一审|初审|"
    r"作者|撰稿人?|供稿人?|供图|记录人|口述|整理|文/图|图/文|二审|三审|终审|签发|编校|编审|主编|值班主任|新闻热线|投稿邮箱|版权所有|更新时间|发布时间)\s?(?:[/、][一-鿿]{1,4})?\s?[:|丨]"
)
_BAR_SIGNED = regex(
    r"(?:本报)?(?:记者|通讯员|文字|撰文|编辑|责编|审核|校对|监制)\s?[|丨/]\s?[一-鿿]{2,4}(?:$|[\s、|丨])"
)
_BRACKET_EDITOR = regex(r"[(\[【][^()。]{0,40}(?:责任编辑|责编|编辑|来源)[\s:][^。]{0,40}[)\]】]?\s?$")
_PRINTED = regex(r"\(?《[^《》]{2,12}》\s?\(\s?(?:19|20)\d\d[-年]")
_DATE_AT_END = regex(
    r"(?:(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?|[\[(【]?\d{1,2}[-/月]\d{1,2}日?[\])】]?)(?:\s?\d{1,2}:\d\d(?::\d\d)?)?[\])】]?\s?$"
)
_SIGNED = regex(r"[。!?”…]\s?[(【][^()。【】,:;]{2,30}[)】]\s?$")
_BULLET = regex(r"(?:[·•▪◆■►▶>»*]|-\s)")
_LIST_LINE = 60
_EDITORS = ("chief_editor", "editor")


class Tail(NamedTuple):
    """`end` is the index of the first line after the text, `signing` and `signed` enclose the lines that may still speak of it."""

    end: int
    signing: int
    signed: int


def find_tail(lines: Sequence[Line], start: int) -> Tail:
    """What follows the article that begins at `start`; each index is len(lines) where nothing follows it."""
    items = find_items(lines, start)
    by_words = _cut_by_words(lines, start)
    end, listed = _cut_by_shape(lines, start, min(by_words, items.first))
    # No line of a list of other articles signs this one; one above or right below the list may.
    if items.first <= by_words:
        return Tail(end, items.last, len(lines))
    signing = by_words if listed else end
    return Tail(end, signing, max(signing, items.first))


def _cut_by_words(lines: Sequence[Line], start: int) -> int:
    for index in range(start + 1, len(lines)):
        key = lines[index].key
        if (
            lines[index].role == "aside"
            or TAIL_HEADING.match(key)
            or _is_footer(lines[index])
            or is_sign_off(lines[index])
        ):
            return index
    return len(lines)


def is_sign_off(line: Line) -> bool:
    """编辑:李婷, (责任编辑:丁军勤), 来源:重庆日报, the row of a newspaper's system: after it nothing belongs to the article."""
    if len(line.key) > 200 or ("。" in line.key[:-1] and len(line.key) > 90):
        return False
    if _names_editor(line.key):
        return True
    return is_system_row(line.key) or any(
        pattern.match(line.key) for pattern in (_EDITOR, _BRACKET_EDITOR, _BAR_SIGNED, _PRINTED)
    )


def _names_editor(key: str) -> bool:
    """Labels from the start of a short line on, one of them an editor's: 文字:向阳 图片:傅雪 编辑:左思."""
    labels = find_labels(key) if len(key) <= _LIST_LINE else []
    return bool(labels) and labels[0].start() <= 2 and any(field_of(label) in _EDITORS for label in labels)


def _is_footer(line: Line) -> bool:
    match = FOOTER.search(line.key)
    return bool(match) and (match.start() < 15 or line.han < 90)  # type: ignore[union-attr]


def _cut_by_shape(lines: Sequence[Line], start: int, end: int) -> tuple[int, bool]:
    """Where a list of other articles under no heading, or a signature, ends the text; and whether it is a list."""
    listed = min(_dated_list(lines, start, end), _link_list(lines, start, end))
    cut = min(listed, _after_signature(lines, start, end))
    return (cut, listed == cut < end) if cut > start else (end, False)


def _after_signature(lines: Sequence[Line], start: int, end: int) -> int:
    """Where a line ends in names or an office in brackets and no further sentence follows, the article is signed."""
    for index in range(start, end - 1):
        if _SIGNED.search(lines[index].key) or is_byline(lines[index]):
            rest = lines[index + 1 : end]
            if not any(
                "。" in line.key or line.role in ("caption", "image") or is_image_name(line.key) for line in rest
            ):
                return index + 1
    return end


def _dated_list(lines: Sequence[Line], start: int, end: int) -> int:
    """Items that end in (or are followed by) their dates, at one distance from each other."""
    dated = [index for index in range(start + 1, end) if _is_dated_item(lines[index])]
    if len(dated) < 2:
        return end
    step = dated[1] - dated[0]
    regular = all(1 <= later - earlier <= max(step, 4) for earlier, later in pairwise(dated))
    if not regular or end - dated[-1] > 4:
        return end
    if step == 1:
        return dated[0] if len(dated) >= 3 or _has_clock(lines[dated[0]]) else end
    # The date closes an item where the last line of the page is one; else it opens it.
    first = dated[0] - (step - 1) if end - dated[-1] <= 1 else dated[0]
    return first if first > start else end


def _is_dated_item(line: Line) -> bool:
    key = line.key
    if len(key) > _LIST_LINE or key.rstrip().endswith("。"):
        return False
    match = _DATE_AT_END.search(key)
    if not match:
        return False
    full = any(True for _ in find_stamps(key))
    return full or key[match.start()] in "[(【"


def _has_clock(line: Line) -> bool:
    return any(stamp.has_time for stamp in find_stamps(line.key))


def _link_list(lines: Sequence[Line], start: int, end: int) -> int:
    """Four or more short lines without a sentence at the very end: links, or items behind bullets."""
    cut = end
    for index in range(end - 1, start, -1):
        line = lines[index]
        listed = line.role == "link" or (bool(_BULLET.match(line.key)) and line.han >= 6)
        if not listed and not is_noise(line.key):
            break
        if len(line.key) > _LIST_LINE or "。" in line.key or ";" in line.key:
            break
        cut = index if listed else cut
    return cut if end - cut >= 4 else end
