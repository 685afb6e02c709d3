"""The site a page stands on, and the channel of it, where the page or a table of known hosts names them.

A host nobody knows names nothing: the bare host is never taken for a name.

Deliberately not here: the claimed source (`source`).
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.extract.labels import Claim
from archive.extract.lines import Line
from archive.extract.noise import is_breadcrumb
from archive.extract.sites import Site
from archive.text.regex import regex

_SITE = r"[^\s,。:!?>|»]{2,14}(?:网|日报|晚报|晨报|在线|新闻|客户端|网站|频道|电视台|融媒|门户|论坛|社区|协会|基金会|联合会|总会)"
_HOME = regex(rf"^(?:(?:您)?(?:的|当前|现在|所在)*(?:位置|导航)\s?[::]?\s?)?({_SITE})(?:首页|主站)?$")
_LEAD = regex(r"^[^:]{0,12}(?:位置|栏目|导航)\s?:?\s*")
_SPLIT = regex(r"\s*(?:>+|»|›|→|--|\s/\s)\s*")
_GENERIC = regex(
    r"^(?:首页|网站首页|主页|正文|内容|详情|新闻详情|文章详情|信息详情|内容详情|详细内容|新闻正文|查看|浏览|文章内容|文章正文|列表|新闻内容|浏览文章|home|index)$"
)
_MASTHEAD = regex(rf"({_SITE}|[^\s,。:!?>|»]{{2,8}}(?:网|报|周刊))(?=\s|$)(?:\sapp)?")
_EDITION_OR_DAY = regex(r"\d{1,2}\s?版|第.{1,4}版|星期|(?:19|20)\d\d\s?[-年/.]|(?:^|\s)[一二][〇○零九]")
_BEFORE_LABEL = regex(rf"^({_SITE})\s(?:[a-z.]+\s)?(?:时\s?间|日期|发布|\d{{4}}-|[一-鿿]{{2,4}}\s\d{{4}}-)")


def find_publisher(
    header: Sequence[Line], claims: Sequence[Claim], site: Site | None, site_name: str | None = None
) -> tuple[str, str] | None:
    """The site's name and the words (or the host) that give it."""
    for claim in claims:
        if claim.field == "paper" and claim.value:
            return claim.value, claim.quote
    # The platform an account posts on is not its publisher.
    if site and not (site.kind == "platform" and site_name):
        return site.name, site.host
    if site_name:
        return site_name, site_name
    return _from_header(header) or _from_masthead(header)


def find_channel(header: Sequence[Line], title: str) -> tuple[str, str] | None:
    """The last item of the breadcrumb that is neither the title nor 正文."""
    for line in header:
        items = _items(line) if is_breadcrumb(line.key) else []
        names = [item for item in items[0 if len(items) > 1 else 1 :] if _is_channel(item, title)]
        if names and len(items) > 1:
            return names[-1], line.text
    return None


def _is_channel(item: str, title: str) -> bool:
    key = Line(item).key
    return bool(item) and not _GENERIC.match(key) and len(item) <= 20 and item not in title and not key.endswith("首页")


def _items(line: Line) -> list[str]:
    match = _LEAD.match(line.key)
    text = line.text[match.end() :] if match and match.end() < len(line.text) else line.text
    parts = [part.strip(" >»:：") for part in _SPLIT.split(text.replace("＞", ">"))]
    parts = [part for part in parts if part]
    if parts and " " in parts[-1] and len(parts) > 1:
        parts[-1:] = parts[-1].split(" ")
    return parts


def _from_masthead(header: Sequence[Line]) -> tuple[str, str] | None:
    """浦江晨报 2005年3月14日 星期一 第6版 百姓, or the site's name alone on the first line."""
    for line in header[:3]:
        match = _MASTHEAD.match(line.key) if len(line.key) <= 60 else None
        if match and (match.end() == len(line.key) or _EDITION_OR_DAY.search(line.key)):
            return line.text[match.start(1) : match.end(1)], line.text
    return None


def _from_header(header: Sequence[Line]) -> tuple[str, str] | None:
    for line in header:
        if is_breadcrumb(line.key):
            items = _items(line)
            match = _HOME.match(items[0]) if len(items) > 1 else None
            if match and not items[0].endswith(("新闻", "频道")):
                return match[1], line.text
        match = _BEFORE_LABEL.match(line.key)
        if match:
            return line.text[match.start(1) : match.end(1)], line.text
    return None
