"""How right the answers on labelled pages are: one row a field, each a share of a count.

The labels say what a careful reader would say:

- `title`, `published` (day or minute), `source`, `editor`, `authors`: as on the page; empty where it has none.
- `event`: `2013-07-07`, `2013-07-05/2013-07-07`, `2013-07`; `~DATE` for ten days either way; `?-11-02` where the page
  cannot give the year, so that stating one is inventing it; null where there is no event day. `event_also` lists
  answers as good.
- `regions`: accepted answers, each a set of codes; `000000` is nationwide; `region_from_host_only` marks pages whose
  text names no place: they count neither for nor against the region rows.
- `event_types`, and `relevant`: whether it is an article of the archive's subject at all.

Script, spaces, brackets, quotation marks and inline pinyin are no part of a right answer. Nothing here reads the
text of a page.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.text.script import to_simplified
from tests.quality.labelled_pages import Answer, Labels, Record

Codes = frozenset[str]

APPROXIMATE_DAYS = 10
NATIONWIDE = "000000"
_MUNICIPALITIES = {"11", "12", "31", "50"}
_SPECIAL_REGIONS = {"81", "82"}
_DIRECTLY_BELOW_PROVINCE = "90"
_INLINE_PINYIN = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ]{1,7}\)", re.IGNORECASE)
_NO_PART = re.compile(r"[\s“”\"'‘’「」『』()（）【】\[\]]")
_SHORTEST_PART = 3

ROW_ORDER = (
    "no answer",
    "title exact",
    "title invented",
    "published day",
    "published time",
    "published invented",
    "source",
    "editor precision",
    "editor recall",
    "authors precision",
    "authors recall",
    "event date exact",
    "event start",
    "event approximate",
    "event without year",
    "event year invented",
    "event given where none",
    "province precision",
    "province recall",
    "city precision",
    "city recall",
    "finest precision",
    "finest recall",
    "region set exact",
    "region given where none",
    "type precision",
    "type recall",
    "type F1",
    "irrelevant flagged",
    "article refused",
)
LOWER_IS_BETTER = frozenset(
    {
        "no answer",
        "title invented",
        "published invented",
        "event given where none",
        "event year invented",
        "region given where none",
        "article refused",
    }
)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One measured field: `hits` of `total`."""

    name: str
    hits: int
    total: int

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None where no page asks the question."""
        return self.hits / self.total if self.total else None


@dataclass(frozen=True, kw_only=True)
class Failure:
    """One wrong answer."""

    field: str
    page_id: str
    got: object
    wanted: object


@dataclass(kw_only=True)
class Sheet:
    """Counts in the order they were first asked for, and the wrong answers behind them."""

    hits: Counter[str] = field(default_factory=Counter)
    totals: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)

    def mark(self, name: str, hit: bool | int, total: int = 1) -> None:
        """Add `hit` of `total` to a row."""
        self.hits[name] += int(hit)
        self.totals[name] += total

    def mark_sets(self, name: str, got: Iterable[str], wanted: Iterable[str]) -> None:
        """Add one page's values to the precision and recall rows of a field."""
        got, wanted = set(got), set(wanted)
        self.mark(f"{name} precision", len(got & wanted), len(got))
        self.mark(f"{name} recall", len(got & wanted), len(wanted))

    def fail(self, field_name: str, answer: Answer, got: object, wanted: object) -> None:
        """Remember a wrong answer."""
        self.failures.append(Failure(field=field_name, page_id=answer.page_id, got=got, wanted=wanted))


def score(answers: Iterable[Answer]) -> tuple[tuple[Row, ...], tuple[Failure, ...]]:
    """Every row over all pages, and every wrong answer."""
    sheet = Sheet()
    for answer in answers:
        sheet.mark("no answer", not answer.record)
        for judge in (_judge_title, _judge_published, _judge_source, _judge_names, _judge_relevance):
            judge(answer, sheet)
        if answer.labels["relevant"]:
            for judge in (_judge_event, _judge_regions, _judge_types):
                judge(answer, sheet)
    _add_type_f1(sheet)
    rows = tuple(Row(name=name, hits=sheet.hits[name], total=sheet.totals[name]) for name in ROW_ORDER)
    return rows, tuple(sheet.failures)


def _add_type_f1(sheet: Sheet) -> None:
    both = sheet.totals["type precision"] + sheet.totals["type recall"]
    sheet.mark("type F1", 2 * sheet.hits["type precision"], both)


