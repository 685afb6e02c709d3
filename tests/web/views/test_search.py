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
            boxes = re.findall(
                r'<input type="checkbox" name="(\w+)" value="([^"]+)"><span>[^<]*</span><span class="num">(\d+)<', html
            )
            join = "&" if "?" in start else "?"
            values = [
                (f"{start}{join}{name}={value}", count) for name, value, count in boxes if f"{name}=" not in start
            ]
            links = re.findall(r'<i></i><a href="([^"]+)" [^>]*>[^<]*</a><span class="num">(\d+)<', html)
            links += re.findall(r'<a href="([^"]+)" title="[^"]*? (\d+) 篇">', html)
            values += [(unescape(address), count) for address, count in links]
            assert len(values) >= 5
            for address, count in values:
                assert total(get(client, address)) == int(count), address

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
        assert [(label, words) for _address, label, words in offers] == [("检索词：江滩", "有 1 篇")]
        assert total(get(client, unescape(offers[0][0]))) == 1
        assert "单独去掉其余各项仍没有结果：地区 山东省、事件类型 培训。" in nothing

    def test_an_empty_answer_tells_what_the_archive_holds_of_the_place_and_time(self, client):
        html = get(client, "/search/?q=净滩&region=371300&date=2025-05&field=elder-care")
        held = html[html.index("档案里有的") :]
        assert re.search(r'<a href="/search/\?region=371300&amp;date=2025-05">临沂市 2025年5月</a>', held)
        types = re.findall(r'<a href="([^"]+)">(\w+) <span class="num">(\d+)</span></a>', held)
        assert [(label, count) for _address, label, count in types] == [("会议", "1"), ("培训", "1")]
        for address, _label, count in types:
            assert total(get(client, unescape(address))) == int(count)

    def test_where_place_and_time_have_nothing_together_each_is_told(self, client):
        html = get(client, "/search/?region=371300&date=2013")
        held = html[html.index("档案里有的") :]
        assert re.search(r'临沂市</a> <span class="num">有 1 篇', held)
        assert re.search(r'2013年</a> <span class="num">有 2 篇', held)

    def test_an_archive_without_reports_says_so(self, client):
        Article.objects.update(state=ArticleState.WITHDRAWN, revision=9)
        html = get(client, "/search/")
        assert "档案里还没有报道" in html
        assert "看全部报道" not in html

    def test_a_form_leaves_no_empty_fields_in_the_address(self, client):
        response = client.get("/search/?q=志愿&by=event&from=&to=&region=420000")
        assert response.status_code == 302
        assert response.headers["Location"] == "/search/?q=%E5%BF%97%E6%84%BF&region=420000"
        assert client.get("/search/?q=").headers["Location"] == "/search/"

    def test_htmx_gets_the_parts_and_the_address_they_belong_to(self, client):
        response = client.get("/search/?q=志愿&by=event&from=&region=420000", headers={"hx-request": "true"})
        assert response.status_code == 200
        assert response.headers["HX-Push-Url"] == "/search/?q=%E5%BF%97%E6%84%BF&region=420000"
        assert "HX-Request" in response.headers["Vary"]
        assert response.text.startswith("<title>志愿 - 检索")
        for part in ('<section id="results"', 'id="summary" ', 'id="filters" ', 'id="chosen-count" ', 'id="done" '):
            assert part in response.text
        assert "<html" not in response.text

    def test_going_back_asks_for_the_page(self, client):
        headers = {"hx-request": "true", "hx-history-restore-request": "true"}
        response = client.get("/search/?region=420000", headers=headers)
        assert response.text.startswith("<!doctype html>")

    def test_the_values_below_one_are_given_as_boxes(self, client):
        response = client.get("/search/facets/region/?under=420100", headers={"hx-request": "true"})
        assert re.findall(r'value="(\d+)"><span>([^<]+)</span><span class="num">(\d+)', response.text) == [
            ("420102", "江岸区", "2")
        ]

    def test_inside_a_chosen_value_what_is_found_by_name_is_a_link(self, client):
        address = "/search/facets/region/?region=420000&find=yichang"
        response = client.get(address, headers={"hx-request": "true"})
        assert "checkbox" not in response.text
        assert 'href="/search/?region=420500"' in response.text
        assert "湖北省" in response.text

    @pytest.mark.parametrize("show", ["show=map", "show=map&region=420000", "show=map&q=没有这个词"])
    def test_the_map_of_what_is_found_asks_few_questions(self, client, show, django_assert_max_num_queries):
        get(client, f"/search/?{show}")
        with django_assert_max_num_queries(12):
            get(client, f"/search/?{show}")

    def test_a_shape_on_the_map_chooses_its_region_and_finds_its_count(self, client):
        html = get(client, "/search/?show=map&type=meeting")
        shapes = re.findall(r'<a class="t\d" href="([^"]+)" aria-label="[^"]*? (\d+) 篇"', html)
        assert len(shapes) == 2
        for address, count in shapes:
            assert "show=map" in address
            assert total(get(client, unescape(address))) == int(count)

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
