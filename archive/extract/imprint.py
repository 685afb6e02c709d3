"""The words with which a page says whose it is: masthead, name of the forum, 主办 and 地址 of the footer, ICP number.

They help to tell which 鼓楼区 is meant. Deliberately not here: which region they name (`archive.resolve.region.home`),
and the publisher's name (`publisher`).
"""

from __future__ import annotations

import re

from archive.text.normalise import clean_line, half_width
from archive.text.regex import regex

_HEAD, _TAIL = 2_000, 8_000
"""Characters at the page's ends that are looked at."""
_HEAD_LINES = 4
_MAX = 6
_MARKUP = regex(r"<[^<>]{0,300}>|&nbsp;|&#160;|[ \t\u3000]+")
_OUTLET = regex(
    r"^(?!.*[,。!?;“])[^\s>›»|·]{2,14}?(?:论坛|茶馆|社区网|日报|晚报|晨报|早报|时报|都市报|商报|快报|夜读|新闻网|信息网|在线|文明网|志愿网|义工网|网|民政局|慈善总会)(?=$|[\s>›»|·首第(])"
)
_FOOTER = regex(
    # 建设兵团…成立 and 由文明办主办的 in a headline are no labels.
    r"(?:(?:主办|承办|主管|发布机构|运维|建设)(?:(?:单位|方)\s?[::]?|\s?[::])|(?<![一-鿿])(?:主办|承办|主管|发布机构)\s{0,3}(?!的)|版权所有\s?[::]?)"
    r"\s{0,3}(?P<owner>[一-鿿()]{4,30})"
    r"|(?:地址|地點|地点|校址|社址)\s?[::]\s{0,3}(?P<address>[一-鿿\d]{6,40})"
    r"|(?P<icp>[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀贵黔云滇藏陕甘青宁新遼蘇贛魯陝寧]ICP[备備証证])",
    re.IGNORECASE,
)
_ADDRESS = regex(r"省|市|区|县|區|縣|路|街|号|號")


def find_imprint(content: str, *, is_markup: bool) -> tuple[str, ...]:
    """Up to six such phrases as written, the masthead first; `content` is the whole page, text or markup."""
    found = [] if is_markup else _masthead(content[:_HEAD])
    tail = half_width(_MARKUP.sub(" ", content[-_TAIL:]))
    for match in _FOOTER.finditer(tail):
        words = match[0] if match["owner"] or match["icp"] else match["address"]
        if match["address"] is None or len(_ADDRESS.findall(words)) > 1:
            found.append(clean_line(words))
    return tuple(dict.fromkeys(found))[:_MAX]


def _masthead(head: str) -> list[str]:
    lines = [line for line in map(clean_line, head.splitlines()[: 4 * _HEAD_LINES]) if line][:_HEAD_LINES]
    return [match[0] for line in lines if (match := _OUTLET.match(half_width(line)))]
