"""Finds people named with an office or a part: 武汉市文明办主任严宏, 志愿者张兰、李娟, 严宏(市文明办主任).

Precise rather than greedy: a name follows its office at once, begins with a known surname, and ends before a mark or a
verb that takes a person (`archive.text.person_names`). Deliberately not here: the article's own authors and editor,
names without an office, and children or recipients of aid (`personal_data`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from archive.records import Draft, Finding
from archive.resolve.organisation.kinds import endings_pattern
from archive.resolve.passages import Passages, read_passages
from archive.resolve.trace import Trace, consider
from archive.resolve.words import read_words
from archive.text.alternation import any_of
from archive.text.person_names import match_name, match_names
from archive.text.regex import regex
from archive.text.script import to_simplified

RULE_VERSION = 3

_MAX_FINDINGS = 40
_MAX_MATCHES = 400

_HEADS = any_of(
    [
        "站长",
        "秘书长",
        "理事长",
        "董事长",
        "监事长",
        "书记",
        "主任",
        "部长",
        "局长",
        "厅长",
        "会长",
        "主席",
        "总裁",
        "组长",
        "队长",
        "团长",
        "校长",
        "院长",
        "馆长",
        "区长",
        "县长",
        "市长",
        "镇长",
        "乡长",
        "省长",
        "处长",
        "科长",
        "股长",
        "所长",
        "社长",
        "总经理",
        "总干事",
        "总监",
        "发起人",
        "创始人",
        "负责人",
        "教授",
        "园长",
        "厂长",
        "行长",
        "台长",
        "村支书",
        "村长",
        "支书",
        "巡视员",
        "调研员",
        "主管",
        "经理",
        "会首",
        "干事",
        "总队长",
        "支队长",
        "大队长",
        "班长",
        "店长",
        "主播",
        "总编辑",
        "总编",
        "主编",
    ]
)
_RANKS = rf"(?:名誉|常务|执行|荣誉|总|副|第一)?副?{_HEADS}"
_PARTS = any_of(
    [
        "志愿者",
        "义工",
        "志工",
        "社工",
        "道德模范",
        "全国劳模",
        "劳动模范",
        "劳模",
        "医生",
        "医师",
        "主治医师",
        "护士长",
        "护士",
        "网格员",
        "理事",
        "委员",
        "常委",
        "干部",
        "党员",
        "老师",
        "教师",
        "辅导员",
        "居民",
        "村民",
        "市民",
        "退休教师",
        "律师",
        "民警",
        "消防员",
        "代表",
        "演员",
        "艺术家",
        "作家",
        "歌手",
        "导演",
        "企业家",
        "企业主",
        "老板",
        "居委会主任",
        "楼长",
        "楼栋长",
        "讲解员",
        "带队老师",
        "领队",
        "获奖者",
        "最美志愿者",
        "老兵",
        "退役军人",
    ]
)
_OFFICE = regex(rf"(?:{_RANKS}|{_PARTS})(?:兼[\u4e00-\u9fff]{{2,8}}?长)?")
_APPOSITION = regex(
    rf"(?P<edge>^|[,。;:!?\n“])(?P<name>[\u4e00-\u9fff]{{2,3}})(?:[,(]|是|,?现任|,?担任)(?P<role>[^,。;:!?()\n、]{{0,24}}?{_RANKS})(?=[,。;)、])"
)
_ROLE_LENGTH = 30
_ROLE_STARTS = regex(
    r"[,。;:!?()\s“”\"「」由是的]|作为|邀请|记者从|随后|会上|今天|昨天|近日|介绍|据|当天|一名|一位|一个|为期|专访了?|听取了?|走进|采访了?|现场|活动中|仪式上|对|让|看到|带着|身为|来自"
)
_DOES = regex(r"表示|率领|在内|说|会见|出席|访问|参加|强调|指出|介绍|抵达|宣布|举行|发表|当选|呼吁|主持|的|在|等|和|与")
_VERBS = frozenset({"祝贺", "高度", "高举", "成功", "严肃", "关心", "安排", "宣布", "卓有", "于是"})
_NOT_IN_ROLE = regex(r"^(?:[、和与及了在]|从(?!业))+|[、和与及]+$")


def resolve_people(draft: Draft, trace: Trace | None = None) -> tuple[Finding, ...]:
    """People in reading order, each name once; `value` is the name.

    `data` {role: the office as written, and where the office names them: title, organisation}.
    """
    passages = read_passages(draft)
    found: dict[str, Finding] = {}
    for finding in _all_people(passages, trace):
        kept = found.get(finding.value)
        # The office in full is worth more than 会长 alone further up.
        if kept is None or len(str(finding.data["role"])) > 2 * len(str(kept.data["role"])):
            found[finding.value] = finding
    rows = sorted(found.values(), key=lambda f: f.start or 0)
    return tuple(rows[:_MAX_FINDINGS])


def _all_people(passages: Passages, trace: Trace | None) -> Iterator[Finding]:
    previous = 0
    for match in islice(_OFFICE.finditer(passages.folded), _MAX_MATCHES):
        names = [_without_verb(passages.folded, *name) for name in match_names(passages.folded, match.end())]
        if not names or any(_is_part(passages, start, end) for start, end in names):
            _note_lost(trace, passages, match)
            continue
        role = _role(passages, max(previous, match.end() - _ROLE_LENGTH), match.end())
        for start, end in names:
            yield _finding(passages, start, end, role, "person_office")
        previous = names[-1][1]
    for match in islice(_APPOSITION.finditer(passages.folded), _MAX_MATCHES):
        start, end = match.span("name")
        if match_name(passages.folded, start) == end:
            role = to_simplified(passages.text[match.start("role") : match.end("role")])
            yield _finding(passages, start, end, role, "person_apposition")


def _without_verb(folded: str, start: int, end: int) -> tuple[int, int]:
    """A name in parts ends before what its bearer does: 阿明娜·穆罕默德|表示."""
    dot = folded.find("·", start, end)
    verb = _DOES.search(folded, dot + 2, end) if dot >= 0 else None
    return start, verb.start() if verb else end


def _is_part(passages: Passages, start: int, end: int) -> bool:
    """Whether a name is only the beginning of one (卢特|尼克), a verb (祝贺), or begins inside an office (副委员|长)."""
    behind = read_words(passages, end).at(end)
    goes_on = behind is not None and behind.tag.startswith("nr") and "·" not in passages.folded[start:end]
    return goes_on or passages.folded[start] == "长" or passages.folded[start:end] in _VERBS


def _note_lost(trace: Trace | None, passages: Passages, match: re.Match[str]) -> None:
    """Only where something like a name follows: an office alone is no candidate."""
    behind = re.match(r"[\u4e00-\u9fff]{2,3}", passages.folded[match.end() : match.end() + 3])
    if behind:
        place = (match.end(), match.end() + len(behind[0]))
        consider(trace, "person", behind[0], place, "no-person-name", rule="person_office")


def _role(passages: Passages, left: int, stop: int) -> str:
    """The office with what belongs to it: back to the last mark (、 joins offices of one person)."""
    words = _ROLE_STARTS.split(passages.folded[left:stop])[-1]
    if len(words) == stop - left == _ROLE_LENGTH:
        words = words[words.find("、") + 1 :]  # begins in the middle of an office
    return _NOT_IN_ROLE.sub("", to_simplified(passages.text[stop - len(words) : stop]))


def _finding(passages: Passages, start: int, end: int, role: str, rule: str) -> Finding:
    return Finding(
        kind="person",
        value=to_simplified(passages.text[start:end]),
        quote=passages.quote(start, end),
        start=start,
        end=end,
        rule=rule,
        rule_version=RULE_VERSION,
        confidence=0.7,
        data={"role": role, **_parts(role)},
    )


def _parts(role: str) -> dict[str, str]:
    """武汉市文明办|主任: the organisation an office is held in, and the title; empty where none is named."""
    last = role.rsplit("、", maxsplit=1)[-1]
    ends = [match.end() for match in endings_pattern().finditer(last) if 2 < match.end() < len(last)]
    if not ends or last[0] in "该本":
        return {}
    return {"organisation": last[: ends[-1]], "title": last[ends[-1] :]}
