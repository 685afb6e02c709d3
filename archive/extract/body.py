"""The text of an article, one paragraph a line, without what the page put between its paragraphs.

Deliberately not here: where the article begins and ends (`zones`, `tail`) and its captions (`captions`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.extract.byline import is_byline, strip_sign_off
from archive.extract.lines import Line
from archive.extract.names import is_name
from archive.extract.noise import is_noise, is_widget
from archive.extract.shapes import is_meta
from archive.extract.stamps import find_stamps
from archive.text.normalise import half_width
from archive.text.regex import regex

_ABOUT_WRITER = regex(r"\s?[(\[【]\s?(?:本文)?作者(?:系|为|是|单位)[^()]{2,60}[)\]】]\s?$")
_DATELINE_ALONE = regex(r"[^\s。,()]{2,20}(?:讯|电|消息)\s?\([^()。]{2,40}\)")
_LEGAL = regex(
    r"(?:声明|免责|版权|温馨提示|特别提示|编后|侵权)\s?:|[^。]{0,40}(?:如有侵权|仅代表作者|不代表本[网站报]|转载请注明|不得转载|未经(?:授权|许可|同意)|涉及版权)"
)
_TOOLS = regex(r"[\[【(]?(?:附件|点击上方|长按|扫描?下方|关注我们|更多精彩|继续滑动|预览时标签)")

_COMPLETE = regex(r"\s?[(\[【—-]{1,2}\s?(?:完|完毕|结束|end)\s?[)\]】—-]{1,2}\s?$", re.I)
_PAGER = regex(r"^[\W_]{0,3}(?:第?\d{1,3}页|共\d{1,3}页|首页|尾页|上页|下页)[^。]{0,200}$")


def clean_body(lines: Sequence[Line], title: str, authors: Sequence[str]) -> str:
    """Join the lines of the text; widgets, addresses, a repeated title and the sign-off are dropped."""
    kept = [line for line in lines if not _is_dropped(line, title)]
    while len(kept) > 1 and _is_before(kept[0]):
        del kept[0]
    while len(kept) > 1 and _is_after(kept[-1]):
        del kept[-1]
    if not kept:
        return ""
    kept[-1] = _trimmed(kept[-1], authors)
    return "\n".join(line.text for line in kept if line.text)


def _is_before(line: Line) -> bool:
    """What may stand above the first sentence: the byline, a call to follow the account."""
    if (
        len(line.key) <= 60
        and "。" not in line.key
        and is_meta(Line(line.text))
        and any(True for _ in find_stamps(line.key))
    ):
        return True
    return (
        is_byline(line)
        or is_name(line.key)
        or bool(_DATELINE_ALONE.fullmatch(line.key))
        or (len(line.key) <= 30 and bool(_TOOLS.match(line.key)))
    )


def _is_after(line: Line) -> bool:
    """What may stand below the last sentence: the sign-off, tools, a note on rights or on the writer."""
    key = line.key
    if is_byline(line) or (len(key) <= 60 and _TOOLS.match(key)) or _COMPLETE.fullmatch(key):
        return True
    return len(key) <= 120 and bool(_LEGAL.match(key) or _ABOUT_WRITER.fullmatch(key) or is_noise(key))


def _trimmed(line: Line, authors: Sequence[str]) -> Line:
    for pattern in (_COMPLETE, _ABOUT_WRITER):
        match = pattern.search(half_width(line.text))
        line = line.cut(0, match.start()) if match else line
    return strip_sign_off(line, authors)


def _is_dropped(line: Line, title: str) -> bool:
    if line.text == title or _PAGER.match(line.key):
        return True
    if is_widget(line.key):
        return True
    return is_meta(line) and line.han < 30 and ":" in line.key and len(line.key) < 60 and "。" not in line.key
