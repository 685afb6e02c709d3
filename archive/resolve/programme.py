"""Finds programmes, campaigns and brands: names in quotation marks beside 活动, 行动, 项目, 品牌 …, and known ones bare.

A name once quoted as a programme counts wherever it stands on the page. Deliberately not here: slogans (以“…”为主题), honours
(“…”称号), speech, theme days (`theme_day`), and unquoted names nobody has listed; which words make a name a programme's
(`programme_words`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice

from archive.records import Draft, Finding
from archive.resolve.passages import Passages, read_passages
from archive.resolve.programme_words import is_charity_page, why_no_programme
from archive.resolve.trace import Trace, consider
from archive.resolve.vocabulary import read_rows
from archive.text.regex import regex
from archive.text.script import to_simplified
from archive.text.word_finder import WordFinder

RULE_VERSION = 3

_MAX_FINDINGS = 20
_MAX_MATCHES = 300

_QUOTED = regex(
    r"[“「『\"](?P<name>[^“”「」『』《》\"\n。!?;,:]{2,24})[”」』\"]|《(?P<book>[^《》\n。!?;,:]{2,20})》(?=(?:公益)?(?:项目|活动|行动|计划|工程|品牌))"
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
    charity = is_charity_page(passages.folded)
    for match in islice(_QUOTED.finditer(passages.folded), _MAX_MATCHES):
        start, end = match.span("name" if match["name"] else "book")
        before, after = passages.before(match.start(), 14), passages.after(match.end(), 16)
        lost = why_no_programme(passages.folded[start:end], before, after, charity=charity)
        if lost:
            consider(trace, "programme", passages.text[start:end], (start, end), lost, rule="programme_quoted")
        else:
            yield start, end, "programme_quoted"


def _known(passages: Passages) -> Iterator[tuple[int, int, str]]:
    """Programmes of the whole country, quoted or not."""
    for start, end in _known_names().find_longest(passages.folded)[:_MAX_MATCHES]:
        yield start, end, "programme_known"


@cache
def _known_names() -> WordFinder:
    return WordFinder(row["name"] for _line, row in read_rows("programmes.csv", ("name", "label_en")))


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
