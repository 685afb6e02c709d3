"""Resolving as a whole: any text gets an answer, quickly, with quotes and offsets that hold."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.records import Draft
from archive.resolve.findings import resolve_findings
from tests.resolve.drafts import draft

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
def test_a_megabyte_of_anything_takes_less_than_a_second(piece):
    page = draft(piece * (1_000_000 // len(piece)), title="志愿服务", published="2024-02-29")
    resolve_findings(draft("武汉市", title="志愿服务"))  # tables are read once a process
    started = time.process_time()
    resolve_findings(page)
    assert time.process_time() - started < 1


def test_a_list_page_tells_of_no_event():
    page = Draft(title="活动列表", body="7月7日,推进会在武汉市召开。", page_class="list")
    assert resolve_findings(page) == ()
