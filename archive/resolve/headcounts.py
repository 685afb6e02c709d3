"""Finds numbers of people, each with who they were: attendees, volunteers, beneficiaries.

Deliberately not here: populations and numbers of services (人次), and adding numbers up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from archive.records import Draft, Finding
from archive.resolve.figures import FIGURE, MORE, is_about, is_at_least, is_word, value_of
from archive.resolve.passages import Passages, read_passages
from archive.resolve.words import read_words
from archive.text.regex import regex

RULE_VERSION = 3

_MAX_FINDINGS = 30
_MAX_MATCHES = 400

_PEOPLE = regex(
    rf"(?<![\d.,第每])(?<!百分之){FIGURE}(?P<unit>万?)(?P<more2>{MORE})\s?"
    r"(?:(?P<counted>[名位])(?!次|列|置|于|单|称|额)|(?P<direct>志愿者|义工|人(?![次民口大工生们家均类才行物事体])))"
)
_RANK = regex(r"(?:排|列|居|获|得|前|第|[上下][升降滑跌]|提升|攀升|跃升|数|几)$")
_ATTENDANCE = regex(r"参加|出席|参与|到场|与会|参会|聆听|观看|观摩|报到|齐聚|参训|欢聚|受训|观众|围观")
_VOLUNTEERS = regex(r"志愿(?!军)|义工|队员|社工")
_HELPED = regex(
    r"发放|资助|救助|受益|惠及|慰问|帮扶|帮助|结对|学子|学生|老人|儿童|困难|患者|孤儿|留守|残疾|贫困|受助|救治|长者|孩子"
)
# 造成86人遇难,其中23名儿童: victims are nobody's beneficiaries.
_VICTIMS_AFTER = regex(r"[^,。;]{0,6}?(?:死亡|遇难|丧生|受伤|失踪|被[困捕扣抓杀]|身亡|中枪)")
_VICTIMS_BEFORE = regex(r"(?:造成|导致|打死|死亡|遇难|丧生)[^。;]{0,16}$")
_DOES = regex(r"被困|藏匿|全部|身份|常态化|死亡|受伤|失踪|先后|陆续")
_ORDER = ("attendees", "volunteers", "beneficiaries", "other")
_CLAUSE = regex(r"[,。;:、]")
_NOUN_TAGS = ("n", "b", "vn", "a", "j", "i", "l")
_LONGEST_WHO = 10
_PERSON = regex(
    r"[\u4e00-\u9fff]{0,6}?(?:志愿者|义工|老人|儿童|学生|孩子|党员|职工|代表|居民|群众|队员|社工|长者|患者)(?:代表|骨干|家庭)?"
)
_NO_WHO = regex(r"等|以上|左右")


def resolve_headcounts(draft: Draft) -> tuple[Finding, ...]:
    """Numbers of people: those present first, then volunteers, people helped, others; each number once.

    `data` {value, at_least, what, and where told: about, who}: `at_least` where the page says 余, 多, 逾 or 以上; what one of
    attendees, volunteers, beneficiaries, other, `who` the words that name them.
    """
    passages = read_passages(draft)
    found = {f.value: f for f in sorted(_heads(passages), key=_rank, reverse=True)}
    return tuple(sorted(found.values(), key=_rank)[:_MAX_FINDINGS])


def _heads(passages: Passages) -> Iterator[Finding]:
    for match in islice(_PEOPLE.finditer(passages.folded), _MAX_MATCHES):
        value = value_of(match)
        before = passages.before(match.start(), 20)
        # One person is a person, not a headcount; and nobody counts a crowd in fractions.
        if value is None or value < 2 or value != int(value) or _RANK.search(before):
            continue
        who, end = _who(passages, match)
        if is_word(match) and match["counted"] and not who:
            continue
        yield _finding(passages, match, int(value), who, end)


def _who(passages: Passages, match: re.Match[str]) -> tuple[str, int]:
    """The nouns behind the count (26名|居民志愿者), and where they end."""
    if match["direct"]:
        return match["direct"].removeprefix("人"), match.end()
    person = _PERSON.match(passages.folded, match.end(), match.end() + _LONGEST_WHO)
    if person:
        return person[0], person.end()
    end = match.end()
    words = read_words(passages, end)
    while (word := words.at(end)) is not None and word.end - match.end() <= _LONGEST_WHO:
        if not word.tag.startswith(_NOUN_TAGS) or _NO_WHO.match(word.text) or _DOES.match(word.text):
            break
        end = word.end
    return passages.folded[match.end() : end], end


def _finding(passages: Passages, match: re.Match[str], value: int, who: str, end: int) -> Finding:
    after = passages.after(end, 12)
    data: dict[str, Any] = {
        "value": value,
        "at_least": is_at_least(match, after),
        "what": _what(passages, match, who, end),
    }
    if is_about(match, after):
        data["about"] = True
    if who:
        data["who"] = who
    return Finding(
        kind="headcount",
        value=str(value),
        quote=passages.quote(match.start(), end),
        start=match.start(),
        end=end,
        rule=f"headcount_{data['what']}",
        rule_version=RULE_VERSION,
        confidence=0.5 if data["what"] == "other" else 0.8,
        data=data,
    )


def _what(passages: Passages, match: re.Match[str], who: str, end: int) -> str:
    after = re.split(r"[,。;]", passages.after(end, 12))[0]
    before = _CLAUSE.split(passages.before(match.start(), 20))[-1]
    if _VOLUNTEERS.search(who):
        return "volunteers"
    if _VICTIMS_AFTER.match(after) or _VICTIMS_BEFORE.search(passages.before(match.start(), 24)):
        return "other"
    if _HELPED.search(who):
        return "beneficiaries"
    if _ATTENDANCE.search(after) or _ATTENDANCE.search(before):
        return "attendees"
    # 志愿者李某等10位代表: what stands before 等 is one of them, not what all are.
    if not who and not before.endswith("等") and _VOLUNTEERS.search(before[-8:]):
        return "volunteers"
    return "beneficiaries" if _HELPED.search(before) else "other"


def _rank(finding: Finding) -> tuple[int, int]:
    return _ORDER.index(finding.data["what"]), finding.start or 0
