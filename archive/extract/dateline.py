"""The dateline: outlet, place and day before the first sentence (新华社北京3月5日电, 本报武汉7月7日电, 在临沂客户端讯).

Deliberately not here: reading place and day out of it (`archive.resolve`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.extract.lines import Line
from archive.text.normalise import fold
from archive.text.regex import regex

_DAY = r"(?:(?:(?:19|20)?\d\d年)?\d{1,2}月\d{1,2}日|\d{1,2}日)"
_OUTLET = r"[《“]?[一-鿿/·a-z》”]{1,24}?"
_END = r"(?:综合)?(?:讯|电|消息)"
_DATELINE = regex(
    rf"(?P<name>{_OUTLET}\s?{_DAY})\s?{_END}(?![一-鿿]{{0,1}}[话影视脑子器力梯])"
    rf"|(?P<plain>{_OUTLET}(?:网|报|社|客户端|在线|站|新闻|时刻|台|中心|驿站|频道|号))\s?(?P<end>讯|消息)(?=[\s(:,,]|\d|[一-鿿]|$)"
)
_PARENTHESISED = regex(r"^[一-鿿]{2,8},?\s?(?:19|20)\d\d年\d{1,2}月\d{1,2}日\s?[-—/]\s?\((?P<agency>[^()]{2,16})\)")
_NAMED_OUTLET = regex(
    r"([《“]?[一-鿿a-z/]{1,16}?(?:通讯社|商讯|网站|日报|晚报|晨报|时报|新闻(?!通讯社|网|频道)|电视台"
    r"|[网报社](?![一-鿿]{0,4}(?:客户端|频道|在线)))"
    r"(?:客户端|时刻|在线|频道|网)?[》”]?|[一-鿿]{1,16}?(?:客户端|在线(?:[一-鿿]{2,3}频道)?|频道))"
)
_SECOND_OUTLET = regex(rf"[/、](?:{_NAMED_OUTLET.pattern})")
_AT = 60


def find_dateline(body: Sequence[Line]) -> tuple[str, str] | None:
    """The dateline and the words around it, from the first lines of the text.

    A bare 讯 or 消息 without a day is cut off (在临沂客户端讯 gives 在临沂客户端); with a day the phrase stays whole.
    """
    for line in body[:3]:
        found = _in_line(line)
        if found:
            return found
    return None


def _in_line(line: Line) -> tuple[str, str] | None:
    match = _PARENTHESISED.match(line.key)
    if match:
        return line.text[match.start("agency") : match.end("agency")], line.text[: match.end()]
    for start in _starts(line.key):
        match = _DATELINE.match(line.key, start)
        if match:
            whole = line.text[match.start() : match.end()]
            name = whole if match["name"] else line.text[match.start("plain") : match.end("plain")]
            name = name.strip()
            return (name[1:-1] if name[0] in "《“" and name[-1] in "》”" else name), whole
    return None


def _starts(key: str) -> list[int]:
    """The start of the line, and of a sentence after a caption that was run into it."""
    return [0, *(match.end() for match in re.finditer(r"[。)]\s?|[摄]\s", key[: _AT + 20]))]


def outlet_of(dateline: str) -> str | None:
    """The outlet a dateline names: 新华社 of 新华社北京3月5日电; None for 本报 and where no outlet ends plainly."""
    match = _NAMED_OUTLET.match(fold(dateline))
    if not match or match[1].startswith(("本", "据")):
        return None
    end = match.end(1)
    # Two outlets that share a report stand with a bar between them.
    while second := _SECOND_OUTLET.match(fold(dateline), end):
        end = second.end()
    return dateline[:end].strip("《》“”")
