"""Finds programmes, campaigns and brands: names in quotation marks beside 活动, 行动, 项目, 品牌 …, and known ones bare.

A name once quoted as a programme counts wherever it stands on the page. Deliberately not here: slogans (以“…”为主题), honours
(“…”称号), speech, theme days (`theme_day`), and unquoted names nobody has listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from archive.records import Draft, Finding
from archive.resolve.passages import Passages, read_passages
from archive.resolve.theme_day import load_theme_days
from archive.resolve.trace import Trace, consider
from archive.resolve.vocabulary import read_rows
from archive.text.regex import regex
from archive.text.script import to_simplified

RULE_VERSION = 2

_MAX_FINDINGS = 20
_MAX_MATCHES = 300

_QUOTED = regex(
    r"[“「『\"](?P<name>[^“”「」『』《》\"\n。!?;,:]{2,24})[”」』\"]|《(?P<book>[^《》\n。!?;,:]{2,20})》(?=(?:公益)?(?:项目|活动|行动|计划|工程|品牌))"
)
_NOUN = (
    r"活动|行动|项目|品牌|工程|计划|启动仪式|志愿服务|使用办法|大集|课堂|讲堂|驿站|平台|专项基金|基金|公益|服务队|实践|夏令营|冬令营|系列|工作室|爱心|义卖|"
    r"募捐|助学|义诊|巡演|快车|小屋|小院|超市|银行|食堂|图书馆|论坛"
)
_NOUN_AFTER = regex(rf"^(?:[^,。;:!?、“”\"\n]{{0,8}}?)(?:{_NOUN})")
_VERB_BEFORE = regex(
    r"(?:开展|打造|实施|推出|启动|设立|发起|举办|名为|创建|创立|创办|品牌|项目|推行|建立|擦亮|叫做?)(?:了|的|起)?[^,。;、“\"]{0,6}$"
)
_HONOUR_AFTER = regex(r"^[^,。;“]{0,8}?(?:称号|奖(?!学)|荣誉|先进典型|志愿者$|好人|殊荣)")
_MOTTO_AFTER = regex(
    r"^(?:为|的)?(?:志愿服务|志愿者|服务)?(?:主题(?!活动|实践|教育|宣传|志愿|公益|日)|理念|宗旨|口号|精神|为题|为主|原则|思路|目标|字样|横幅|标语|两个字|四个字)"
)
_MOTTO_BEFORE = regex(r"(?:以|秉承|弘扬|秉持|践行|本着|坚持|按照|围绕|高呼|写着|印有|主题为|主题是)[^,。;“]{0,6}$")
_THEME_AFTER = regex(r"^(?:为主题|为题|的?(?:理念|宗旨|精神|原则|方针|要求|思路))")
_HONOUR_NAME = regex(
    r"^(?:最美|优秀|先进|十佳|五好|好人|文明单位|巾帼)|(?:奖|标兵|模范|先进个人|先进集体|之星|称号|单位)$|^(?:奉献|友爱|互助|进步|敬业|诚信|友善|文明|和谐)$"
)


def resolve_programmes(draft: Draft, trace: Trace | None = None) -> tuple[Finding, ...]:
    """Names of programmes in reading order, each once; `value` is the name in simplified characters, without marks.

    `data` {times: how often the page names it, quoted or bare}.
    """
    passages = read_passages(draft)
    found: dict[str, Finding] = {}
    for start, end, rule in (*_quoted(passages, trace), *_known(passages)):
        name = to_simplified(passages.text[start:end]).strip()
        folded = passages.folded[start:end]
        kept = found.get(name)
        if kept is None or start < (kept.start or 0):
            found[name] = _finding(passages, start, end, name, rule, passages.folded.count(folded))
    rows = sorted(found.values(), key=lambda f: f.start or 0)
    return tuple(row for row in rows if not _is_part(row, rows))[:_MAX_FINDINGS]


def _is_part(row: Finding, rows: list[Finding]) -> bool:
    """邻里守望 inside 沂蒙红·邻里守望 is the same programme."""
    start, end = row.start or 0, row.end or 0
    return any(
        other is not row and (other.start or 0) <= start and end <= (other.end or 0) and other.value != row.value
        for other in rows
    )


def _quoted(passages: Passages, trace: Trace | None) -> Iterator[tuple[int, int, str]]:
    for match in islice(_QUOTED.finditer(passages.folded), _MAX_MATCHES):
        start, end = match.span("name" if match["name"] else "book")
        before, after = passages.before(match.start(), 14), passages.after(match.end(), 16)
        lost = _why_none(passages.folded[start:end], before, after)
        if lost:
            consider(trace, "programme", passages.text[start:end], (start, end), lost, rule="programme_quoted")
        else:
            yield start, end, "programme_quoted"


def _why_none(name: str, before: str, after: str) -> str:
    """Why a quoted name is no programme; empty if it is one."""
    if not re.search(r"[\u4e00-\u9fff]", name):
        return "no-chinese"
    if name in _days():
        return "theme-day"
    if _HONOUR_NAME.search(name) or _HONOUR_AFTER.match(after):
        return "honour"
    if _MOTTO_AFTER.match(after) or (_MOTTO_BEFORE.search(before) and _THEME_AFTER.match(after)):
        return "motto"
    if _NOUN_AFTER.match(after) or _VERB_BEFORE.search(before):
        return ""
    return "no-programme-word"


def _known(passages: Passages) -> Iterator[tuple[int, int, str]]:
    """Programmes of the whole country, quoted or not."""
    for match in islice(_known_names().finditer(passages.folded), _MAX_MATCHES):
        yield match.start(), match.end(), "programme_known"


@cache
def _known_names() -> re.Pattern[str]:
    names = [row["name"] for _line, row in read_rows("programmes.csv", ("name", "label_en"))]
    return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))


@cache
def _days() -> frozenset[str]:
    return frozenset(name for day in load_theme_days() for name in day.names)


def _finding(passages: Passages, start: int, end: int, name: str, rule: str, times: int) -> Finding:
    return Finding(
        kind="programme",
        value=name,
        quote=passages.quote(start, end),
        start=start,
        end=end,
        rule=rule,
        rule_version=RULE_VERSION,
        confidence=0.75 if times > 1 or start < passages.body_start else 0.65,
        data={"times": times},
    )
