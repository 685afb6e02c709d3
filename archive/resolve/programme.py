"""Finds programmes, campaigns and brands: names in quotation marks beside 活动, 行动, 项目, 品牌 …

Deliberately not here: unquoted names, slogans (以“…”为主题), honours (“…”称号), and speech.
"""

from __future__ import annotations

import re

from archive.records import Draft, Finding
from archive.resolve.passages import read_passages
from archive.text.script import to_simplified

RULE_VERSION = 1

_MAX_FINDINGS = 20

_QUOTED = re.compile(r"[“「『\"](?P<name>[^“”「」『』\"\n。!?;,:]{2,24})[”」』\"]")
_NOUN_AFTER = re.compile(
    r"^(?:[^,。;:!?、“”\"\n]{0,8}?)(?:活动|行动|项目|品牌|工程|计划|启动仪式|志愿服务|使用办法|大集|课堂|驿站|平台|专项基金|公益|服务队|实践)"
)
_VERB_BEFORE = re.compile(
    r"(?:开展|打造|实施|推出|启动|设立|发起|举办|名为|创建|创立|品牌|项目|推行|建立)(?:了|的|起)?[^,。;、“\"]{0,6}$"
)
_HONOUR_AFTER = re.compile(r"^[^,。;“]{0,8}?(?:称号|奖|荣誉|先进典型|志愿者$|好人)")
_MOTTO_AFTER = re.compile(
    r"^(?:为|的)?(?:志愿服务|志愿者|服务)?(?:主题(?!活动|实践|教育|宣传|志愿|公益)|理念|宗旨|口号|精神|为题|为主|原则|思路|目标)"
)
_HONOUR_NAME = re.compile(r"^(?:最美|优秀|先进|十佳|五好|好人|文明单位|巾帼)|(?:奖|标兵|模范|先进个人|先进集体|之星)$")


def resolve_programmes(draft: Draft) -> tuple[Finding, ...]:
    """Names of programmes in reading order, each once; `value` is the name in simplified characters, without marks."""
    passages = read_passages(draft)
    found: dict[str, Finding] = {}
    for match in _QUOTED.finditer(passages.folded):
        start, end = match.span("name")
        before, after = passages.before(match.start(), 12), passages.after(match.end(), 16)
        if not _is_programme(match["name"], before, after):
            continue
        name = to_simplified(passages.text[start:end]).strip()
        found.setdefault(
            name,
            Finding(
                kind="programme",
                value=name,
                quote=passages.quote(start, end),
                start=start,
                end=end,
                rule="programme_quoted",
                rule_version=RULE_VERSION,
                confidence=0.7,
            ),
        )
    return tuple(list(found.values())[:_MAX_FINDINGS])


def _is_programme(name: str, before: str, after: str) -> bool:
    if not re.search(r"[\u4e00-\u9fff]", name) or _HONOUR_NAME.search(name):
        return False
    if _MOTTO_AFTER.match(after) or _HONOUR_AFTER.match(after):
        return False
    return bool(_NOUN_AFTER.match(after) or _VERB_BEFORE.search(before))
