"""The line under a headline that names outlet and writer without labels: 2019年6月1日 怀川生活网 记者 毋小娟.

Gives the names of people and the outlet that stand beside the page's date, and the poster of a forum's first entry.

Deliberately not here: labelled values (`labels`) and bylines inside the text (`byline`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.extract.labels import ends_in_empty_label, find_labels
from archive.extract.lines import Line
from archive.extract.names import ROLE, WRITER, is_labelled_name, is_name, split_names
from archive.extract.noise import is_breadcrumb, is_menu, is_noise
from archive.extract.stamps import find_stamps
from archive.text.regex import regex

_SEPARATOR = regex(r"[\s|丨·•,;()\[\]【】]+")
_PLACE_OF_REPORT = regex(r"/[一-鿿]{2,6}(?:报导|报道|电)")
_OUTLET = regex(r"[一-鿿a-z0-9·]{3,14}")
_OUTLET_END = regex(
    r"(?:[网报刊社]|日报|晚报|晨报|周刊|杂志|在线|客户端|融媒体?|融媒体中心|电视台|电台|广播|频道|通讯社|资讯|新闻社|之声|发布|视界|播报|乡讯|论坛)$"
)
_NO_OUTLET = regex(
    r"(?:星期|周)[一二三四五六日天]|农历|发布于|来自|阅读|浏览|评论|点击|字号|字体|原创|转载|分享|打印|收藏|关注|订阅|编辑|责编|审核|校对|正文|首页|"
    r"分类|栏目|更新|下载|回复|楼|第.{1,4}[版期章]|.{0,3}\d{1,2}版|上午|下午|多云|阴|晴|雨|置顶|热度|赞|跟贴|图$|摄$|文$|[报网]讯$|电$|看帖|发表|张贴|发帖|作者|记者"
)
_SECTION = regex(
    r"(?:(?:社会|国内|国际|时政|本地|地方|综合|公益|最新|图片|头条|校园|学院|部门|基层|工作|媒体|行业|协会|通知|热点|民生|今日|要闻|即时|滚动)"
    r"(?:新闻|要闻|动态|公告|快讯|资讯|报道|关注|万象|广角|聚焦|在线|信息|简讯|头条|热点|发布|频道))"
)
_FURNITURE = regex(
    r"(?:lv\.?\s?\d|uid\b|楼主|版主|管理员|(?:中级|高级|初级|注册|金牌|新手|论坛)会员|新手上路|\d+\s?主题|(?:主题|帖子|积分|精华|等级)\s?:?\s?\d)"
)
_PICTURED = regex(r"摄影|摄|图|供图|拍摄|摄像|制图")
_POSTER = regex(r"[^\s,。:;!?|/<>»›\d][^\s,。:;!?|/<>»›]{1,15}")
_EDITION = regex(r"\d{1,2}\s?版|第.{1,4}版|版次|版面")
_MAX_LINE, _MAX_TOKENS = 60, 5
_ADJACENT = 2


def find_outlet(header: Sequence[Line], witness: str, title_line: int = -1) -> tuple[str, str] | None:
    """The outlet named beside the date without a label, and the words that name it.

    It counts where its name ends as outlets' do, where a writer stands beside it, or where `witness`, the folded words
    of the page's head, title tag, first sentence and foot, names it once more. A channel of the breadcrumb is none, nor is
    the paper in the head of a printed page. `title_line` is the index of the title in the header, -1 without one.
    """
    crumbs = " ".join(line.key for line in header if is_breadcrumb(line.key))
    for index, line, tokens in _sublines(header):
        if index == title_line or line.role == "heading" or _EDITION.search(line.key):
            continue
        if index < title_line and not _is_dated(line):
            continue
        people = any(WRITER.search(token.key) or _names(token) for token in tokens)
        for token in tokens:
            name = line.text[token.start : token.end]
            proven = people or bool(_OUTLET_END.search(token.key)) or token.key in witness
            if proven and _is_outlet(token.key) and token.key not in crumbs:
                return name, line.text
    return None


def find_writers(header: Sequence[Line]) -> Iterator[tuple[list[str], str]]:
    """Names beside the date: 2016-03-29 新论周刊 晏如, 2024/04/03 南瀛鄉訊 記者沈佳穎／臺南報導."""
    for _, line, tokens in _sublines(header):
        names: list[str] = []
        named_by_role = pictured = False
        for token in tokens:
            if _PICTURED.fullmatch(token.key) or pictured:
                pictured = not WRITER.search(token.key)
                named_by_role = False
                if pictured:
                    continue
            spans = _names(token, labelled=named_by_role)
            names.extend(line.text[token.start + start : token.start + end] for start, end in spans)
            named_by_role = bool(WRITER.search(token.key) and ROLE.fullmatch(token.key)) or (
                named_by_role and bool(spans)
            )
        if names:
            yield names, line.text


def find_poster(header: Sequence[Line]) -> tuple[list[str], str] | None:
    """The name above the first block of a forum's member data (Lv.7, UID 1024, 127主题 1543帖子)."""
    for index, line in enumerate(header):
        if index and len(line.key) <= _MAX_LINE and _FURNITURE.match(line.key):
            above = header[index - 1]
            if _POSTER.fullmatch(above.key) and not is_noise(above.key) and not _NO_OUTLET.search(above.key):
                return [above.text], above.text
            return None
    return None


