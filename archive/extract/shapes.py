"""What a line looks like: a sentence of running text, or a statement about the article.

Deliberately not here: what the statement says (`labels`), where the article begins (`zones`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from archive.extract.labels import field_of, find_claims, find_labels
from archive.extract.lines import Line
from archive.extract.noise import FOOTER, TAIL_HEADING, is_breadcrumb, is_noise
from archive.extract.stamps import Stamp, find_stamps
from archive.text.regex import regex

_SENTENCE = regex(r"[。;]|[!?…][^\W_].{0,400}[!?…”]$|\d月\d{1,2}日[^\W_]{0,80}+[,,]")
_SUMMARY = regex(r"(?:内容)?(?:提要|摘要|导读|核心提示|内容简介|导语)\s?[:】]")
_LATIN_WORD = regex(r"[a-z][a-z'’-]*")
_EDITION = regex(
    r"第\s?\w{1,4}\s?版\s?[::]?(?:\s|$|[^\s。]{2,8}$)|[^\s。,]{2,12}\s(?:第\s?)?[a-d]?\d{1,2}\s?版(?:[\s·:]\S{2,8})?$"
)
_ACCOUNT = regex(r"原创\s\S{2,12}(?:\s\S{2,20}){0,2}$")
_HAN = regex(r"[一-鿿]")
_ANNOUNCES = regex(r"^[^,]*+,.*(?:如下|以下|通知|公告|事项)\s?:$")
_MENTION = 60
_LONG = 60
_LONGEST_META = 200


def is_prose(line: Line) -> bool:
    """A sentence of an article, not a headline, label, menu or summary."""
    key = line.key
    if _SUMMARY.match(key) or is_noise(key) or TAIL_HEADING.match(key) or (FOOTER.search(key) and line.han < 60):
        return False
    if line.han < 10 and "." in key and len(_LATIN_WORD.findall(key)) >= 12:
        return True
    if line.role == "heading":
        return False
    if is_meta(line) or is_breadcrumb(key):
        return False
    if line.han >= _LONG and re.search(r"[,;、]", key):
        return True
    return (line.han >= 25 and bool(_ANNOUNCES.search(key))) or _is_sentence(line)


def _is_sentence(line: Line) -> bool:
    key = line.key
    return line.han >= 12 and bool(_SENTENCE.search(key)) and not key.endswith(("——", "?", "!"))


def is_meta(line: Line) -> bool:
    """A line about the article: labels with values, or a date with little else."""
    if len(line.key) > _LONGEST_META or "。" in line.key:
        return False
    return _is_meta(line.key, line.han)


@lru_cache(maxsize=1_024)
def _is_meta(key: str, han: int) -> bool:
    if _EDITION.match(key) or _ACCOUNT.match(key):
        return True
    labels = [match for match in find_labels(key) if field_of(match) != "contact"]
    rest = han - sum(len(match[0]) for match in labels)
    stamps = list(find_stamps(key))
    # 二○一○年十月十八日 is as much of a date as 2010年10月18日, which holds three such characters.
    rest -= sum(max(0, len(_HAN.findall(key[stamp.start : stamp.end])) - 3) for stamp in stamps)
    if any(_is_dated(key, stamp, rest, bool(labels)) for stamp in stamps):
        return True
    if not labels:
        return False
    first = labels[0].start()
    at_front = first <= 2 and not (first and _HAN.match(key, first - 1))
    return (at_front and rest <= 30) or (len(labels) >= 2 and rest <= _MENTION)


def _is_dated(key: str, stamp: Stamp, rest: int, labelled: bool) -> bool:
    """A date beside labels, with a time of day, or nearly alone; not one that runs on as a sentence or headline."""
    if stamp.has_time or labelled:
        return rest <= 24
    runs_on = bool(_HAN.match(key, stamp.end)) or bool(stamp.start and _HAN.match(key, stamp.start - 1))
    return rest <= (7 if runs_on else 15)


def is_strong_meta(line: Line) -> bool:
    """A line that states the day of publication beside a label or the time of day."""
    stamp = next(find_stamps(line.key), None)
    if not stamp or not is_meta(line):
        return False
    fields = {claim.field for claim in find_claims([line])}
    return stamp.has_time or bool(
        fields & {"published", "dated", "source", "author", "chief_editor", "editor", "edition"}
    )
