from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from archive.models import ArticleState
from tests.factories import make_article, make_event, make_source

pytestmark = pytest.mark.django_db


def test_an_event_without_public_reports_is_not_shown(client):
    event = make_event()
    make_article(event=event, state=ArticleState.REJECTED)
    assert client.get(event.get_absolute_url()).status_code == 404
    assert client.get(f"/events/{10**30}/").status_code == 404


def test_an_event_asks_few_questions(client, django_assert_max_num_queries):
    event = make_event()
    for number in range(15):
        make_article(f"报道{number}", event=event, publisher=make_source(f"来源{number}"))
    with django_assert_max_num_queries(12):
        client.get(event.get_absolute_url())


def test_machines_learn_that_the_site_is_alive_and_where_not_to_crawl(client):
    assert client.get("/healthz").json() == {"status": "ok"}
    robots = client.get("/robots.txt")
    assert robots.headers["Content-Type"].startswith("text/plain")
    assert "Disallow: /search/" in robots.content.decode()


@pytest.mark.usefixtures("english")
def test_a_reader_chooses_the_language_and_keeps_it(client):
    assert 'lang="zh-hans"' in client.get("/about/").content.decode()
    answer = client.post(reverse("set_language"), {"language": "en", "next": "/about/"})
    assert (answer.status_code, answer.url) == (302, "/about/")
    html = client.get("/about/").content.decode()
    assert '<html lang="en">' in html
    assert "About this archive" in html
    client.post(reverse("set_language"), {"language": "zh-hans", "next": "/about/"})
    assert "关于本档案" in client.get("/about/").content.decode()


def test_choosing_a_language_never_leads_elsewhere(client):
    answer = client.post(reverse("set_language"), {"language": "en", "next": "https://evil.example/"})
    assert answer.url == "/"


def test_the_browsers_list_of_languages_is_not_asked(client):
    assert 'lang="zh-hans"' in client.get("/about/", headers={"accept-language": "en"}).content.decode()


@pytest.mark.parametrize("address", ["/nothing/", "/articles/7/", "/events/7/"])
def test_a_missing_page_offers_a_way_on(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert 'action="/search/"' in response.content.decode()


def test_a_failing_page_says_sorry_without_details(client, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("archive.web.views.home.read_portrait", fail)
    quiet = Client(raise_request_exception=False)
    response = quiet.get("/")
    assert response.status_code == 500
    assert "出了差错" in response.content.decode()
    assert "secret detail" not in response.content.decode()


@pytest.mark.parametrize("address", ["/", "/search/", "/about/", "/healthz", "/regions/", "/types/"])
def test_pages_are_read_only(client, address):
    assert client.post(address).status_code == 405
