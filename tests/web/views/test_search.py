from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse

from archive.models import Article, ArticleState
from archive.search.indexing import index_stale
from tests.factories import (
    make_article,
    make_event,
    make_event_type,
    make_hubei,
    make_service_field,
    make_shandong,
    make_source,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    make_hubei()
    make_shandong()
    make_event_type("meeting", "会议")
    make_event_type("training", "培训")
    make_service_field("elder-care", "助老")
    wuhan, linyi = make_source("长江日报"), make_source("在临沂")
    event = make_event("净滩")
    beach = {"venues": ["420102"], "types": ["meeting"], "date": "2013-07-07", "event": event}
    yichang = {"venues": ["420500"], "types": ["training"], "fields": ["elder-care"], "date": "2014-03"}
    linyi_talk = {"venues": ["371300"], "types": ["meeting", "training"], "date": "2025-05-16", "publisher": linyi}
    make_article("江滩净滩", "志愿服务在武汉。", publisher=wuhan, **beach)
    make_article("江滩净滩转载", "志愿服务在武汉。", **beach)
    make_article("宜昌培训", "志愿服务在宜昌。", **yichang)
    make_article("临沂座谈", "志愿服务在临沂。", **linyi_talk)
    make_article("不知何时何地", "志愿服务。")
    index_stale()


def get(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def total(html: str) -> int:
    return int(re.search(r'<h1><b class="num">([\d,]+)</b>', html)[1])


@pytest.mark.usefixtures("archive")
class TestSearchPage:
    def test_following_any_facet_value_finds_exactly_its_count(self, client):
        for start in ("/search/", "/search/?q=志愿服务&type=meeting", "/search/?region=420000&date=2013"):
            html = get(client, start)
            values = re.findall(
                r'<div class="value">.*?<a href="([^"]+)">[^<]*</a><span class="num">(\d+)</span>', html, re.DOTALL
            )
            bars = re.findall(r'<a href="([^"]+)" title="[^"]*? (\d+) 篇">', html)
            assert len(values) + len(bars) >= 5
            for address, count in values + bars:
                assert total(get(client, unescape(address))) == int(count), address

    def test_every_chip_removes_its_choice_only(self, client):
        html = get(client, "/search/?region=420000&type=meeting&from=2013&date=2013-07")
        chips = [unescape(address) for address in re.findall(r'class="chip" href="([^"]+)"', html)]
        assert chips == [
            "/search/?type=meeting&date=2013-07&from=2013",
            "/search/?region=420000&date=2013-07&from=2013",
            "/search/?region=420000&type=meeting&from=2013",
            "/search/?region=420000&type=meeting&date=2013-07",
        ]

    def test_the_filter_form_keeps_what_it_has_no_field_for(self, client):
        html = get(client, "/search/?q=志愿服务&sort=oldest&view=events&date=2013&region=420000&page=1")
        form = html[html.index('<form id="filters"') : html.index("</form>", html.index('<form id="filters"'))]
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
        assert hidden == {"q": "志愿服务", "sort": "oldest", "view": "events", "date": "2013"}
        assert re.search(r'name="region" value="420000"[^>]* checked', form)

    def test_new_words_keep_the_filters(self, client):
        html = get(client, "/search/?q=志愿&region=420000&type=meeting")
        form = html[html.index('<form class="find"') : html.index("</form>", html.index('<form class="find"'))]
        assert re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form) == [
            ("region", "420000"),
            ("type", "meeting"),
        ]

    def test_words_are_marked_and_nothing_else_is_markup(self, client):
        make_article("<i>标记</i>志愿", "<script>志愿</script>")
        index_stale()
        html = get(client, "/search/?q=志愿")
        assert "&lt;i&gt;标记&lt;/i&gt;<mark>志愿</mark>" in html
        assert "<script>志愿" not in html

    def test_the_events_view_leads_to_events(self, client):
        html = get(client, "/search/?q=江滩&view=events")
        hits = html[html.index('<ol class="hits">') :]
        assert len(re.findall(r"<h2>", hits[: hits.index("</ol>")])) == 1
        assert re.search(r'<h2><a href="/events/\d+/"', hits)

    def test_an_empty_answer_offers_each_removal_with_its_count(self, client):
        html = get(client, "/search/?q=江滩&region=370000&type=training")
        nothing = html[html.index('<div class="nothing">') :]
        offers = re.findall(r'<a href="([^"]+)">去掉 ([^<]+)</a> <span class="muted num">([^<]+)<', nothing)
        assert {label: words for _address, label, words in offers} == {
            "地区：山东省": "仍没有报道",
            "事件类型：培训": "仍没有报道",
            "检索词：江滩": "有 1 篇",
        }
        assert total(get(client, unescape(offers[0][0]))) == 1

    def test_dropped_parameters_are_noticed(self, client):
        html = get(client, "/search/?region=abc&date=2013-99&page=0&sort=best")
        assert html.count("<li>未采用") >= 3

    @pytest.mark.parametrize(
        "query",
        [
            "q=%00%ff",
            "q=((((",
            "q=%22",
            "q=" + "a" * 3000,
            "page=99999999999999",
            "per_page=-1",
            "region=%3Cscript%3E",
            "q=%3Cb%3E",
        ],
    )
    def test_no_address_breaks_the_page(self, client, query):
        assert "<script>" not in get(client, f"/search/?{query}")

    def test_the_page_asks_few_questions(self, client, django_assert_max_num_queries):
        get(client, "/search/")
        with django_assert_max_num_queries(12):
            get(client, "/search/?q=志愿服务&region=420000&type=meeting&from=2010")
        with django_assert_max_num_queries(12):
            get(
                client, "/search/?q=没有这个词&region=420000&region=370000&type=meeting&type=training&from=2010&to=2011"
            )

    def test_a_withdrawn_article_is_gone_at_once(self, client):
        address = reverse("article", args=[Article.objects.get(title="临沂座谈").pk])
        assert address in get(client, "/search/?q=临沂")
        Article.objects.filter(title="临沂座谈").update(state=ArticleState.WITHDRAWN, revision=9)
        assert address not in get(client, "/search/?q=临沂")

    def test_the_home_page_shows_the_archive_and_leads_into_the_search(self, client, django_assert_max_num_queries):
        with django_assert_max_num_queries(12):
            html = get(client, reverse("home"))
        assert "5 篇报道" in html
        for address in ("/search/?date=2013", "/search/?region=420000", "/search/?type=meeting"):
            assert f'href="{address}"' in html

    def test_browse_pages_lead_into_the_search(self, client):
        assert 'href="/search/?region=420500"' in get(client, reverse("regions"))
        html = get(client, reverse("types"))
        assert 'href="/search/?type=training"' in html
        assert 'href="/search/?field=elder-care"' in html
