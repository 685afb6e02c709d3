"""Pages for browsing: what they show, that each number leads to a search that finds as many, and what they cost."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from archive.ingest.vocabularies import load_vocabularies
from archive.models import ArticleState, Source, SourceKind
from archive.search.indexing import index_stale
from archive.search.labels import forget_labels
from tests.browser.small_archive import fill
from tests.factories import make_article, make_event_type, make_hubei, make_region, make_source
from tests.web.number_links import number_links, pages_linked, wrong_numbers

pytestmark = pytest.mark.django_db

LISTS = ["/", "/regions/", "/types/", "/sources/", "/programmes/", "/organisations/", "/timeline/", "/map/"]
PAGES = [
    *LISTS,
    "/regions/420000/",
    "/regions/420100/",
    "/regions/420102/",
    "/types/meeting/",
    "/fields/elder-care/",
    "/timeline/2013/",
    "/timeline/2013-07/",
    "/organisations/?kind=foundation",
    "/regions/?find=wuhan",
]


@pytest.fixture
def archive():
    fill()
    make_article(
        "江滩净滩",
        venues=["420102"],
        organisations=["武汉市红十字会", "江城基金会", "某某"],
        programmes=["一盏灯"],
        date="2013",
    )
    make_article("无时无地")
    index_stale()


@pytest.fixture
def archive_with_all_regions():
    load_vocabularies()
    forget_labels()
    fill()
    index_stale()


def test_every_number_leads_to_a_search_that_finds_as_many(client, archive):
    for address in [*PAGES, *(reverse("source", args=[source.pk]) for source in Source.objects.all())]:
        page = client.get(address).content
        assert (address, len(list(number_links(page))) > 0, wrong_numbers(page)) == (address, True, [])


def test_every_page_linked_from_a_page_for_browsing_is_there(client, archive):
    linked = {address for page in PAGES for address in pages_linked(client.get(page).content)}
    assert len(linked) > 20
    assert {address: code for address in linked if (code := client.get(address).status_code) != 200} == {}


def test_no_page_asks_many_questions(client, archive, django_assert_max_num_queries):
    for address in PAGES:
        forget_labels()
        with django_assert_max_num_queries(12, info=address):
            assert client.get(address).status_code == 200


def test_an_empty_archive_can_be_browsed(client):
    index_stale()
    assert {address: code for address in LISTS if (code := client.get(address).status_code) != 200} == {}


def test_pages_are_light_with_all_regions_known(client, archive_with_all_regions):
    sizes = {address: len(client.get(address).content) for address in PAGES}
    assert {address: size for address, size in sizes.items() if size > 90_000} == {}


def test_home_tells_what_is_held_of_each_province_in_each_year_and_what_not(client, archive_with_all_regions):
    html = client.get("/").content.decode()
    grid = html[html.index("holdings") :]
    assert 'href="/search/?region=420000&amp;date=2013">4</a>' in grid
    assert len(re.findall(r"<td>–</td>", grid)) > 34
    assert "尚无报道：" in grid
    assert 'href="/regions/540000/"' in grid


def test_an_abolished_region_leads_to_what_followed_it(client, archive_with_all_regions):
    assert client.get("/regions/500105/").headers["Location"] == "/regions/500157/"
    html = client.get("/regions/500157/").content.decode()
    assert "江北区、渝北区" in html


def test_a_region_shows_its_parts_its_place_and_what_lies_beside_it(client, archive_with_all_regions):
    province = client.get("/regions/420000/").content.decode()
    assert 'aria-label="武汉市 5 篇"' in province
    county = client.get("/regions/420102/").content.decode()
    assert "在湖北省的位置" in county
    assert re.search(r'<a class="t\d on" href="/regions/420100/"', county)
    assert "武汉市下辖地区" in county
    assert "武昌区" in county


def test_a_region_without_articles_says_so(client, archive_with_all_regions):
    html = client.get("/regions/540000/").content.decode()
    assert "档案里还没有相关报道" in html
    assert "拉萨市" in html


@pytest.mark.parametrize("code", ["999999", "000000", "42", "4201000"])
def test_what_is_no_region_is_not_found(client, code):
    make_hubei()
    index_stale()
    assert client.get(f"/regions/{code}/").status_code == 404


def test_regions_are_found_by_pinyin_with_what_they_lie_in(client, archive_with_all_regions):
    html = client.get("/regions/?find=wuhan").content.decode()
    assert re.search(r'/regions/420100/">武汉市</a> <span class="muted small">湖北省</span>', html)
    assert "没有这样的地区" in client.get("/regions/?find=xyzxyz").content.decode()


def test_districts_of_a_municipality_stand_right_below_it(client):
    city = make_region("110000", "北京市")
    make_region("110101", "东城区", city)
    make_article(venues=["110101"])
    index_stale()
    assert "东城区" in client.get("/regions/").content.decode()


def test_kinds_nobody_reported_are_listed_with_nothing(client, archive):
    make_event_type("policy", "政策", description="文件")
    html = client.get("/types/").content.decode()
    assert re.search(
        r"政策</a> <span[^>]*>文件</span>\s*<svg.*?</svg><span class=\"num muted\">0</span>", html, re.DOTALL
    )
    assert "档案里还没有相关报道" in client.get("/types/policy/").content.decode()


@pytest.mark.parametrize("address", ["/types/nothing/", "/fields/nothing/", "/sources/9/", f"/sources/{10**30}/"])
def test_what_does_not_exist_is_not_found(client, archive, address):
    Source.objects.filter(pk=9).delete()
    assert client.get(address).status_code == 404


def test_a_source_nothing_public_is_from_is_not_shown(client):
    source = make_source("内部来源")
    make_article(publisher=source, state=ArticleState.WITHDRAWN)
    index_stale()
    assert client.get(reverse("source", args=[source.pk])).status_code == 404


def test_a_source_tells_what_it_is_and_where(client):
    hubei = make_hubei()
    source = make_source("长江报", kind=SourceKind.MEDIA, home_region=hubei)
    source.hosts.create(host="news.example")
    make_article(publisher=source)
    index_stale()
    html = client.get(reverse("source", args=[source.pk])).content.decode()
    assert "新闻媒体" in html
    assert 'href="/regions/420000/">湖北省</a>' in html
    assert "news.example" in html
    assert "新闻媒体" in client.get("/sources/").content.decode()


def test_organisations_are_told_by_kind(client, archive):
    html = client.get("/organisations/").content.decode()
    assert re.search(r'href="/organisations/\?kind=red-cross"[^>]*>红十字会 <span class="num">1</span>', html)
    only = client.get("/organisations/?kind=foundation").content.decode()
    assert "江城基金会" in only
    assert "武汉市红十字会" not in only
    assert "某某" in client.get("/organisations/?kind=nonsense").content.decode()


def test_names_are_found_by_their_letters_and_lists_have_pages(client):
    for number in range(60):
        make_article(programmes=[f"第{number}盏灯"])
    index_stale()
    first = client.get("/programmes/").content.decode()
    assert 'href="/programmes/?offset=50" rel="next"' in first
    assert first.count("盏灯</span>") == 50
    assert 'rel="prev"' in client.get("/programmes/?offset=50").content.decode()
    assert "第7盏灯" in client.get("/programmes/?find=第7盏").content.decode()
    assert client.get("/programmes/?offset=-1&find=" + "x" * 500).status_code == 200


def test_a_year_is_twelve_months_and_a_month_leads_to_its_days(client, archive):
    year = client.get("/timeline/2013/").content.decode()
    assert year.count('<table class="days') == 12
    month = client.get("/timeline/2013-07/").content.decode()
    assert 'href="/search/?date=2013-07-07" title="2013年7月7日 2">7<span class="count"> (2)</span></a>' in month
    assert "推进会" in month
    assert 'rel="prev">← 2013年5月</a>' in month


@pytest.mark.parametrize("span", ["0000", "2013-13", "2013-00", "13", "2013-7"])
def test_what_is_no_year_or_month_is_not_found(client, span):
    index_stale()
    assert client.get(f"/timeline/{span}/").status_code == 404


def test_names_of_hostile_pages_cannot_break_out(client):
    make_article(organisations=['<script>alert(1)</script>"基金会'], programmes=["<img src=x>"])
    index_stale()
    for address in ("/organisations/", "/programmes/", "/organisations/?kind=foundation"):
        html = client.get(address).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html


@pytest.mark.usefixtures("english")
def test_pages_for_browsing_speak_english(client, archive):
    client.post(reverse("set_language"), {"language": "en"})
    assert "Browse" in client.get("/regions/").content.decode()
    html = client.get("/regions/420000/").content.decode()
    assert "<h1>Hubei" in html
    assert wrong_numbers(html.encode()) == []
