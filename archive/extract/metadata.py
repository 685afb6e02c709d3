"""What the markup of a page states about the article: title, date, site, author, in meta tags, JSON-LD and scripts.

Deliberately not here: what the visible lines state (`title`, `published`, `byline`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Any

from archive.extract.names import is_name
from archive.extract.stamps import SHANGHAI, Stamp, find_labelled_stamp
from archive.extract.tree import HtmlPage
from archive.records import StatedDate
from archive.text.normalise import clean_line, fold
from archive.text.regex import regex


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_DATE_NAMES = _words(
    "article:published_time og:published_time publishdate pubdate publish_date "
    "publishtime publish_time datepublished og:release_date article:create_at "
    "weibo:article:create_at weibo: article:create_at _pubtime apub:time "
    "bytedance:published_time firstpublishedtime releasedate createdate others "
    "dc.date.issued dcterms.created"
)
_SOURCE_NAMES = ("contentsource", "mediaid", "article:source", "source", "og:article:source")
_SITE_NAMES = ("og:site_name", "application-name", "sitename", "site_name")
_SCRIPT_DATES = tuple(
    regex(pattern, re.I)
    for pattern in (
        r"\bct\s?=\s?[\"'](?P<epoch>1\d{9})[\"']",
        r"(?:publish_?time|pub_?date|publishdate|datepublished|ptime|pubtime|news_time)[\"']?\s?[:=]\s?[\"']"
        r"(?P<text>(?:19|20)\d\d[-/]\d\d?[-/]\d\d?[^\"'<>]{0,20})[\"']",
        # Toutiao names the time of publication no more closely; logs of other sites do the same with the time of
        # loading, so that this comes last.
        r"\btime\s?:\s?'(?P<text>(?:19|20)\d\d-\d\d-\d\d \d\d:\d\d(?::\d\d)?)'",
    )
)
# Words that must occur at all: looking for them is cheap, the patterns are not.
_SIGNS = (("ct=", "ct ="), ("publi", "pubd", "pub_", "pubt", "ptime", "news_time"), ("time:", "time :"))
_SUFFIX = regex(
    r"\s?(?:[_|丨｜»]|\s[-–—]|[-–—](?=[^-–—]{0,20}(?:网|报|新闻|频道|在线|客户端|门户|政府|中心|官网|论坛)\S{0,4}$))\s?[^_|丨｜»]{1,40}$"
)
_PLATFORM = regex(r"公众(?:号)?平台|^微信$|百家号|头条号|企鹅号|搜狐号|网易号")
_PEN_NAME = regex(r"(?!原创$|转载$|今天$|昨天$)[^\d:：|/<>，。]{2,20}")
_MIN_TITLE = 5


def find_title(page: HtmlPage) -> str:
    """The title by heading, og:title and title tag; where they differ the heading that the others repeat."""
    tag = _plain(page.title_tag)
    og = page.meta.get("og:title", "") or page.meta.get("articletitle", "") or page.meta.get("twitter:title", "")
    headings = [block for block in page.headings if block.level <= 2 and _long_enough(block.text)]
    for heading in headings:
        plain = _plain(heading.text)
        if tag.startswith(plain) or (og and _plain(og).startswith(plain)):
            return heading.text
    first = [block.text for block in headings if block.level == 1]
    if len(first) == 1 and not _is_site(first[0], tag):
        return first[0]
    if _long_enough(og):
        return strip_site(og)
    in_text = _shown_title(page)
    return in_text or strip_site(page.title_tag)


def strip_site(title: str) -> str:
    """A title tag without the names of channel and site behind it."""
    text = clean_line(title)
    for _ in range(4):
        match = _SUFFIX.search(text)
        if not match or not _long_enough(text[: match.start()]):
            break
        text = text[: match.start()].strip()
    return text


def site_in_title(title_tag: str, title: str) -> str | None:
    """The site's name at the end of the title tag: of 题目_公益频道_中国文明网 the last part."""
    tag = clean_line(title_tag)
    rest = tag[len(title) :] if title and tag.startswith(title) else ""
    parts = [part.strip() for part in re.split(r"[_|丨｜»·]|\s?[-–—]{1,2}\s?", rest)]
    named = [part for part in parts if 2 <= len(part) <= 20 and re.search(r"[一-鿿]{2}", part)]
    return named[-1] if named else None


def find_meta_published(page: HtmlPage) -> StatedDate | None:
    """The date of publication by meta tag or JSON-LD."""
    for name in _DATE_NAMES:
        found = _stated(page.meta.get(name, ""), f"meta:{name}")
        if found:
            return found
    for item in page.ld_json:
        for key in ("datePublished", "pubDate"):
            found = _stated(str(item.get(key) or ""), f"json_ld:{key}")
            if found:
                return found
    return None


def find_selected_date(words: str) -> StatedDate | None:
    """The date in the words that a site's selector points at."""
    return _stated(words, "site_selector") if words else None


