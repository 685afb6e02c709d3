"""The title of an article, and the line above or below it that a newspaper sets beside it.

A page without a title has the title '': a first sentence, a menu item or a site's name is never taken for one.

Deliberately not here: titles that markup names (`metadata`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.extract.byline import is_byline
from archive.extract.labels import LABEL, find_claims, is_bare_label
from archive.extract.lines import Line
from archive.extract.names import split_names
from archive.extract.noise import FOOTER, TAIL_HEADING, is_breadcrumb, is_noise
from archive.extract.shapes import is_meta
from archive.extract.subline import find_poster
from archive.text.normalise import half_width
from archive.text.regex import regex

_PREFIX = regex(r"(?:正在阅读|当前阅读|您正在浏览|原标题|原题|标题|文章标题|新闻标题|标\s题)\s?[::]\s?")
_SITE_NAME = regex(
    r"[^\s,。:!?]{2,14}(?:网|日报|晚报|晨报|商报|都市报|周报|时报|周刊|电视台|新闻中心|融媒体中心|客户端|频道|论坛|支站|总站|主站|门户|政府|委员会|办公室|协会|基金会|联合会|部|局)"
)
_BYLINE = regex(r"^[\W_]{0,3}(?:[一-鿿]{0,10})(?:记者|通讯员|实习生|作者)[\s:]|^文[/|]|^□")
_DATELINE = regex(r"[^\s。]{0,20}(?:\d日|本报|本网|本台|本刊|客户端|日报|网)[^\s。]{0,6}(?:讯|电|消息)\s?(?:\(|$)")
_TOOL = regex(r"\s?[\[【(](?:复制链接|复制|打印|收藏|分享|举报|订阅|只看楼主|返回列表)[\]】)]\s?$")
_CRUMB_SPLIT = regex(r"\s?[»›>]+\s?")
_EDITION = regex(r"(?:本期)?第\s?[\da-z一二三四五六七八九十]{1,4}\s?版|版面[::]")
_BRACKETED = regex(r"\([^()]*\)$|【[^【】]*】$")
_ENGLISH = regex(r"[a-z]['’-]*+ [a-z0-9'’&-]++ [a-z0-9'’&-]")
_BULLET = regex(r"^(?:[-•·▪*]\s|\[[^\]]{1,8}\]$)")
_KICKER_END = regex(r"(?:——|—|--|:|…)$")
_CAPTION = regex(r"(?:摄|图为[^。]{0,30}|供图|合影|资料图片?)[)。]?$")
_OFFICE_BEFORE = regex(r"[一-鿿]{2,12}[部委办局厅院校会团站组处科室队社区县镇乡村报网]\s")
_SUBTITLE = regex(r"^(?:——|—|--|―)\s?\S")
_MIN_HAN, _MAX_LENGTH = 5, 120
_SHORT_SECTION = 5
_SECTION = regex(
    r"(?:新闻|要闻|动态|频道|专题|专栏|资讯|快讯|公告|通知|风采|报道|聚焦|关注|在线|天地|园地|之窗|中心|活动|公益|服务)$"
)


@dataclass(frozen=True)
class Headline:
    """The title and what stands beside it; `line` is the title's index in the header, -1 without a title."""

    title: str = ""
    subtitle: str | None = None
    line: int = -1


def find_headline(header: Sequence[Line]) -> Headline:
    """The best headline among the lines above the article's text."""
    meta = [index for index, line in enumerate(header) if is_meta(line)]
    first_dated = next((index for index in meta if index), len(header))
    best, best_score = -1, 0.0
    poster = find_poster(header)
    for index, line in enumerate(header):
        if poster and line.text == poster[1]:
            continue
        score = _score(line, index, first_dated, header)
        if score > best_score:
            best, best_score = index, score
    if best < 0:
        crumb = _last_crumb(header)
        return crumb if crumb.title else _short_headline(header)
    return _with_subtitle(header, best)


def _short_headline(header: Sequence[Line]) -> Headline:
    """摆渡人, 关于我们: so short a line is a headline only where it opens the page and nothing else could be one."""
    line = header[0] if header and len(header) <= 4 else None
    if line is None or not 2 <= line.han <= 4 or line.han != len(line.key) or is_noise(line.key):
        return Headline()
    if _SECTION.search(line.key) or is_meta(line) or is_breadcrumb(line.key) or is_bare_label(line.key):
        return Headline()
    return Headline(line.text, None, 0) if all(is_meta(other) for other in header[1:]) else Headline()


def _last_crumb(header: Sequence[Line]) -> Headline:
    """A forum may name the thread only at the end of the path to it: 论坛 » 行动版 » 【活动总结】24人、61袋垃圾."""
    for index, line in enumerate(header):
        items = _CRUMB_SPLIT.split(line.text) if is_breadcrumb(line.key) else []
        last = Line(items[-1].strip()) if len(items) >= 3 else None
        if (
            last
            and last.han >= 8
            and len(last.key) >= 2 * max(len(item) for item in items[:-1])
            and _is_candidate(last)
        ):
            return Headline(last.text, None, index)
    return Headline()


