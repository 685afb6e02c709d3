"""Finds sums of money, and gifts in kind, each with what the words around say it is for.

Deliberately not here: adding sums up, and converting currencies (a sum in Hong Kong dollars stays one).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from archive.records import Draft, Finding
from archive.resolve.figures import FIGURE, MORE, is_about, is_at_least, is_word, value_of
from archive.resolve.passages import Passages, read_passages
from archive.text.numerals import parse_number
from archive.text.regex import regex

RULE_VERSION = 2

_MAX_FINDINGS = 30
_MAX_MATCHES = 400

_CURRENCIES = {
    "港元": "HKD", "港币": "HKD", "澳门元": "MOP", "澳门币": "MOP", "美元": "USD", "美金": "USD", "欧元": "EUR",
    "新台币": "TWD", "台币": "TWD", "英镑": "GBP", "日元": "JPY", "人民币": "CNY", "块钱": "CNY", "元": "CNY",
}  # fmt: skip
# 元旦, 元宵, 元素, 一元化: the character without the coin.
_MONEY = regex(
    rf"(?<![\d.,第]){FIGURE}(?P<unit>[万亿]?)(?P<more2>{MORE})\s?"
    rf"(?P<currency>{'|'.join(_CURRENCIES)})(?![旦宵素首件月老化])"
)
# 300至500元: the lower end stands without its coin.
_RANGE_BEFORE = regex(r"(?<![\d.])(?P<low>\d[\d,.]{0,12}[万千百]?)元?(?:-|—|~|至|到)$")
# 最高资助20万, 款物3835万: headlines leave the coin out.
_BARE = regex(
    rf"(?<![\d.,第]){FIGURE}(?P<unit>[万亿])(?P<more2>{MORE})(?=[,。;、:!?)\s”]|$|善款|捐款|爱心款|物资|助学金|资金|款物)"
)
_BARE_FRAME = regex(r"(?:捐|善款|款物|资助|募|筹得?|拨|投入|奖金|助学金|补助|资金|价值|配捐|总额)[^,。;:!?]{0,10}$")
_ENGLISH_MONEY = regex(
    r"(?P<c>rmb|cny|yuan|hk\$|us\$|nt\$)\s?(?P<a>\d[\d,]{0,18}(?:\.\d{1,2})?)|(?P<b>\d[\d,]{0,18}(?:\.\d{1,2})?)\s?(?:yuan|rmb|cny)\b"
)
_ENGLISH_CODES = {"hk$": "HKD", "us$": "USD", "nt$": "TWD"}

_WHAT = (
    ("raised", regex(r"募|筹[集款资措得]|众筹|义卖|义拍|收到[^,。;]{0,16}捐|raised|配捐|筹善款")),
    ("subsidy", regex(r"补贴|补助|津贴|低保金|抚恤")),
    ("award", regex(r"奖金|奖励|奖学金")),
    (
        "grant",
        regex(r"发放|资助|[预划下]拨|拨[付款出]|助学[金款]|救助金|救助款|慰问金|扶持|支持资金|助困金|救济"),
    ),
    ("donation", regex(r"捐|善款|爱心款|爱心资金|donat")),
    ("worth", regex(r"价值|折合|总值|市值|折价|价款")),
    ("invested", regex(r"投入|投资|斥资|耗资")),
)
_PATTERNS = dict(_WHAT)
_WHAT_ORDER = ("donation", "raised", "grant", "subsidy", "award", "worth", "invested", "goods", "other")

_EACH = (
    (
        "person",
        regex(r"(?:每人|人均|每名[^,。;]{0,8}|每位[^,。;]{0,8}|每个(?:孩子|学生)|每生)(?:每[月年])?[^,。;\d]{0,8}$"),
    ),
    ("household", regex(r"(?:每户|户均|每个家庭|每家)[^,。;\d]{0,8}$")),
    ("year", regex(r"(?:每年|年均|每学年)[^,。;\d]{0,6}$")),
    ("month", regex(r"(?:每月|月均|每个月)[^,。;\d]{0,6}$")),
    ("time", regex(r"(?:每次|每小时|每份|每件|每套|每公里|每瓶)[^,。;\d]{0,6}$")),
)
_EACH_AFTER = regex(r"^(?:/|每|一个?)(?P<each>人|户|年|月|次|件|份|套)(?!次)")
_EACH_WORDS = {"人": "person", "户": "household", "年": "year", "月": "month"}
_TOTAL = regex(r"(?:共计|总计|累计|合计|总额|总共|共|总金额)[^,。;:\d]{0,14}$")

_GOODS = regex(
    rf"(?<![\d.,第年月日]){FIGURE}(?P<unit>万?)(?P<more2>{MORE})\s?(?P<measure>套|件|台|辆|床|顶|吨|册|本|箱|袋|份|双|副|只|瓶|公斤|斤|桶|盒|张|支)"
    r"(?P<goods>[\u4e00-\u9fff]{0,6})"
)
_GIVING = r"(?:捐[赠出献助了]|赠送|送[去上出来]|发放|援助)"
_GIVES = regex(_GIVING)
_GIVEN = regex(rf"{_GIVING}[^。;!?\n]{{0,24}}$")
_NO_GOODS = regex(r"^(?:活动|工作|通知|文件|意见|建议|实事|好事|作品|节目|队伍|志愿|社会|救援)")


def resolve_amounts(draft: Draft) -> tuple[Finding, ...]:
    """Sums of money, given ones before others, then gifts in kind; each sum with the same meaning once.

    `value` is the number as text, `data` {value, unit, what, at_least, about, and where told: per, total, low, goods}:
    unit an ISO 4217 code (CNY unless another is named) or the measure word of goods (件, 台), what one of donation,
    raised, grant, subsidy, award, worth, invested, goods, other; per one of person, household, year, month, time.
    """
    passages = read_passages(draft)
    found = {
        (f.value, f.data["unit"], f.data["what"], f.data.get("per")): f for f in reversed(list(_all_sums(passages)))
    }
    rows = sorted(found.values(), key=lambda f: (_WHAT_ORDER.index(f.data["what"]), f.start or 0))
    return tuple(rows[:_MAX_FINDINGS])


def _all_sums(passages: Passages) -> Iterator[Finding]:
    for find in (_sums, _english_sums, _goods):
        yield from islice(find(passages), _MAX_MATCHES)


def _sums(passages: Passages) -> Iterator[Finding]:
    for match in _MONEY.finditer(passages.folded):
        if not is_word(match):
            yield from _sum(passages, match, _CURRENCIES[match["currency"]])
    for match in _BARE.finditer(passages.folded):
        if _BARE_FRAME.search(passages.before(match.start(), 16)):
            yield from _sum(passages, match, "CNY")


def _sum(passages: Passages, match: re.Match[str], unit: str) -> Iterator[Finding]:
    value = value_of(match)
    if value is None:
        return
    start, end = match.span()
    before, after = passages.before(start, 30), passages.after(end, 12)
    data: dict[str, Any] = {
        "value": value,
        "unit": unit,
        "what": _what(before, after),
        "at_least": is_at_least(match, after),
    }
    if is_about(match, after):
        data["about"] = True
    per = _per(before, after)
    if per:
        data["per"] = per
    elif _TOTAL.search(before):
        data["total"] = True
    low = _RANGE_BEFORE.search(before)
    lowest = parse_number(low["low"]) if low else None
    if low and lowest is not None and lowest < value:
        # 30至50万元 means 30万: the unit is said once.
        data["low"] = lowest * 10_000 if "万" in match["number"] + match["unit"] and lowest < 10_000 else lowest
        start -= len(low[0])
    yield _finding(passages, start, end, data)


def _per(before: str, after: str) -> str:
    """What one such sum goes to; empty where it is a sum of its own."""
    behind = _EACH_AFTER.match(after)
    if behind:
        return _EACH_WORDS.get(behind["each"], "time")
    return next((name for name, pattern in _EACH if pattern.search(before)), "")


def _english_sums(passages: Passages) -> Iterator[Finding]:
    for match in _ENGLISH_MONEY.finditer(passages.folded):
        value = parse_number(match["a"] or match["b"])
        if value:
            what = _what(passages.before(match.start(), 30), passages.after(match.end(), 12))
            unit = _ENGLISH_CODES.get(match["c"] or "", "CNY")
            data = {"value": value, "unit": unit, "what": what, "at_least": False}
            yield _finding(passages, match.start(), match.end(), data)


def _goods(passages: Passages) -> Iterator[Finding]:
    """Gifts in kind, only where the sentence says that they were given."""
    if not _GIVES.search(passages.folded):
        return
    for match in _GOODS.finditer(passages.folded):
        value = value_of(match)
        small = is_word(match) or value is None or value < 2 or value != int(value)
        if small or _NO_GOODS.match(match["goods"]) or not _GIVEN.search(passages.before(match.start(), 40)):
            continue
        data: dict[str, Any] = {
            "value": value,
            "unit": match["measure"],
            "what": "goods",
            "at_least": is_at_least(match),
        }
        yield _finding(passages, match.start(), match.end("measure"), data)


def _what(before: str, after: str) -> str:
    """What a sum was for: the clause it stands in, then the clause behind it."""
    clause = re.split(r"[,。;:]", before)[-1]
    if _PATTERNS["worth"].search(clause[-8:]):
        return "worth"
    for words in (clause, re.split(r"[,。;]", after)[0]):
        found = [name for name, pattern in _WHAT if pattern.search(words)]
        if "raised" in found:
            return "raised"
        if found:
            return max(found, key=lambda name: _last(name, words))
    return "other"


def _last(name: str, words: str) -> int:
    return max(match.end() for match in _PATTERNS[name].finditer(words))


def _finding(passages: Passages, start: int, end: int, data: dict[str, Any]) -> Finding:
    return Finding(
        kind="amount",
        value=str(data["value"]),
        quote=passages.quote(start, end),
        start=start,
        end=end,
        rule=f"amount_{data['what']}",
        rule_version=RULE_VERSION,
        confidence=0.5 if data["what"] == "other" else 0.8,
        data=data,
    )
