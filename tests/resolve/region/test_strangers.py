"""What was left below a text of other pages' items neither moves the event nor its place."""

from __future__ import annotations

import dataclasses

import pytest

from archive.records import Draft, StatedDate
from archive.resolve.event_date import resolve_event_dates
from archive.resolve.passages import read_passages
from archive.resolve.region import resolve_regions
from archive.resolve.region.strangers import strangers_start
from archive.resolve.trace import Trace

PAGE = Draft(
    title="孝感市孝南区志愿者为老人义剪",
    body="8月1日,孝感市孝南区的理发志愿者走进敬老院,为四十位老人剪发。\n老人们排队等候,院子里笑声不断。",
    published=StatedDate(value="2022-08-02", precision="day", quote="2022-08-02", rule="test"),
)
HEADLINES = (
    "兰州市七里河区举办“邻里节”",
    "广东省慈善总会发布年度报告",
    "7月28日哈尔滨市道里区义诊走进校园",
    "绵阳市召开社会工作者座谈会",
    "大连:百名骑手成为文明监督员",
)
SENTENCES = (
    "7月30日,兰州市七里河区在文化广场举办邻里节,三百户居民参加。",
    "近日,广东省慈善总会在广州市越秀区发布年度报告。",
    "8月2日,哈尔滨市道里区的医生走进校园为学生义诊。",
    "绵阳市召开社会工作者座谈会,部署下半年工作。",
    "7月31日,大连市百名骑手成为文明监督员。",
)


def answers(page: Draft) -> tuple[set[str], list[str]]:
    venues = {finding.value for finding in resolve_regions(page) if finding.role == "venue"}
    return venues, [finding.value for finding in resolve_event_dates(page) if finding.role == "event"]


@pytest.mark.parametrize("items", [HEADLINES, SENTENCES])
def test_five_items_below_a_text_change_neither_place_nor_day(items):
    page = dataclasses.replace(PAGE, body="\n".join([PAGE.body, *items]))
    assert answers(PAGE) == ({"420902"}, ["2022-08-01"])
    assert answers(page) == answers(PAGE)
    trace: Trace = []
    resolve_event_dates(page, trace)
    resolve_regions(page, trace)
    assert {row.reason for row in trace if row.value in ("8月2日", "230102", "210200")} <= {
        "date-aside",
        "region-aside",
    }


def test_an_account_of_many_places_keeps_them():
    page = Draft(title="各地志愿者清雪", body="连日来,志愿者在各地清雪。\n" + "\n".join(SENTENCES))
    passages = read_passages(page)
    assert strangers_start(passages) == len(passages.folded), "it names no place of its own"


def test_long_paragraphs_are_the_articles_own():
    page = dataclasses.replace(PAGE, body="\n".join([PAGE.body, *(line * 6 for line in SENTENCES)]))
    passages = read_passages(page)
    assert strangers_start(passages) == len(passages.folded)