def locate_title(header: Sequence[Line], title: str) -> Headline:
    """The headline for a title that markup names: where it stands in the header, and what stands beside it."""
    key = _plain(title)
    for index in range(len(header) - 1, -1, -1):
        if _plain(strip_prefix(header[index].text)) == key:
            beside = _with_subtitle(header, index)
            return Headline(title, beside.subtitle, index)
    return Headline(title)


def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", Line(text).key)


def strip_prefix(text: str) -> str:
    """The line without 正在阅读: or 原标题: before it, and without [复制链接] behind it."""
    match = _PREFIX.match(text)
    text = text[match.end() :] if match else text
    tool = _TOOL.search(half_width(text))
    return (text[: tool.start()] if tool else text).strip()


def _score(line: Line, index: int, meta: int, header: Sequence[Line]) -> float:
    text = strip_prefix(line.text)
    if not _is_candidate(Line(text, line.role)):
        return 0.0
    han = Line(text).han
    score = 10.0 + min(han, 30) - max(0, han - 45)
    if line.role == "heading":
        score += 40
    if _PREFIX.match(line.text):
        score -= 8  # the same words without the label follow, or the label names the reprinted title
    score += _position_score(line, index, meta, header)
    if _KICKER_END.search(text):
        score -= 25
    if _SUBTITLE.match(text):
        score -= 25
    if _SITE_NAME.fullmatch(Line(text).key) and han < 16:
        score -= 30
    if han <= 8 and (index != meta - 1 or meta == len(header)) and _SECTION.search(Line(text).key):
        score -= 25
    return score


def _position_score(line: Line, index: int, meta: int, header: Sequence[Line]) -> float:
    """Headlines stand right above the first line of dates and labels; captions and ledes below it."""
    score = 0.0
    if meta == len(header):
        score += (8 if index == meta - 1 else 0) - 3 * min(index, 6)
    elif index == meta - 1 or (index < meta and all(_is_between(other) for other in header[index + 1 : meta])):
        score += 18
    if meta < len(header) and index > meta:
        score -= 22 if any(_is_headline(other) for other in header[:meta]) else 6
    words = [other for other in header if other is not line and len(other.key) >= 6 and other.key in line.key]
    return score + (6 if words else 0)  # repeated in a breadcrumb or in the head of the page


def _is_headline(line: Line) -> bool:
    """A candidate that is not just the name of a site or a section."""
    text = Line(strip_prefix(line.text))
    return _is_candidate(text) and not (text.han < 16 and _SITE_NAME.fullmatch(text.key)) and text.han > _SHORT_SECTION


def _is_between(line: Line) -> bool:
    return (
        is_noise(line.key)
        or is_breadcrumb(line.key)
        or is_meta(line)
        or bool(FOOTER.search(line.key))
        or line.han < _MIN_HAN
    )


def _is_candidate(line: Line) -> bool:
    key = line.key
    if (
        not 4 <= len(key) <= _MAX_LENGTH
        or key.endswith(("。", ";", ",", "、", "如下:"))
        or "。" in key.rstrip("”』\"'")
    ):
        return False
    if line.han < _MIN_HAN and not _is_english(line) and not (line.role == "heading" and line.han >= 3):
        return False
    if is_noise(key) or is_breadcrumb(key) or TAIL_HEADING.match(key) or FOOTER.search(key):
        return False
    if is_meta(line) and line.role != "heading":
        return False
    return not _is_other_matter(line)


def _is_other_matter(line: Line) -> bool:
    key = line.key
    if _BRACKETED.match(key) or is_byline(line) or _EDITION.match(key):
        return True
    if _BULLET.match(key) or (_BYLINE.match(key) and split_names(key)) or _CAPTION.search(key) or _DATELINE.match(key):
        return True
    if LABEL.match(key) and find_claims([line])[0].field not in ("reading", "old_title", "title"):
        return True
    names = split_names(key)
    if names and names[-1][1] == len(key) and _OFFICE_BEFORE.fullmatch(key[: names[0][0]]):
        return True
    return bool(names) and sum(end - start for start, end in names) >= len(key) * 0.6


def _is_english(line: Line) -> bool:
    return line.han == 0 and bool(_ENGLISH.search(line.key))


def _with_subtitle(header: Sequence[Line], at: int) -> Headline:
    title = strip_prefix(header[at].text)
    if at + 1 < len(header) and _SUBTITLE.match(header[at + 1].text) and _is_candidate(header[at + 1]):
        return Headline(title, header[at + 1].text, at)
    if at and _is_kicker(header[at - 1], title):
        return Headline(title, header[at - 1].text, at)
    return Headline(title, None, at)


def _is_kicker(line: Line, title: str) -> bool:
    """The shorter line a newspaper sets above its headline (引题)."""
    if not _is_candidate(line) or _PREFIX.match(line.text):
        return False
    if line.key[:8] in Line(title).key or _SITE_NAME.fullmatch(line.key):
        return False
    return line.han > _SHORT_SECTION and not _SECTION.search(line.key)
