"""The columns of a table of articles: which names a field goes by, in Chinese and in English.

Deliberately not here: reading rows (`archive.readers.table`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archive.errors import ReadError
from archive.text.normalise import clean_line, fold
from archive.text.regex import regex

_NAMES: Mapping[str, str] = {
    "title": "标题 文章标题 新闻标题 题目 题名 名称 主标题 文章题目 title headline subject articletitle newstitle",
    "text": (
        "正文 内容 全文 文章内容 新闻内容 正文内容 文章正文 新闻正文 文本 报道内容 原文 "
        "text content body article fulltext maintext articletext articlebody articlecontent html"
    ),
    "url": (
        "网址 链接 地址 文章链接 原文链接 新闻链接 网页地址 链接地址 原文地址 网页链接 来源网址 来源链接 文章网址 "
        "url link href address pageurl articleurl sourceurl permalink weburl"
    ),
    "source": (
        "来源 媒体 来源媒体 媒体名称 文章来源 新闻来源 稿源 出处 发布机构 报纸 报刊 网站 来源网站 "
        "source media publisher newspaper website site sitename sourcename origin"
    ),
    "authors": "作者 记者 撰稿 撰稿人 通讯员 作者姓名 author authors byline writer reporter",
    "published": (
        "发布时间 发布日期 发表时间 发表日期 日期 时间 刊登日期 刊发时间 刊发日期 出版日期 报道时间 报道日期 新闻时间 "
        "published date time pubdate publishdate publishtime publishedat publicationdate datepublished pubtime posttime"
    ),
    "captured_at": (
        "采集时间 抓取时间 存档时间 保存时间 爬取时间 采集日期 抓取日期 capturedat crawltime crawledat fetchedat"
    ),
    "id": "编号 序号 文章编号 标识 id articleid newsid docid uid",
}
_FIELDS = {name: field for field, names in _NAMES.items() for name in names.split()}
_SIGNS = regex(r"[\W_]")
_NAMED = 20


def field_of_column(name: str) -> str | None:
    """The field a column's name stands for, whatever its case, script, width, signs and spaces; None if unknown."""
    return _FIELDS.get(_SIGNS.sub("", fold(clean_line(name))))


def map_columns(names: Sequence[str]) -> dict[str, list[int]]:
    """Each field with its columns in order (two columns may state one field: the first that is filled counts).

    Raises ReadError `bad_columns`, naming the columns found, if there is none for the text.
    """
    fields: dict[str, list[int]] = {}
    for index, name in enumerate(names):
        if field := field_of_column(name):
            fields.setdefault(field, []).append(index)
    if "text" not in fields:
        found = "、".join(clean_line(name)[:40] or "(no name)" for name in names[:_NAMED])
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        raise ReadError(
            f"no column holds the text (正文, 内容, text, content …); found: {found}{more}", code="bad_columns"
        )
    return fields