# --- what a page says about itself -------------------------------------------------------------------------------


def even(text: str | None) -> str:
    """A text without what is no part of a right answer."""
    return _NO_PART.sub("", to_simplified(_INLINE_PINYIN.sub("", text or "")))


def _judge_title(answer: Answer, sheet: Sheet) -> None:
    got, wanted = even(answer.record.get("title")), even(answer.labels["title"])
    if wanted:
        sheet.mark("title exact", got == wanted)
    else:
        sheet.mark("title invented", bool(got))
    if got != wanted:
        sheet.fail("title", answer, got, wanted)


def _judge_published(answer: Answer, sheet: Sheet) -> None:
    got = str((answer.record.get("published") or {}).get("value") or "")
    wanted = answer.labels["published"]
    if wanted is None:
        sheet.mark("published invented", bool(got))
    else:
        sheet.mark("published day", got[:10] == wanted[:10])
        if "T" in wanted:
            sheet.mark("published time", got[11:16] == wanted[11:16])
    if got[: len(wanted or "")] != (wanted or "") or (got and wanted is None):
        sheet.fail("published", answer, got, wanted)


def _judge_source(answer: Answer, sheet: Sheet) -> None:
    wanted = even(answer.labels["source"])
    if not wanted or wanted == "原创":  # 原创 says that there is no other source
        return
    got = even(answer.record.get("original_source")) or even(_publisher(answer.record))
    right = got == wanted or (min(len(got), len(wanted)) >= _SHORTEST_PART and (got in wanted or wanted in got))
    sheet.mark("source", right)
    if not right:
        sheet.fail("source", answer, got, wanted)


def _publisher(record: Record) -> str:
    publisher = record.get("publisher")
    return str(publisher.get("name") or "") if isinstance(publisher, dict) else str(publisher or "")


def _judge_names(answer: Answer, sheet: Sheet) -> None:
    for name, got, wanted in (
        ("editor", [answer.record.get("editor")], [answer.labels["editor"]]),
        ("authors", answer.record.get("authors") or [], answer.labels["authors"]),
    ):
        given, right = ({even(value) for value in values if value} for values in (got, wanted))
        sheet.mark_sets(name, given, right)
        if given != right:
            sheet.fail(name, answer, sorted(given), sorted(right))


def _judge_relevance(answer: Answer, sheet: Sheet) -> None:
    page_class = answer.record.get("page_class", "article")
    if answer.labels["relevant"]:
        sheet.mark("article refused", page_class != "article")
    else:
        sheet.mark("irrelevant flagged", page_class != "article")
    if answer.labels["relevant"] != (page_class == "article"):
        sheet.fail("page_class", answer, page_class, answer.labels["flags"])


# --- the day of the event ----------------------------------------------------------------------------------------


def _judge_event(answer: Answer, sheet: Sheet) -> None:
    dates = answer.record.get("event_dates") or []
    date: Record = next((date for date in dates if date.get("role", "event") == "event"), {})
    accepted = [answer.labels["event"], *answer.labels.get("event_also", [])]
    wanted = accepted[0]
    right = any(_is_event(date, one) for one in accepted)
    if wanted is None:
        sheet.mark("event given where none", bool(date.get("start")) and not right)
    elif "?" in wanted:
        year_known = wanted[0].isdigit()
        sheet.mark("event year invented", bool(date.get("start")) and not year_known)
        sheet.mark("event without year", right)
    elif wanted.startswith("~"):
        sheet.mark("event approximate", right)
    else:
        sheet.mark("event date exact", right)
        sheet.mark("event start", right or _starts_right(date, wanted))
    if not right:
        sheet.fail("event", answer, date.get("edtf") or date.get("start"), accepted)


def _is_event(date: Record, wanted: str | None) -> bool:
    start, end = (str(date.get(key) or date.get("start") or "")[:10] for key in ("start", "end"))
    if wanted is None:
        return not start
    if wanted.startswith("?"):
        return not start and str(date.get("edtf") or "") == _without_year(wanted)
    if wanted.endswith("?"):  # 2015-03?: the month at most
        return not start or start.startswith(wanted[:-1])
    if wanted.startswith("~"):
        return bool(start) and abs(_day(_span(start)[0]) - _day(wanted[1:11])) <= dt.timedelta(APPROXIMATE_DAYS)
    return bool(start) and (_span(start)[0], _span(end)[1]) == _span(wanted)


