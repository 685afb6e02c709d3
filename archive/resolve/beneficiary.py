"""Resolves whom the reported help was for: 空巢老人, 留守儿童, 残疾人 … as codes of `resolve/data/beneficiaries.csv`.

A telling word (留守儿童) counts wherever it stands; a common one (老人, 学生) only beside a word of help. Deliberately not
here: how many they were (`headcounts`), and who they were by name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from archive.records import Draft, Finding
from archive.resolve.cues import CueHit, CueTable
from archive.resolve.passages import Passages, read_passages
from archive.resolve.trace import Trace, consider
from archive.resolve.vocabulary import load_terms
from archive.text.regex import regex

RULE_VERSION = 1

_MAX_FINDINGS = 6
_CUE = 1.0
"""The weight of a telling word; a common one (0.5) needs help beside it."""

_HELP = regex(
    r"慰问|关爱|关怀|看望|探望|走访|帮扶|帮助|资助|救助|援助|捐|赠|送[给去上到来温书米油]|发放|服务|陪伴|陪|照顾|照料|照看|义诊|义剪|理发|辅导|助学|"
    r"支教|结对|惠及|受益|圆梦|微心愿|献爱心|敬老|爱老|助老|孝老|护送|接送|转移|救出|疏散|安置|志愿|义务|免费|给|为|教|讲|普及|宣传|引导|上课|包[了的]?饺子|团拜|嘉年华"
)
_NOT_HELPED = regex(r"(?:退休|作为|身为|招募|组成|由|大学|高校)[^,。;]{0,6}$")
_REACH = 14
_TITLE_BONUS = 2.0


@dataclass(frozen=True, kw_only=True)
class _Group:
    code: str
    score: float
    best: CueHit
    telling: bool


def resolve_beneficiaries(draft: Draft, trace: Trace | None = None) -> tuple[Finding, ...]:
    """Groups helped, those in the title and named most often first; `value` is the code."""
    passages = read_passages(draft)
    told = _cues().hits(passages.folded)
    groups = [
        group for term, hits in told if (group := _read_group(term.code, list(hits), passages, trace)) is not None
    ]
    groups = _without_wider(groups, trace)
    groups.sort(key=lambda group: (-group.score, group.best.start))
    for group in groups[_MAX_FINDINGS:]:
        place = (group.best.start, group.best.end)
        consider(trace, "beneficiary", group.code, place, "group-weaker", score=group.score)
    return tuple(_finding(group, passages) for group in groups[:_MAX_FINDINGS])


@cache
def _cues() -> CueTable:
    return CueTable(load_terms("beneficiaries"))


def _read_group(code: str, hits: list[CueHit], passages: Passages, trace: Trace | None) -> _Group | None:
    counted = [hit for hit in hits if hit.weight >= _CUE or _is_helped(hit, passages)]
    if not counted:
        if hits:
            place = (hits[0].start, hits[0].end)
            consider(trace, "beneficiary", code, place, "no-help-word")
        return None
    best = max(counted, key=lambda hit: (hit.start < passages.body_start, hit.weight, -hit.start))
    score = sum(hit.weight for hit in counted) + (_TITLE_BONUS if best.start < passages.body_start else 0)
    return _Group(code=code, score=score, best=best, telling=best.weight >= _CUE)


def _is_helped(hit: CueHit, passages: Passages) -> bool:
    before, after = passages.before(hit.start, _REACH), passages.after(hit.end, _REACH)
    clause = re.split(r"[,。;:!?]", before)[-1]
    if _NOT_HELPED.search(clause):
        return False
    return bool(
        _HELP.search(clause) or re.match(r"[^,。;:!?]{0,2}(?:提供|送去|送上|送来|义诊|理发|收到|领到|受益)", after)
    )


_WIDER = {
    "elderly": {"empty-nest-elderly", "disabled-elderly"},
    "children": {"left-behind-children", "migrant-children", "orphans", "special-children"},
    "students": {"students-in-need", "left-behind-children"},
    "disabled": {"blind", "deaf", "special-children"},
    "residents": {"low-income", "empty-nest-elderly"},
    "villagers": {"low-income", "disaster-struck"},
}
"""Group -> narrower ones: 空巢老人 were visited, not old people at large."""


def _without_wider(groups: list[_Group], trace: Trace | None) -> list[_Group]:
    telling = {group.code for group in groups if group.telling}
    kept = []
    for group in groups:
        if not group.telling and _WIDER.get(group.code, set()) & telling:
            place = (group.best.start, group.best.end)
            consider(trace, "beneficiary", group.code, place, "narrower-group", score=group.score)
        else:
            kept.append(group)
    return kept


def _finding(group: _Group, passages: Passages) -> Finding:
    hit = group.best
    return Finding(
        kind="beneficiary",
        value=group.code,
        quote=passages.quote(hit.start, hit.end),
        start=hit.start,
        end=hit.end,
        rule="beneficiary_named" if group.telling else "beneficiary_helped",
        rule_version=RULE_VERSION,
        confidence=round(min(0.95, (0.6 if group.telling else 0.4) + group.score / 20), 2),
    )
