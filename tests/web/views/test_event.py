"""All reports of one event: which came first, what copies what, what each copy changed, who says what."""

from __future__ import annotations

import json
import re

import pytest

from archive.models import Article, ArticleState, Event, Finding, Relation
from tests.factories import make_article, make_event, make_finding, make_hubei, make_source

pytestmark = pytest.mark.django_db

BODY = "7月7日,推进会在武汉市召开。\n会上捐款100万元。\n志愿者代表发言,讲了三个故事。"


@pytest.fixture
def event() -> Event:
    """A first report, two copies, one of them changed, and an independent report that counts otherwise."""
    make_hubei()
    event = make_event("推进会")
    shared = {"event": event, "date": "2013-07-07"}
    lead = make_article("推进会召开", BODY, published="2013-07-08", publisher=make_source("甲报"), **shared)
    copied = {**shared, "relation": Relation.REPRINT, "reprint_of": lead}
    make_article("推进会召开", BODY, published="2013-07-08", publisher=make_source("乙网"), **copied)
    changed = "7月7日,推进会在武汉市召开。\n会上捐款200万元。\n本网编辑整理。"
    make_article("百万善款到位", changed, published="2013-07-10", publisher=make_source("丙网"), **copied)
    other = {**shared, "relation": Relation.INDEPENDENT}
    make_article("又一篇", "推进会在汉召开。", published="2013-07-09", publisher=make_source("丁报"), **other)
    event.lead = lead
    event.save()
    return event


def html_of(client, event: Event, query: str = "", status: int = 200) -> str:
    response = client.get(event.get_absolute_url() + query)
    assert response.status_code == status
    return response.content.decode()


def rows(html: str) -> list[str]:
    return re.findall(r'<li class="[^"]*" id="r\d+">.*?</li>\s*(?=<li class="[^"]*" id="r|</ol>)', html, re.S)


def test_copies_stand_under_the_text_they_copy(client, event):
    found = rows(html_of(client, event))
    assert [re.search(r"<bdi>(.*?)</bdi>", row)[1] for row in found] == [
        "推进会召开",
        "推进会召开",
        "百万善款到位",
        "又一篇",
    ]
    assert ['class="first"' in row for row in found] == [True, False, False, False]
    assert [" copy" in row for row in found] == [False, True, True, False]
    assert "首发" in found[0]
    assert "同日" in found[1]
    assert "晚 2 天" in found[2]
    assert "文字出自 1 甲报" in found[2]
    assert "独立报道" in found[3]


def test_a_lead_chosen_by_staff_is_not_called_first(client, event):
    event.lead_is_set = True
    event.save()
    found = rows(html_of(client, event))
    assert "首发" not in found[0]
    assert "主报道" in found[0]


def test_each_copy_says_what_it_changed(client, event):
    found = rows(html_of(client, event))
    assert "文字相同" in found[1]
    assert "看差异" not in found[1]
    assert "改了标题" in found[2]
    for words in ("删去 1 句", "增加 1 句", "改写 1 句"):
        assert words in found[2]
    assert "<del>1</del><ins>2</ins>00万元" in found[2].replace("\n", "")


def test_the_whole_comparison_has_a_page(client, event):
    copy = Article.objects.get(title="百万善款到位")
    html = client.get(f"/articles/{copy.pk}/changes/").content.decode()
    assert "<del>志愿者代表发言,讲了三个故事。</del>" in html
    assert "<ins>本网编辑整理。</ins>" in html
    assert "1 句未变" in html
    assert '<meta name="robots" content="noindex">' in html


def test_there_is_nothing_to_compare_with_a_report_that_is_gone(client, event):
    copy = Article.objects.get(title="百万善款到位")
    Article.objects.filter(pk=copy.reprint_of_id).update(state=ArticleState.WITHDRAWN)
    assert client.get(f"/articles/{copy.pk}/changes/").status_code == 404
    assert client.get(f"/articles/{event.lead_id}/changes/").status_code == 410


def test_withdrawn_and_rejected_reports_are_not_shown_and_their_copies_stay(client, event):
    Article.objects.filter(title="推进会召开", reprint_of=None).update(state=ArticleState.WITHDRAWN)
    Article.objects.filter(title="又一篇").update(state=ArticleState.REJECTED)
    html = html_of(client, event)
    assert "甲报" not in html
    assert "丁报" not in html
    assert len(rows(html)) == 2


def test_facts_say_which_reports_say_them_and_lead_to_the_words(client, event):
    first, last = event.articles.order_by("pk").first(), event.articles.order_by("pk").last()
    for article in (first, last):
        make_finding(article, "region", "420100", role="venue", quote="武汉市")
    region = first.findings.get(kind="region")
    merged = html_of(client, event)
    merged = merged[merged.index('<dl class="merged">') :]
    place = merged[merged.index("何地") : merged.index("</dd>", merged.index("何地"))]
    assert "湖北 武汉" in place
    assert re.findall(r">(\d+)</a>", place) == ["1", "4"]
    assert f'href="/articles/{first.pk}/#e{region.pk}"' in place
    assert "第 1 篇，甲报" in place