def find_script_published(page: HtmlPage, html: str) -> StatedDate | None:
    """The date by `<time>` or by a variable of the page's scripts, where nothing plainer states one."""
    found = _stated(page.meta.get("dateupdate", ""), "meta:dateupdate")
    if found:
        return found
    for mark in page.times[:3]:
        found = _stated(mark.value or mark.text, "time_element")
        if found:
            return found
    lowered = html[:1_000_000].lower()
    for pattern, signs in zip(_SCRIPT_DATES, _SIGNS, strict=True):
        if not any(sign in lowered for sign in signs):
            continue
        match = pattern.search(html, 0, 1_000_000)
        if match:
            return _from_script(match)
    return None


def _from_script(match: re.Match[str]) -> StatedDate | None:
    groups = match.groupdict()
    if groups.get("epoch"):
        when = dt.datetime.fromtimestamp(int(groups["epoch"]), SHANGHAI).replace(tzinfo=None)
        return Stamp(when, "second", 0, 0).stated(match[0], "script")
    return _stated(groups.get("text") or "", "script")


def find_meta_source(page: HtmlPage) -> str | None:
    """The source that meta tags name (ContentSource of government sites, mediaid of portals)."""
    return next((page.meta[name] for name in _SOURCE_NAMES if page.meta.get(name)), None)


def find_site_name(page: HtmlPage) -> str | None:
    """The name the site gives itself."""
    for name in _SITE_NAMES:
        value = page.meta.get(name, "")
        if (
            re.search(r"[一-鿿A-Za-z]{2}", value)
            and not _PLATFORM.search(value)
            and len(value) <= 30
            and "." not in value
        ):
            return value
    for item in page.ld_json:
        publisher = item.get("publisher")
        named = publisher.get("name") if isinstance(publisher, dict) else None
        if isinstance(named, str) and 2 <= len(named) <= 30:
            return named
    return None


_ACCOUNT_AUTHOR = regex(r"rich_media_meta_text|\bauthor(?:[-_ ]?name)?\b|\bwriter\b")
_ACCOUNT_NAME = regex(r"\bjs_name\b|rich_media_meta_nickname|\baccount[-_]?name\b|profile_nickname")


def find_account(page: HtmlPage) -> tuple[str | None, tuple[str, ...]]:
    """The account a platform's page was posted by, and the writer it names, also by pen name.

    Only pages with the structure of WeChat articles are read so; the platform itself is neither.
    """
    if not any("rich_media" in container.names for container in page.containers):
        return None, ()
    account = _named_piece(page, _ACCOUNT_NAME)
    writer = _named_piece(page, _ACCOUNT_AUTHOR) or page.meta.get("article:author", "") or page.meta.get("author", "")
    writer = clean_line(writer)
    if not 2 <= len(writer) <= 16 or writer == account or not _PEN_NAME.fullmatch(writer):
        return account, ()
    return account, (writer,)


def _named_piece(page: HtmlPage, pattern: re.Pattern[str]) -> str | None:
    return next(
        (mark.text for mark in page.named if pattern.search(mark.names) and _PEN_NAME.fullmatch(mark.text)), None
    )


def find_meta_authors(page: HtmlPage) -> tuple[str, ...]:
    """People that the markup names as authors; outlets and accounts are none."""
    values = [page.meta.get("author", ""), page.meta.get("article:author", ""), *_ld_authors(page.ld_json)]
    names = (name for value in values for name in re.split(r"[\s,，、;；]+", value))
    return tuple(dict.fromkeys(name for name in names if is_name(fold(name)))) if any(values) else ()


def _ld_authors(items: Sequence[dict[str, Any]]) -> Iterator[str]:
    for item in items:
        authors = item.get("author")
        for author in authors if isinstance(authors, list) else [authors]:
            name = author.get("name") if isinstance(author, dict) else author
            if isinstance(name, str):
                yield name[:40]


def _shown_title(page: HtmlPage) -> str:
    """The block of text that the title tag repeats: at its beginning, or most of it."""
    tag = _plain(page.title_tag)
    for block in page.blocks[:400]:
        plain = _plain(block.text)
        if len(plain) < _MIN_TITLE + 2 or block.link_share >= 0.5:
            continue
        if tag.startswith(plain) or (plain in tag and len(plain) * 2 > len(tag)):
            return block.text
    return ""


def _is_site(heading: str, tag: str) -> bool:
    """A single first heading with the site's name: the title tag says something else, or names it last."""
    plain = _plain(heading)
    if not tag or tag.startswith(plain):
        return False
    if plain in tag:
        return len(plain) <= 12
    pairs = {plain[at : at + 2] for at in range(len(plain) - 1)}
    return sum(pair in tag for pair in pairs) * 2 < len(pairs)


def _stated(value: str, rule: str) -> StatedDate | None:
    stamp = find_labelled_stamp(fold(value[:60])) if value else None
    return stamp.stated(value[:60], rule) if stamp else None


def _long_enough(text: str) -> bool:
    return len(_plain(text)) >= _MIN_TITLE


def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", fold(text))