def _starts_right(date: Record, wanted: str) -> bool:
    return bool(date.get("start")) and _span(str(date["start"]))[0] == _span(wanted)[0]


def _without_year(wanted: str) -> str:
    """`?-11-02` as EDTF: `XXXX-11-02`; `?-?-15`: `XXXX-XX-15`."""
    return wanted.replace("?", "XXXX", 1).replace("?", "XX")


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text[:10])


def _span(wanted: str) -> tuple[str, str]:
    """First and last day of `2013-07-07`, `START/END`, `2013-07` or `2013`."""
    first, _, last = wanted.partition("/")
    last = last or first
    year, month = int(last[:4]), int(last[5:7] or 12)
    end = last if len(last) == len("2013-07-07") else f"{year}-{month:02}-{calendar.monthrange(year, month)[1]}"
    return first + "-01-01"[len(first) - len("2013") :] if len(first) < len("2013-07-07") else first, end


# --- where and what kind -----------------------------------------------------------------------------------------


def _judge_regions(answer: Answer, sheet: Sheet) -> None:
    accepted = [frozenset(codes) for codes in answer.labels["regions"] if codes and NATIONWIDE not in codes]
    given = {region["code"] for region in answer.record.get("regions") or [] if region.get("role", "venue") == "venue"}
    got = finest(given - {NATIONWIDE})
    if not accepted:
        sheet.mark("region given where none", bool(got))
        if got:
            sheet.fail("region", answer, sorted(got), answer.labels["regions"])
    elif not answer.labels["region_from_host_only"]:
        _mark_levels(got, accepted, sheet)
        sheet.mark("region set exact", got in accepted)
        if got not in accepted:
            sheet.fail("region", answer, sorted(got), [sorted(codes) for codes in accepted])


def _mark_levels(got: Codes, accepted: list[Codes], sheet: Sheet) -> None:
    for name, width in (("province", 2), ("city", 4), ("finest", 6)):
        ours = at_level(got, width)
        theirs = max((at_level(codes, width) for codes in accepted), key=lambda codes: (len(codes & ours), -len(codes)))
        sheet.mark_sets(name, ours, theirs)


def finest(codes: Iterable[str]) -> Codes:
    """The codes without those of units that hold another one of them."""
    all_codes = set(codes)
    holders = {holder for code in all_codes for holder in (code[:2] + "0000", code[:4] + "00") if holder != code}
    return frozenset(all_codes - holders)


def at_level(codes: Codes, width: int) -> Codes:
    """The provinces (2), cities (4) or units themselves (6) that codes lie in.

    A municipality is its own city; a county that a province governs directly is its own city.
    """
    if width == 6:
        return codes
    return frozenset(_holder(code, width) for code in codes)


def _holder(code: str, width: int) -> str:
    if width == 2 or code[:2] in _MUNICIPALITIES | _SPECIAL_REGIONS:
        return code[:2] + "0000"
    return code if code[2:4] == _DIRECTLY_BELOW_PROVINCE else code[:4] + "00"


def _judge_types(answer: Answer, sheet: Sheet) -> None:
    got = {term["code"] for term in answer.record.get("event_types") or []}
    wanted = set(answer.labels["event_types"])
    sheet.mark_sets("type", got, wanted)
    if got != wanted:
        sheet.fail("type", answer, sorted(got), sorted(wanted))


# --- held against the floors -------------------------------------------------------------------------------------


def broken_floors(rows: Iterable[Row], floors: dict[str, float]) -> list[str]:
    """One sentence a row that is worse than agreed; a row that is measured no more counts as broken."""
    shares = {row.name: row.share for row in rows}
    return [
        f"{name}: {shares.get(name)} where {limit} is agreed"
        for name, limit in floors.items()
        if not _holds(name, shares.get(name), limit)
    ]


def _holds(name: str, share: float | None, limit: float) -> bool:
    if share is None:
        return False
    return share <= limit if name in LOWER_IS_BETTER else share >= limit


def used_labels(answers: Iterable[Answer]) -> Counter[str]:
    """How many pages carry each event type."""
    labels: Iterable[Labels] = (answer.labels for answer in answers)
    return Counter(code for one in labels for code in one["event_types"])
