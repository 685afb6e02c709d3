"""Labels and their values in the lines around an article: 发布时间:… 来源:… 责任编辑:…

Gives every labelled value as a `Claim`, also where label and value stand on two lines or the value is empty.

Deliberately not here: judging a claim (`published`, `source`, `byline`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.extract.remembered import remember
from archive.text.regex import regex

if TYPE_CHECKING:
    from archive.extract.lines import Line

_WORDS = {
    "published": "发布时间 发布日期 发表时间 发表日期 发稿时间 发稿日期 发文日期 发文时间 发布于 发表于 发布时 "
    "刊发时间 "
    "张贴日期 张贴时间 刊登日期 发行日期 出版日期 上线时间 投稿时间 publishtime posttime pubdate",
    "dated": "时间 日期 录入时间 添加时间 生成日期 创建时间 上传时间 提交时间 加入时间 信息时间 date time",
    "updated": "更新时间 更新日期 最后更新 修改时间 更新于",
    "source": "来源 文章来源 稿件来源 信息来源 新闻来源 内容来源 本文来源 资料来源 消息来源 来源网站 来源媒体 来源于 "
    "来自 稿源 出处 转自 转载自 摘自 原载 供稿单位 报送单位 source",
    "paper": "当前报纸名称 报纸名称",
    "author": "作者 本文作者 文章作者 撰稿 撰稿人 撰文 文字 文 文/图 图/文 图文 供稿 供稿人 投稿人 投稿 记录人 记录 整理 采写 信息员 口述整理 楼主 发帖人 发表人 博主 通讯员 "
    "记者 本报记者 "
    "文字记者 见习记者 实习记者 特约记者 小记者 author by",
    "chief_editor": "责任编辑 责编 本文责编 值班编辑 本期责编 文字责编",
    "editor": "编辑 编辑/设计 编辑/排版 本文编辑 网络编辑 文字编辑 文编 新媒体编辑 本版编辑 本期编辑 执行编辑 "
    "图文编辑 编校 "
    "实习编辑 见习编辑 收集编辑 采编 录入 录入者 editor",
    "views": "查看 查看数 浏览 浏览量 浏览数 浏览次数 浏览人数 点击 点击数 点击量 点击率 点击次数 阅读 阅读量 "
    "阅读数 阅读次数 "
    "访问量 访问次数 访问数 人气 阅览 views hits",
    "column": "栏目 频道 分类 所属栏目 专栏 所属分类 所属频道",
    "edition": "版次 版面 版别",
    "title": "标题 文章标题 新闻标题",
    "old_title": "原标题 原题",
    "reading": "正在阅读 当前阅读 您正在浏览",
    "other": "口述 审核 审核人 审稿 审稿人 校对 校审 审校 一审 二审 三审 初审 复审 终审 终审人 监制 总监制 监审 签发 "
    "签发人 美编 "
    "值班主任 值班总编 值班编委 主编 总编 摄影 摄 图 图片 摄像 制图 视频 统筹 策划 出品 设计 排版 制作 校核 核稿 "
    "新闻热线 热线 热线电话 在线投稿 新闻投稿 投稿邮箱 投稿热线 邮发代号 "
    "字号 字体 字体大小 文字大小 大小 分享到 分享 关键词 关键字 标签 tag tags 编号 文号 发文字号 索引号 发布机构 "
    "发布单位 发文机关 "
    "发文单位 发布者 发布人 发布部门 公开方式 公开范围 有效性 成文日期 主题分类 主题词 信息分类 体裁分类 "
    "组配分类 名称 信息名称 "
    "评论 评论数 收藏 打印 点赞 字数 主办单位 主办 承办单位 承办 技术支持 技术支持电话 ip属地 积分 注册时间 版权所有 "
    "本文链接 本文地址 原文链接 链接 网址 地址栏 通讯员qq 星期 天气",
    # Part of the text of a notice, listed so that they end the value before them.
    "contact": "联系电话 咨询电话 电话 邮箱 电子邮箱 邮编 地址 qq 联系人 传真",
}
FIELD_BY_LABEL = {word: field for field, words in _WORDS.items() for word in words.split()}
_SPACED = (
    r"\s?".join(map(re.escape, word))
    for word in sorted(FIELD_BY_LABEL, key=lambda w: -len(w))
    if word not in ("时间", "日期")
)
_NAMES = "|".join(_SPACED)
# A colon, or a bar before a digit (發佈時間 | 2023-01-07). `来自` and one-character labels only count with a colon.
# 活动时间: and 报名日期: speak of the event: the bare words count only where no other word stands before them.
LABEL = regex(rf"((?<![一-鿿])(?:时\s?间|日\s?期)|{_NAMES})\s?(?::|\|\s?(?=\d))\s?")
# 撰文 | 张三, 文/张三 图/李四: among signatures a bar or a stroke stands for the colon.
_BAR_LABEL = regex(
    r"(?<![一-鿿/])(撰文|撰稿|文字|文|图片|图|摄影|美编|视频|统筹|策划|初审|复审|终审|执行编辑|编辑|责编|责任编辑|审核|校对|来源|作者|记者|通讯员|供稿|监制|设计|排版|制作)\s?[|丨/]\s?(?=[一-鿿]{2,4}(?:$|[\s|丨/、,]))"
)
_BARE_EDITOR = regex(r"[(\[【](责\s?任\s?编\s?辑|责\s?编)\s(?=[一-鿿])")
_TAIL_WORDS = [
    word
    for field in ("source", "author", "chief_editor", "editor", "updated", "published", "other", "column")
    for word in _WORDS[field].split()
    if len(word) > 1
    and word
    not in {
        "来自",
        "来源于",
        "地址",
        "时间",
        "名称",
        "视频",
        "策划",
        "链接",
        "投稿",
        "星期",
        "主办",
        "承办",
        "分享",
        "图片",
        "大小",
        "标签",
    }
]
_TAIL_NAMES = "|".join(r"\s?".join(map(re.escape, word)) for word in sorted(_TAIL_WORDS, key=lambda word: -len(word)))
LABEL_START = regex(rf"\s?(?:附件下载|附件)?\s?[(\[【<|/*]{{0,2}}\s?(?:{_TAIL_NAMES})\s?:")
_END = regex(r"\s于\s(?=\d)|\s?[|丨┃【\[\]】)]|\s{1,3}(?=\()")
_TRIM = ' \t|丨,;:【】[]()<>/-—*·•"'


_PATTERNS = (LABEL, _BARE_EDITOR, _BAR_LABEL)
# 来源 清河新闻网 作者 欧阳文静 责编 赵敏: without colons a label counts only beside another.
_SPACE_LABEL = regex(
    r"(?<![一-鿿])(信息来源|文章来源|来源|作者|责任编辑|责编|编辑|记者|通讯员|审核|校对|值班编委|值班主任|值班总编|初审|复审|终审|监制|摄影|发布时间|点击数?|浏览数?|阅读数?|字号)\s(?=[一-鿿\d])"
)
_LONGEST_SPACED = 80
_MAX_LINE = 1_000  # what is longer is a paragraph
_PAGE_FIELDS = frozenset(FIELD_BY_LABEL.values()) - {"contact"}


@dataclass(frozen=True)
class Claim:
    """One labelled value. `start`/`end` index the line's text; `line` counts lines of what was given."""

    field: str
    label: str
    value: str
    line: int
    start: int
    quote: str


