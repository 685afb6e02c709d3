"""Damage that pages of this kind carry: mended where it can be, and named in the draft's flags.

Deliberately not here: wrong charsets of whole files (`archive.readers.decode`) and the repair itself
(`archive.text.repair`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.text.regex import regex
from archive.text.repair import repair_mojibake, strip_inline_pinyin
from archive.text.script import detect_script

_HAN = regex(r"[一-鿿]")
_MASKED = regex(r"\*{2,}|(?<=[一-鿿])×{1,3}[一-鿿]|×{2,}|█{2,}|■{3,}")
# 叁 for 三 in running words, foreign words in place of Chinese ones: traces of programs that swap synonyms.
_SPUN = regex(r"叁(?=[个名组位人次年月日天]|大)|(?<=[一-鿿])(?:model|project|team|item)[一-鿿”]")


_TAGS = regex(
    r"</?(?:div|p|br|span|font|strong|b|i|u|a|img|table|tbody|tr|td|th|ul|ol|li|dl|dd|dt|h[1-6]|center|section|article|hr|em|pre|"
    r"o:p|input|form|iframe|!doctype|html|head|body|meta|link)(?:\s[^<>]{0,400})?\s?/?>",
    re.I,
)
_SCRIPTS = regex(r"<(script|style)\b[^<>]{0,300}>.{0,20000}?</\1\s?>|<!--.{0,5000}?-->", re.I | re.S)
_STATEMENT = regex(
    r"(?:^|(?<=[\s;}>]))(?:var\s\w{1,40}\s?=|document\.\w{1,30}\(|window\.\w{1,40}\s?=|function\s?\w{0,40}\(|\$\(\S{0,40}\)\.)[^\n一-鿿]{0,400}"
)
_BREAKS = frozenset(
    [
        "div",
        "p",
        "br",
        "table",
        "tr",
        "td",
        "th",
        "ul",
        "ol",
        "li",
        "dl",
        "dd",
        "dt",
        "center",
        "section",
        "article",
        "hr",
        "body",
    ]
)
# Words of bylines and mastheads with one character lost: only one word fits.
_LOST_KNOWN = (
    (regex(r"(?<=[一-鿿])日□(?=[》」”),，。:：\s]|$)"), "日报", "日報"),
    (regex(r"(?<=[一-鿿])晚□(?=[》」”),，。:：\s]|$)"), "晚报", "晚報"),
    (regex(r"□社会?(?=[一-鿿]{2,6}\d{1,2}月\d{1,2}日[电電])"), "新华社", "新華社"),
    (regex(r"(?<=[(（\s])[记記]□(?=\s[一-鿿])|(?<=[(（\s])□者(?=\s[一-鿿])"), "记者", "記者"),
    (regex(r"(?<=[(（\s])通[讯訊]□(?=\s[一-鿿])"), "通讯员", "通訊員"),
    (regex(r"(?<=\n)[来來]□(?=[:：])|(?<=\s)□源(?=[:：])"), "来源", "來源"),
    (regex(r"志愿服□(?=[一-鿿])|志□服[务務]"), "志愿服务", "志願服務"),
    (regex(r"□愿者|志□者"), "志愿者", "志願者"),
)


def strip_markup(content: str) -> tuple[str, tuple[str, ...]]:
    """Plain text without the tags, comments and script that were saved into it; block tags become line breaks.

    Text that speaks of a tag or two in passing stays as it is: there must be a closing tag, a comment or a `<br>`.
    """
    if "<" not in content and "var " not in content and "document." not in content:
        return content, ()
    if not re.search(r"</[a-zA-Z]|<!--|<br|<p\b|<div\b", content):
        return _STATEMENT.sub("", content), ()
    text = _SCRIPTS.sub("\n", content)
    text = _TAGS.sub(_tag_as_text, text)
    return _STATEMENT.sub("", text), ("markup_in_text",)


_BLOCK_TAG = regex(r"<(?:p|br|div|td|li|tr|h[1-6]|section|article|dd|blockquote)\b", re.I)


def is_text_with_tags(content: str) -> bool:
    """Whether markup only surrounds text whose paragraphs are lines, as scrapers and old systems save it."""
    if re.search(r"<(?:body|html|head|!doctype)\b", content[:5_000], re.I):
        return False
    lines = sum(1 for line in content[:200_000].splitlines() if len(line) >= 12 and _HAN.search(line))
    return lines >= 3 and 3 * len(_BLOCK_TAG.findall(content[:200_000])) < lines


def _tag_as_text(match: re.Match[str]) -> str:
    name = re.match(r"</?\s?([a-z0-9!:]+)", match[0].lower())
    return "\n" if name and (name[1] in _BREAKS or name[1][0] == "h") else ""


def restore_lost(text: str) -> str:
    """Put back a lost character where only one word fits: 遼寧日□ is 遼寧日報."""
    if "□" not in text:
        return text
    for pattern, simplified, traditional in _LOST_KNOWN:
        text = pattern.sub(traditional if detect_script(text) == "hant" else simplified, text)
    return text


def mend(content: str) -> tuple[str, tuple[str, ...]]:
    """The text with its mendable damage mended, and a flag for each kind that was."""
    text, had_readings = strip_inline_pinyin(content)
    text, flags = repair_mojibake(text)
    text = restore_lost(text)
    return text, (*flags, "inline_pinyin") if had_readings else flags


def mend_lines(texts: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """The same for the lines of one page, judged together."""
    mended, flags = mend("\n".join(texts))
    lines = mended.split("\n")
    return (lines, flags) if len(lines) == len(texts) else (list(texts), ())


def find_damage(title: str, body: str, script: str) -> tuple[str, ...]:
    """Flags for what is left in a text of this script: traditional, masked, spun."""
    text = f"{title}\n{body}"
    flags = {
        "traditional": script == "hant",
        "masked": bool(_MASKED.search(text)),
        "spun": bool(_SPUN.search(text)),
    }
    return tuple(name for name, found in flags.items() if found)
