"""What the resolvers considered: each loser with the reason it lost, and no page read differently because of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

from archive.ingest.stages import process_page
from archive.readers.registry import list_inputs, read_json_lines, read_pages
from archive.records import Draft, FindingKind, Page, StatedDate
from archive.resolve.event_date import resolve_event_dates
from archive.resolve.findings import resolve_findings
from archive.resolve.reasons import REASONS
from archive.resolve.region import resolve_regions
from archive.resolve.trace import Considered, Trace
from tests.quality.labelled_pages import DEV

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
CATALOGUE = Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES" / "django.po"


def draft_of(title: str, body: str, published: str = "2020-11-13") -> Draft:
    stated = StatedDate(value=published, precision="day", quote=published, rule="test")
    return Draft(title=title, body=body, published=stated)


def lost_regions(draft: Draft) -> dict[str, str]:
    trace: Trace = []
    resolve_regions(draft, trace)
    return {row.value: row.reason for row in reversed(trace)}


def lost_dates(draft: Draft) -> dict[str, str]:
    trace: Trace = []
    resolve_event_dates(draft, trace)
    return {row.value: row.reason for row in reversed(trace)}


def drafts(folder: Path) -> list[Draft]:
    pages = [page for path in list_inputs([folder]) for page in read_pages(path) if isinstance(page, Page)]
    return [process_page(page)[0] for page in pages]


def test_every_reason_has_an_english_text():
    known = {message.id: message.string for message in read_po(CATALOGUE.open("rb"), locale="en")}
    assert [text for text in REASONS.values() if not known.get(text)] == []


def test_no_page_is_read_differently_while_it_is_traced():
    read = 0
    for draft in drafts(SAMPLES):
        trace: Trace = []
        assert resolve_findings(draft, trace) == resolve_findings(draft)
        assert_sound(trace, draft)
        read += bool(trace)
    assert read >= 60


def test_no_labelled_page_is_read_differently_while_it_is_traced():
    lines = [json.loads(line) for line in DEV.read_text(encoding="utf-8").split("\n") if line.strip()]
    bare = [json.dumps({key: value for key, value in line.items() if key != "labels"}).encode() for line in lines[:120]]
    for page in read_json_lines(bare, name=DEV.name):
        assert isinstance(page, Page)
        draft = process_page(page)[0]
        trace: Trace = []
        assert resolve_findings(draft, trace) == resolve_findings(draft)
        assert_sound(trace, draft)


def assert_sound(trace: Trace, draft: Draft) -> None:
    for row in trace:
        assert row.text, row
        assert row.start is None or 0 <= row.start < (row.end or 0) <= len(draft.text), row


def find(trace: list[Considered], kind: FindingKind, value: str) -> Considered:
    return next(row for row in trace if row.kind == kind and row.value == value)


def test_a_real_page_tells_which_places_and_kinds_lost_and_why(shared: Path):
    (draft,) = drafts(next((shared / "seeds").glob("000_*")))
    trace: Trace = []
    findings = resolve_findings(draft, trace)
    assert [f.value for f in findings if f.kind == "event_date"] == ["2013-07-07"]
    assert [f.value for f in findings if f.role == "venue"] == ["420102"]
    assert find(trace, "region", "420000").reason == "region-finer"
    assert find(trace, "region", "120000").rule == "region-award-list"
    assert find(trace, "region", "230811").reason == "region-word", "永红 of 茅永红坚持 is no district"
    assert find(trace, "event_type", "service").reason == "type-detail"


def test_a_real_page_tells_which_dates_lost_and_why(shared: Path):
    (draft,) = drafts(next((shared / "seeds").glob("003_*")))
    trace: Trace = []
    findings = resolve_findings(draft, trace)
    assert [f.value for f in findings if f.role == "event"]
    assert {row.reason for row in trace if row.kind == "event_date"} <= {code for code in REASONS if "date-" in code}


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("本报武汉11月12日电(记者 王一)11月10日,志愿者在江岸区清扫街道。", "11月12日", "date-dateline"),
        ("11月10日,志愿者在江岸区清扫街道。11月9日是全国消防日。", "2020-11-09", "date-topic-day"),
        ("11月10日,社区举行义诊。11月10日上午,居民排起长队。", "2020-11-10", "date-repeated"),
        ("11月10日,社区举行义诊。近日天气转冷。", "2020-11-13~", "date-vague"),
        ("11月10日,社区举行义诊,落实2019年市政府工作报告。", "2019年", "date-name"),
        ("2035年8月1日,社区举行义诊。", "2035年8月1日", "date-far-ahead"),
        ("11月10日,社区举行义诊。端午节的粽子大家都爱吃。", "端午节", "date-named-only"),
    ],
)
def test_a_date_that_lost_tells_why(text: str, value: str, reason: str):
    assert lost_dates(draft_of("志愿服务在行动", text)).get(value) == reason


def test_a_date_without_a_day_to_count_from_is_told():
    assert lost_dates(Draft(title="", body="昨天,社区举行义诊。")) == {"昨天": "date-unresolved"}


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("11月10日,义诊活动在武汉市江岸区举行。队员来自湖南。", "430000", "region-mentioned"),
        ("11月10日,义诊活动在武汉市江岸区举行。武汉市已有20支队伍。", "420100", "region-finer"),
        ("11月10日,义诊活动在武汉市江岸区举行。据长江日报、成都商报记者报道。", "510100", "region-outlet"),
        ("11月10日,义诊在武汉市江岸区举行。也在上海、江苏、浙江、安徽等地开展。", "310000", "region-listed"),
        ("11月10日,义诊在武汉市江岸区芜湖路举行。", "340200|340221", "region-other-name"),
        ("11月10日,义诊在武汉市江岸区举行,王秀英说很好。队长陈昆山说还会来。", "320583", "region-chance"),
        ("11月10日,义诊在武汉市江岸区举行。他们计划明年到贵州省开展助学。", "520000", "region-planned"),
    ],
)
def test_a_region_that_lost_tells_why(text: str, value: str, reason: str):
    assert lost_regions(draft_of("志愿服务在行动", text)).get(value) == reason


def test_a_weaker_venue_keeps_its_weight():
    trace: Trace = []
    page = draft_of("", "11月10日,义诊在武汉市江岸区举行。成都市慈善总会送来药品。")
    venue = next(finding for finding in resolve_regions(page, trace) if finding.role == "venue")
    loser = find(trace, "region", "510100")
    assert (venue.value, loser.reason) == ("420102", "region-weaker")
    assert loser.score is not None and 0.5 < loser.score < venue.confidence