def find_claims(lines: Sequence[Line]) -> list[Claim]:
    """All labelled values of the lines, in page order; an empty value has the value ''."""
    claims: list[Claim] = []
    for number, line in enumerate(lines):
        claims.extend(_claims_of(line, number, lines[number + 1] if number + 1 < len(lines) else None))
    return claims


_BARE = regex(r"(?:来源|文章来源|稿件来源|信息来源|作者|责任编辑|责编|编辑|发布时间|发布日期)")


def is_bare_label(key: str) -> bool:
    """Whether a line is one label word and nothing else."""
    return bool(_BARE.fullmatch(key))


@remember
def find_labels(key: str) -> Sequence[re.Match[str]]:
    """Matches of the labels in a folded line, written in one of the ways; group 1 is the label."""
    found = next((found for found in (list(pattern.finditer(key)) for pattern in _PATTERNS) if found), [])
    return found or find_spaced_labels(key)


def find_spaced_labels(key: str) -> list[re.Match[str]]:
    """Matches of two labels or more without colons, one of them of a source or editor; group 1 is the label."""
    if len(key) > _LONGEST_SPACED or "。" in key or "," in key:
        return []
    spaced = list(_SPACE_LABEL.finditer(key))
    fields = {FIELD_BY_LABEL.get(match[1]) for match in spaced}
    return spaced if len(spaced) >= 2 and fields & {"source", "chief_editor", "editor"} else []


def field_of(match: re.Match[str]) -> str:
    """The field of a match of `LABEL`."""
    return FIELD_BY_LABEL.get(re.sub(r"\s", "", match[1]), "other")


def ends_in_empty_label(line: Line) -> bool:
    """Whether the line's last label has its value on the next line: 责编:"""
    claims = list(_claims_of(line, 0, None))
    return bool(claims) and claims[-1].field in _PAGE_FIELDS and not claims[-1].value


def _claims_of(line: Line, number: int, following: Line | None) -> Iterator[Claim]:
    if len(line.key) > _MAX_LINE:
        return
    found = find_labels(line.key)
    for index, match in enumerate(found):
        limit = found[index + 1].start() if index + 1 < len(found) else len(line.key)
        start, end = match.end(), _value_end(line.key, match.end(), limit)
        value = line.text[start:end].strip(_TRIM)
        quote = line.text[match.start() : end].strip()
        if not value and end >= len(line.key.rstrip(_TRIM)) and following and _may_be_value(following):
            value, quote = following.text.strip(_TRIM), f"{quote} {following.text}"
        yield Claim(field_of(match), re.sub(r"\s", "", match[1]), value, number, start, quote)


def _value_end(key: str, start: int, limit: int) -> int:
    # An opening bracket at the very start belongs to the value: 来源:《中国社区报》, 作者:(张三)
    at = start + 1
    while at < limit:
        match = _END.search(key, at, limit)
        if match is None:
            break
        inside = key[start : match.start()]
        if match[0].strip() != ")" or inside.count("(") <= inside.count(")"):
            return match.start()
        at = match.end()  # closes a bracket of the value: 2019年5月4日(星期六) 10:20
    return limit


def _may_be_value(line: Line) -> bool:
    """A value on its own line is short and is no label itself."""
    return len(line.text) <= 30 and not LABEL.search(line.key) and "。" not in line.key
