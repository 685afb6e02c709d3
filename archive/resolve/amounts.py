"""Finds sums of money and numbers of people, each with what the words around say it is.

Deliberately not here: adding sums up, and converting currencies (a sum in Hong Kong dollars stays one).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from archive.records import Draft, Finding
from archive.resolve.passages import Passages, read_passages
from archive.text.numerals import is_approximate, parse_number

RULE_VERSION = 1

_MAX_FINDINGS = 30

_ARABIC = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s?[十百千万亿]{0,2}"
_CHINESE = r"[一二两三四五六七八九十百千万亿零]{1,12}"
_ABOUT = r"(?:约|近|逾|超过?|高达|达)?"
_MORE = r"[余多来]?"

_CURRENCIES = {
    "港元": "HKD", "港币": "HKD", "澳门元": "MOP", "澳门币": "MOP", "美元": "USD", "欧元": "EUR", "新台币": "TWD",
    "英镑": "GBP", "日元": "JPY", "元": "CNY", "块钱": "CNY", "人民币": "CNY",
}  # fmt: skip
# 元旦, 元宵, 元素, 一元化: the character without the coin.
_MONEY = re.compile(
    rf"(?<![\d.,第])(?P<about>{_ABOUT})(?P<number>{_ARABIC}|{_CHINESE})(?P<more>{_MORE})(?P<unit>[万亿]?)(?P<more2>{_MORE})\s?"
    rf"(?P<currency>{'|'.join(_CURRENCIES)})(?![旦宵素首件月老化])"
)
_ENGLISH_MONEY = re.compile(
    r"(?:rmb|cny|yuan)\s?(?P<a>\d[\d,]{0,18}(?:\.\d{1,2})?)|(?P<b>\d[\d,]{0,18}(?:\.\d{1,2})?)\s?(?:yuan|rmb|cny)\b"
)

_WHAT = (
    ("raised", re.compile(r"募|筹[集款资措得]|众筹|义卖|收到[^,。;]{0,16}捐|raised|配捐")),
    (
        "grant",
        re.compile(r"发放|资助|拨[付款出]|助学[金款]|奖学金|救助金|救助款|慰问金|补助|奖励|奖金|补贴|扶持|支持资金"),
    ),
    ("donation", re.compile(r"捐|善款|爱心款|donat")),
)
_WHAT_ORDER = ("donation", "raised", "grant", "other")

_PEOPLE = re.compile(
    rf"(?<![\d.,第每])(?P<about>{_ABOUT})(?P<number>{_ARABIC}|{_CHINESE})(?P<more>{_MORE})(?P<unit>[万]?)(?P<more2>{_MORE})\s?"
    r"(?:[名位](?P<who>[^\W\d_]{0,10}?(?=[,。;、()\n]|参|出席|到|与|在|共|的|走|来|前|分|同|和|齐|为|开|踊|报|获|进|组|$))|人(?![次民口大工生们家均]))"
)
_ATTENDANCE = re.compile(r"参加|出席|参与|到场|与会|参会|聆听|观看|观摩|报到|齐聚|参训")
_VOLUNTEERS = re.compile(r"志愿者|义工|队员|社工|党员|干部职工")
_HELPED = re.compile(r"发放|资助|救助|受益|惠及|慰问|帮扶|帮助|结对|学子|学生|老人|儿童|困难")
_HEAD_ORDER = ("attendance", "volunteers", "helped", "other")


def resolve_amounts(draft: Draft) -> tuple[Finding, ...]:
    """Sums of money in reading order, given ones before others; each sum with the same meaning once.

    `value` is the number as text, `data` {value, unit, what}: unit an ISO 4217 code (CNY unless another is named),
    what one of donation, raised, grant, other.
    """
    passages = read_passages(draft)
    found = {(f.value, f.data["unit"], f.data["what"]): f for f in reversed(list(_sums(passages)))}
    rows = sorted(found.values(), key=lambda f: (_WHAT_ORDER.index(f.data["what"]), f.start or 0))
    return tuple(rows[:_MAX_FINDINGS])


def resolve_headcounts(draft: Draft) -> tuple[Finding, ...]:
    """Numbers of people: those present first, then volunteers, people helped, others; each number once.

    `data` {value, at_least, what}: `at_least` where the page says 余, 多, 逾 or 超.
    """
    passages = read_passages(draft)
    found = {f.value: f for f in sorted(_heads(passages), key=_head_rank, reverse=True)}
    return tuple(sorted(found.values(), key=_head_rank)[:_MAX_FINDINGS])


def _sums(passages: Passages) -> Iterator[Finding]:
    for match in _MONEY.finditer(passages.folded):
        value = _value(match)
        if value is None or _is_word(match):
            continue
        unit = _CURRENCIES[match["currency"]]
        what = _what(passages, match.start(), match.end())
        data = {"value": value, "unit": unit, "what": what, "at_least": _at_least(match)}
        yield _finding("amount", passages, match.start(), match.end(), data)
    for match in _ENGLISH_MONEY.finditer(passages.folded):
        value = parse_number(match["a"] or match["b"])
        if value:
            data = {
                "value": value,
                "unit": "CNY",
                "what": _what(passages, match.start(), match.end()),
                "at_least": False,
            }
            yield _finding("amount", passages, match.start(), match.end(), data)


def _heads(passages: Passages) -> Iterator[Finding]:
    for match in _PEOPLE.finditer(passages.folded):
        value = _value(match)
        # One person is a person, not a headcount; and nobody counts a crowd in fractions.
        if value is None or value < 2 or value != int(value) or (match["who"] == "" and _is_word(match)):
            continue
        data = {"value": int(value), "at_least": _at_least(match), "what": _who(passages, match)}
        yield _finding("headcount", passages, match.start(), match.end(), data)


def _head_rank(finding: Finding) -> tuple[int, int]:
    return _HEAD_ORDER.index(finding.data["what"]), finding.start or 0


def _value(match: re.Match[str]) -> int | float | None:
    words = match["number"].replace(" ", "") + match["unit"]
    # 百余人 and 千余人 leave out the one.
    return parse_number("一" + words if words[0] in "百千万亿" else words)


def _is_word(match: re.Match[str]) -> bool:
    """Whether a Chinese numeral below ten makes a word and no count: 一元爱心, 二元, 三元."""
    number = match["number"]
    return len(number) == 1 and not number.isdigit() and not match["unit"]


def _at_least(match: re.Match[str]) -> bool:
    if match["more"] or match["more2"]:
        return True
    return match["about"] in ("逾", "超", "超过") and is_approximate(match["about"] + match["number"])


def _what(passages: Passages, start: int, end: int) -> str:
    """What a sum was for: the clause it stands in, then the clause behind it."""
    clause = re.split(r"[,。;:]", passages.before(start, 30))[-1]
    for words in (clause, re.split(r"[,。;]", passages.after(end, 12))[0]):
        found = [name for name, pattern in _WHAT if pattern.search(words)]
        if "raised" in found:
            return "raised"
        if found:
            return max(found, key=lambda name: _last(name, words))
    return "other"


def _last(name: str, words: str) -> int:
    pattern = dict(_WHAT)[name]
    return max(match.start() for match in pattern.finditer(words))


def _who(passages: Passages, match: re.Match[str]) -> str:
    after = re.split(r"[,。;]", passages.after(match.end(), 12))[0]
    before = re.split(r"[,。;:]", passages.before(match.start(), 20))[-1]
    if _ATTENDANCE.search(after) or _ATTENDANCE.search(before):
        return "attendance"
    # 志愿者李某等10位代表: what stands before 等 is one of them, not what all are.
    around = ("" if before.endswith("等") else before[-8:]) + (match["who"] or "")
    if _VOLUNTEERS.search(around):
        return "volunteers"
    return "helped" if _HELPED.search(before + (match["who"] or "")) else "other"


def _finding(kind: str, passages: Passages, start: int, end: int, data: Mapping[str, Any]) -> Finding:
    return Finding(
        kind="amount" if kind == "amount" else "headcount",
        value=str(data["value"]),
        quote=passages.quote(start, end),
        start=start,
        end=end,
        rule=f"{kind}_{data['what']}",
        rule_version=RULE_VERSION,
        confidence=0.5 if data["what"] == "other" else 0.8,
        data=data,
    )
