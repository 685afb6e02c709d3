"""The source an article claims: 来源:中国社区网, (摘自…《辽宁日报》), 据东方网报道, (沂水县文明办), 某街道供稿.

A claim without content (来源: 政府, 未知, 原创, 互联网, a person) is none.

Deliberately not here: the dateline (`dateline`) and the site itself (`publisher`): they are other facts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.extract.labels import Claim
from archive.extract.lines import Line
from archive.extract.names import ROLE, is_name
from archive.extract.stamps import find_stamps
from archive.text.normalise import fold
from archive.text.regex import regex


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_EMPTY = _words(
    "政府 未知 原创 网络 互联网 本站 本站原创 本网 本网站 本报 本刊 转载 网友 佚名 admin 管理员 不详 暂无 无 "
    "其他 其它 综合 网络整理 网络转载 "
    "原创内容 作者 编辑 小编 投稿 用户投稿 来源 未知来源 网上 网络综合 综合报道 百度 自媒体 本地 新闻 内部 站内 "
    "我们 整理 系统 测试 点击 null "
    "none 本局 本部 本单位 本部门 手机 微信 pc 电脑 全网 http https"
)
_STOP = regex(
    r"\s?(?:收集编辑|责任编辑|责编|编辑|作者|字号|字体|我有话说|我来说两句|大\s中\s小|https?:|www\.|【|\[|\|)"
    r"|\s(?:记者|通讯员|点击|浏览|阅读|分享|打印|发布|时间|日期|版次|查看)"
)
_OFFICE = (
    r"(?:网|报|日报|晚报|在线|网站|文明办|宣传部|民政局|教育局|卫健委|卫健局|司法局|公安局|办公室|委员会|党委|团委|妇联|总工会|工会|街道|街道办|社区|"
    r"镇政府|镇|乡|村委会|居委会|协会|联合会|总会|慈善会|红十字会|基金会|促进会|中心|志愿服务队|学院|大学|中学|小学|支队|大队|医院|公司|政府|融媒体|电视台|局|站|院|委)"
)
_SIGNED = regex(rf"\(\s?((?:[^\s()。,:;、]{{2,24}}?){_OFFICE})\s?(?:供稿|提供|投稿)?\s?\)\s?$")
_SUPPLIED = regex(r"\(\s?([^\s()。,:;]{2,24}?)\s?(?:供稿|提供|投稿)\s?\)\s?$")
_QUOTED = regex(
    r"^(?:[一-鿿]{2,8}?)?据(?:近日|日前|昨日)?[《“]?([一-鿿]{2,12}?(?:网|报|社|新闻|客户端|在线|电视台|日报))[》”]?\d{0,2}月?\d{0,2}日?(?:消息|报道|报导|讯)"
)
_EXCERPT = regex(
    r"(?:摘自|原载于?|转自|刊于|转载自|刊载于)\s?(?:(?:19|20)\d\d年\d{1,2}月\d{1,2}日)?\s?《([^《》]{2,15})》"
)
_TO_REPORTER = regex(r"(?:对|向|告诉)《([^《》]{2,12}(?:报|刊|时报|周刊|新闻))》记者")
_PRINTED = regex(r"《([^《》]{2,12})》\s?\(\s?(?:19|20)\d\d[-年]")
_OUTLET_REPORTER = regex(
    r"(?:^|[\s(。])([一-鿿]{2,8}(?:日报|晚报|晨报|商报|时报|网|在线))(?:社)?(?:全媒体)?记者\s?[一-鿿]"
)
_SYSTEM_ROW = regex(
    r"^(?:19|20)\d\d-\d{1,2}-\d{1,2}\s[^\d]{0,30}?\s?\d{1,3}\s\d{1,3}\s([一-鿿]{2,12})\s(?:content|node|paper)"
)
_OF_WRITER = regex(r"[(\[【]?(?:作者|撰稿人?|撰文|供稿人?|文)\s?[:|/]")
_TITLED = regex(r"^《([^《》]{2,20})》")


def find_source(
    claims: Sequence[Claim], body: Sequence[Line], signing: Sequence[Line] = (), authors: Sequence[str] = ()
) -> tuple[str, str] | None:
    """The claimed source and the words that claim it.

    `claims` are the header's, then the tail's; `signing` the lines between the text and other matter.
    """
    for claim in claims:
        name = clean_source(claim.value) if claim.field == "source" else None
        if name and name not in authors and not _is_person(claim, name):
            return name, claim.quote
    return _from_text(body, signing)


def clean_source(value: str) -> str | None:
    """The name in the value of a 来源 label, without date, labels and ornaments; None if it names nothing."""
    key = fold(value)
    stamp = next(find_stamps(key), None)
    if stamp:
        key = key[: stamp.start] if stamp.start else key[stamp.end :]
        value = value[: stamp.start] if stamp.start else value[stamp.end :]
    stop = _STOP.search(key)
    if stop:
        value = value[: stop.start()]
    value = _TITLED.sub(r"\1|", value.strip(" \t|丨,;:()（）[]【】-—*·•/")).split("|")[0].strip()
    name = _unquoted(value.strip(" \t|丨,;:-—*·•/"))
    if len(name) > 30 or fold(name) in _EMPTY or not re.search(r"[一-鿿a-zA-Z]{2}", name) or "。" in name:
        return None
    return _first_word(name)


def _unquoted(name: str) -> str:
    """Without marks around the whole name, and without one whose partner is missing."""
    for left, right in ("“”", "《》", '""', "「」"):
        if name.startswith(left) and name.endswith(right) and len(name) > 2:
            name = name[1:-1]
        if left != right and name.count(left) != name.count(right):
            name = name.replace(left, "").replace(right, "")
    return name.strip()


def _first_word(name: str) -> str | None:
    """来源:羊城晚报 某某 keeps the outlet; a name of several words (Sina News) stays whole."""
    head, _, rest = name.partition(" ")
    if rest and re.search(r"[一-鿿]{2}", head) and re.search(r"[一-鿿]", rest):
        return head if fold(head) not in _EMPTY else None
    return name


def _is_person(claim: Claim, name: str) -> bool:
    """A name of a person in the place of a source; 据来源 words with an office's ending are kept."""
    key = fold(name)
    return (is_name(key) and not key.endswith(("网", "报", "社"))) or bool(ROLE.match(key))


def _from_text(body: Sequence[Line], signing: Sequence[Line]) -> tuple[str, str] | None:
    first, last = body[:1], [*body[-2:], *signing[:3]]
    places = (
        (_SYSTEM_ROW, [*body[-1:], *signing[:3]]),
        (_PRINTED, last),
        (_QUOTED, first),
        (_EXCERPT, last),
        (_SIGNED, last),
        (_SUPPLIED, last),
        (_OUTLET_REPORTER, [*first, *last]),
        (_TO_REPORTER, body),
    )
    for pattern, lines in places:
        for line in lines:
            match = pattern.search(line.key)
            if match:
                name = line.text[match.start(1) : match.end(1)].strip()
                if pattern is _SIGNED and _OF_WRITER.match(line.key):
                    continue  # 作者:方圆(清河大学社会学院): where the writer works
                name = name[1:] if name.startswith("据") and len(name) > 3 else name
                return name, line.text[match.start() : match.end()].strip()
    return None
