"""Repair of damaged text: readings written into it, characters decoded in the wrong charset, broken entities.

Each repair tells what it found as flags, so that the original can be kept beside it: `mojibake` (repaired),
`mojibake_left` (seen, beyond repair), `entity_damage`, `lost_characters`.

Deliberately not here: choosing the charset of bytes (`archive.readers.decode`) and undoing replaced synonyms, which
cannot be undone without guessing.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from archive.text.plausibility import score_chinese
from archive.text.regex import regex
from archive.text.script import to_simplified

_TONED = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜńňǹḿ"
_LETTERS = f"[a-zü{_TONED}]"
_HAN = "[\u3400-\u4dbf\u4e00-\u9fff]"
_READING = rf"\s?{_LETTERS}{{0,6}}[{_TONED}]{_LETTERS}{{0,4}}\s?"
_TONED_READING = regex(rf"(?<=({_HAN}))(?:[(（]{_READING}[)）])+")
_READING_AT_END = regex(rf"(?<=({_HAN}))[(（]{_READING}$", re.M)
_PLAIN_READING = regex(rf"(?<={_HAN})[(（](?:[zcs]h|[b-df-hj-np-tw-z])?[aeiouü]{{1,3}}(?:n|ng|r)?[)）]")
_LOST_WITH_READING = regex(rf"(?:\?{_READING}[)）])+")
_LOST = "□"
"""What GB/T 15834 writes for a character that cannot be read."""

_HIGH = (
    "\x80-\xff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014"
    "\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122"
)
"""What bytes 80 to FF become in Latin-1 and in Windows-1252."""
_HIGH_RUN = regex(rf"[\xa1-\xff][{_HIGH}]|[\x80-\x9f]")
_ONLY_BYTES = regex(rf"[\x00-\x7f{_HIGH}]*")
_UTF8_AS_GBK = regex("[锛銆鐨鍦鏄浜涓鍥浠绀蹇鏈鍒鎴]")
_LOST_SIGNS = regex("\ufffd|锟斤拷|烫烫烫")
_ENOUGH = 0.4
"""Score of text that is surely Chinese (`archive.text.plausibility`)."""

_ENTITY = regex(r"&(?:amp;)?(#\d{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,8}[0-9]{0,2});")
_ENTITY_LETTERS = dict(
    zip("补产肠诲别蹿驳丑颈箩办濒尘苍辞辫辩谤蝉迟耻惫飞虫测锄", "abcdefghijklmnopqrstuvwxyz", strict=True)
)
_DISGUISED_ENTITY = regex(rf"&([{''.join(_ENTITY_LETTERS)}]{{2,8}});")


def strip_inline_pinyin(text: str) -> tuple[str, bool]:
    """Take out readings that a converter wrote behind characters: 志愿服務(wù) becomes 志愿服務.

    Returns the text and whether it was damaged so. A single reading behind a character outside the everyday ones
    (GB 2312 level 1) is an author's gloss and stays. A character lost in front of its reading becomes □.
    """
    if not re.search(f"[{_TONED}]", text):
        return text, False
    found = _TONED_READING.findall(text) + _READING_AT_END.findall(text)
    lost = bool(_LOST_WITH_READING.search(text))
    if not lost and len(found) < 2 and not any(_is_everyday(char) for char in found):
        return text, False
    text = _LOST_WITH_READING.sub(_LOST, text)
    for pattern in (_TONED_READING, _READING_AT_END, _PLAIN_READING):
        text = pattern.sub("", text)
    return text, True


def repair_mojibake(text: str) -> tuple[str, tuple[str, ...]]:
    """Undo decoding in the wrong charset and broken entities, line by line; undamaged text comes back as it is.

    Covers UTF-8 read as Latin-1, Windows-1252 or GBK, GBK read as Latin-1 or Windows-1252, entities left or escaped
    twice, and entities whose letters were taken for GBK (`&濒诲辩耻辞;` for `&ldquo;`). Returns the text and flags.
    """
    flags = []
    if _HIGH_RUN.search(text) or _UTF8_AS_GBK.search(text):
        repaired = "\n".join(map(_repair_line, text.split("\n")))
        if repaired != text:
            flags.append("mojibake")
            text = repaired
    if "&" in text:
        repaired = repair_entities(text)
        if repaired != text:
            flags.append("entity_damage")
            text = repaired
    if _LOST_SIGNS.search(text):
        flags.append("lost_characters")
    if _looks_damaged(text):
        flags.append("mojibake_left")
    return text, tuple(flags)


def repair_entities(text: str) -> str:
    """Resolve character references that were left in plain text, also double-escaped and disguised ones."""
    return _ENTITY.sub(_resolve, _DISGUISED_ENTITY.sub(_undisguise, text))


def _undisguise(match: re.Match[str]) -> str:
    name = "".join(_ENTITY_LETTERS[char] for char in match[1])
    # Entities are written in both cases (&Omega;), the disguise only in one.
    return _known_entity(name) or match[0]


def _resolve(match: re.Match[str]) -> str:
    return _known_entity(match[1]) or match[0]


def _known_entity(name: str) -> str | None:
    """The character of an entity, or None if there is none of that name; markup's own signs stay escaped."""
    value = html.unescape(f"&{name};")
    return None if value.startswith("&") and len(value) > 1 else value


def _repair_line(line: str) -> str:
    if not (_HIGH_RUN.search(line) or _UTF8_AS_GBK.search(line)):
        return line
    before = score_chinese(line)
    best = max(_repairs(line), key=score_chinese, default=line)
    return best if score_chinese(best) >= max(_ENOUGH, before + 0.3) else line


def _repairs(line: str) -> Iterator[str]:
    if _UTF8_AS_GBK.search(line):
        yield from _decoded(line, "gb18030", "utf-8")
    if not _HIGH_RUN.search(line):
        return
    import ftfy  # its tables take as long to load as a dozen pages to read, and few pages need them

    yield ftfy.fix_encoding(line)
    if _ONLY_BYTES.fullmatch(line):
        for wrong in ("latin-1", "sloppy-windows-1252"):
            for right in ("utf-8", "gb18030", "big5hkscs"):
                yield from _decoded(line, wrong, right)


def _decoded(line: str, wrong: str, right: str) -> Iterator[str]:
    """The line with its decoding undone, allowing for one lost character in five; each becomes U+FFFD."""
    try:
        # U+FFFD itself has a code in GB 18030 that would come back as other characters: a control stands in for it.
        result = line.replace("\ufffd", "\x1a").encode(wrong).decode(right, "replace").replace("\x1a", "")
    except UnicodeEncodeError:
        return
    result = re.sub("\ufffd+", "\ufffd", result)
    if result.count("\ufffd") <= len(result) / 5 + 1:
        yield result


def _looks_damaged(text: str) -> bool:
    sample = text[:5_000]
    runs = sum(1 for _ in re.finditer(f"[{_HIGH}]{{4,}}", sample))
    return runs >= 3 and score_chinese(sample) < 0.1


def _is_everyday(char: str) -> bool:
    try:
        return b"\xb0\xa1" <= to_simplified(char).encode("gb2312") <= b"\xd7\xf9"
    except UnicodeEncodeError:
        return False
