"""Items of other articles that stand under no heading below the text: told by what they speak of, and by their shape.

Paragraphs of one article share words; those of another share next to none, once the words that all news share are left
out (`data/common_pairs.txt`: the pairs of characters most frequent in Chinese news of 2022 to 2026 and on pages about
volunteering). Measured on 2,000 news items the last four paragraphs share .10 of their pairs with what stands above
them (median), five paragraphs of other items .01.

Deliberately not here: items told by their dates, bullets or links (`tail`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from archive.extract.byline import is_byline
from archive.extract.lines import Line
from archive.extract.names import split_names
from archive.text.regex import regex

_HAN_RUN = regex(r"[一-鿿]+")
_FUNCTION = frozenset("的了和在是有与等为这将也就都把被从对向于之其而并或及以")
_NUMBER = regex(r"\s?(?:\d{1,2}\s?[.、)]|[·•▪◆■►▶>*-])\s?")
_SIDE_BY_SIDE = regex(r"[\s|·•▪◆]+")
_SENTENCE_END = regex(r"[。!?…;:,][”\"’」』)\s]*$")
_ENTRY = regex(
    r"(?:附件|附|注|备注|地址|电话|联系|报名|时间|地点|热线|邮箱|网址|名单|[一二三四五六七八九十]+等奖|特等奖|优秀奖|获奖)"
)
_DATE = regex(r"\d{1,2}[-/.月:]\d{1,2}|(?:19|20)\d\d年")
_NOTICE_SIGNED = regex(
    r"[一-鿿()]{2,30}(?:部|委|办|办公室|会|局|厅|院|校|中心|队|站|政府|公司|社区|街道|组|团|处)\s?(?:19|20|二)\S{2,3}年\S{1,3}月\S{1,3}日"
)
_ITEMS = regex(r"(?=(t[sd]{0,2}|dts?|tsd))(?:\1){3,}")
_LEAD = regex(
    r"[^,。]{2,24}(?:讯|电|消息)(?=[\s(:,]|\d)|.{0,16}(?:\d{1,2}月\d{1,2}日|\d{1,2}日|近日|日前|昨日|今日|昨天|今天|连日来|今年以来)|记者[从在]"
)
_MAX_LINES = 60
_TITLE_HAN, _TITLE_LENGTH = 5, 100
_FEWEST_TITLES, _FEWEST_PARAGRAPHS = 3, 4
_MOST_SHARED_ITEM = 0.4
_MOST_SHARED_TITLES, _MOST_SHARED_PARTS, _MOST_SHARED_PARAGRAPHS = 0.25, 0.16, 0.035
_LEAST_COHESION = 0.05
_LONGEST_ITEM = 260
_LONGEST_TEASER = 80


@dataclass(frozen=True)
class _Row:
    """One line of the text: its shape, and the pairs of characters that tell something of what it speaks of.

    `kind` is t for a headline, l for the opening of a report, s for other sentences, d for a date or number, o for anything else.
    """

    index: int
    pairs: frozenset[str]
    kind: str
    size: int
    titles: int = 1


def cut_strangers(lines: Sequence[Line], start: int, end: int, title: str = "") -> tuple[int, int]:
    """First and last (exclusive) index of the lines that belong to other articles; `end` twice where none does.

    `start` to `end` are the lines of the text; the text's own first line is never cut. What may stand below such
    lines signs the text: a byline, a date, a button.
    """
    rows = [
        _row(lines[index], index)
        for index in range(max(start, end - _MAX_LINES), end)
        if lines[index].role not in ("caption", "image")
    ]
    last = end
    while rows and len(rows) > _FEWEST_TITLES and _may_sign(lines[rows[-1].index], rows[-1]):
        last = rows.pop().index
    if len(rows) < 2:
        return end, end
    shares = _shares(rows, _pairs(Line(title).key))
    leads = "".join(row.kind for row in rows)
    kinds = leads.replace("l", "s")
    if len(rows) > 1 and rows[-1].titles > _FEWEST_TITLES and shares[-1] <= _MOST_SHARED_TITLES:
        return rows[-1].index, last
    for at in range(1, len(rows) - _FEWEST_TITLES + 1):
        if _are_items(rows, kinds, at, shares[at]) or _are_paragraphs(rows, leads, at, shares[at]):
            return rows[at].index, last
    return end, end


def _may_sign(line: Line, row: _Row) -> bool:
    return row.kind == "d" or is_byline(line) or (row.kind == "o" and line.han < _TITLE_HAN)


def _row(line: Line, index: int) -> _Row:
    key = _NUMBER.sub("", line.key, count=1)
    if line.han <= 6 and _DATE.search(key):
        kind = "d"
    elif _ends_text(line, key):
        kind = "s"
    elif _SENTENCE_END.search(key):
        kind = "o" if line.han < 12 and key[-1] in ";:," else "l" if _LEAD.match(key) else "s"
    else:
        titled = line.han >= _TITLE_HAN and len(key) <= _TITLE_LENGTH and not _ENTRY.match(key)
        kind = "t" if titled and not _is_list_of_names(key) else "o"
    return _Row(index, _pairs(line.key), kind, len(line.key), _count_titles(line))


def _count_titles(line: Line) -> int:
    """How many headlines a line holds side by side; 1 where it is anything else."""
    if line.han < _FEWEST_TITLES * _TITLE_HAN or re.search(r"[。!?;,、](?:\s|$)", line.key) or is_byline(line):
        return 1
    parts = [part for part in _SIDE_BY_SIDE.split(line.key) if len(part) > 1]
    return len(parts) if all(Line(part).han >= _TITLE_HAN and not _ENTRY.match(part) for part in parts) else 1


def _ends_text(line: Line, key: str) -> bool:
    """A byline, the office and day under a notice, a remark in brackets, a line with a full stop inside, an English sentence."""
    if is_byline(line) or _NOTICE_SIGNED.fullmatch(key) or (key[:1] == "(" and key[-1:] == ")"):
        return True
    return "。" in key.rstrip("。”") or (line.han < _TITLE_HAN and len(key) >= 40 and key.endswith("."))


def _is_list_of_names(key: str) -> bool:
    if key.count("、") >= 4 or (":" in key[:12] and not re.search(r"[一-鿿]{6}", key)):
        return True
    names = split_names(key)
    return sum(end - start for start, end in names) >= 0.4 * len(key)


def _pairs(key: str) -> frozenset[str]:
    found = {run[at : at + 2] for run in _HAN_RUN.findall(key) for at in range(len(run) - 1)}
    return frozenset(pair for pair in found if pair not in _common() and _FUNCTION.isdisjoint(pair))


def _shares(rows: Sequence[_Row], title: frozenset[str]) -> list[float]:
    """For each row: the part of the pairs from there on that occurs above it (title included)."""
    first: dict[str, int] = dict.fromkeys(title, -1)
    step = [0] * (len(rows) + 1)
    for at, row in enumerate(rows):
        for pair in row.pairs:
            seen = first.setdefault(pair, at)
            if seen < at:  # counts for each cut between its first mention and here
                step[max(seen + 1, 0)] += 1
                step[at + 1] -= 1
    shared, total = [], 0
    for value in step:
        total += value
        shared.append(total)
    below = 0
    shares = [0.0] * len(rows)
    for at in range(len(rows) - 1, -1, -1):
        below += len(rows[at].pairs)
        shares[at] = shared[at] / below if below else 1.0
    return shares


def _are_items(rows: Sequence[_Row], kinds: str, at: int, share: float) -> bool:
    """Headlines, each alone or each with a summary, a date or both in one order, right below a sentence."""
    match = _ITEMS.fullmatch(kinds.replace("o", "t"), at) if kinds[at] != "s" and kinds[at - 1] in "sd" else None
    if not match or kinds.count("t", at) < _FEWEST_TITLES or (match[1] == "ts" and len(kinds) - at < 8):
        return False
    # Headlines over one summary each might still be the parts of one article.
    if share > (_MOST_SHARED_PARTS if match[1] == "ts" else _MOST_SHARED_TITLES):
        return False
    size = len(match[1])
    if "s" not in re.sub(f"(?:{match[1]})+$", "", kinds[:at]):
        return False  # a round-up, which is made of such items from its beginning
    first = [row for row in rows[at : at + size] if row.pairs]
    above = frozenset().union(*(row.pairs for row in rows[:at]))
    told = sum(len(row.pairs) for row in first)
    if told and sum(len(row.pairs & above) for row in first) > _MOST_SHARED_ITEM * told:
        return False
    return max(row.size for row in rows[at:]) <= _LONGEST_ITEM


def _are_paragraphs(rows: Sequence[_Row], leads: str, at: int, share: float) -> bool:
    """Openings of other articles: they share nothing with a text that hangs together, nor with each other."""
    if len(rows) - at < _FEWEST_PARAGRAPHS or share > _MOST_SHARED_PARAGRAPHS or not leads:
        return False
    head, tail = rows[:at], rows[at:]
    teasers = len(tail) > _FEWEST_PARAGRAPHS and max(row.size for row in tail) <= _LONGEST_TEASER
    fewest_leads = 0.0 if teasers else 0.4
    if leads.count("l", at) < fewest_leads * len(tail) or not set(leads[at:]) <= {"s", "l"}:
        return False
    if max(row.size for row in tail) > _LONGEST_ITEM or _cohesion(tail) > _LEAST_COHESION:
        return False
    return _cohesion(head) > 2 * _LEAST_COHESION if len(head) >= 3 else True


def _cohesion(rows: Sequence[_Row]) -> float:
    """The part of the pairs of all rows but the first that an earlier row had."""
    seen: set[str] = set(rows[0].pairs)
    repeated = total = 0
    for row in rows[1:]:
        repeated += len(row.pairs & seen)
        total += len(row.pairs)
        seen |= row.pairs
    return repeated / total if total else 0.0


@cache
def _common() -> frozenset[str]:
    text = files("archive.extract").joinpath("data", "common_pairs.txt").read_text(encoding="utf-8")
    return frozenset(text.split())