@pytest.mark.parametrize(("other", "differs"), [("120", True), ("110", False)])
def test_head_counts_that_differ_are_marked(client, event, other, differs):
    for article, number in zip(event.articles.order_by("pk"), ("110", "110", "110", other), strict=True):
        data = {"value": int(number), "what": "attendees"}
        make_finding(article, "headcount", number, quote="召开", data=data)
    html = html_of(client, event)
    assert ("各篇说法不同" in html) is differs


@pytest.mark.parametrize(
    ("kind", "role", "value", "data", "differs"),
    [
        ("region", "venue", "420000", {}, False),
        ("region", "venue", "420102", {}, False),
        ("region", "venue", "420500", {}, True),
        ("event_date", "event", "2013-07", {"start": "2013-07-01", "end": "2013-07-31"}, False),
        ("event_date", "event", "2013-07-09", {"start": "2013-07-09", "end": "2013-07-09"}, True),
        ("event_date", "event", "XXXX-07-09", {"start": None, "end": None}, False),
    ],
)
def test_a_coarser_answer_is_no_other_answer(client, event, kind, role, value, data, differs):
    first, *_, last = event.articles.order_by("pk")
    make_finding(first, "region", "420100", role="venue")
    last.findings.filter(kind=kind).delete()
    make_finding(last, kind, value, role=role, data=data)
    assert ("各篇说法不同" in html_of(client, event)) is differs


def test_an_event_that_was_joined_to_another_leads_there(client, event):
    old = make_event("旧", merged_into=event)
    response = client.get(old.get_absolute_url())
    assert (response.status_code, response.headers["Location"]) == (302, event.get_absolute_url())
    assert client.get(make_event("空").get_absolute_url()).status_code == 404
    assert client.get(f"/events/{10**30}/").status_code == 404


def test_copies_that_go_round_in_a_ring_are_all_shown_once(client):
    event = make_event()
    left, right = (make_article(f"文{number}", event=event) for number in range(2))
    Article.objects.filter(pk=left.pk).update(reprint_of=right)
    Article.objects.filter(pk=right.pk).update(reprint_of=left)
    assert len(rows(html_of(client, event))) == 2


def test_hundreds_of_reports_are_paged_light_and_cost_few_queries(client, event, django_assert_max_num_queries):
    lead = event.lead
    Article.objects.bulk_create(
        Article(
            title=f"转载{number:03}",
            body=BODY.replace("三", str(number)) + f"另{number}。" * 30,
            event=event,
            relation="reprint",
            reprint_of=lead,
            published=f"2014-01-{number % 28 + 1:02}",
        )
        for number in range(500)
    )
    copies = Article.objects.filter(title__startswith="转载")
    Finding.objects.bulk_create(
        Finding(article=copy, kind="organisation", value=f"甲{number}公司", role="organiser", quote="推进会")
        for copy in copies
        for number in range(4)
    )
    with django_assert_max_num_queries(8):
        response = client.get(event.get_absolute_url())
    assert len(response.content) < 120_000
    html = response.content.decode()
    assert "504 篇报道" in html
    assert len(rows(html)) == 40
    assert 'href="?page=2"' in html
    seen = set()
    for number in range(1, 14):
        seen |= set(re.findall(r'id="r(\d+)"', html_of(client, event, f"?page={number}")))
    assert len(seen) == 504


@pytest.mark.parametrize("page", ["0", "99", "x", "-1", "1" * 30, "１"])
def test_a_page_that_is_none_shows_one_that_is(client, event, page):
    assert len(rows(html_of(client, event, f"?page={page}"))) == 4


def test_programs_read_an_event_with_its_reports(client, event):
    make_finding(event.lead, "region", "420100", role="venue", quote="武汉市")
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html_of(client, event), re.S)[1])
    assert (data["@type"], data["name"], data["startDate"]) == ("Event", "推进会", "2013-07-07")
    assert data["@id"] == f"http://testserver{event.get_absolute_url()}"
    assert data["location"][0]["address"]["addressRegion"] == "湖北省"
    assert data["subjectOf"][0]["headline"] == "推进会召开"


def test_hostile_titles_are_escaped(client, event):
    evil = "</script><script>alert(1)</script>\u202e"
    event.title = evil
    event.save()
    Article.objects.filter(event=event).update(title=evil, claimed_source=evil)
    html = html_of(client, event)
    assert "<script>alert" not in html
    assert html.count("<script") == html.count("</script>")


def test_personal_data_in_changed_sentences_is_masked(client, event):
    copy = Article.objects.get(title="百万善款到位")
    copy.body += "\n联系电话13812345678。"
    copy.save()
    assert "13812345678" not in html_of(client, event)
    assert "13812345678" not in client.get(f"/articles/{copy.pk}/changes/").content.decode()