class _Token:
    """A word of a line, with where it stands."""

    def __init__(self, key: str, start: int, end: int) -> None:
        self.key, self.start, self.end = key[start:end], start, end


def _sublines(header: Sequence[Line]) -> Iterator[tuple[int, Line, list[_Token]]]:
    """Short lines with the page's date or right beside one, without labels, as their words."""
    dated = [index for index, line in enumerate(header) if _is_dated(line)]
    for index, line in enumerate(header):
        beside = any(0 < abs(index - other) <= _ADJACENT for other in dated)
        if index not in dated and not (beside and len(line.key) <= 16 and not _follows_label(header, index)):
            continue
        tokens = _tokens(line.key)
        if 0 < len(tokens) <= (_MAX_TOKENS if index in dated else 2):
            yield index, line, tokens


def _follows_label(header: Sequence[Line], index: int) -> bool:
    return index > 0 and ends_in_empty_label(header[index - 1])


def _is_dated(line: Line) -> bool:
    key = line.key
    if len(key) > _MAX_LINE or "。" in key or is_breadcrumb(key) or is_menu(key):
        return False
    return any(True for _ in find_stamps(key))


def _tokens(key: str) -> list[_Token]:
    """The words of a line beside its dates and addresses; none where a label explains them."""
    masked = key
    for stamp in find_stamps(key):
        masked = masked[: stamp.start] + " " * (stamp.end - stamp.start) + masked[stamp.end :]
    for pattern in (_PLACE_OF_REPORT, re.compile(r"(?:https?://|www\.)\S+")):
        masked = pattern.sub(lambda match: " " * len(match[0]), masked)
    label = next(iter(find_labels(masked)), None)
    if label:
        masked = masked[: label.start()]
    found, start = [], 0
    for match in [*_SEPARATOR.finditer(masked), None]:
        end = match.start() if match else len(masked)
        if end > start:
            found.append(_Token(masked, start, end))
        start = match.end() if match else end
    return found


def _names(token: _Token, *, labelled: bool = False) -> list[tuple[int, int]]:
    if token.key.startswith("只看"):
        return []
    if WRITER.search(token.key):
        return split_names(token.key, labelled=True)
    accepted = is_labelled_name(token.key) if labelled else is_name(token.key) and not is_noise(token.key)
    return [(0, len(token.key))] if accepted else []


def _is_outlet(key: str) -> bool:
    if not _OUTLET.fullmatch(key) or not re.search(r"[一-鿿]{2}", key) or ROLE.search(key):
        return False
    return not (_NO_OUTLET.search(key) or _SECTION.fullmatch(key) or (is_name(key) and not _OUTLET_END.search(key)))
