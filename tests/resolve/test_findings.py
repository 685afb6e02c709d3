"""Resolving as a whole: any text gets an answer, quickly, with quotes and offsets that hold."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.records import Draft
from archive.resolve.findings import resolve_findings
from archive.resolve.trace import Trace
from tests.resolve.drafts import draft
from tests.time_limit import time_limit

# Pieces that rules look for, so that random texts reach deep into them.
WORDS = ["7月7日", "2月30日", "二〇一三年", "第38个国际志愿者日", "昨日", "近日", "捐款100万元", "110余人", "2013"]
NAMES = ["志愿服务联合会", "主任王波", "武汉市", "召开", "活动", "農曆", "99999999999999999999"]
PIECES = st.sampled_from([*WORDS, *NAMES, *"至—前“”在。\n,０讯元万年月日ﬁİ\ud800🍛()-第一"])
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join))


@settings(max_examples=150, deadline=None)
@given(title=TEXTS, body=TEXTS, published=st.none() | st.just("2024-02-29") | TEXTS)
def test_any_text_resolves_and_every_offset_lies_in_it(title, body, published):
    page = draft(body, title=title, published=published)
    for finding in resolve_findings(page):
        assert 0 <= finding.confidence <= 1
        if finding.start is not None:
            assert page.text[finding.start : finding.end]
            assert finding.quote in page.text


@pytest.mark.parametrize(
    "piece",
    [
        "7月7日",
        "1",
        "一",
        "“",
        "(",
        "捐",
        "1,",
        "王",
        "社区",
        "年月日",
        "在武汉市召开会议,",
        "至",
        "\n",
        "第38个",
        "a",
        "100名志愿者",
        "发放",
    ],
)
def test_a_megabyte_of_anything_is_read_in_time(piece):
    page = draft(piece * (1_000_000 // len(piece)), title="志愿服务", published="2024-02-29")
    with time_limit():
        resolve_findings(page)


def test_a_list_page_tells_of_no_event():
    page = Draft(title="活动列表", body="7月7日,推进会在武汉市召开。", page_class="list")
    assert resolve_findings(page) == ()


ITEMS = (
    "7月30日,兰州市七里河区举办义诊,三百名居民参加,兰州市慈善总会捐款20万元。",
    "近日,广东省慈善总会在广州市越秀区资助留守儿童五十名。",
    "8月2日,哈尔滨市道里区的医生王建国走进校园为学生普及急救知识。",
    "绵阳市召开社会工作者座谈会,部署“暖冬行动”项目。",
    "7月31日,大连市百名骑手成为文明监督员,发放倡议书5000份。",
)


def test_items_of_other_pages_below_a_text_give_no_finding_of_any_kind():
    own = "8月1日,孝感市孝南区的理发志愿者走进敬老院,为四十位老人剪发。"
    title = "孝感市孝南区志愿者为老人义剪"
    alone = draft(own, title=title, published="2022-08-02")
    longer = draft("\n".join([own, *ITEMS]), title=title, published="2022-08-02")
    assert resolve_findings(longer) == resolve_findings(alone)
    trace: Trace = []
    assert resolve_findings(longer, trace) == resolve_findings(alone)
    assert {"amount", "event_type", "organisation"} <= {row.kind for row in trace if row.reason == "aside"}
